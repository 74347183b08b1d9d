"""Live coverage as readers get it: its pages, the short address of a post, the feed."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khabar.front import comments, coverage_feed, sharing
from khabar.front.editions import edition_of
from khabar.front.fragments import Today
from khabar.front.head import Head, make_head
from khabar.front.jsonld import Maker
from khabar.front.jsonld_live import coverage_thing
from khabar.front.live_frame import frame_of, title_of
from khabar.front.paging import asked_page, query
from khabar.front.rendering import render
from khabar.live import queries
from khabar.live.models import LiveCoverage, Post
from khabar.live.queries import CoveragePage
from khabar.newsroom import serving
from khabar.newsroom.models import Edition
from khabar.newsroom.queries import Link
from khabar.newsroom.queries.editions import alternates
from khabar.newsroom.queries.lists import PastTheEndError

#: How many posts a feed has, and a page's LiveBlogPosting.
FEED_LENGTH = 50


def register() -> None:
    """Serve coverages with the view here."""
    serving.register(LiveCoverage, coverage)


@require_safe
def coverage(request: HttpRequest, page: LiveCoverage) -> HttpResponseBase:
    """A coverage at its one address; any other spelling leads there."""
    edition = edition_of(request)
    preview = bool(getattr(request, "is_preview", False))
    if not preview and request.path != page.get_absolute_url():
        return to_canonical(page)
    number = None
    if "page" in request.GET and not preview:
        number = asked_page(request)
    try:
        shown = queries.coverage_page(page, edition, number)
    except PastTheEndError as error:
        raise Http404("The coverage has no such page.") from error
    today = Today(edition)
    return render(
        today,
        "coverage",
        coverage_head(shown, today),
        coverage=page,
        course=shown.course,
        shown=shown,
        share=sharing.share_page(page.title, page.short_path, edition),
        path=page.get_absolute_url(),
        onwards=f"{page.get_absolute_url()}{_query(shown.onwards)}",
        back=f"{page.get_absolute_url()}{_query(shown.back)}",
        frame_parts=frame_of(shown, edition),
        comments_place=""
        if preview or shown.page is not None
        else comments.fragment_of(edition, page),
    )


@require_safe
def by_number(request: HttpRequest, number: str) -> HttpResponseBase:
    """Any spelling of a coverage's address, the short one too."""
    found = queries.find_coverage(int(number), edition_of(request))
    if found is None:
        raise Http404("No coverage has this number.")
    return found.serve(request)


@require_safe
def post(request: HttpRequest, number: str, pk: str) -> HttpResponseBase:
    """Where a post stands now; 410 once it is withdrawn. Not permanent: pages grow."""
    edition = edition_of(request)
    found = queries.find_coverage(int(number), edition)
    if found is None:
        raise Http404("No coverage has this number.")
    held = queries.find_post(found, int(pk))
    if held is None:
        raise Http404("The coverage has no such post.")
    if held.state == Post.State.WITHDRAWN:
        return _withdrawn(edition, held)
    where = f"{found.get_absolute_url()}{_query(queries.place_of(held))}"
    return HttpResponseRedirect(f"{iri_to_uri(where)}#{held.anchor}")


@require_safe
def feed(request: HttpRequest, number: str) -> HttpResponse:
    """RSS of the newest posts."""
    edition = edition_of(request)
    found = queries.find_coverage(int(number), edition)
    if found is None:
        raise Http404("No coverage has this number.")
    posts = queries.latest_posts(found, edition, FEED_LENGTH)
    text = coverage_feed.rss(found, queries.course_of(found), posts, edition)
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(text, content_type="application/rss+xml; charset=utf-8", headers=headers)


def to_canonical(page: LiveCoverage) -> HttpResponsePermanentRedirect:
    """The one redirect from any other spelling of a coverage's address."""
    return HttpResponsePermanentRedirect(iri_to_uri(page.get_absolute_url()))


def coverage_head(shown: CoveragePage, today: Today) -> Head:
    """The head: the last headline first, as the title of an open tab shows it."""
    page, edition = shown.coverage, today.edition
    maker = Maker(edition, today.policies)
    address = page.get_absolute_url()
    title = title_of(shown)
    times = {
        "article:published_time": maker.time(shown.course.started_at),
        "article:modified_time": maker.time(shown.last.post.at if shown.last else None),
        "article:section": shown.section.title,
    }
    steps = [Link(_("Home"), "/"), shown.section, Link(page.title, address)]
    things = (coverage_thing(maker, shown), maker.breadcrumbs(steps))
    return make_head(
        edition,
        title,
        path=address + _query(shown.page),
        photo=shown.photo,
        description=page.search_description or page.lede,
        kind="article",
        alternates=tuple(alternates(page)) if shown.page is None else (),
        properties=tuple((name, value) for name, value in times.items() if value),
        things=things if shown.page is None else things[1:],
        feed=(f"{page.short_path}/feed/", page.title),
    )


def _query(page: int | None) -> str:
    # Page 1 of a coverage is no front: it has the oldest posts, and an address of its own.
    return query(page) if page and page > 1 else ("?page=1" if page else "")


def _withdrawn(edition: Edition, held: Post) -> HttpResponse:
    """410: when and why, and nothing of the post itself."""
    return render(
        Today(edition),
        "post_withdrawn",
        make_head(edition, _("This update was withdrawn"), indexed=False),
        status=410,
        coverage=held.coverage,
        withdrawn_at=held.withdrawn_at,
        reason=held.withdrawal_reason,
    )
