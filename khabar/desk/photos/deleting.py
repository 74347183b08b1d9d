"""Deleting photos: by those who may, and never one that readers see without saying where."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.images.views import images, multiple

from khabar.newsroom import photo_actions
from khabar.newsroom.models import Photo
from khabar.newsroom.photos import uses


class PhotoDeleteView(images.DeleteView):
    """Wagtail's, by way of the verb."""

    template_name = "desk/photos/confirm_delete.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete it, or say where readers see it."""
        del form
        try:
            photo_actions.delete_photo(self.object, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect("wagtailimages:image_usage", self.object.pk)
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's, and where readers see the photo."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["live_uses"] = [use for use in uses.uses_of(self.object) if use.live]
        return context


class PhotoMultipleDeleteView(multiple.DeleteView):
    """Taking an upload back on the page of many uploads, by way of the verb."""

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Delete it, or answer why not."""
        photo = get_object_or_404(Photo, pk=kwargs[self.pk_url_kwarg])
        number = photo.pk
        try:
            photo_actions.delete_photo(photo, by=request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
        except ValidationError as error:
            return JsonResponse({"success": False, "error_message": " ".join(error.messages)})
        return JsonResponse({"success": True, self.context_object_id_name: number})


def before_bulk_delete(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Deleting many is bound by the same rule."""
    photos = [thing for thing in objects if isinstance(thing, Photo)]
    if action_type != "delete" or not photos or request.method != "POST":
        return None
    for photo in photos:
        try:
            photo_actions.delete_photo(photo, by=request.user)  # type: ignore[arg-type]  # As above.
        except (ValidationError, PermissionDenied) as error:
            said = error.messages if isinstance(error, ValidationError) else [str(error)]
            messages.error(request, " ".join(said))
        else:
            messages.success(request, _("“%(photo)s” was deleted.") % {"photo": photo.title})
    return redirect(action.next_url)
