"""Pieces rendered: a page by Django itself as anybody would get it, a fragment by who makes it."""

import io
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from wagtail.models import Site

from khabar.edge import placing
from khabar.edge.pieces import Address, Core, Piece, Segment
from khabar.newsroom import keys
from khabar.newsroom.models import Edition
from khabar.outbox.collecting import collecting, recalled, uses

logger = logging.getLogger("khabar.edge")

Handler = Callable[[WSGIRequest], HttpResponseBase]

KEPT_STATUS: Final = frozenset({200, 301, 302, 307, 308, 404, 410})
SERVER_ERROR: Final = 500


@dataclass
class Noticed:
    """What Django answered with an error page for, in this thread."""

    error: BaseException | None = None


_noticing: ContextVar[Noticed | None] = ContextVar("khabar_noticed_error", default=None)


@contextmanager
def noticing() -> Iterator[Noticed]:
    """Notice the exception that Django makes an error page of."""
    noticed = Noticed()
    token = _noticing.set(noticed)
    try:
        yield noticed
    finally:
        _noticing.reset(token)


def notice_error(**_kwargs: Any) -> None:
    """Called by Django while it handles an exception of a view."""
    noticed = _noticing.get()
    if noticed is not None:
        noticed.error = sys.exc_info()[1]


class RenderError(Exception):
    """Raised when a page could not be rendered: readers keep what they have."""


class NotKeptError(Exception):
    """Raised for an answer that is not everybody's: it is asked for anew each time."""


class SetCookieError(NotKeptError):
    """Raised when a reader's page sets a cookie: the next reader would get it too."""


def render(address: Address, handler: Handler) -> Piece:
    """The piece of this address, rendered now. Raises RenderError and NotKeptError."""
    if address.is_fragment:
        return _fragment(address)
    return _page(address, handler)


def _fragment(address: Address) -> Piece:
    try:
        with collecting() as used:
            edition = Edition.objects.select_related("locale", "site").get(site_id=address.site)
            with translation.override(edition.language), timezone.override(edition.time_zone):
                content = placing.make(address.path, edition)
    except Edition.DoesNotExist as error:
        raise NotKeptError(address) from error
    except Exception as error:
        raise RenderError(f"The fragment {address.path} could not be rendered.") from error
    return Piece(address, frozenset(used), content)


def _page(address: Address, handler: Handler) -> Piece:
    with collecting() as used, placing.leaving_open() as places, noticing() as noticed:
        try:
            response = answer(address, _site(address.site), handler)
        except Site.DoesNotExist as error:
            raise NotKeptError(address) from error
        except Exception as error:
            raise RenderError(f"{address.path} could not be rendered.") from error
        _judge(address, response, noticed.error)
        if response.status_code != HttpResponse.status_code:
            _whatever_leads_there(address.site)
    content = getattr(response, "content", b"")
    segments, holes = places.split(content)
    core = Core(
        status=response.status_code,
        headers=tuple((name, value) for name, value in response.headers.items()),
        segments=tuple(Segment.of(part) for part in segments),
        holes=tuple(holes),
    )
    return Piece(address, frozenset(used), core)


def answer(address: Address, site: Site, handler: Handler) -> HttpResponseBase:
    """What Django answers to somebody who sends no cookie and asks the site's own host."""
    secure = site.root_url.startswith("https:") or site.port == 443  # noqa: PLR2004 (https)
    path, _mark, query = address.path.partition("?")
    standard = site.port in {80, 443}
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        # As PEP 3333 has it: the path's UTF-8 bytes, each as one character.
        "PATH_INFO": path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.hostname if standard else f"{site.hostname}:{site.port}",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if secure else "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    request = WSGIRequest(environ)
    # Where Wagtail keeps what it found by the host.
    request._wagtail_site = site  # type: ignore[attr-defined]  # noqa: SLF001 (its name for it)
    return handler(request)


def _site(pk: int) -> Site:
    """The site, its front page and its edition: this page's own, which may look more up in them."""
    kept = recalled(("site", pk), lambda: _read_site(pk))
    site = copy(kept)
    site.root_page = copy(kept.root_page)
    edition = getattr(kept, "edition", None)
    if edition is not None:
        site.edition = copy(edition)
    return site


def _read_site(pk: int) -> Site:
    """A site with its front page and its edition, whose key tells of both, in one query."""
    site: Site = Site.objects.select_related("root_page__homepage", "edition__locale").get(pk=pk)
    # Also of one that is still to come.
    uses(keys.edition(site.root_page.locale_id))
    home = getattr(site.root_page, "homepage", None)
    if home is not None:
        site.root_page = home
    return site


def _judge(address: Address, response: HttpResponseBase, error: BaseException | None) -> None:
    if response.status_code >= SERVER_ERROR:
        message = f"{address.path} was answered with {response.status_code}."
        raise RenderError(message) from error
    if response.cookies:
        raise SetCookieError(f"{address.path} sets a cookie: {', '.join(response.cookies)}.")
    control = response.headers.get("Cache-Control", "")
    if (
        response.streaming
        or response.status_code not in KEPT_STATUS
        or "private" in control
        or "no-store" in control
        or response.headers.get("Content-Encoding")
    ):
        raise NotKeptError(address)


def _whatever_leads_there(site: int) -> None:
    """What is not a page may become one, by any new address."""
    edition = Edition.objects.filter(site_id=site).first()
    if edition is not None:
        uses(keys.routes(edition.locale_id))
