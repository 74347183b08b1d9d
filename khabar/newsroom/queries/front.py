"""The front page: what editors placed, the rest filled by section and time; no article twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from khabar.newsroom.models import Edition, FrontSlot, Genre, Photo
from khabar.newsroom.publication import GENRE, LATEST, MEDIA, SECTION
from khabar.newsroom.queries.cards import Card, Named, cards_of
from khabar.newsroom.queries.lists import important_sections, newest_ids

LEAD_RELATED, CARDS, BLOCK, OPINION, MEDIA_ITEMS, LATEST_LINES = 3, 6, 4, 4, 4, 8
#: The newest articles among which the upper places are filled.
_POOL = 60


@dataclass(frozen=True)
class SectionBlock:
    """A section's block: the first card has the photo."""

    link: Named
    cards: list[Card]


@dataclass(frozen=True)
class Front:
    """The front page's places."""

    lead: Card | None
    lead_related: list[Card]
    cards: list[Card]
    sections: list[SectionBlock]
    opinion: list[Card]
    media: list[Card]
    latest: list[Card]


class _Places:
    """Hands out articles, each once."""

    def __init__(self, placed: dict[str, list[FrontSlot]]) -> None:
        self.placed = placed
        self.used = {slot.article_id for slots in placed.values() for slot in slots}

    def fill(self, slot: str, candidates: Iterable[int], limit: int) -> list[int]:
        """Ids for a place: editors' choices first, then candidates that stand nowhere else."""
        ids = [choice.article_id for choice in self.placed.get(slot, [])][:limit]
        return ids + self.take(candidates, limit - len(ids))

    def take(self, candidates: Iterable[int], limit: int) -> list[int]:
        """The first candidates not used yet; they are used from now on."""
        ids = [pk for pk in dict.fromkeys(candidates) if pk not in self.used][: max(limit, 0)]
        self.used.update(ids)
        return ids


def front(edition: Edition) -> Front:
    """The front page of an edition as it stands."""
    places = _Places(_placed(edition))
    pool = newest_ids(edition, LATEST, limit=_POOL)
    opinions = newest_ids(edition, GENRE, Genre.OPINION, limit=_POOL)
    opinion_set = set(opinions)
    news = [pk for pk in pool if pk not in opinion_set]
    lead = places.fill(FrontSlot.Slot.LEAD, news, 1)
    related = places.fill(FrontSlot.Slot.LEAD_RELATED, news, LEAD_RELATED)
    cards = places.fill(FrontSlot.Slot.CARD, news, CARDS)
    opinion = places.fill(FrontSlot.Slot.OPINION, opinions, OPINION)
    media = places.fill(
        FrontSlot.Slot.MEDIA, newest_ids(edition, MEDIA, "any", limit=_POOL), MEDIA_ITEMS
    )
    blocks = [
        (link, places.take(newest_ids(edition, SECTION, link.id, limit=_POOL), BLOCK))
        for link in important_sections(edition)
    ]
    newest = places.take(pool, LATEST_LINES)
    ids = [*lead, *related, *cards, *opinion, *media, *newest]
    ids += [pk for _link, block in blocks for pk in block]
    found = {card.id: card for card in cards_of(edition, ids)}
    for slots in places.placed.values():
        for slot in slots:
            if slot.article_id in found:
                found[slot.article_id] = _as_placed(found[slot.article_id], slot)

    def shown(wanted: list[int]) -> list[Card]:
        return [found[pk] for pk in wanted if pk in found]

    return Front(
        lead=next(iter(shown(lead)), None),
        lead_related=shown(related),
        cards=shown(cards),
        sections=[SectionBlock(link, shown(block)) for link, block in blocks if block],
        opinion=shown(opinion),
        media=shown(media),
        latest=shown(newest),
    )


def _placed(edition: Edition) -> dict[str, list[FrontSlot]]:
    placed: dict[str, list[FrontSlot]] = {}
    rows = (
        FrontSlot.objects.filter(edition=edition, article__live=True)
        .order_by("slot", "position", "pk")
        .prefetch_related(Prefetch("photo", queryset=Photo.objects.prefetch_related("renditions")))
    )
    for slot in rows:
        placed.setdefault(slot.slot, []).append(slot)
    return placed


def _as_placed(card: Card, slot: FrontSlot) -> Card:
    return replace(card, headline=slot.headline or card.headline, photo=slot.photo or card.photo)
