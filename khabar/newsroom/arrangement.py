"""An arrangement of the front page as a value: which article stands in which place, in what order.

Pure functions over frozen data, without the database: the same rules hold for what readers see, for
an editor's draft, and for what is scheduled. An article stands in an arrangement once, a place's
order has no gaps, and a locked entry keeps its position whatever is placed around it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

ORDINARY, TWO_LEADS, WIDE = "ordinary", "two_leads", "wide"
LEAD, LEAD_RELATED, CARD, OPINION, MEDIA = "lead", "lead_related", "card", "opinion", "media"
#: The named places, from the top of the page down.
SLOTS: Final = (LEAD, LEAD_RELATED, CARD, OPINION, MEDIA)
#: How many entries of each place a layout shows. What it does not show is kept.
SHOWN: Final[dict[str, dict[str, int]]] = {
    ORDINARY: {LEAD: 1, LEAD_RELATED: 3, CARD: 6, OPINION: 4, MEDIA: 4},
    TWO_LEADS: {LEAD: 2, LEAD_RELATED: 4, CARD: 6, OPINION: 4, MEDIA: 4},
    WIDE: {LEAD: 1, LEAD_RELATED: 6, CARD: 6, OPINION: 4, MEDIA: 4},
}


class LockedPlaceError(Exception):
    """Raised where a locked entry would be moved, replaced or removed."""


class NoPlaceError(Exception):
    """Raised where every entry of a full place is locked."""


@dataclass(frozen=True)
class Place:
    """One article in one place, with what is said and shown there only."""

    slot: str
    article: int
    headline: str = ""
    photo: int | None = None
    ends_at: datetime | None = None
    locked: bool = False

    def data(self) -> dict[str, Any]:
        """As kept in JSON."""
        return {
            "slot": self.slot,
            "article": self.article,
            "headline": self.headline,
            "photo": self.photo,
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
            "locked": self.locked,
        }


@dataclass(frozen=True)
class Arrangement:
    """A layout and its entries, the entries of a place in their order."""

    layout: str = ORDINARY
    places: tuple[Place, ...] = ()

    def in_slot(self, slot: str) -> list[Place]:
        """The entries of a place, in order."""
        return [place for place in self.places if place.slot == slot]

    def find(self, article: int) -> Place | None:
        """Where an article stands, or None."""
        return next((place for place in self.places if place.article == article), None)

    def numbered(self) -> Iterator[tuple[int, Place]]:
        """Each entry with its position in its place, counted from 1."""
        for slot in SLOTS:
            yield from enumerate(self.in_slot(slot), start=1)

    def shows(self, slot: str) -> int:
        """How many entries of a place the layout shows."""
        return SHOWN[self.layout][slot]

    def data(self) -> dict[str, Any]:
        """As kept in JSON."""
        return {"layout": self.layout, "places": [place.data() for place in self.places]}


@dataclass(frozen=True)
class Outcome:
    """An arrangement after something was placed, and what fell out of it."""

    arrangement: Arrangement
    fell: Place | None = None


def arranged(layout: str, places: Iterable[Place]) -> Arrangement:
    """An arrangement in its canonical order: places from the top down, an article once."""
    first: dict[int, Place] = {}
    for place in places:
        first.setdefault(place.article, place)
    known = layout if layout in SHOWN else ORDINARY
    return Arrangement(
        known, tuple(place for slot in SLOTS for place in first.values() if place.slot == slot)
    )


def from_data(data: dict[str, Any]) -> Arrangement:
    """An arrangement from JSON."""
    return arranged(
        data["layout"],
        [
            Place(
                entry["slot"],
                entry["article"],
                entry["headline"],
                entry["photo"],
                datetime.fromisoformat(entry["ends_at"]) if entry["ends_at"] else None,
                entry["locked"],
            )
            for entry in data["places"]
        ],
    )


def put(arrangement: Arrangement, article: int, slot: str, position: int = 1) -> Outcome:
    """The article at that position (from 1) of a place; what stood there moves down.

    In a full place the last entry that is not locked falls out. An article that stood elsewhere
    leaves that place, and with it the headline and photo that were for it alone. Raises
    LockedPlaceError when its own entry is locked, NoPlaceError when nothing can fall out.
    """
    held = arrangement.find(article)
    if held is not None and held.locked:
        raise LockedPlaceError
    if held is not None and held.slot != slot:
        arrangement = remove(arrangement, article)
    standing = arrangement.in_slot(slot)
    room = max(arrangement.shows(slot), len(standing))
    if held is None:
        entry = Place(slot, article)
    elif held.slot == slot:
        entry = held
    else:
        entry = replace(held, slot=slot, headline="", photo=None)
    others = [place for place in standing if place.article != article]
    fixed = {at: place for at, place in enumerate(standing) if place.locked}
    free = [place for place in others if not place.locked]
    before = sum(1 for at in range(max(position, 1) - 1) if at not in fixed)
    if len(others) == room and not free:
        raise NoPlaceError
    free.insert(min(before, len(free)), entry)
    fell = None
    if len(others) == room:
        fell = free.pop(-1 if free[-1] is not entry else -2)
    return Outcome(_with_slot(arrangement, slot, _around(fixed, free)), fell)


def remove(arrangement: Arrangement, article: int, *, by_force: bool = False) -> Arrangement:
    """Without the article. Raises LockedPlaceError when its entry is locked, unless by force."""
    held = arrangement.find(article)
    if held is None:
        return arrangement
    if held.locked and not by_force:
        raise LockedPlaceError
    standing = arrangement.in_slot(held.slot)
    fixed = {
        at: place for at, place in enumerate(standing) if place.locked and place.article != article
    }
    free = [place for place in standing if not place.locked and place.article != article]
    return _with_slot(arrangement, held.slot, _around(fixed, free))


def exchange(arrangement: Arrangement, article: int, other: int) -> Arrangement:
    """The other article where this one stands; where the other stood, this one, or nothing.

    Raises LockedPlaceError when either is locked. Headlines and photos belong to the article and
    its place together: both lose theirs.
    """
    here, there = arrangement.find(article), arrangement.find(other)
    if here is None or article == other:
        return arrangement
    if here.locked or (there is not None and there.locked):
        raise LockedPlaceError
    swapped = {article: Place(here.slot, other, ends_at=here.ends_at)}
    if there is not None:
        swapped[other] = Place(there.slot, article, ends_at=there.ends_at)
    return replace(
        arrangement,
        places=tuple(swapped.get(place.article, place) for place in arrangement.places),
    )


def edit(arrangement: Arrangement, article: int, **changes: Any) -> Arrangement:
    """With other words, photo, end or lock on the article's entry."""
    return replace(
        arrangement,
        places=tuple(
            replace(place, **changes) if place.article == article else place
            for place in arrangement.places
        ),
    )


def with_locks(arrangement: Arrangement, standing: Arrangement, known: Arrangement) -> Arrangement:
    """With the entries that were locked in ``standing`` after ``known``, each where it stands.

    What was prepared from ``known`` cannot have meant to displace them.
    """
    result = arrangement
    for at, place in standing.numbered():
        before = known.find(place.article)
        if not place.locked or (before is not None and before.locked):
            continue
        result = remove(result, place.article, by_force=True)
        result = put(result, place.article, place.slot, at).arrangement
        result = edit(
            result,
            place.article,
            headline=place.headline,
            photo=place.photo,
            ends_at=place.ends_at,
            locked=True,
        )
    return result


def _around(fixed: dict[int, Place], free: list[Place]) -> list[Place]:
    """The locked entries at their positions and the others between, without gaps."""
    waiting, left = dict(fixed), list(free)
    result: list[Place] = []
    while waiting or left:
        if len(result) in waiting:
            result.append(waiting.pop(len(result)))
        elif left:
            result.append(left.pop(0))
        else:
            result.append(waiting.pop(min(waiting)))
    return result


def _with_slot(arrangement: Arrangement, slot: str, entries: list[Place]) -> Arrangement:
    others = [place for place in arrangement.places if place.slot != slot]
    return arranged(arrangement.layout, [*others, *entries])
