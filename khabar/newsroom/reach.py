"""Which sections a person sees, writes in and publishes in: asked once, for every list at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.models import Page
from wagtail.permissions import policy_registry

from khabar.language.dates import DateStyle
from khabar.newsroom.models import Edition, Section

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: The permissions that each question accepts (Wagtail's code names, without ``_page``).
_WRITES = frozenset({"add"})
_PUBLISHES = frozenset({"publish"})


@dataclass(frozen=True)
class Place:
    """A section as the desk's lists need it."""

    id: int
    title: str
    locale_id: int
    path: str


@dataclass(frozen=True)
class Reach:
    """A person's sections; ``sees`` are those in which they may do anything at all."""

    user: "User"
    places: dict[int, Place]
    sees: frozenset[int]
    writes: frozenset[int]
    publishes: frozenset[int]
    editions: dict[int, Edition]

    def section_title(self, section_id: int | None) -> str:
        """A section's name, empty when it is out of reach."""
        place = self.places.get(section_id) if section_id is not None else None
        return place.title if place else ""

    def style(self, section_id: int | None) -> DateStyle:
        """How dates are written in a section's edition; in the first one when there is none."""
        place = self.places.get(section_id) if section_id is not None else None
        edition = self.editions.get(place.locale_id) if place else None
        edition = edition or next(iter(self.editions.values()), None)
        return edition.date_style if edition else DateStyle()

    def own_editions(self) -> list[Edition]:
        """The editions in which this person sees a section, the default one first."""
        locales = {self.places[pk].locale_id for pk in self.sees}
        return [edition for locale, edition in self.editions.items() if locale in locales]

    def sections(self, within: frozenset[int], edition: Edition | None = None) -> list[Place]:
        """Sections of a set, in the order of the menu; of one edition when it is given."""
        return [
            place
            for place in self.places.values()
            if place.id in within and (edition is None or place.locale_id == edition.locale_id)
        ]


def reach_of(user: "User") -> Reach:
    """What this person reaches, in three queries; remembered as long as the object lives."""
    held: Reach | None = getattr(user, "_khabar_reach", None)
    if held is None:
        held = _ask(user)
        user._khabar_reach = held  # type: ignore[attr-defined]  # noqa: SLF001 (as Wagtail keeps its own)
    return held


def _ask(user: "User") -> Reach:
    editions = {
        edition.locale_id: edition
        for edition in Edition.objects.select_related("locale", "site__root_page").order_by(
            "-site__is_default_site", "pk"
        )
    }
    places: dict[int, Place] = {}
    rows = Section.objects.order_by("menu_order", "pk").values_list(
        "pk", "title", "locale_id", "path"
    )
    for pk, title, locale_id, path in rows:
        places[pk] = Place(pk, title, locale_id, path)
    every = frozenset(places)
    if user.is_superuser:
        return Reach(user, places, every, every, every, editions)
    held: dict[int, set[str]] = {}
    policy = policy_registry.get_by_type(Page)
    for permission in policy.get_cached_permissions_for_user(user):
        name = permission.permission.codename.removesuffix("_page")
        for pk, place in places.items():
            if place.path.startswith(permission.page.path):
                held.setdefault(pk, set()).add(name)

    def with_any(names: frozenset[str]) -> frozenset[int]:
        return frozenset(pk for pk, has in held.items() if has & names)

    return Reach(user, places, frozenset(held), with_any(_WRITES), with_any(_PUBLISHES), editions)
