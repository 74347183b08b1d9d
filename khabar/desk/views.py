"""The way to a photo's original."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from khabar.newsroom.models import Photo
from khabar.newsroom.photos.originals import original_response


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo's original file, metadata and all, for those who may change the photo."""
    return original_response(get_object_or_404(Photo, pk=pk), request.user)
