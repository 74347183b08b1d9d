"""Where a photo is used, and replacing it everywhere."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page
from wagtail.permissions import policy_registry

from khabar.desk.accounts import visibility
from khabar.desk.photos.words import used_in
from khabar.newsroom import photo_actions
from khabar.newsroom.models import Photo
from khabar.newsroom.photos import uses


@dataclass(frozen=True)
class Place:
    """One use of a photo as the desk lists it."""

    title: str
    kind: str
    url: str | None
    state: str
    live: bool
    allowed: bool = True
    captions: tuple[str, ...] = ()


def named(thing: Any, user: Any, name: str = "") -> str:
    """What a person may read of a thing's name.

    All editions share the photos, and each keeps its drafts to itself.
    """
    if isinstance(thing, Page) and not visibility.may_see(user, thing):
        return _("A draft of another edition")
    return name or str(thing)


def place(use: uses.Use, finder: AdminURLFinder, **more: Any) -> Place:
    """A use with its words and, for those who may edit there, its address."""
    thing: Any = use.thing
    titles = {
        "live": _("Published"),
        "draft": _("In a draft"),
        "live-and-draft": _("Published, and in a newer draft"),
    }
    name = getattr(thing, "draft_title", "") if not use.live else ""
    return Place(
        title=named(thing, finder.user, name),
        kind=capfirst(str(thing._meta.verbose_name)),  # noqa: SLF001 (Django's public API)
        url=finder.get_edit_url(thing),
        state=titles[use.state],
        live=use.live,
        **more,
    )


class PhotoView(WagtailAdminTemplateMixin):
    """Shared by the pages of one photo."""

    header_icon = "image"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who may change the photo."""
        policy = policy_registry.get_by_type(Photo)
        if not policy.user_has_permission_for_instance(request.user, "change", self.photo):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def photo(self) -> Photo:
        """The photo."""
        return get_object_or_404(Photo, pk=self.kwargs["image_id"])

    def get_page_subtitle(self) -> str:
        """The photo's title."""
        return str(self.photo.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The photos, the photo, this page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailimages:index"), "label": _("Photos")},
            {
                "url": reverse("wagtailimages:edit", args=(self.photo.pk,)),
                "label": self.photo.title,
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The photo, for the template."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "photo": self.photo}


class PhotoUsageView(PhotoView, TemplateView):
    """Every place of a photo, what readers see first."""

    template_name = "desk/photos/usage.html"
    page_title = gettext_lazy("Where the photo is used")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The places."""
        finder = AdminURLFinder(self.request.user)
        places = [place(use, finder) for use in uses.uses_of(self.photo)]
        context = super().get_context_data(**kwargs)
        return {**context, "places": places, "used_in": used_in(len(places))}


class ReplacementForm(forms.Form):
    """Which photo takes the place."""

    new = forms.ModelChoiceField(
        queryset=Photo.objects.all(),
        label=gettext_lazy("The photo that takes its place"),
        widget=AdminImageChooser,
    )


class ReplaceView(PhotoView, FormView):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """Another photo in every place of this one, after a look at what will change."""

    form_class = ReplacementForm
    template_name = "desk/photos/replace.html"
    page_title = gettext_lazy("Replace the photo everywhere")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Replace it, and name what stays."""
        new: Photo = form.cleaned_data["new"]
        try:
            done = photo_actions.replace_photo(
                self.photo,
                new,
                by=self.request.user,  # type: ignore[arg-type]  # Nobody anonymous comes here.
            )
        except (ValidationError, PermissionDenied) as error:
            said = error.messages if isinstance(error, ValidationError) else [str(error)]
            for message in said:
                form.add_error("new", message)
            return self.form_invalid(form)
        number = len(done.changed)
        messages.success(
            self.request,
            ngettext("Replaced in %(n)s item.", "Replaced in %(n)s items.", number) % {"n": number},
        )
        if done.refused:
            names = "، ".join(f"«{named(thing, self.request.user)}»" for thing in done.refused)
            messages.warning(
                self.request, _("You may not change these; they stay: %(names)s") % {"names": names}
            )
        return redirect("wagtailimages:image_usage", self.photo.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will change, and what will not."""
        finder = AdminURLFinder(self.request.user)
        steps = photo_actions.preview_replacement(
            self.photo,
            by=self.request.user,  # type: ignore[arg-type]  # As above.
        )
        places = [
            place(step.use, finder, allowed=step.allowed, captions=step.captions) for step in steps
        ]
        context = super().get_context_data(**kwargs)
        return {**context, "places": places, "media": context["form"].media}
