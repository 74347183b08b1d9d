"""How the log and its followers stand, for the command and the desk's report."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from khabar.outbox.following import Cursor, Entry, standings
from khabar.outbox.models import Change, Follower


@dataclass(frozen=True)
class Position:
    """A follower's: how many changes it has not applied, and how old the oldest of them is.

    ``told_at`` is when its cursor was last kept, or when a local one last said where it stands.
    """

    name: str
    site_wide: bool
    id: int
    told_at: datetime
    behind: int
    seconds: float
    pid: int = 0


@dataclass(frozen=True)
class Status:
    """The log: length, first and last time, how much came lately; and its followers."""

    length: int
    oldest: datetime | None
    newest: datetime | None
    newest_id: int
    last_minute: int
    last_hour: int
    followers: tuple[Position, ...]


def status(now: datetime | None = None) -> Status:
    """How everything stands."""
    now = now or timezone.now()
    last = Change.objects.order_by("-pk").values_list("pk", "at").first()
    first = Change.objects.order_by("pk").values_list("at", flat=True).first()
    return Status(
        length=Change.objects.count(),
        oldest=first,
        newest=last[1] if last else None,
        newest_id=last[0] if last else 0,
        last_minute=Change.objects.filter(at__gt=now - timedelta(minutes=1)).count(),
        last_hour=Change.objects.filter(at__gt=now - timedelta(hours=1)).count(),
        followers=tuple(_positions(now)),
    )


def _positions(now: datetime) -> list[Position]:
    found: list[Position] = []
    for row in Follower.objects.order_by("name"):
        cursor = Cursor.from_text(row.cursor)
        at = cursor.id if cursor else 0
        found.append(Position(row.name, True, at, row.at, *_lag(at, now)))
    return found + [
        Position(said.name, False, said.id, said.at, *_lag(said.id, now), said.pid)
        for said in standings()
    ]


def _lag(cursor_id: int, now: datetime) -> tuple[int, float]:
    """How many came after, and the age of the oldest of them."""
    unread = Change.objects.filter(pk__gt=cursor_id)
    oldest = unread.aggregate(at=Min("at"))["at"]
    return unread.count(), max((now - oldest).total_seconds(), 0.0) if oldest else 0.0


def tail(count: int) -> list[Entry]:
    """The last changes, oldest first."""
    rows = Change.objects.order_by("-pk")[:count]
    return [Entry(row.pk, row.kind, row.at, tuple(row.keys), tuple(row.closed)) for row in rows][
        ::-1
    ]
