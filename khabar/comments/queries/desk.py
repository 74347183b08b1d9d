"""What moderators look at."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from khabar.comments.actions.desk import CLAIMED, comments_of, sections_of
from khabar.comments.models import Ban, Comment, Decision, Note, Report, State
from khabar.comments.queries.placing import placed
from khabar.comments.queries.readers import fared
from khabar.language.direction import direction_of
from khabar.newsroom.models import Article, NumberedPage, Section

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LENGTH: Final = 20
#: A queue longer than this is only said to be so.
MOST_COUNTED: Final = 1000


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; ``reason`` is why it is marked, empty where it is not."""

    text: str
    reason: str = ""


@dataclass(frozen=True)
class QueueLine:
    """A comment as a moderator decides on it."""

    comment: Comment
    name: tuple[Piece, ...]
    body: tuple[Piece, ...]
    direction: str
    reasons: tuple[dict[str, Any], ...]
    place: NumberedPage
    #: What that is, where it is no article.
    kind: str = ""
    #: Of the reader: comments approved, rejected; whether banned; how many notes.
    approved: int = 0
    rejected: int = 0
    banned: bool = False
    notes: int = 0
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True)
class Queue:
    """The lines that are this person's now, and how many are with somebody else."""

    lines: list[QueueLine]
    with_others: int


@dataclass(frozen=True)
class Totals:
    """How much waits, and what this person decided within a day."""

    waiting: int
    reported: int
    approved_today: int
    rejected_today: int


@dataclass(frozen=True)
class History:
    """What one reader wrote, what was done about it, and what moderators noted."""

    lines: list[QueueLine]
    notes: list[Note]
    ban: Ban | None
    decisions: dict[int, list[Decision]] = field(default_factory=dict)


def waiting(
    user: "User",
    *,
    which: str = "awaiting",
    page: int | None = None,
    section: int | None = None,
    rule: str = "",
    device: str = "",
) -> "QuerySet[Comment]":
    """The comments of this person's sections, the oldest first; reported ones by how often."""
    sections = sections_of(user, section)
    newest = which in {State.APPROVED, State.REJECTED}
    found = Comment.objects.filter(state=which if newest else State.AWAITING)
    if which == "reported":
        found = Comment.objects.within(sections).filter(state=State.APPROVED, reports__gt=0)
        found = found.order_by("-reports", "pk")
    elif page or device:
        # One thread, or what one person wrote, is never long.
        found = found.within(sections).put_in_order(newest=newest)
    else:
        found = found.in_turn(sections, newest=newest)
    if page:
        found = found.filter(page=page)
    if device:
        found = found.filter(device=device)
    if rule == "none":
        found = found.filter(rules="")
    elif rule:
        found = found.filter(rules__contains=f",{rule},")
    return found


def queue(found: "QuerySet[Comment]", pks: list[int], *, by: "User", now: datetime) -> Queue:
    """The claimed lines of a queue with all that is shown of them, in a fixed number of queries."""
    rows = {
        row.pk: row for row in placed(Comment.objects.filter(pk__in=pks).select_related("parent"))
    }
    # By way of what is claimed at all: a long queue is not read to say that nobody is there.
    claimed = Comment.objects.filter(claimed_at__gt=now - CLAIMED).exclude(
        Q(claimed_by=None) | Q(claimed_by=by)
    )
    others = list(claimed.values_list("pk", flat=True)[:MOST_COUNTED])
    return Queue(
        lines_of([rows[pk] for pk in pks if pk in rows]),
        found.filter(pk__in=others).count() if others else 0,
    )


def lines_of(rows: list[Comment]) -> list[QueueLine]:
    """Comments, as ``placed`` has them, with what is known of their writers."""
    devices = {row.device for row in rows}
    states, banned = fared(devices)
    notes = dict(
        Note.objects.filter(device__in=devices)
        .values_list("device")
        .annotate(n=Count("pk"))
        .order_by()
    )
    reports: dict[int, list[Report]] = {}
    for report in Report.objects.filter(comment__in=[row.pk for row in rows if row.reports]):
        reports.setdefault(report.comment_id, []).append(report)
    return [
        QueueLine(
            row,
            marked(row.name, [one for one in row.held if one.get("part") == "name"]),
            marked(row.body, [one for one in row.held if one.get("part") == "body"]),
            direction_of(row.body),
            _each_once(row.held),
            row.place,
            "" if isinstance(row.place, Article) else row.place.page_type_display_name,
            states.get((row.device, State.APPROVED), 0),
            states.get((row.device, State.REJECTED), 0),
            row.device in banned,
            notes.get(row.device, 0),
            tuple(reports.get(row.pk, ())),
        )
        for row in rows
    ]


def _each_once(held: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    return tuple({(one["rule"], one.get("list"), one.get("word")): one for one in held}.values())


def marked(text: str, reasons: list[dict[str, Any]]) -> tuple[Piece, ...]:
    """A text in pieces, those marked in which a rule found something; joined they are the text."""
    pieces: list[Piece] = []
    done = 0
    for one in sorted(reasons, key=lambda one: (one["start"], -one["end"])):
        start, end = max(one["start"], done), min(one["end"], len(text))
        if end <= start:
            continue
        pieces += [Piece(text[done:start])] if start > done else []
        pieces.append(Piece(text[start:end], one.get("word") or one["rule"]))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def history(user: "User", device: str) -> History:
    """All of one reader that this person's sections hold, the newest first."""
    mine = comments_of(user).filter(device=device).select_related("parent")
    rows = placed(mine.order_by("-created_at", "-pk")[:100])
    decisions: dict[int, list[Decision]] = {}
    for one in Decision.objects.filter(comment__in=rows).select_related("by"):
        decisions.setdefault(one.comment_id, []).append(one)
    return History(
        lines_of(rows),
        list(Note.objects.filter(device=device).select_related("by")),
        Ban.objects.holding(timezone.now()).filter(device=device).first(),
        decisions,
    )


def totals(user: "User", now: datetime) -> Totals:
    """How much waits, and what this person did in a day."""
    # Counted without an order, each section is a range of an index.
    awaiting = Comment.objects.filter(section__in=sections_of(user), state=State.AWAITING)
    reported = comments_of(user).filter(state=State.APPROVED, reports__gt=0)
    since = now - timedelta(days=1)
    decided = (
        Decision.objects.filter(by=user, at__gt=since).values_list("became").annotate(n=Count("pk"))
    )
    done = dict(decided.order_by())
    return Totals(
        awaiting[: MOST_COUNTED + 1].count(),
        reported[: MOST_COUNTED + 1].count(),
        done.get(State.APPROVED, 0),
        done.get(State.REJECTED, 0),
    )


def sections_with_comments(user: "User") -> list[Section]:
    """The sections by which a queue may be narrowed."""
    return list(Section.objects.filter(pk__in=sections_of(user)).order_by("title"))
