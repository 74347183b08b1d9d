"""The chooser of photos: searched as Arabic is read, with what each photo lacks."""

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, CollectionFilterMixin
from wagtail.images.views import chooser

from khabar.desk.photos.words import marks
from khabar.newsroom.models import Photo
from khabar.newsroom.photos import twins


class SearchForm(CollectionFilterMixin, BaseFilterForm):
    """Wagtail's search of a chooser, by our matching."""

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Caption, photographer, agency")}),
        required=False,
    )

    def filter(self, objects: Any) -> Any:
        """Those in whose words each searched word occurs."""
        objects = super().filter(objects)
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            objects = objects.matching(words)
        return objects


class MarkedPhotos:
    """Of a chooser's view: each result says what it lacks."""

    filter_form_class = SearchForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's, with the marks."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # A mixin of views.
        for photo in context["results"]:
            photo.marks = marks(photo)
        return context


class PhotoChooseView(MarkedPhotos, chooser.ImageChooseView):
    """The chooser as it opens."""


class PhotoChooseResultsView(MarkedPhotos, chooser.ImageChooseResultsView):
    """The chooser's results alone."""


class PhotoUploadView(chooser.ImageUploadView):
    """Uploading in the chooser; a photo that looks like one that is there is shown beside it."""

    def get_chosen_response(self, item: Photo) -> HttpResponseBase:
        """What was chosen; of an upload, first whether it is here already."""
        alike = twins.twins_of(item)
        if alike:
            answer: HttpResponseBase = self.render_duplicate_found_response(
                self.request, item, alike[0]
            )
            return answer
        chosen: HttpResponseBase = super().get_chosen_response(item)
        return chosen


def register() -> None:
    """Put these in the place of Wagtail's, which its chooser is made to allow."""
    viewset = chooser.viewset
    viewset.choose_view_class = PhotoChooseView
    viewset.choose_results_view_class = PhotoChooseResultsView
    viewset.create_view_class = PhotoUploadView
