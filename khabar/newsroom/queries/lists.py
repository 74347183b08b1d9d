"""Lists of articles, stories and sections."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Prefetch, QuerySet

from khabar.newsroom import keys
from khabar.newsroom.models import Article, Edition, ListEntry, Photo, Section, Story, StoryPin
from khabar.newsroom.publication import LATEST, STORY, list_key
from khabar.newsroom.queries.cards import Card, Named, cards_of
from khabar.outbox.collecting import recalled, uses

PER_PAGE = 20
#: A bound that keeps a hostile page number from the database.
MOST_PAGES = 1_000_000


class PastTheEndError(LookupError):
    """Raised for a page of a list that has no such page."""


@dataclass(frozen=True)
class ListPage:
    """One page of a list, counted from 1."""

    cards: list[Card]
    number: int
    has_next: bool
    has_previous: bool


@dataclass(frozen=True)
class StoryCard:
    """A story with the count of its published items."""

    id: int
    title: str
    url: str
    photo: Photo | None
    count: int
    state: str
    state_label: str
    summary: str
    closing_note: str


def entries(edition: Edition, kind: str, ident: int | str = 0) -> "QuerySet[ListEntry]":
    """A list's entries, newest first: one range of one index."""
    key = list_key(edition.locale_id, kind, ident)
    uses(keys.listed(key))
    return ListEntry.objects.filter(key=key).order_by("-published_at", "-article_id")


def newest_ids(
    edition: Edition, kind: str, ident: int | str = 0, *, limit: int, start: int = 0
) -> list[int]:
    """Ids of a list's articles, newest first."""
    ids = entries(edition, kind, ident).values_list("article_id", flat=True)
    return list(ids[start : start + limit])


def newest_of_each(
    edition: Edition, lists: Iterable[tuple[str, int | str]], *, limit: int
) -> dict[tuple[str, int | str], list[int]]:
    """Ids of the articles of several lists, newest first: one query, each list one range of it."""
    named = {list_key(edition.locale_id, *one): one for one in lists}
    uses(*map(keys.listed, named))
    table = connection.ops.quote_name(ListEntry._meta.db_table)  # noqa: SLF001 (Django's documented name)
    one = (
        f"SELECT * FROM (SELECT key, article_id, published_at FROM {table} WHERE key = %s"  # noqa: S608 (the table's own name)
        " ORDER BY published_at DESC, article_id DESC LIMIT %s) AS one"
    )
    sql = (
        f"SELECT key, article_id FROM ({' UNION ALL '.join([one] * len(named))}) AS found"  # noqa: S608 (as above)
        " ORDER BY published_at DESC, article_id DESC"
    )
    found: dict[tuple[str, int | str], list[int]] = {which: [] for which in named.values()}
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for key in named for value in (key, limit)])
        for key, pk in cursor.fetchall():
            found[named[key]].append(pk)
    return found


def story_ids(edition: Edition, story: int, *, limit: int, start: int = 0) -> list[int]:
    """Ids of a story's articles: what editors pinned, in their order, then the newest."""
    pinned = pinned_ids(edition, story)
    rest = entries(edition, STORY, story)
    if pinned:
        rest = rest.exclude(article_id__in=pinned)
    first = pinned[start : start + limit]
    after = max(start - len(pinned), 0)
    ids = rest.values_list("article_id", flat=True)[after : after + limit - len(first)]
    return [*first, *ids]


def pinned_ids(edition: Edition, story: int) -> list[int]:
    """The pinned articles that readers find in the story, in the editors' order."""
    pinned = recalled(("pins", story), lambda: _pins(story))
    if not pinned:
        return []
    listed = entries(edition, STORY, story).filter(article_id__in=pinned)
    found = set(listed.values_list("article_id", flat=True))
    return [pk for pk in pinned if pk in found]


def _pins(story: int) -> list[int]:
    uses(keys.pins(story))
    pins = StoryPin.objects.filter(story_id=story)
    return list(pins.order_by("position", "pk").values_list("article_id", flat=True))


def latest(edition: Edition, limit: int = 8) -> list[Card]:
    """The newest articles of the edition."""
    return cards_of(edition, newest_ids(edition, LATEST, limit=limit))


def rail(edition: Edition, limit: int = 12) -> list[Card]:
    """Further headlines: one more than shown, so that a page can leave out its own article.

    Bare cards: a headline with its marks and time.
    """
    return cards_of(edition, newest_ids(edition, LATEST, limit=limit + 1), bare=True)


def urgent(edition: Edition, limit: int = 1) -> list[Card]:
    """The newest articles that are marked urgent now (the clock ends the mark)."""
    uses(keys.urgent(edition.locale_id))
    # Few articles are urgent at a time; the other conditions are checked here (see _stories).
    marked = [
        (article.published_at, article.pk)
        for article in Article.objects.filter(urgent=True).only("published_at", "live", "locale_id")
        if article.live and article.locale_id == edition.locale_id and article.published_at
    ]
    newest = [pk for _at, pk in sorted(marked, reverse=True)[:limit]]
    return cards_of(edition, newest, bare=True) if newest else []


def first_of(page: int, per_page: int) -> int:
    """Where a page begins. Raises PastTheEndError for a page that no list has."""
    if not 1 <= page <= MOST_PAGES:
        raise PastTheEndError
    return (page - 1) * per_page


def list_page(
    edition: Edition, kind: str, ident: int | str = 0, page: int = 1, per_page: int = PER_PAGE
) -> ListPage:
    """A page of a list. The first page of an empty list is empty; PastTheEndError for any other."""
    start = first_of(page, per_page)
    if kind == STORY:
        ids = story_ids(edition, int(ident), limit=per_page + 1, start=start)
    else:
        ids = newest_ids(edition, kind, ident, limit=per_page + 1, start=start)
    if page > 1 and not ids:
        raise PastTheEndError
    return ListPage(
        cards=cards_of(edition, ids[:per_page]),
        number=page,
        has_next=len(ids) > per_page,
        has_previous=page > 1,
    )


def carousel(edition: Edition, limit: int = 12) -> list[StoryCard]:
    """The ongoing stories in the editors' order, with their counts."""
    return _story_cards(edition, _stories(edition, Story.State.ONGOING)[:limit])


def stories(edition: Edition) -> list[StoryCard]:
    """All stories that readers may see: ongoing ones first, then dormant, then closed."""
    found = [story for state in Story.State for story in _stories(edition, state)]
    return _story_cards(edition, found)


def story_card(edition: Edition, story: Story) -> StoryCard:
    """One story with its count."""
    return _story_cards(edition, [story])[0]


def _stories(edition: Edition, state: str) -> list[Story]:
    return recalled(("stories", edition.pk, state), lambda: _read_stories(edition, state))


def _read_stories(edition: Edition, state: str) -> list[Story]:
    uses(keys.stories(edition.locale_id))
    # Asked of the stories' own table alone: a condition on the page's columns leads SQLite to walk
    # all the pages of the edition. There are few stories, so those conditions are checked here.
    found = (
        Story.objects.filter(state=state)
        .order_by("carousel_order", "pk")
        .prefetch_related(Prefetch("photo", queryset=Photo.objects.prefetch_related("renditions")))
    )
    return [story for story in found if story.live and story.locale_id == edition.locale_id]


def _story_cards(edition: Edition, found: list[Story]) -> list[StoryCard]:
    lists = {list_key(edition.locale_id, STORY, story.pk): story.pk for story in found}
    uses(*(keys.listed(key) for key in lists))
    rows = (
        ListEntry.objects.filter(key__in=lists)
        .order_by()
        .values("key")
        .annotate(n=Count("pk"))
        .values_list("key", "n")
    )
    counts = {lists[key]: n for key, n in rows}
    return [
        StoryCard(
            id=story.pk,
            title=story.title,
            url=f"/stories/{story.slug}/",
            photo=story.photo,
            count=counts.get(story.pk, 0),
            state=story.state,
            state_label=story.get_state_display(),
            summary=story.summary,
            closing_note=story.closing_note,
        )
        for story in found
    ]


def menu(edition: Edition) -> list[Named]:
    """The sections of the menu, in its order."""
    return _section_links(edition, in_menu=True)


def important_sections(edition: Edition) -> list[Named]:
    """The sections that have a block of their own on the front page."""
    return _section_links(edition, important=True)


def _section_links(edition: Edition, **filters: bool) -> list[Named]:
    def read() -> list[Named]:
        uses(keys.menu(edition.locale_id))
        # Conditions on the page's columns are checked here, for the reason given in _read_stories.
        return [
            Named(section.title, f"/{section.slug}/", section.pk, section.slug)
            for section in Section.objects.filter(**filters).order_by("menu_order", "pk")
            if section.live and section.locale_id == edition.locale_id
        ]

    return recalled(("sections", edition.pk, *filters), read)
