"""The reader's pages as the desk shows them: with Wagtail's user bar and a pin at each headline.

A reader's own page is the same for everyone and knows no session, so none of this can be in it. The
desk asks for the page as a reader would, through the same addresses and without a cookie, and adds
its own tools to the answer, at an address of the desk's.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.models import Page

from khabar.desk.fronts import board
from khabar.desk.fronts.asked import whole
from khabar.desk.fronts.views import edition_for, user_of
from khabar.newsroom import arrangement as values
from khabar.newsroom import serving
from khabar.newsroom.arrangement import Arrangement
from khabar.newsroom.models import Article, Edition, FrontPlan, FrontVersion

#: What no reader's page is.
_NOT_PAGES = ("/desk/", "/static/", "/media/", "/documents/")


def as_reader(edition: Edition, path: str, query: Any = None) -> HttpRequest:
    """A reader's request for a path of the edition: nobody's, without a cookie."""
    site = edition.site
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.META = {
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port),
        "HTTP_HOST": site.hostname if site.port in {80, 443} else f"{site.hostname}:{site.port}",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
    }
    if query is not None:
        request.GET = query
    request._wagtail_site = site  # type: ignore[attr-defined]  # noqa: SLF001 (Wagtail's own memory)
    return request


def answer(edition: Edition, request: HttpRequest) -> HttpResponseBase:
    """What a reader gets."""
    try:
        match = resolve(request.path_info)
    except Resolver404 as error:
        raise Http404 from error
    with translation.override(edition.language), timezone.override(edition.time_zone):
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


@require_safe
def show(request: HttpRequest, edition_pk: int, path: str = "") -> HttpResponseBase:
    """A page of the site with the desk's tools in it."""
    edition = get_object_or_404(Edition.objects.select_related("locale", "site"), pk=edition_pk)
    if not edition.site.root_page.permissions_for_user(request.user).can_edit() and not (
        _edits_something(request, edition)
    ):
        raise PermissionDenied
    path = f"/{path}"
    if path.startswith(_NOT_PAGES):
        raise Http404
    inner = as_reader(edition, path, request.GET)
    response = answer(edition, inner)
    here = reverse("khabar_fronts:site", args=(edition.pk,))
    if HTTPStatus.MULTIPLE_CHOICES <= response.status_code < HTTPStatus.BAD_REQUEST:
        return redirect(here + response.headers["Location"].lstrip("/"))
    if not isinstance(response, HttpResponse) or b"</body>" not in response.content:
        raise Http404
    return _with_tools(request, edition, inner, response)


def _edits_something(request: HttpRequest, edition: Edition) -> bool:
    sections = edition.site.root_page.get_children()
    return any(page.permissions_for_user(request.user).can_add_subpage() for page in sections)


def _with_tools(
    request: HttpRequest, edition: Edition, inner: HttpRequest, response: HttpResponse
) -> HttpResponse:
    page: Page | None = Page.find_for_request(inner, inner.path_info)
    page = page.specific if page is not None else None
    context = {
        "page": page,
        "edition": edition,
        "pinned": isinstance(page, Article),
        "here": reverse("khabar_fronts:site", args=(edition.pk,)),
        "menu": reverse("khabar_fronts:place_by_number", args=(0,)).replace("/0/", "/"),
    }
    tools = render_to_string("desk/fronts/tools.html", context, request=request)
    html = response.content.decode()
    head, end, rest = html.rpartition("</body>")
    return HttpResponse(head + tools + end + rest, status=response.status_code)


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest) -> HttpResponseBase:
    """The front page as it would stand: under a draft, a schedule, or a version of the past."""
    edition = edition_for(request)
    inner = as_reader(edition, "/")
    serving.show_arranged(inner, _asked(request, edition))
    return answer(edition, inner)


def _asked(request: HttpRequest, edition: Edition) -> Arrangement:
    kind, _colon, ident = str(request.GET.get("of", "draft")).partition(":")
    number = whole(ident)
    if kind == "version":
        version = get_object_or_404(FrontVersion, edition=edition, sequence=number)
        return values.from_data(version.arrangement)
    if kind == "plan":
        plan = get_object_or_404(FrontPlan, edition=edition, pk=number, kind=FrontPlan.Kind.ARRANGE)
        return values.from_data(plan.payload)
    return board.draft_of(edition, user_of(request)).arrangement
