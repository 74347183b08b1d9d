"""What the front page's and the stories' screens ask."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.widgets import AdminImageChooser

from khabar.newsroom.models import Photo

#: What a browser's own field for day and time sends, and what Wagtail's writes.
WHEN_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


class PlacePhotoChooser(AdminImageChooser):
    """Wagtail's chooser within an entry of the front page; board.js brings it to life.

    Without Wagtail's inline script, which a part of a page that is put in later would not run.
    """

    choose_one_text = gettext_lazy("Another photo here")
    choose_another_text = gettext_lazy("Another photo here")
    clear_choice_text = gettext_lazy("The article's own photo")
    link_to_chosen_text = gettext_lazy("Edit the photo")

    def of_entry(self, article: int, photo: Photo | None) -> str:
        """The chooser with the entry's own photo, if it has one, without a query."""
        html: str = self.render_html(
            "photo", photo and self._shown(photo), {"id": f"front-photo-{article}"}
        )
        return html

    @staticmethod
    def _shown(photo: Photo) -> dict[str, Any]:
        picture = photo.picture("card")
        return {
            "id": photo.pk,
            "title": photo.title,
            "edit_url": reverse("wagtailimages:edit", args=(photo.pk,)),
            "preview": {"url": picture.src, "width": picture.width, "height": picture.height}
            if picture
            else {},
            "default_alt_text": photo.alt_text,
        }


class EntryForm(forms.Form):
    """What is said and shown in one place alone."""

    headline = forms.CharField(label=gettext_lazy("Headline here"), max_length=160, required=False)
    photo = forms.ModelChoiceField(
        label=gettext_lazy("Photo here"), queryset=Photo.objects.all(), required=False
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"), required=False, input_formats=WHEN_FORMATS
    )
    locked = forms.BooleanField(label=gettext_lazy("Locked"), required=False)

    def clean_headline(self) -> str:
        """Without spaces around it."""
        return str(self.cleaned_data["headline"]).strip()

    def clean_ends_at(self) -> Any:
        """Refuse an end that is past."""
        ends = self.cleaned_data["ends_at"]
        if ends and ends <= timezone.now():
            raise forms.ValidationError(_("The time is past. Choose a later one."))
        return ends


class WhenForm(forms.Form):
    """A day and a time."""

    at = forms.DateTimeField(input_formats=WHEN_FORMATS)
