"""A thread as readers see it: pages of comments, each with the answers to it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from khabar.comments import keys
from khabar.comments.actions.readers import is_editable
from khabar.comments.models import Comment, State
from khabar.language.direction import Direction, direction_of, language_direction
from khabar.newsroom.models import NumberedPage
from khabar.newsroom.queries import PastTheEndError
from khabar.outbox.collecting import uses

#: The orders of a thread; the first is the usual one and has no name in the address.
ORDERS: Final = ("newest", "oldest", "liked")
_BY: Final = {
    "newest": ("-created_at", "-pk"),
    "oldest": ("created_at", "pk"),
    "liked": ("-likes", "pk"),
}
PER_PAGE: Final = 20
_NO_WORDS: Final = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|\S+@\S+", re.IGNORECASE)
#: So many stand on the article's or coverage's own page.
BENEATH: Final = 10
#: Of one comment's answers so many are shown with it; all of them at its own address.
ANSWERS: Final = 5
MOST_ANSWERS: Final = 200


@dataclass(frozen=True)
class Shown:
    """A comment as readers see it; ``direction`` is that of most of its letters."""

    id: int
    path: str
    name: str
    paragraphs: tuple[str, ...]
    direction: Direction
    at: datetime
    edited: bool
    likes: int
    in_reply_to: str = ""
    answers: tuple["Shown", ...] = ()
    more_answers: int = 0


@dataclass(frozen=True)
class ThreadPage:
    """One page of a thread, counted from 1; ``count`` is that of the whole thread."""

    comments: list[Shown]
    count: int
    number: int = 1
    has_next: bool = False
    has_previous: bool = False


@dataclass(frozen=True)
class Own:
    """A reader's own comment as he alone sees it."""

    id: int
    name: str
    paragraphs: tuple[str, ...]
    direction: Direction
    state: str
    state_label: str
    editable: bool


def _visible(place: NumberedPage) -> "QuerySet[Comment]":
    """What readers see: approved, and not beneath something that is not."""
    return Comment.objects.filter(page=place, state=State.APPROVED).filter(
        Q(parent=None) | Q(parent__state=State.APPROVED)
    )


def count(place: NumberedPage) -> int:
    """How many comments readers see under a page."""
    uses(keys.thread(place.pk))
    return _visible(place).count()


def beneath(place: NumberedPage) -> ThreadPage:
    """What stands on the page itself."""
    uses(keys.beneath(place.pk))
    return _page(place, "newest", 1, BENEATH)


def thread_page(place: NumberedPage, order: str = ORDERS[0], number: int = 1) -> ThreadPage:
    """A page of the thread. Raises PastTheEndError past its end."""
    return _page(place, order, number, PER_PAGE)


def _page(place: NumberedPage, order: str, number: int, length: int) -> ThreadPage:
    start = (number - 1) * length
    tops = Comment.objects.filter(page=place, parent=None, state=State.APPROVED)
    tops = tops.order_by(*_BY[order])
    found = list(tops[start : start + length + 1])
    if not found and number > 1:
        raise PastTheEndError(number)
    return ThreadPage(
        _shown(place, found[:length], ANSWERS),
        count(place),
        number,
        has_next=len(found) > length,
        has_previous=number > 1,
    )


def permalink(place: NumberedPage, pk: int) -> Shown | None:
    """A comment at its own address with all answers to it; of an answer, what it answers."""
    uses(keys.comment(pk))
    found = _visible(place).filter(pk=pk).select_related("parent").first()
    if found is None:
        return None
    return _shown(place, [found.parent or found], MOST_ANSWERS)[0]


def find(place: NumberedPage, pk: int) -> Comment | None:
    """A comment that readers see."""
    found = _visible(place).filter(pk=pk).first()
    if found is not None:
        found.page = place
    return found


def own(place: NumberedPage, device: str, now: datetime) -> list[Own]:
    """What this device wrote here and has not deleted, the newest first."""
    if not device:
        return []
    mine = Comment.objects.filter(page=place, device=device).exclude(state=State.DELETED)
    return [own_comment(row, place, now) for row in mine.order_by("-created_at", "-pk")[:20]]


def own_comment(row: Comment, place: NumberedPage, now: datetime | None = None) -> Own:
    """A comment for its writer."""
    return Own(
        row.pk,
        row.name,
        _paragraphs(row.body),
        _direction(row.body, place),
        row.state,
        str(State(row.state).label),
        is_editable(row, now),
    )


def _shown(place: NumberedPage, tops: list[Comment], most: int) -> list[Shown]:
    answers: dict[int, list[Comment]] = defaultdict(list)
    # Not in an order: for that SQLite would read a whole state in the order of another index.
    under = Comment.objects.filter(
        parent__in=[top.pk for top in tops], state=State.APPROVED
    ).select_related("answers")
    for row in sorted(under, key=lambda row: (row.created_at, row.pk)):
        answers[row.parent_id or 0].append(row)
    return [
        _one(
            place,
            top,
            "",
            (_one(place, row, _answered(row, top)) for row in answers[top.pk][:most]),
            max(len(answers[top.pk]) - most, 0),
        )
        for top in tops
    ]


def _answered(row: Comment, top: Comment) -> str:
    """Whose words an answer is to."""
    answered = row.answers
    return answered.name if answered and answered.state == State.APPROVED else top.name


def _one(
    place: NumberedPage, row: Comment, to: str, answers: Iterable[Shown] = (), more: int = 0
) -> Shown:
    return Shown(
        row.pk,
        f"{place.short_path}/comments/{row.pk}/",
        row.name,
        _paragraphs(row.body),
        _direction(row.body, place),
        row.created_at,
        row.edited_at is not None,
        row.likes,
        to,
        tuple(answers),
        more,
    )


def _direction(body: str, place: NumberedPage) -> Direction:
    """That of most letters of the words: addresses and handles have no direction of their own."""
    default = language_direction(place.locale.language_code)
    return direction_of(_NO_WORDS.sub(" ", body), direction_of(body, default))


def _paragraphs(body: str) -> tuple[str, ...]:
    return tuple(part for part in body.split("\n\n") if part.strip())
