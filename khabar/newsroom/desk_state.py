"""Deriving what the editors' list knows of an article, and keeping it so.

``refresh`` is called in the transaction of whatever changes an article (``Article.save``, a move, a
revision's schedule, the workflow, an import; most of them by way of ``settling``), and makes the
stored rows what ``derive`` says.
``derive`` reads nothing but the newsroom's own rows, so the whole can be made anew at any time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Page, Revision, WorkflowState

from khabar.language.lookup import found_by
from khabar.language.text import matching_key
from khabar.newsroom import desk_drafts
from khabar.newsroom.desk_drafts import UNKNOWN, Draft
from khabar.newsroom.models import Article, DeskEntry, DeskKey
from khabar.newsroom.publication import AUTHOR, SOURCE, STORY, TOPIC, list_key

if TYPE_CHECKING:
    from django.db.models import QuerySet

USER, NAME, WORD = "user", "name", "word"
#: As much of a word, and of a name, as tells it from others.
WORD_LENGTH = 30
#: Of an article that was never saved as a draft nor published.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_ROW = (
    "pk",
    "locale_id",
    "section_id",
    "title",
    "kicker",
    "slugline",
    "genre",
    "embargo_until",
    "published_at",
    "withdrawn_at",
    "first_published_at",
    "last_published_at",
    "live",
    "has_unpublished_changes",
    "latest_revision_id",
    "latest_revision_created_at",
    "latest_revision__user_id",
    "owner_id",
    "locked",
    "locked_by_id",
    "has_photos",
    "has_video",
    "urgent",
)
BATCH = 500


@dataclass(frozen=True)
class Derived:
    """An entry's fields and keys."""

    values: dict[str, Any]
    keys: frozenset[str]


@transaction.atomic
def refresh(pks: Iterable[int], known: Mapping[int, Draft] = UNKNOWN) -> int:
    """Make these articles' entries what they should be; how many differed.

    Waits for whoever else is changing one of them. ``known`` are newest texts that the caller has
    stored in this transaction, which are not read again.
    """
    wanted = sorted(set(pks))
    if connection.features.has_select_for_update:
        locked = Article.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        list(locked.values_list("pk"))
    derived = derive(wanted, known)
    changed = _store_entries(derived)
    return len(changed | _store_keys(derived))


def refresh_all(batch: int = BATCH) -> Iterator[tuple[int, int]]:
    """Go through all articles, a batch a transaction; yields how many each had, and differed."""
    last = 0
    while True:
        pks = list(
            Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]
        )
        if not pks:
            return
        last = pks[-1]
        yield len(pks), refresh(pks)


def derive(pks: Collection[int], known: Mapping[int, Draft] = UNKNOWN) -> dict[int, Derived]:
    """Entries and keys of these articles, freshly derived; nothing for those that are gone."""
    rows = {row["pk"]: row for row in _rows().filter(pk__in=pks)}
    drafts = desk_drafts.newest({pk: row for pk, row in rows.items() if pk not in known})
    schedules, reviews = _schedules(rows), _reviews(rows)
    return {
        pk: _derived(row, known.get(pk) or drafts[pk], schedules.get(pk), reviews.get(pk, ""))
        for pk, row in rows.items()
    }


@cache
def _rows() -> "QuerySet[Article, dict[str, Any]]":
    """What is read of all articles: put into words once, asked for on each save of one."""
    return Article.objects.values(*_ROW)


def _derived(
    row: dict[str, Any], draft: Draft, scheduled_for: datetime | None, review: str
) -> Derived:
    state = _state(row)
    edited_at = row["latest_revision_created_at"] or row["last_published_at"] or NEVER
    times = {
        DeskEntry.State.PUBLISHED: row["published_at"],
        DeskEntry.State.CHANGED: row["published_at"],
        DeskEntry.State.WITHDRAWN: row["withdrawn_at"],
    }
    if review == DeskEntry.Review.AWAITING and row["locked"]:
        review = DeskEntry.Review.IN_REVIEW
    last = row["latest_revision__user_id"] if row["latest_revision_id"] else row["owner_id"]
    values = {
        "locale_id": row["locale_id"],
        "section_id": row["section_id"],
        "state": str(state),
        "review": str(review),
        "scheduled_for": scheduled_for,
        "embargo_until": draft.embargo_until,
        "at": scheduled_for or times.get(state) or edited_at,
        "edited_at": edited_at,
        "headline": draft.headline,
        "kicker": draft.kicker,
        "slugline": draft.slugline,
        "genre": draft.genre,
        "byline": [list(entry) for entry in draft.byline],
        "has_photos": draft.marks[0],
        "has_video": draft.marks[1],
        "urgent": row["urgent"],
        "locked": row["locked"],
        "holder_id": row["locked_by_id"] if row["locked"] else last,
    }
    users = {row["owner_id"], last, row["locked_by_id"]} - {None}
    return Derived(values, frozenset(_keys(row["locale_id"], draft, users)))


def _state(row: dict[str, Any]) -> DeskEntry.State:
    if row["live"]:
        changed = row["has_unpublished_changes"]
        return DeskEntry.State.CHANGED if changed else DeskEntry.State.PUBLISHED
    if row["withdrawn_at"]:
        return DeskEntry.State.WITHDRAWN
    published = row["first_published_at"]
    return DeskEntry.State.UNPUBLISHED if published else DeskEntry.State.DRAFT


def name_key(name: str) -> str:
    """What a name that is no author's and no source's is found by."""
    return matching_key(name)[:WORD_LENGTH]


def _keys(locale_id: int, draft: Draft, users: set[int]) -> Iterator[str]:
    names = [name for kind, name in draft.byline if kind == "text"]
    texts = [draft.headline, draft.kicker, draft.slugline, *names]
    named: dict[str, Iterable[int | str]] = {
        USER: users,
        STORY: draft.stories,
        TOPIC: draft.topics,
        AUTHOR: [pk for kind, pk in draft.byline if kind == AUTHOR],
        SOURCE: [*draft.sources, *(pk for kind, pk in draft.byline if kind == SOURCE)],
        NAME: map(name_key, names),
        WORD: [word[:WORD_LENGTH] for text in texts for word in found_by(text)],
    }
    for kind, idents in named.items():
        for ident in idents:
            yield list_key(locale_id, kind, ident)


# Where it is read from


def _schedules(rows: dict[int, dict[str, Any]]) -> dict[int, datetime]:
    """When the approved revision of each will go live."""
    approved = (
        Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(pk) for pk in rows],
            approved_go_live_at__isnull=False,
        )
        # Not by pk alone: SQLite would go through the revisions of all pages in their order.
        .order_by("object_id", "pk")
        .values_list("object_id", "approved_go_live_at")
    )
    return {int(pk): at for pk, at in approved if at is not None}


def _reviews(rows: dict[int, dict[str, Any]]) -> dict[int, str]:
    """Where each one's workflow stands."""
    said = {
        WorkflowState.STATUS_IN_PROGRESS: str(DeskEntry.Review.AWAITING),
        WorkflowState.STATUS_NEEDS_CHANGES: str(DeskEntry.Review.RETURNED),
    }
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(pk) for pk in rows],
        status__in=said,
    ).values_list("object_id", "status")
    # A database constraint allows one active workflow a page.
    return {int(pk): said[status] for pk, status in states}


# Storing


def _store_entries(derived: dict[int, Derived]) -> set[int]:
    held = {row.pop("article_id"): row for row in _entries().filter(pk__in=derived)}
    changed = {pk for pk, one in derived.items() if held.get(pk) != one.values}
    DeskEntry.objects.bulk_create(
        [DeskEntry(article_id=pk, **derived[pk].values) for pk in sorted(changed)],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=[name.removesuffix("_id") for name in ENTRY_FIELDS],
    )
    return changed


ENTRY_FIELDS = tuple(
    item.attname
    for item in DeskEntry._meta.concrete_fields  # noqa: SLF001 (Django's documented name)
    if not item.primary_key
)


@cache
def _entries() -> "QuerySet[DeskEntry, dict[str, Any]]":
    """The same of the entries that there are."""
    return DeskEntry.objects.values("article_id", *ENTRY_FIELDS)


def _store_keys(derived: dict[int, Derived]) -> set[int]:
    held: dict[int, dict[str, datetime]] = defaultdict(dict)
    found = DeskKey.objects.filter(entry__in=list(derived))
    for pk, key, at in found.values_list("entry_id", "key", "at"):
        held[pk][key] = at
    new: list[DeskKey] = []
    changed = set()
    for pk, one in derived.items():
        at = one.values["at"]
        if gone := held[pk].keys() - one.keys:
            DeskKey.objects.filter(entry_id=pk, key__in=gone).delete()
        if any(held[pk][key] != at for key in held[pk].keys() & one.keys):
            DeskKey.objects.filter(entry_id=pk).exclude(at=at).update(at=at)
            changed.add(pk)
        missing = one.keys - held[pk].keys()
        new += [DeskKey(key=key, entry_id=pk, at=at) for key in sorted(missing)]
        if gone or missing:
            changed.add(pk)
    DeskKey.objects.bulk_create(new, ignore_conflicts=True, batch_size=5000)
    return changed
