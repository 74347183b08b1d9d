"""The front page: what editors placed, the rest filled by section and time; no article twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from khabar.newsroom import arrangement as values
from khabar.newsroom import keys
from khabar.newsroom.arrangement import CARD, LEAD, LEAD_RELATED, OPINION, SLOTS, Arrangement, Place
from khabar.newsroom.models import Article, Edition, Genre, Photo
from khabar.newsroom.publication import GENRE, LATEST, MEDIA, SECTION
from khabar.newsroom.queries.cards import Card, Named, cards_of
from khabar.newsroom.queries.lists import important_sections, newest_of_each
from khabar.outbox.collecting import uses

BLOCK, LATEST_LINES = 4, 8
#: The newest articles among which the upper places are filled.
_POOL = 60

#: Of several lists the ids of their newest articles.
Newest = Mapping[tuple[str, int | str], list[int]]
_LATEST: tuple[str, int | str] = (LATEST, 0)
_OPINION: tuple[str, int | str] = (GENRE, Genre.OPINION)
_MEDIA: tuple[str, int | str] = (MEDIA, "any")
_UPPER = (_LATEST, _OPINION, _MEDIA)


@dataclass(frozen=True)
class SectionBlock:
    """A section's block: the first card has the photo."""

    link: Named
    cards: list[Card]


@dataclass(frozen=True)
class Front:
    """The front page's places, as its layout shows them."""

    layout: str
    leads: list[Card]
    lead_related: list[Card]
    cards: list[Card]
    sections: list[SectionBlock]
    opinion: list[Card]
    media: list[Card]
    latest: list[Card]

    @property
    def lead(self) -> Card | None:
        """The first lead."""
        return next(iter(self.leads), None)


class _Places:
    """Hands out articles, each once."""

    def __init__(self, arrangement: Arrangement, live: set[int]) -> None:
        self.arrangement = arrangement
        self.live = live
        # What is placed and not shown stands nowhere else either: it waits for its place.
        self.used = {place.article for place in arrangement.places if place.article in live}

    def fill(self, slot: str, candidates: Iterable[int]) -> list[int]:
        """Ids for a place: editors' choices first, then candidates that stand nowhere else."""
        limit = self.arrangement.shows(slot)
        placed = [place.article for place in self.arrangement.in_slot(slot)]
        ids = [pk for pk in placed if pk in self.live][:limit]
        return ids + self.take(candidates, limit - len(ids))

    def take(self, candidates: Iterable[int], limit: int) -> list[int]:
        """The first candidates not used yet; they are used from now on."""
        ids = [pk for pk in dict.fromkeys(candidates) if pk not in self.used][: max(limit, 0)]
        self.used.update(ids)
        return ids


@dataclass(frozen=True)
class Upper:
    """The ids in the named places, and what the rest of the page is filled from."""

    ids: dict[str, list[int]]
    places: _Places
    pool: list[int]


def arrangement_of(edition: Edition) -> Arrangement:
    """What is placed on the edition's front page now."""
    return _standing(edition)[0]


def _standing(edition: Edition) -> tuple[Arrangement, set[int]]:
    """The layout, what is placed now, and which of it is live: one query."""
    uses(keys.front(edition.locale_id))
    fields = ("slot", "article", "headline", "photo", "ends_at", "locked", "article__live")
    rows = (
        Edition.objects.filter(pk=edition.pk)
        .order_by("front_slots__position", "front_slots__pk")
        .values_list("front_state__layout", *(f"front_slots__{field}" for field in fields))
    )
    layout, places, live = values.ORDINARY, [], set()
    for named, slot, pk, headline, photo, ends_at, locked, is_live in rows:
        layout = named or layout
        if pk is None:
            continue
        places.append(Place(slot, pk, headline, photo, ends_at, locked))
        if is_live:
            live.add(pk)
    return values.arranged(layout, places), live


def _live(edition: Edition, arrangement: Arrangement) -> set[int]:
    ids = [place.article for place in arrangement.places]
    live = Article.objects.filter(pk__in=ids, live=True, locale_id=edition.locale_id)
    return set(live.values_list("pk", flat=True)) if ids else set()


def upper(
    edition: Edition,
    arrangement: Arrangement,
    live: set[int] | None = None,
    newest: Newest | None = None,
) -> Upper:
    """What stands in the named places under an arrangement, what time fills included.

    ``live`` and ``newest`` are what the caller has read of it already.
    """
    places = _Places(arrangement, _live(edition, arrangement) if live is None else live)
    newest = newest or newest_of_each(edition, _UPPER, limit=_POOL)
    pool, opinions, news = _news(newest)
    candidates = {
        LEAD: news,
        LEAD_RELATED: news,
        CARD: news,
        OPINION: opinions,
        values.MEDIA: newest[_MEDIA],
    }
    return Upper({slot: places.fill(slot, candidates[slot]) for slot in SLOTS}, places, pool)


def leads(edition: Edition) -> list[int]:
    """What leads now: the ids alone, asked twice a second by the clock."""
    arrangement, live = _standing(edition)
    places = _Places(arrangement, live)
    placed = places.fill(LEAD, ())
    if len(placed) == arrangement.shows(LEAD):
        return placed
    return places.fill(LEAD, _news(newest_of_each(edition, _UPPER[:2], limit=_POOL))[2])


def _news(newest: Newest) -> tuple[list[int], list[int], list[int]]:
    """The newest of all, the newest opinion, and the newest but opinion."""
    pool, opinions = newest[_LATEST], newest[_OPINION]
    opinion_set = set(opinions)
    return pool, opinions, [pk for pk in pool if pk not in opinion_set]


def front(edition: Edition, arrangement: Arrangement | None = None) -> Front:
    """The front page of an edition as it stands, or as it would under another arrangement."""
    if arrangement is None:
        arrangement, live = _standing(edition)
    else:
        live = _live(edition, arrangement)
    sections = important_sections(edition)
    lists = [*_UPPER, *((SECTION, link.id) for link in sections)]
    newest = newest_of_each(edition, lists, limit=_POOL)
    top = upper(edition, arrangement, live, newest)
    blocks = [(link, top.places.take(newest[SECTION, link.id], BLOCK)) for link in sections]
    latest = top.places.take(top.pool, LATEST_LINES)
    ids = [pk for slot in SLOTS for pk in top.ids[slot]] + latest
    ids += [pk for _link, block in blocks for pk in block]
    found = {card.id: card for card in cards_of(edition, ids)}
    _as_placed(found, arrangement)

    def shown(wanted: list[int]) -> list[Card]:
        return [found[pk] for pk in wanted if pk in found]

    return Front(
        layout=arrangement.layout,
        leads=shown(top.ids[LEAD]),
        lead_related=shown(top.ids[LEAD_RELATED]),
        cards=shown(top.ids[CARD]),
        sections=[SectionBlock(link, shown(block)) for link, block in blocks if block],
        opinion=shown(top.ids[OPINION]),
        media=shown(top.ids[values.MEDIA]),
        latest=shown(latest),
    )


def _as_placed(found: dict[int, Card], arrangement: Arrangement) -> None:
    """Put the headlines and photos of the places over the articles' own."""
    wanted = [place.photo for place in arrangement.places if place.photo]
    photos = Photo.objects.with_renditions().in_bulk(wanted) if wanted else {}
    for place in arrangement.places:
        card = found.get(place.article)
        if card is not None:
            found[place.article] = replace(
                card,
                headline=place.headline or card.headline,
                photo=photos.get(place.photo or 0) or card.photo,
            )
