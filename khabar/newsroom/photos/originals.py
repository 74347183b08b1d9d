"""The way to an original: for those of the desk who may change the photo, and nobody else."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import FileResponse

from khabar.newsroom.models.photo import Photo


def original_response(photo: Photo, user: AbstractBaseUser | AnonymousUser) -> FileResponse:
    """The original with all its metadata, as a download; PermissionDenied for whoever may not."""
    if not photo.is_editable_by_user(user):
        raise PermissionDenied
    if photo.hides_a_name and not user.has_perm("newsroom.view_bylineprotection"):  # type: ignore[union-attr]  # Django's base class lacks it.
        raise PermissionDenied
    response = FileResponse(
        photo.file.storage.open(photo.file.name, "rb"), as_attachment=True, filename=photo.filename
    )
    # Untrusted bytes on the desk's own origin: they are saved, never shown as a page.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
