"""Many photos at once: each upload becomes a row, and the rows are edited and saved together."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.images.forms import get_image_form
from wagtail.images.views import multiple
from wagtail.permissions import policy_registry

from khabar.desk.photos.words import marks
from khabar.desk.screens import is_script
from khabar.newsroom import photo_actions
from khabar.newsroom.models import Photo
from khabar.newsroom.photos import twins

ROW_FIELDS = (
    "title",
    "caption",
    "alt_text",
    "photographer",
    "agency",
    "credit_line",
    "copyright_notice",
    "usage_rights",
    "rights_expire_at",
    "label",
    "graphic",
    "place",
    "taken_on",
    "tags",
)
COMMON_FIELDS = (
    "photographer",
    "agency",
    "credit_line",
    "copyright_notice",
    "usage_rights",
    "rights_expire_at",
    "label",
    "place",
    "taken_on",
)
"""What a batch often has in common: filled once, applied to all."""
MOST = 100


def row_form(photo: Photo, user: Any, data: Any = None) -> BaseForm:
    """The form of one photo among many."""
    form_class = get_image_form(Photo, fields=ROW_FIELDS)
    form: BaseForm = form_class(data, instance=photo, prefix=f"photo-{photo.pk}", user=user)
    return form


def row(photo: Photo, form: BaseForm, *, look_for_twins: bool = False) -> dict[str, Any]:
    """What the template shows of one photo."""
    return {
        "photo": photo,
        "form": form,
        "marks": marks(photo),
        "twins": twins.twins_of(photo) if look_for_twins else [],
    }


class MultipleAddView(multiple.AddView):
    """Wagtail's page of many uploads, with our table in the place of its forms."""

    template_name = "desk/photos/add.html"
    page_title = gettext_lazy("Add photos")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take one file.

        Wagtail puts a file whose title does not fit aside, in a folder that readers can reach. So a
        title always fits here: what was sent, or the file's name.
        """
        file = request.FILES.get("files[]")
        if file is not None:
            posted = request.POST.copy()
            title = " ".join(posted.get("title", "").replace("\x00", "").split())
            posted["title"] = (title or get_valid_filename(file.name or "") or "photo")[:255]
            if not str(posted.get("collection", "")).isdecimal():
                posted.pop("collection", None)
            request.POST = posted  # type: ignore[assignment]  # A copy of the same kind.
        response: HttpResponse = super().post(request)
        return response

    def save_object(self, form: Any) -> Photo:
        """Save as Wagtail does, and the keywords as tags."""
        photo: Photo = super().save_object(form)
        keywords = photo.metadata.get("keywords", [])
        if keywords:
            photo.tags.add(*keywords)
        return photo

    def get_edit_object_response_data(self) -> dict[str, Any]:
        """Wagtail's answer, and the row of the table."""
        photo: Photo = self.object
        context = row(photo, row_form(photo, self.request.user), look_for_twins=True)
        html = render_to_string("desk/photos/row.html", {"row": context}, request=self.request)
        data: dict[str, Any] = super().get_edit_object_response_data()
        return {**data, "row": html, "twins": [twin.pk for twin in context["twins"]]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's, and the form of what all have in common."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, **common_context(self.request)}


def common_context(request: HttpRequest) -> dict[str, Any]:
    """The form of common values; its fields have the names of a row's."""
    form = get_image_form(Photo, fields=COMMON_FIELDS)(prefix="common", user=request.user)
    return {"common": form, "common_fields": [form[name] for name in COMMON_FIELDS]}


class BatchView(WagtailAdminTemplateMixin, View):
    """The rows of several photos, saved together: all of them or, with an error, none."""

    page_title = gettext_lazy("Photo details")
    header_icon = "image"
    template_name = "desk/photos/batch.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The photos, this page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailimages:index"), "label": _("Photos")},
            {"url": "", "label": self.get_page_title()},
        ]

    def photos(self, request: HttpRequest) -> list[Photo]:
        """The photos named in the request, in its order; PermissionDenied for another's."""
        named = (request.POST if request.method == "POST" else request.GET).getlist("photo")
        numbers = list(dict.fromkeys(int(pk) for pk in named if pk.isdecimal()))[:MOST]
        found = Photo.objects.in_bulk([pk for pk in numbers if pk < 2**63])
        chosen = [found[pk] for pk in numbers if pk in found]
        policy = policy_registry.get_by_type(Photo)
        if not all(
            policy.user_has_permission_for_instance(request.user, "change", photo)
            for photo in chosen
        ):
            raise PermissionDenied
        return chosen

    def get(self, request: HttpRequest) -> HttpResponse:
        """The rows as they are kept."""
        photos = self.photos(request)
        if not photos:
            return redirect("wagtailimages:index")
        return self.shown([row(photo, row_form(photo, request.user)) for photo in photos])

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save every row, or show what is wrong with some and save none."""
        photos = self.photos(request)
        if not photos:
            messages.error(request, _("No photo was named. Upload some first."))
            return redirect("wagtailimages:add_multiple")
        forms = [row_form(photo, request.user, request.POST) for photo in photos]
        if not all(form.is_valid() for form in forms):
            messages.error(request, _("Nothing was saved yet: see what is marked in red."))
            return self.shown([row(form.instance, form) for form in forms])  # type: ignore[attr-defined]  # Model forms.
        for form in forms:
            form.save()  # type: ignore[attr-defined]  # As above.
        messages.success(
            request,
            ngettext("%(n)s photo was saved.", "%(n)s photos were saved.", len(forms))
            % {"n": len(forms)},
        )
        return redirect("wagtailimages:index")

    def shown(self, rows: list[dict[str, Any]]) -> HttpResponse:
        """The page with these rows."""
        context = self.get_context_data(
            **common_context(self.request), rows=rows, form_media=rows[0]["form"].media
        )
        response: HttpResponse = self.render_to_response(context)
        return response


@method_decorator(require_POST, name="dispatch")
class TwinView(View):
    """What is done with an upload that looks like a photo that is there."""

    def post(self, request: HttpRequest, pk: int, kept: int, choice: str) -> HttpResponse:
        """Use the one that is there, or give it the new file; either way the upload goes."""
        upload = get_object_or_404(Photo, pk=pk)
        there = get_object_or_404(Photo, pk=kept)
        if upload.uploaded_by_user_id != request.user.pk:
            raise PermissionDenied
        by: User = request.user  # type: ignore[assignment]  # Nobody anonymous comes here.
        try:
            if choice == "file":
                photo_actions.take_over_file(there, upload, by=by)
                said = _("“%(photo)s” has the new file.")
            else:
                photo_actions.delete_photo(upload, by=by)
                said = _("The upload was dropped; “%(photo)s” stays.")
        except ValidationError as error:
            return self.answered(there, " ".join(error.messages), done=False)
        return self.answered(there, said % {"photo": there.title}, done=True)

    def answered(self, there: Photo, said: str, *, done: bool) -> HttpResponse:
        """To a script in words, so that the other rows of the page stay as they are typed."""
        if is_script(self.request):
            return JsonResponse({"success": done, "message": said})
        say = messages.success if done else messages.error
        say(self.request, said)
        return redirect("wagtailimages:edit", there.pk)
