"""The one parameter that lists take."""

import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def asked_page(request: HttpRequest) -> int:
    """The page of a list that is asked for, 1 when none is. Raises Http404 for anything odd."""
    asked = request.GET.getlist("page")
    if not asked:
        return 1
    if len(asked) > 1 or not _NUMBER.fullmatch(asked[0]):
        raise Http404("There is no such page.")
    return int(asked[0])


def to_first_page(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """A redirect from the first page's second address, or None."""
    if request.GET.getlist("page") == ["1"]:
        return HttpResponsePermanentRedirect(iri_to_uri(request.path))
    return None


def query(number: int) -> str:
    """The query string of a page: the first has none."""
    return "" if number == 1 else f"?page={number}"
