"""The editors' list of articles: one page of it, whatever is asked, in a constant few queries.

Each question is answered by a walk over one index in the order of the list, or from the few rows
that its rarest condition leaves. Which of them, is told by capped counts: the database is never
left to guess.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from khabar.language.lookup import forms, found_by, search_words
from khabar.language.text import matching_key
from khabar.newsroom.desk_state import NAME, NEVER, WORD, WORD_LENGTH, name_key
from khabar.newsroom.models import Article, Author, DeskEntry, DeskKey, Source, Story, Topic
from khabar.newsroom.pasted import Pasted, pasted
from khabar.newsroom.publication import AUTHOR, SOURCE, STORY, TOPIC, list_key

#: Counted so far and no farther: «أكثر من 10,000»; where two conditions must meet, sooner.
MOST_COUNTED, MOST_MET = 10_000, 1_000
#: Up to so many rows, taking all and sorting them is cheaper than any walk.
_FEW = 20_000
#: So many words of a query are looked up, and so many names or endings for one of them.
_MOST_WORDS, _MOST_NAMES, _MOST_ENDINGS = 8, 20, 20
#: A word that is still being typed is completed from so many letters on.
_PREFIX_FROM = 3

#: All that ``_conditions`` asks of.
_COLUMNS = (
    "article_id",
    "locale_id",
    "section_id",
    "state",
    "review",
    "genre",
    "scheduled_for",
    "embargo_until",
    "at",
)

ORDERS = {
    "-at": ("-at", "-pk"),
    "at": ("at", "pk"),
    "-edited_at": ("-edited_at", "-pk"),
    "edited_at": ("edited_at", "pk"),
}


class Status:
    """What the list is asked for by the words of a status."""

    DRAFT = "draft"
    AWAITING = "awaiting"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True)
class Scope:
    """What a person may see of one edition; ``sections`` is None when that is all of it."""

    locale_id: int
    sections: frozenset[int] | None = None
    articles: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Asked:
    """Everything that a list can be asked; all conditions hold together.

    Each group of ``keys`` wants one of its keys; an empty group finds nothing. ``words`` are such
    groups too, of what was typed; None where an article itself was pasted, and nothing else.
    """

    scope: Scope
    sections: frozenset[int] = frozenset()
    statuses: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    since: datetime | None = None
    before: datetime | None = None
    keys: tuple[frozenset[str], ...] = ()
    words: tuple[frozenset[str], ...] | None = ()
    exact: Pasted | None = None
    order: str = "-at"

    def also(self, keys: Iterable[str]) -> "Asked":
        """The same question, wanting one of these keys too."""
        return replace(self, keys=(*self.keys, frozenset(keys)))


@dataclass(frozen=True)
class Found:
    """Ids in the order asked; how many there are in all, counted up to ``most``."""

    pks: list[int]
    count: int
    most: int
    more: bool


def find(asked: Asked, start: int, size: int) -> Found:
    """So many of what is asked, from there on. Exact hits of a number or address come first."""
    exact = _exact(asked)
    wanted = (*asked.keys, *(asked.words or ()))
    rows = None if asked.words is None else _rows(asked, wanted, exact)
    most = MOST_MET if len(wanted) + _narrowed(asked) > 1 else MOST_COUNTED
    count = len(exact)
    if rows is not None:
        count += rows[: most + 1 - count].count()
    pks = exact[start : start + size]
    if rows is not None and len(pks) < size:
        begin = max(start - len(exact), 0)
        pks += list(rows[begin : begin + size - len(pks)])
    return Found(pks, min(count, most), most, count > most)


def _exact(asked: Asked) -> list[int]:
    """The articles whose number or id was pasted; by number, which readers see, first."""
    if asked.exact is None:
        return []
    wanted = Q()
    numbered: set[int] = set()
    if asked.exact.number is not None:
        rows = Article.objects.filter(number=asked.exact.number)
        numbered = set(rows.values_list("pk", flat=True))
        wanted |= Q(pk__in=numbered)
    if asked.exact.page_id is not None:
        wanted |= Q(pk=asked.exact.page_id)
    if not wanted:
        return []
    found = _with_keys(_among(asked, wanted), asked.keys)
    pks = found.order_by("-at", "-pk").values_list("pk", flat=True)
    return sorted(pks, key=lambda pk: pk not in numbered)


def _rows(
    asked: Asked, wanted: tuple[frozenset[str], ...], besides: list[int]
) -> "QuerySet[Any, int]":
    """The ids asked for, by the cheapest way."""
    order = ORDERS[asked.order]
    entries = DeskEntry.objects.filter(_conditions(asked)).order_by(*order)
    if besides:
        entries = entries.exclude(pk__in=besides)
    if not wanted:
        return entries.values_list("pk", flat=True)
    hits = _hits({key for group in wanted for key in group})
    # A key that nothing has only costs a look at each row.
    groups = [frozenset(key for key in group if hits[key]) for group in wanted]
    groups.sort(key=lambda group: sum(hits[key] for key in group))
    rarest, others = groups[0], groups[1:]
    if sum(hits[key] for key in rarest) <= _FEW:
        having = DeskKey.objects.filter(key__in=rarest).exclude(entry_id__in=besides)
        some = _among(asked, Q(pk__in=having.values("entry_id"))).order_by(*order)
        return _with_keys(some, others).values_list("pk", flat=True)
    if len(rarest) == 1 and asked.order in {"at", "-at"} and not _are_few(asked, entries):
        # All that is asked besides is common too, so a walk over the key soon has a page.
        keys = DeskKey.objects.filter(key__in=rarest).exclude(entry_id__in=besides)
        if asked.scope.sections is not None or _narrowed(asked):
            keys = keys.filter(_conditions(asked, "entry__"))
        sign = "-" if asked.order.startswith("-") else ""
        walked = _with_keys(keys.order_by(f"{sign}at", f"{sign}entry_id"), others, "entry_id")
        return walked.values_list("entry_id", flat=True)
    return _with_keys(entries, groups).values_list("pk", flat=True)


def _among(asked: Asked, wanted: Q) -> "QuerySet[DeskEntry]":
    """The entries with these ids that are as asked.

    SQLite, without statistics, takes any indexed column for a better beginning than a list of ids;
    so the columns are hidden from it.
    """
    hidden = {f"as_{name}": Coalesce(F(name), F(name)) for name in _COLUMNS}
    return DeskEntry.objects.filter(wanted).alias(**hidden).filter(_conditions(asked, "as_"))


def _with_keys(
    rows: "QuerySet[Any]", groups: Sequence[frozenset[str]], entry: str = "pk"
) -> "QuerySet[Any]":
    for group in groups:
        rows = rows.filter(Exists(DeskKey.objects.filter(entry_id=OuterRef(entry), key__in=group)))
    return rows


def _narrowed(asked: Asked) -> bool:
    return bool(asked.sections or asked.statuses or asked.genres or asked.since or asked.before)


def _are_few(asked: Asked, entries: "QuerySet[DeskEntry]") -> bool:
    """Whether what is asked besides the keys leaves few enough to look at each."""
    narrowed = _narrowed(asked) or asked.scope.sections is not None
    return narrowed and entries[: _FEW + 1].count() <= _FEW


def _conditions(asked: Asked, to: str = "") -> Q:
    """What is asked of an entry's own columns, and the scope."""
    scope = asked.scope
    wanted = Q(**{f"{to}locale_id": scope.locale_id})
    if scope.sections is not None:
        allowed = Q(**{f"{to}section_id__in": scope.sections})
        if scope.articles:
            allowed |= Q(**{f"{to}article_id__in": scope.articles})
        wanted &= allowed
    if asked.sections:
        wanted &= Q(**{f"{to}section_id__in": asked.sections})
    if asked.genres:
        wanted &= Q(**{f"{to}genre__in": asked.genres})
    if asked.since:
        wanted &= Q(**{f"{to}at__gte": asked.since})
    if asked.before:
        wanted &= Q(**{f"{to}at__lt": asked.before})
    if asked.statuses:
        any_of = Q()
        for status in sorted(asked.statuses):
            any_of |= _status(status, to)
        wanted &= any_of
    return wanted


def _status(status: str, to: str) -> Q:
    states, reviews = DeskEntry.State, DeskEntry.Review
    asked: dict[str, Any]
    match status:
        case Status.DRAFT:
            asked = {"state": states.DRAFT, "review": reviews.NONE, "scheduled_for__isnull": True}
        case Status.AWAITING | Status.IN_REVIEW | Status.RETURNED:
            asked = {"review": status}
        case Status.SCHEDULED:
            # Said so that the index of those alone is taken.
            asked = {"scheduled_for__gt": NEVER}
        case Status.EMBARGOED:
            asked = {"embargo_until__gt": timezone.now()}
        case Status.PUBLISHED:
            asked = {"state__in": [states.PUBLISHED, states.CHANGED]}
        case _:
            asked = {"state": status}
    return Q(**{f"{to}{name}": value for name, value in asked.items()})


# Keys


def _hits(keys: Collection[str]) -> dict[str, int]:
    """How many articles have each key, counted up to a few; one query."""
    ordered = sorted(keys)
    if not ordered:
        return {}
    # The columns are ours; the keys are parameters.
    one = 'SELECT {}, COUNT(*) FROM (SELECT 1 FROM newsroom_deskkey WHERE "key" = %s LIMIT {}) t{}'
    sql = " UNION ALL ".join(one.format(n, _FEW + 1, n) for n in range(len(ordered)))
    with connection.cursor() as cursor:
        cursor.execute(sql, ordered)
        return {ordered[n]: count for n, count in cursor.fetchall()}


def searched(asked: Asked, text: str) -> Asked:
    """What is asked, and besides what was typed into the search box.

    A number or an address means that article. Else each word must be in the headline, the kicker,
    the slugline or a name of the byline, in any spelling, whatever grammar hangs onto it; the last
    one may be unfinished.
    """
    meant = pasted(text)
    asked = replace(asked, exact=meant)
    if meant is not None and (meant.number is None or meant.page_id is None):
        return replace(asked, words=None)
    words = search_words(text)[:_MOST_WORDS]
    if not words:
        # Signs alone find nothing, rather than everything.
        return asked.also([])
    locale_id = asked.scope.locale_id
    named = _names_with(words, locale_id)
    groups = []
    for place, word in enumerate(words):
        key = list_key(locale_id, WORD, word[:WORD_LENGTH])
        stems = {list_key(locale_id, WORD, form[:WORD_LENGTH]) for form in forms(word)}
        keys = {key, *stems, *named[word]}
        if place == len(words) - 1 and len(word) >= _PREFIX_FROM and meant is None:
            keys |= set(_endings(key))
        groups.append(frozenset(keys))
    return replace(asked, words=tuple(groups))


def _names_with(words: list[str], locale_id: int) -> dict[str, list[str]]:
    """For each word, the keys of authors and sources whose names have it."""
    named: dict[str, list[str]] = {word: [] for word in words}
    containing = Q()
    for word in words:
        for form in forms(word):
            containing |= Q(key__contains=form)
    authors = Author.objects.filter(containing, locale_id=locale_id).order_by("pk")
    sources = Source.objects.filter(containing).order_by("pk")
    for kind, found in ((AUTHOR, authors), (SOURCE, sources)):
        for pk, name in found.values_list("pk", "name"):
            has = set(found_by(name))
            for word in words:
                if has & forms(word) and len(named[word]) < _MOST_NAMES:
                    named[word].append(list_key(locale_id, kind, pk))
    return named


def _endings(key: str) -> list[str]:
    """The keys that begin with this one, found by so many steps through the index."""
    at_least, less = (">=", "<") if connection.vendor == "sqlite" else ("~>=~", "~<~")
    more = at_least.replace("=", "")
    order = '"key"' if connection.vendor == "sqlite" else '"key" USING ~<~'
    step = (
        f'SELECT "key" FROM newsroom_deskkey WHERE "key" {{}} {{}} AND "key" {less} %s'  # noqa: S608 (names are ours)
        f" ORDER BY {order} LIMIT 1"
    )
    first, following = step.format(at_least, "%s"), step.format(more, "w.k")
    sql = (
        f"WITH RECURSIVE w(k) AS (SELECT * FROM ({first}) f UNION ALL"  # noqa: S608 (as above)
        f" SELECT ({following}) FROM w WHERE w.k IS NOT NULL)"
        f" SELECT k FROM w WHERE k IS NOT NULL LIMIT {_MOST_ENDINGS}"
    )
    past = f"{key}\U0010ffff"
    with connection.cursor() as cursor:
        cursor.execute(sql, [key, past, past])
        return [row[0] for row in cursor.fetchall()]


def keys_named(kind: str, locale_id: int, name: str) -> frozenset[str]:
    """The keys of what is called so in an edition, or else of what has all these words in its name.

    Of a kind: author, source, topic, story.
    """
    wanted = matching_key(name)
    models: dict[str, Any] = {AUTHOR: Author, SOURCE: Source, TOPIC: Topic, STORY: Story}
    rows = (
        models[kind].objects.all()
        if kind == SOURCE
        else models[kind].objects.filter(locale_id=locale_id)
    )
    # There are few stories, and their titles have no key.
    label = "title" if kind == STORY else "name"
    words = set(search_words(name))
    if kind != STORY:
        containing = Q(key=wanted)
        if words:
            # What grammar hangs onto a word is at its ends, so that its stem stands in any form.
            containing |= Q(key__contains=min(forms(max(words, key=len)), key=len))
        rows = rows.filter(containing)
    named = dict(rows.order_by("pk").values_list("pk", label))
    same = [pk for pk, label in named.items() if matching_key(label) == wanted]
    like = [pk for pk, label in named.items() if words and _has_all(found_by(label), words)]
    keys = {list_key(locale_id, kind, pk) for pk in (same or like)[:_MOST_NAMES]}
    if kind == AUTHOR:
        # Imported names stay text until someone links them.
        keys.add(list_key(locale_id, NAME, name_key(name)))
    return frozenset(keys)


def _has_all(label: Iterable[str], words: Iterable[str]) -> bool:
    own = set(label)
    return all(own & forms(word) for word in words)
