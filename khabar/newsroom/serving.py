"""The port through which pages are served.

The newsroom knows no templates. A room above it registers one view for each page class; Wagtail's
serving and previewing both come through here, so a preview can never differ from the page.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from wagtail.admin.userbar import Userbar
from wagtail.models import Page

from khabar.newsroom import keys
from khabar.newsroom.arrangement import Arrangement
from khabar.outbox.collecting import uses

PageT = TypeVar("PageT", bound=Page)
View = Callable[[HttpRequest, Any], HttpResponseBase]

#: On a request of the desk: the arrangement that a front page is to be shown under.
_ARRANGEMENT = "khabar_arrangement"

_views: dict[type[Page], View] = {}
_previews: dict[tuple[type[Page], str], View] = {}


def register(
    page_class: type[PageT], view: Callable[[HttpRequest, PageT], HttpResponseBase]
) -> None:
    """Serve every page of exactly this class with this view; a later call replaces it."""
    _views[page_class] = view


def serve(page: Page, request: HttpRequest) -> HttpResponseBase:
    """The response for a page. Raises ImproperlyConfigured when nothing serves its class."""
    view = _views.get(type(page))
    if view is None:
        msg = (
            f"No view is registered for {type(page).__name__}: call serving.register() in ready()."
        )
        raise ImproperlyConfigured(msg)
    uses(keys.itself(page.pk))
    return view(request, page)


def show_arranged(request: HttpRequest, arrangement: Arrangement) -> None:
    """Let the front page that answers this request stand as it would under the arrangement."""
    setattr(request, _ARRANGEMENT, arrangement)


def arrangement_for(request: HttpRequest) -> Arrangement | None:
    """The arrangement to show the front page under; None for the one that stands."""
    return getattr(request, _ARRANGEMENT, None)


def register_preview(
    page_class: type[PageT],
    mode: str,
    view: Callable[[HttpRequest, PageT], HttpResponseBase],
) -> None:
    """Preview pages of exactly this class in this mode with this view."""
    _previews[page_class, mode] = view


def preview(page: Page, request: HttpRequest, mode: str) -> HttpResponseBase:
    """The response for a preview: the page as it is served, unless the mode has its own view.

    Beside the editor it carries Wagtail's userbar, which does the content checks. Readers' pages
    never do.
    """
    view = _previews.get((type(page), mode))
    response = view(request, page) if view else serve(page, request)
    if getattr(request, "in_preview_panel", False) and isinstance(response, HttpResponse):
        userbar = Userbar(object=page).render_html({"request": request})
        html = response.content.decode()
        before, body, after = html.rpartition("</body>")
        if body:
            response.content = f"{before}{userbar}{body}{after}"
    return response
