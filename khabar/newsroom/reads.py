"""Counting what readers read, without knowing readers; and the lists that are made of the counts.

Whoever answers readers, or reads the log of who does, hands sums over with ``add``. Nothing here is
a change for readers but a list in another order, which ``take`` records by a key of its own.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from khabar.newsroom import keys
from khabar.newsroom.models import Article, Edition, MostRead, ReadCount, ReadPlace, Window
from khabar.newsroom.queries.reads import LONG, SHORT, most_read_ids, standings
from khabar.outbox.recording import record

#: So many are kept in order; an edition shows ten at most.
KEPT: Final = 20
#: How often each list is made anew: a longer window moves more slowly, and costs more to sum.
EVERY: Final[dict[str, timedelta]] = {
    Window.HOUR: timedelta(minutes=1),
    Window.DAY: timedelta(minutes=2),
    Window.WEEK: timedelta(minutes=10),
}
KEEP: Final[dict[int, timedelta]] = {SHORT: timedelta(hours=2), LONG: timedelta(days=8)}
#: Articles looked up in one statement.
BATCH: Final = 500
#: Adding what several processes count: the database sums, so that none overwrites another.
_ADD: Final = """
INSERT INTO newsroom_readcount (minutes, at, locale_id, number, reads)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (minutes, at, locale_id, number)
DO UPDATE SET reads = newsroom_readcount.reads + excluded.reads
"""

_taken: dict[str, datetime] = {}


def bucket(at: datetime, minutes: int) -> datetime:
    """When the bucket began in which this moment lies."""
    passed = timedelta(minutes=at.minute % minutes, seconds=at.second, microseconds=at.microsecond)
    return at - passed


@transaction.atomic
def add(counts: Mapping[int, int], at: datetime) -> int:
    """Add reads of articles, by public number, at that time; how many articles they were of.

    What is no live article's number is left out.
    """
    at = min(at, timezone.now())
    numbers = sorted(counts)
    rows = []
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        live = Article.objects.filter(number__in=some, live=True)
        rows += live.values_list("locale_id", "number")
    if not rows:
        return 0
    when = connection.ops.adapt_datetimefield_value
    # In one order, so that two who add do not wait for each other crosswise.
    values = [
        (minutes, when(bucket(at, minutes)), locale, number, counts[number])
        for minutes in (SHORT, LONG)
        for locale, number in sorted(rows)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, values)
    return len(rows)


def take(window: str, now: datetime | None = None) -> int:
    """Make the list of this window anew for each edition; how many were in another order."""
    done = 0
    for edition in Edition.objects.select_related("locale").order_by("pk"):
        ids = [pk for pk, _reads in standings(edition, window, KEPT, now)]
        # Mostly nothing moved: then nothing is written, and nobody is waited for.
        if ids != _held(edition, window):
            done += _keep(edition, window, ids)
    return done


def _held(edition: Edition, window: str) -> list[int]:
    rows = MostRead.objects.filter(edition=edition, window=window)
    return rows.values_list("articles", flat=True).first() or []


@transaction.atomic
def _keep(edition: Edition, window: str, ids: list[int]) -> bool:
    MostRead.objects.get_or_create(edition=edition, window=window)
    row = MostRead.objects.select_for_update().get(edition=edition, window=window)
    if row.articles == ids:
        return False
    before = most_read_ids(edition)
    row.articles, row.taken_at = ids, timezone.now()
    row.save(update_fields=["articles", "taken_at"])
    if most_read_ids(edition) != before:
        record("most-read", [keys.most_read(edition.locale_id)])
    return True


def trim(now: datetime) -> int:
    """Forget the buckets that no window reaches any more; how many."""
    gone = 0
    for minutes, keep in KEEP.items():
        gone += ReadCount.objects.filter(minutes=minutes, at__lt=now - keep).delete()[0]
    return gone


def tick(now: datetime) -> int:
    """Make the lists whose time has come, for the clock; how many changed."""
    done = 0
    for window, every in EVERY.items():
        last = _taken.get(window)
        # Also when the clock was set back.
        if last is not None and timedelta(0) <= now - last < every:
            continue
        _taken[window] = now
        done += take(window, now)
        if window == Window.WEEK:
            trim(now)
    return done


class PlaceMovedError(Exception):
    """Raised when a log was counted by somebody else meanwhile: two who follow it count twice."""


def place_in_log(name: str) -> dict[str, Any] | None:
    """How far this log was counted; None for one that never was."""
    return ReadPlace.objects.filter(name=name).values_list("place", flat=True).first()


@transaction.atomic
def add_from_log(
    sums: Mapping[datetime, Mapping[int, int]],
    *,
    name: str = "",
    place: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
) -> None:
    """Add what a log says was read, by time and number, and keep how far it was counted.

    ``before`` is the place from which this was counted. Raises PlaceMovedError.
    """
    for at, counts in sorted(sums.items()):
        if at > timezone.now() - KEEP[LONG]:
            add(counts, at)
    if place is None:
        return
    ReadPlace.objects.get_or_create(name=name, defaults={"place": before or {}})
    row = ReadPlace.objects.select_for_update().get(name=name)
    if row.place != (before or {}):
        raise PlaceMovedError(name)
    row.place, row.at = place, timezone.now()
    row.save(update_fields=["place", "at"])
