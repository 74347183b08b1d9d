"""The places a photo can stand in, and the renditions each of them asks for.

Crops follow the focal point but never zoom into it: every width of a slot must show the same
picture, or a browser that picks another width from a `srcset` would show another crop.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

AVIF: Final = "avif"
WEBP: Final = "webp"
JPEG: Final = "jpeg"

MIME_TYPES: Final = {AVIF: "image/avif", WEBP: "image/webp", JPEG: "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One place on a page: its shape, its widths and how much of the screen it takes."""

    name: str
    aspect: tuple[int, int] | None
    widths: tuple[int, ...]
    sizes: str
    jpeg_width: int
    modern: bool = True

    def spec(self, width: int, image_format: str) -> str:
        """The Wagtail filter that describes one rendition of this slot."""
        if self.aspect is None:
            return f"width-{width}|format-{image_format}"
        horizontal, vertical = self.aspect
        return f"fill-{width}x{round(width * vertical / horizontal)}|format-{image_format}"


_SLOTS: Final = (
    Slot("lead", (16, 9), (480, 800, 1200), "(min-width: 64rem) 50rem, 100vw", 800),
    Slot("article", (3, 2), (480, 800, 1200), "(min-width: 48rem) 45rem, 100vw", 800),
    Slot("card", (4, 3), (160, 320), "7rem", 320),
    Slot("story", (4, 5), (160, 320, 480), "10rem", 320),
    Slot("portrait", (1, 1), (96, 192), "6rem", 192),
    Slot("full", None, (800, 1600), "(min-width: 64rem) 60rem, 100vw", 800),
    Slot("share", (1200, 630), (1200,), "100vw", 1200, modern=False),
)

SLOTS: Final = {slot.name: slot for slot in _SLOTS}

FALLBACK_SPEC: Final = SLOTS["full"].spec(SLOTS["full"].jpeg_width, JPEG)
"""The one rendition made while the upload waits, so that a page always has something to show."""

SHARE_SPEC: Final = SLOTS["share"].spec(1200, JPEG)
SHARE_MAX_BYTES: Final = 300_000
"""WhatsApp shows no preview image above 300 KB."""


def native_width(slot: Slot, width: int, height: int) -> int:
    """How wide this slot's crop of a picture of this size is, before any resizing."""
    if slot.aspect is None:
        return width
    horizontal, vertical = slot.aspect
    return min(width, round(height * horizontal / vertical))


def specs(
    width: int, height: int, crop_widths: Mapping[str, int] = MappingProxyType({})
) -> tuple[str, ...]:
    """The filters of the whole set for a picture of this size with crops of these widths.

    Nothing is enlarged: a filter wider than the crop gives the crop in its own size. So each slot
    stops at the first such width; the wider ones would repeat it.
    """
    wanted: list[str] = []
    for slot in _SLOTS:
        native = crop_widths.get(slot.name) or native_width(slot, width, height)
        widths = [w for i, w in enumerate(slot.widths) if i == 0 or slot.widths[i - 1] < native]
        if slot.modern:
            wanted += [slot.spec(w, f) for f in (AVIF, WEBP) for w in widths]
        wanted.append(slot.spec(min(slot.jpeg_width, widths[-1]), JPEG))
    return tuple(dict.fromkeys(wanted))
