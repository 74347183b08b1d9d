"""What the front page's screen shows: a person's draft, the places with their entries, articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from khabar.desk.models import FrontDraft
from khabar.newsroom import front_actions
from khabar.newsroom.arrangement import SLOTS, Arrangement, Place, from_data
from khabar.newsroom.models import Article, Edition, FrontSlot, Photo
from khabar.newsroom.publication import LATEST
from khabar.newsroom.queries import Card
from khabar.newsroom.queries.cards import cards_of
from khabar.newsroom.queries.choosing import COMING, articles_found
from khabar.newsroom.queries.desk import Scope
from khabar.newsroom.queries.front import arrangement_of, upper
from khabar.newsroom.queries.fronts import state
from khabar.newsroom.queries.lists import newest_ids
from khabar.newsroom.reach import reach_of

POOL = 24


@dataclass
class Draft:
    """A person's arrangement; the one that stands, as long as nothing was changed in it."""

    edition: Edition
    user: User
    arrangement: Arrangement
    base: int
    changed: int
    saved: bool

    @property
    def stale(self) -> bool:
        """Whether the front was changed since this was begun."""
        return self.saved and self.base != self.changed

    def keep(self, arrangement: Arrangement) -> None:
        """Keep it; one that is what stands is none."""
        if self.base == self.changed and arrangement == arrangement_of(self.edition):
            self.drop()
            return
        FrontDraft.objects.update_or_create(
            edition=self.edition,
            user=self.user,
            defaults={"arrangement": arrangement.data(), "base": self.base},
        )

    def drop(self) -> None:
        """Go back to what stands."""
        FrontDraft.objects.filter(edition=self.edition, user=self.user).delete()


def draft_of(edition: Edition, user: User) -> Draft:
    """The person's draft."""
    changed = state(edition).changed
    held = FrontDraft.objects.filter(edition=edition, user=user).first()
    if held is None:
        return Draft(edition, user, arrangement_of(edition), changed, changed, saved=False)
    return Draft(edition, user, from_data(held.arrangement), held.base, changed, saved=True)


@dataclass(frozen=True)
class Entry:
    """An entry of a place, as a miniature card."""

    place: Place
    card: Card
    photo: Photo | None
    position: int
    last: bool
    shown: bool
    live: bool

    @property
    def headline(self) -> str:
        """What readers will read."""
        return self.place.headline or self.card.headline


@dataclass(frozen=True)
class Slot:
    """A place with its entries, and what time fills behind them."""

    name: str
    label: str
    shows: int
    entries: list[Entry]
    filled: list[Card]


def slots(edition: Edition, arrangement: Arrangement) -> list[Slot]:
    """The places of an arrangement as the screen shows them."""
    top = upper(edition, arrangement)
    placed = [place.article for place in arrangement.places]
    ids = {pk for slot in SLOTS for pk in top.ids[slot]} | set(placed)
    cards = {card.id: card for card in cards_of(edition, sorted(ids))}
    return [
        Slot(
            name,
            str(FrontSlot.Slot(name).label),
            arrangement.shows(name),
            _entries(arrangement, name, cards, top.places.live),
            [cards[pk] for pk in top.ids[name] if pk not in placed and pk in cards],
        )
        for name in SLOTS
    ]


def _entries(
    arrangement: Arrangement, name: str, cards: dict[int, Card], live: set[int]
) -> list[Entry]:
    standing = [place for place in arrangement.in_slot(name) if place.article in cards]
    own = [place.photo for place in standing if place.photo]
    photos = Photo.objects.with_renditions().in_bulk(own) if own else {}
    return [
        Entry(
            place,
            cards[place.article],
            photos.get(place.photo or 0) or cards[place.article].photo,
            position,
            last=position == len(standing),
            shown=position <= arrangement.shows(name),
            live=place.article in live,
        )
        for position, place in enumerate(standing, start=1)
    ]


def pool(edition: Edition, arrangement: Arrangement, query: str = "") -> list[Card]:
    """Articles that could be placed: the newest, or what a search finds."""
    placed = {place.article for place in arrangement.places}
    if query.strip():
        found = _found(edition, query.strip())
    else:
        found = newest_ids(edition, LATEST, limit=POOL + len(placed))
    return cards_of(edition, [pk for pk in found if pk not in placed][:POOL])


def _found(edition: Edition, query: str) -> list[int]:
    """As the list of articles finds them, of what may be placed."""
    ids = articles_found(Scope(edition.locale_id), query, POOL * 3, COMING)
    allowed = placeable(edition, ids)
    return [pk for pk in ids if pk in allowed]


def placeable(edition: Edition, ids: Sequence[int]) -> set[int]:
    """Of these, what may stand in an arrangement: what is published, or will be by a schedule."""
    found = Article.objects.filter(pk__in=ids, locale_id=edition.locale_id)
    scheduled = Revision.objects.filter(
        object_id__in=[str(pk) for pk in ids],
        approved_go_live_at__gt=timezone.now(),
        base_content_type__app_label="wagtailcore",
    ).values_list("object_id", flat=True)
    waiting = [int(pk) for pk in scheduled]
    return set(found.filter(Q(live=True) | Q(pk__in=waiting)).values_list("pk", flat=True))


def editions_for(user: Any) -> list[Edition]:
    """The editions whose front page this person arranges, the default one first."""
    known = reach_of(user).editions.values()
    return [edition for edition in known if front_actions.may_arrange(user, edition)]


def search(edition: Edition, query: str) -> list[Card]:
    """The articles of the edition that a search finds, by words, number or address."""
    return cards_of(edition, _found(edition, query)[:POOL])


def edition_of_site(site_id: int) -> int | None:
    """The id of the edition of a site."""
    return Edition.objects.filter(site_id=site_id).values_list("pk", flat=True).first()
