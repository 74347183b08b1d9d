"""From the renditions that exist to what an `<img>` needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from khabar.newsroom.photos import crops
from khabar.newsroom.photos.slots import (
    AVIF,
    FALLBACK_SPEC,
    JPEG,
    MIME_TYPES,
    SLOTS,
    WEBP,
    Slot,
)

if TYPE_CHECKING:
    from khabar.newsroom.models.photo import Photo, PhotoRendition

_CENTRE = "50% 50%"


@dataclass(frozen=True, slots=True)
class Picture:
    """A `<picture>`: its sources in order of preference, and the plain image behind them.

    `width` and `height` are those of `src`; `focal` is a CSS `object-position` for a box of another
    shape, which happens while only the fallback exists.
    """

    sources: tuple[tuple[str, str], ...]
    src: str
    width: int
    height: int
    focal: str
    sizes: str


def build_picture(
    photo: "Photo", renditions: "Mapping[str, PhotoRendition]", slot_name: str
) -> Picture | None:
    """The picture of a slot from renditions by filter; None if there is not even a fallback."""
    slot = SLOTS[slot_name]
    jpegs = [renditions.get(slot.spec(width, JPEG)) for width in slot.widths]
    image = next((jpeg for jpeg in jpegs if jpeg), renditions.get(FALLBACK_SPEC))
    if image is None:
        return None
    sources: list[tuple[str, str]] = []
    for image_format in (AVIF, WEBP):
        made = [
            renditions[spec]
            for width in slot.widths
            if (spec := slot.spec(width, image_format)) in renditions
        ]
        if made:
            srcset = ", ".join(f"{rendition.url} {rendition.width}w" for rendition in made)
            sources.append((MIME_TYPES[image_format], srcset))
    return Picture(
        sources=tuple(sources),
        src=image.url,
        width=image.width,
        height=image.height,
        focal=_position(photo, image, slot),
        sizes=slot.sizes,
    )


def _position(photo: "Photo", rendition: "PhotoRendition", slot: Slot) -> str:
    """Where what matters lies in a rendition, as a CSS position."""
    box = crops.own(photo, slot.name)
    if box is not None:
        if crops.slot_of(rendition.filter_spec) == slot.name:
            return _CENTRE
        # The fallback shows the whole photo in the place's box: as near to the crop as that comes.
        return _percent(box.x, photo.width - box.width, box.y, photo.height - box.height)
    if not photo.has_focal_point():
        return _CENTRE
    point = rendition.focal_point
    return _percent(point.centroid.x, rendition.width, point.centroid.y, rendition.height)


def _percent(x: float, width: float, y: float, height: float) -> str:
    across, down = (
        min(max(round(100 * part / whole), 0), 100) if whole > 0 else 50
        for part, whole in ((x, width), (y, height))
    )
    return f"{across}% {down}%"
