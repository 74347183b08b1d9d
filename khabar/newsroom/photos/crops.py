"""Crops that an editor sets for a place, and what a place shows where none is set.

A crop is a box in the pixels of the photo as seen. It has its place's shape, so that its width
says its height.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wagtail.images.models import Filter

from khabar.newsroom.photos.slots import JPEG, SLOTS, Slot, native_width

if TYPE_CHECKING:
    from khabar.newsroom.models.photo import Photo

LEAST_SHARE: Final = 0.15
"""A crop is at least so much of the widest one: a smaller one shows pixels, not a picture."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a photo: its upper left corner (whatever the language) and its size."""

    x: int
    y: int
    width: int
    height: int

    def as_list(self) -> list[int]:
        """As it is kept in the database."""
        return [self.x, self.y, self.width, self.height]


SHAPED: Final = tuple(slot for slot in SLOTS.values() if slot.aspect is not None)
"""The places that crop."""

_SLOT_OF_SPEC: Final = {
    slot.spec(width, image_format): slot.name
    for slot in SHAPED
    for width in slot.widths
    for image_format in ("avif", "webp", JPEG)
}


def slot_of(spec: str) -> str | None:
    """The place whose rendition a filter makes; None for the desk's own and the whole picture."""
    return _SLOT_OF_SPEC.get(spec)


def own(photo: "Photo", slot: str) -> Box | None:
    """The crop that an editor set for this place, if it fits the photo as it is now."""
    value = photo.crops.get(slot)
    if not (isinstance(value, list) and len(value) == len(Box.__slots__)):
        return None
    box = Box(*map(int, value))
    inside = box.x >= 0 <= box.y and box.width > 0 < box.height
    fits = box.x + box.width <= photo.width and box.y + box.height <= photo.height
    return box if inside and fits else None


def default(photo: "Photo", slot: Slot) -> Box:
    """What the place shows by the focal point."""
    rect = Filter(slot.spec(slot.widths[0], JPEG)).get_transform(photo).get_rect().round()
    return Box(int(rect.left), int(rect.top), int(rect.width), int(rect.height))


def shown(photo: "Photo", slot: Slot) -> Box:
    """What the place shows."""
    return own(photo, slot.name) or default(photo, slot)


def widest(photo: "Photo", slot: Slot) -> int:
    """How wide a crop of this place can be."""
    return native_width(slot, photo.width, photo.height)


def fitted(photo: "Photo", slot: Slot, x: int, y: int, width: int) -> Box:
    """The crop of the place's shape that lies nearest to what was asked for."""
    across, down = slot.aspect or (photo.width, photo.height)
    most = widest(photo, slot)
    width = max(min(width, most), round(most * LEAST_SHARE), 1)
    height = min(max(round(width * down / across), 1), photo.height)
    return Box(
        max(min(x, photo.width - width), 0), max(min(y, photo.height - height), 0), width, height
    )


def key(crops: Mapping[str, Any]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The crops as part of what decides the bytes of the renditions."""
    return tuple(sorted((name, tuple(map(int, box))) for name, box in crops.items()))
