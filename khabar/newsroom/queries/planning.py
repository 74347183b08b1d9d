"""The planning board: what is to be written, what goes out, what may go out, by time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from khabar.language.dates import DateStyle
from khabar.language.weeks import bounds, day_of, wall_time
from khabar.newsroom.models import Assignment, Edition, expected_media
from khabar.newsroom.queries.first_screen import person, waiting_for_time
from khabar.newsroom.reach import Reach

Kind = Literal["assignment", "scheduled", "embargo"]
KINDS: tuple[Kind, ...] = ("assignment", "scheduled", "embargo")


@dataclass(frozen=True)
class PlanItem:
    """One thing on the board. ``version`` is what it was when shown: a move gives it back."""

    kind: Kind
    id: int
    title: str
    at: datetime
    section_id: int
    person_id: int | None
    person: str = ""
    article_id: int | None = None
    version: str = ""
    movable: bool = False
    urgent: bool = False
    assignment: Assignment | None = None
    media: tuple[str, ...] = ()
    embargo_until: datetime | None = None


@dataclass(frozen=True)
class Filters:
    """What of a board is asked for; None is everything."""

    section_id: int | None = None
    person_id: int | None = None
    kind: Kind | None = None


def board(
    reach: Reach, edition: Edition, first: date, last: date, asked: Filters
) -> list[PlanItem]:
    """What stands on these days of an edition, for a person's sections: two queries, by time."""
    sections = frozenset(place.id for place in reach.sections(reach.sees, edition))
    if asked.section_id is not None:
        sections &= {asked.section_id}
    start, end = bounds(first, last, edition.date_style)
    items: list[PlanItem] = []
    if asked.kind in {None, "assignment"}:
        items += _assignments(reach, edition, sections, start, end)
    if asked.kind != "assignment":
        items += _waiting(reach, sections, start, end)
    return sorted(
        (
            item
            for item in items
            if asked.kind in {None, item.kind} and asked.person_id in {None, item.person_id}
        ),
        key=lambda item: (item.at, item.kind, item.id),
    )


def by_day(
    items: Iterable[PlanItem], days: Iterable[date], style: DateStyle
) -> dict[date, list[PlanItem]]:
    """Each item under the one day that it is in the edition at its time."""
    held: dict[date, list[PlanItem]] = {day: [] for day in days}
    for item in items:
        held.setdefault(day_of(item.at, style), []).append(item)
    return held


def by_hour(items: Iterable[PlanItem], style: DateStyle) -> list[list[PlanItem]]:
    """A day's items under the 24 hours that clocks show; an hour that comes twice is one."""
    held: list[list[PlanItem]] = [[] for _hour in range(24)]
    for item in items:
        held[wall_time(item.at, style).hour].append(item)
    return held


def _assignments(
    reach: Reach, edition: Edition, sections: frozenset[int], start: datetime, end: datetime
) -> list[PlanItem]:
    found = (
        Assignment.objects.filter(
            edition=edition, deadline__gte=start, deadline__lt=end, section_id__in=sections
        )
        .exclude(state=Assignment.State.DROPPED)
        .select_related("assignee")
    )
    return [
        PlanItem(
            kind="assignment",
            id=row.pk,
            title=row.title,
            at=row.deadline,
            section_id=row.section_id,
            person_id=row.assignee_id,
            person=person(
                row.assignee.first_name, row.assignee.last_name, row.assignee.get_username()
            )
            if row.assignee
            else "",
            article_id=row.article_id,
            version=str(row.version),
            movable=row.section_id in reach.publishes,
            assignment=row,
            media=tuple(expected_media(row)),
        )
        for row in found
    ]


def _waiting(
    reach: Reach, sections: frozenset[int], start: datetime, end: datetime
) -> list[PlanItem]:
    items = []
    for line in waiting_for_time(sections, start, end):
        live = line.more["go_live_at"]
        if line.at is None or line.section_id is None or line.article_id is None:
            continue
        items.append(
            PlanItem(
                kind="scheduled" if live else "embargo",
                id=line.article_id,
                title=line.headline,
                at=line.at,
                section_id=line.section_id,
                person_id=line.more["owner"],
                article_id=line.article_id,
                version=live.isoformat() if live else "",
                movable=live is not None and line.section_id in reach.publishes,
                urgent=line.urgent,
                embargo_until=line.more["embargo_until"],
            )
        )
    return items
