"""What readers' pages ask of coverages, each in a constant number of indexed queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from django.db.models import Prefetch, Q, QuerySet

from khabar.language.text import truncate
from khabar.live import markup
from khabar.live.layout import PER_PAGE, Layout
from khabar.live.models import CoverageState, LiveCoverage, Post, TickerLine
from khabar.live.sequence import Mark, head, mark_of
from khabar.newsroom import keys
from khabar.newsroom.models import Article, Edition, Photo, Section, Source
from khabar.newsroom.names import staff_byline
from khabar.newsroom.queries import BylineName, Link
from khabar.newsroom.queries.lists import PastTheEndError
from khabar.outbox.collecting import recalled, uses

#: A post without a headline is named by how it begins.
NAME_LETTERS = 90
MOST_KEY_EVENTS = 40
State = CoverageState.State
_OPEN = (State.LIVE, State.PAUSED, State.ANNOUNCED)


@dataclass(frozen=True)
class ShownPost:
    """A post with what stands around it."""

    post: Post
    html: str
    byline: list[BylineName]
    sources: list[Link]
    article: Link | None
    path: str

    @property
    def name(self) -> str:
        """Its headline, or how it begins."""
        return name_of(self.post)


@dataclass(frozen=True)
class KeyEvent:
    """A line of the table of contents."""

    headline: str
    at: datetime | None
    href: str


@dataclass(frozen=True)
class CoveragePage:
    """One page of a coverage. ``page`` is None for the front; so are those beside it."""

    coverage: LiveCoverage
    course: CoverageState
    photo: Photo | None
    section: Link
    page: int | None
    posts: list[ShownPost]
    count: int
    has_onwards: bool
    onwards: int | None
    has_back: bool
    back: int | None
    pinned: list[ShownPost] = field(default_factory=list)
    key_events: list[KeyEvent] = field(default_factory=list)
    last: ShownPost | None = None
    #: Up to where the posts here are known; none where not all of the newest stand.
    mark: Mark | None = None


@dataclass(frozen=True)
class CoverageCard:
    """A coverage as lists show it, with its last post."""

    id: int
    title: str
    url: str
    state: str
    starts_at: datetime | None
    section: Link
    photo: Photo | None
    last_name: str = ""
    last_at: datetime | None = None
    last_url: str = ""


@dataclass(frozen=True)
class UrgentLine:
    """A line of «عاجل»: an editor's, or an urgent article's headline."""

    text: str
    at: datetime | None
    url: str = ""


def name_of(post: Post) -> str:
    """A post's headline, or how it begins."""
    return post.headline or truncate(markup.plain(post.body), NAME_LETTERS) or str(post.caption)


def published(coverage_id: int) -> "QuerySet[Post]":
    """The posts that readers have, in order of time."""
    posts = Post.objects.filter(coverage_id=coverage_id, state=Post.State.PUBLISHED)
    return posts.order_by("at", "id")


def published_count(coverage_id: int) -> int:
    """How many posts readers have."""
    return published(coverage_id).count()


def index_of(post: Post) -> int:
    """Where a published post stands, counted from 0 in order of time."""
    before = Q(at__lt=post.at) | Q(at=post.at, id__lt=post.pk)
    return published(post.coverage_id).filter(before).count()


def find_coverage(number: int, edition: Edition) -> LiveCoverage | None:
    """The edition's coverage with this public number, if readers may see it."""
    found = LiveCoverage.objects.filter(number=number, locale_id=edition.locale_id).first()
    if found is None or not found.live:
        # It may come, at an address that is nobody's until then.
        uses(keys.routes(edition.locale_id))
        return None
    uses(keys.itself(found.pk))
    return found


def coverage_page(
    coverage: LiveCoverage, edition: Edition, page: int | None = None
) -> CoveragePage:
    """A page of a coverage. Raises PastTheEndError for one that there is not."""
    uses(keys.coverage(coverage.pk))
    if page is None:
        uses(keys.posts(coverage.pk))
    else:
        uses(keys.posts_page(coverage.pk, page))
    # Before all else is read: what comes meanwhile is not taken for what is shown.
    upto = head(coverage.pk)
    layout = layout_of(coverage)
    if not layout.exists(page):
        raise PastTheEndError
    wanted = layout.posts(page)
    stream = _full(published(coverage.pk)[wanted.start : wanted.stop])
    pinned = _full(published(coverage.pk).filter(pinned=True)) if page is None else []
    mark = _mark(stream, upto) if page is None and layout.newest_first else None
    if layout.newest_first:
        stream.reverse()
        pinned.reverse()
    if page is None:
        stream = [post for post in stream if not post.pinned]
    last = stream[0] if layout.newest_first and stream else published(coverage.pk).last()
    has_onwards, onwards = layout.onwards(page)
    has_back, back = layout.back(page)
    shown = shown_posts([*pinned, *stream], coverage, edition)
    return CoveragePage(
        coverage=coverage,
        course=_course(coverage),
        photo=Photo.objects.with_renditions().filter(pk=coverage.hero_photo_id).first(),
        section=_link(coverage.section),
        page=page,
        posts=shown[len(pinned) :],
        count=layout.count,
        has_onwards=has_onwards,
        onwards=onwards,
        has_back=has_back,
        back=back,
        pinned=shown[: len(pinned)],
        key_events=_key_events(coverage, layout) if page is None else [],
        last=shown_posts([last], coverage, edition)[0] if page is None and last else None,
        mark=mark,
    )


def frame_page(coverage: LiveCoverage, edition: Edition) -> CoveragePage:
    """The front without its posts: what stands around them."""
    uses(keys.coverage(coverage.pk), keys.posts(coverage.pk))
    layout = layout_of(coverage)
    last = published(coverage.pk).last()
    return CoveragePage(
        coverage=coverage,
        course=_course(coverage),
        photo=None,
        section=_link(coverage.section),
        page=None,
        posts=[],
        count=layout.count,
        has_onwards=False,
        onwards=None,
        has_back=False,
        back=None,
        key_events=_key_events(coverage, layout),
        last=shown_posts(_full(published(coverage.pk).filter(pk=last.pk)), coverage, edition)[0]
        if last
        else None,
    )


def find_post(coverage: LiveCoverage, pk: int) -> Post | None:
    """A post of the coverage that readers have, or had until it was withdrawn."""
    uses(keys.post(pk))
    states = (Post.State.PUBLISHED, Post.State.WITHDRAWN)
    found = Post.objects.filter(coverage_id=coverage.pk, pk=pk, state__in=states).first()
    if found is not None:
        found.coverage = coverage
    return found


def with_all(pks: Iterable[int]) -> list[Post]:
    """Published posts with all that is shown of them, in order of time."""
    return _full(Post.objects.filter(pk__in=pks, state=Post.State.PUBLISHED).order_by("at", "id"))


def layout_of(coverage: LiveCoverage) -> Layout:
    """Which of its posts stand where."""
    count = published_count(coverage.pk)
    return Layout(count, coverage.order == LiveCoverage.Order.NEWEST)


def place_of(post: Post) -> int | None:
    """The page on which readers find a published post, None for the front."""
    coverage = post.coverage
    uses(keys.coverage(coverage.pk), keys.post(post.pk))
    if post.pinned:
        return None
    layout, index = layout_of(coverage), index_of(post)
    uses(keys.posts_page(coverage.pk, index // PER_PAGE + 1))
    return layout.page_of(index)


def latest_posts(coverage: LiveCoverage, edition: Edition, limit: int) -> list[ShownPost]:
    """The newest posts, newest first."""
    uses(keys.coverage(coverage.pk), keys.posts(coverage.pk))
    newest = _full(published(coverage.pk).reverse()[:limit])
    return shown_posts(newest, coverage, edition)


def course_of(coverage: LiveCoverage) -> CoverageState:
    """The coverage's state and summary."""
    uses(keys.coverage(coverage.pk))
    return _course(coverage)


def cards(
    edition: Edition, *, section: int | None = None, story: int | None = None, limit: int = 3
) -> list[CoverageCard]:
    """The coverages that go on, live ones first; of a section or a story when one is given."""
    going_on = recalled(("going on", edition.pk, story), lambda: _going_on(edition, story))
    if not going_on:
        return []
    # One that readers do not see yet is not read: it tells them nothing.
    seen = CoverageState.objects.filter(
        pk__in=going_on, coverage__live=True, coverage__locale_id=edition.locale_id
    )
    found = list(seen.select_related("coverage"))
    found.sort(key=_by_state)
    shown = []
    for course in found:
        place = course.coverage.section
        if section is None or place.pk == section:
            shown.append(_card(course, place))
        if len(shown) == limit:
            break
    return shown


def _going_on(edition: Edition, story: int | None) -> list[int]:
    uses(keys.coverages(edition.locale_id))
    open_ones = CoverageState.objects.filter(state__in=_OPEN)
    if story is not None:
        open_ones = open_ones.filter(coverage__stories=story)
    # There are few, and mostly none; asked for with their pages, SQLite reads all pages.
    return list(open_ones.values_list("pk", flat=True))


def ticker_lines(edition: Edition) -> list[TickerLine]:
    """The lines that editors wrote, in their order."""
    uses(keys.ticker(edition.locale_id))
    return list(TickerLine.objects.filter(edition=edition).order_by("position", "pk"))


def urgent_lines(
    edition: Edition, urgent: Iterable[tuple[str, datetime | None, str]], limit: int
) -> list[UrgentLine]:
    """Editors' lines, then the headlines of urgent articles, up to ``limit``."""
    lines = [UrgentLine(line.text, line.at, line.link) for line in ticker_lines(edition)]
    said = {line.url for line in lines if line.url}
    lines += [UrgentLine(text, at, url) for text, at, url in urgent if url not in said]
    return lines[:limit]


def shown_posts(posts: Sequence[Post], coverage: LiveCoverage, edition: Edition) -> list[ShownPost]:
    """Posts as readers get them."""
    uses(*(keys.article_card(post.article_id) for post in posts if post.article_id))
    uses(*(keys.document(post.document_id) for post in posts if post.document_id))
    return [
        ShownPost(
            post=post,
            html=markup.to_html(post.body),
            byline=_byline(post),
            sources=[
                Link(source.name_in(edition.locale), source.get_absolute_url())
                for source in post.sources.all()
            ],
            article=Link(post.article.title, post.article.get_absolute_url())
            if post.article is not None and post.article.live
            else None,
            path=f"{coverage.short_path}/{post.pk}",
        )
        for post in posts
    ]


def _mark(stream: list[Post], upto: int) -> Mark:
    """The last change that a front shows. What changed since on other pages is told once more.

    Of what is shown, so that it moves with what the page was made from; at most what was there
    before anything was read, so that nothing is passed over that came in between.
    """
    known = [post for post in stream if post.revision <= upto]
    return mark_of(max(known, key=attrgetter("revision"))) if known else Mark()


def _full(posts: "QuerySet[Post]") -> list[Post]:
    return list(
        posts.select_related("document").prefetch_related(
            Prefetch("photo", queryset=Photo.objects.prefetch_related("renditions")),
            Prefetch("article", queryset=Article.objects.select_related("section")),
            Prefetch("sources", queryset=Source.objects.order_by("pk").prefetch_related("names")),
            "authors",
        )
    )


def _byline(post: Post) -> list[BylineName]:
    """«فريق التحرير» once, however many names it stands for."""
    names = [
        BylineName(staff_byline(), "staff")
        if author.protected
        else BylineName(author.name, "author", author.get_absolute_url(), "", author.job_title)
        for author in sorted(post.authors.all(), key=lambda author: author.pk)
    ]
    return list(dict.fromkeys(names))


def _key_events(coverage: LiveCoverage, layout: Layout) -> list[KeyEvent]:
    # Objects and not values: whatever shows a post's words goes when the post does.
    events = list(
        published(coverage.pk).filter(kind=Post.Kind.KEY_EVENT).reverse()[:MOST_KEY_EVENTS]
    )
    ids = list(published(coverage.pk).values_list("pk", flat=True)) if events else []
    places = {pk: place for place, pk in enumerate(ids)}
    found = []
    for post in events:
        page = None if post.pinned else layout.page_of(places[post.pk])
        query = f"?page={page}" if page else ""
        found.append(KeyEvent(post.headline, post.at, f"{query}#{post.anchor}"))
    return found


def _course(coverage: LiveCoverage) -> CoverageState:
    return CoverageState.objects.get(coverage_id=coverage.pk)


def _link(section: Section) -> Link:
    return Link(section.title, f"/{section.slug}/")


def _by_state(course: CoverageState) -> tuple[int, float, int]:
    began = course.started_at.timestamp() if course.started_at else 0.0
    return _OPEN.index(State(course.state)), -began, course.pk


def _card(course: CoverageState, section: Section) -> CoverageCard:
    coverage = course.coverage
    uses(keys.posts(coverage.pk))
    last = published(coverage.pk).last()
    return CoverageCard(
        id=coverage.pk,
        title=coverage.title,
        url=coverage.get_absolute_url(),
        state=course.state,
        starts_at=coverage.starts_at,
        section=_link(section),
        photo=Photo.objects.with_renditions().filter(pk=coverage.hero_photo_id).first(),
        last_name=name_of(last) if last else "",
        last_at=last.at if last else None,
        last_url=f"{coverage.short_path}/{last.pk}" if last else "",
    )
