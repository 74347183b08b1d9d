"""The language and the zone of readers' pages."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from khabar.front.editions import find_edition
from khabar.front.views.errors import taken_down
from khabar.newsroom.models import TakenDownError

OWN: Final = "/me/"
#: What is not an edition's: the desk speaks each editor's language, files speak none.
NOT_PUBLIC: Final = ("/desk/", "/static/", "/media/", "/documents/")


class ReadersOwn:
    """What a reader does lies under ``/me/``: nobody keeps it, and its cookies stay there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, with cookies confined. The desk's have their own path and are not sent."""
        response = self.get_response(request)
        if request.path_info.startswith(OWN):
            for cookie in response.cookies.values():
                cookie["path"] = OWN
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response


class EditionMiddleware:
    """Makes the edition's language and time zone those of its public pages, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, made in the edition's language."""
        if request.path_info.startswith(NOT_PUBLIC):
            return self.get_response(request)
        edition = find_edition(request)
        if edition is None:
            return self.get_response(request)
        with translation.override(edition.language), timezone.override(edition.time_zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", edition.language)
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """410 for what was taken down, whichever address was asked."""
        edition = find_edition(request)
        if isinstance(exception, TakenDownError) and edition is not None:
            return taken_down(edition, exception.record)
        return None
