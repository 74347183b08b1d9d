"""Which edition a request is for."""

from django.http import Http404, HttpRequest

from khabar.newsroom import queries
from khabar.newsroom.models import Edition

_ATTRIBUTE = "khabar_edition"


def find_edition(request: HttpRequest) -> Edition | None:
    """The edition that the host asks for, looked up once a request; None when nothing is set up."""
    if not hasattr(request, _ATTRIBUTE):
        setattr(request, _ATTRIBUTE, queries.edition_for_request(request))
    found: Edition | None = getattr(request, _ATTRIBUTE)
    return found


def edition_of(request: HttpRequest) -> Edition:
    """The edition that the host asks for. Raises Http404 when there is none."""
    edition = find_edition(request)
    if edition is None:
        raise Http404("No edition answers to this host.")
    return edition


def base_address(edition: Edition) -> str:
    """Scheme, host and port of the edition's site, as settings say; never as the request says."""
    return str(edition.site.root_url)
