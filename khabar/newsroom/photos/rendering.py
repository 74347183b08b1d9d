"""What each rendition of a photo takes of its original, as Wagtail's filters and editors say."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Final

from django.core.files.base import ContentFile, File
from wagtail.images.models import Filter

from khabar.newsroom.photos import crops, pixels
from khabar.newsroom.photos.darkroom import darkroom
from khabar.newsroom.photos.pixels import Cut, Rendered
from khabar.newsroom.photos.slots import SLOTS
from khabar.newsroom.photos.stamp import Stamp

if TYPE_CHECKING:
    from khabar.newsroom.models.photo import Photo

DESK_MAX_WIDTH: Final = 1600


def render(file: IO[Any], photo: "Photo", specs: Iterable[str]) -> Iterator[Rendered]:
    """Each wanted rendition of a photo, cropped as Wagtail itself would by its focal point."""
    return pixels.develop(file, *_asked(photo, map(Filter, specs)))


def render_later(file: IO[Any], photo: "Photo", specs: Iterable[str]) -> list[Rendered]:
    """The same, giving way to whoever else wants the processor."""
    file.seek(0)
    return darkroom().develop(file.read(), *_asked(photo, map(Filter, specs)))


def file_of(rendered: Rendered) -> File[Any]:
    """Its bytes as a file, named after the filter."""
    name = rendered.spec.replace("|", ".")[:50]
    return ContentFile(rendered.content, name=f"{name}.{rendered.extension}")


def render_one(file: IO[Any] | File[Any], photo: "Photo", spec: Filter) -> Rendered:
    """One rendition for the desk.

    The desk asks for the "original" to preview it; the public storage must not hold it, so the desk
    gets a large copy, and the original itself only through a view that checks permission.
    """
    bounded = Filter(spec.spec if "original" not in spec.spec else f"width-{DESK_MAX_WIDTH}")
    size, (cut,), stamp = _asked(photo, [bounded])
    (made,) = pixels.develop(file, size, [replace(cut, spec=spec.spec)], stamp)
    return made


def _asked(photo: "Photo", specs: Iterable[Filter]) -> tuple[tuple[int, int], list[Cut], Stamp]:
    """What is to be known of a photo where its pixels are worked on."""
    return (photo.width, photo.height), [_cut(photo, spec) for spec in specs], photo.stamp


def _cut(photo: "Photo", spec: Filter) -> Cut:
    """What a filter takes: an editor's own crop of its place, or as Wagtail crops."""
    slot = crops.slot_of(spec.spec)
    box = crops.own(photo, slot) if slot else None
    if slot and box:
        width = min(_width_in(spec.spec), box.width)
        across, down = SLOTS[slot].aspect or (box.width, box.height)
        return Cut(
            spec.spec,
            (box.x, box.y, box.x + box.width, box.y + box.height),
            (width, max(round(width * down / across), 1)),
        )
    transform = spec.get_transform(photo)
    rect = transform.get_rect().round()
    width, height = transform.size
    return Cut(
        spec.spec,
        (rect.left, rect.top, rect.right, rect.bottom),
        (max(int(width), 1), max(int(height), 1)),
    )


def _width_in(spec: str) -> int:
    """The width that a slot's filter asks for (fill-<width>x<height>|…)."""
    return int(spec.partition("-")[2].partition("x")[0])
