"""What may come in as a photo, and what an alt text must not be."""

import re
from pathlib import PurePath
from typing import Any, Final, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from khabar.language.text import matching_key
from khabar.newsroom.photos.opening import DAMAGED, DECODING, most_pixels, open_photo

FORMATS: Final = {
    # A camera that adds a preview after the picture writes an MPO, which is a JPEG to everyone.
    ".jpg": ("JPEG", "MPO"),
    ".jpeg": ("JPEG", "MPO"),
    ".png": ("PNG",),
    ".webp": ("WEBP",),
    ".avif": ("AVIF",),
}
MAX_UPLOAD_BYTES: Final = 40 * 1024 * 1024
MAX_PIXELS: Final = 100_000_000

_FILE_NAME: Final = re.compile(r"^[\w()+ .-]+\.(jpe?g|png|webp|avif|heic|tiff?)$", re.IGNORECASE)


def damaged() -> ValidationError:
    """What to say of bytes that are no picture."""
    return ValidationError(_("The file is not a photo, or it is damaged."), code="photo_damaged")


def check_original(file: File[Any]) -> None:
    """Refuse a file that is too large, not what its name says, or broken, saying which.

    The whole picture is decoded, since a truncated file has a perfectly good header.
    """
    check_header(file)
    try:
        with DECODING, open_photo(file) as image:
            image.draft("RGB", (image.width // 8, image.height // 8))
            image.load()
    except (*DAMAGED, Image.DecompressionBombError) as error:
        raise damaged() from error
    finally:
        file.seek(0)


def check_header(file: File[Any]) -> None:
    """Refuse what its name, its size and its first bytes are enough to refuse; nothing is decoded.

    What is left can be decoded within the memory that a process may take.
    """
    suffix = PurePath(file.name or "").suffix.lower()
    if suffix not in FORMATS:
        raise ValidationError(
            _("Not a supported photo format. Supported formats: %(formats)s."),
            code="photo_format",
            params={"formats": ", ".join(name[1:].upper() for name in FORMATS)},
        )
    max_bytes = getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", MAX_UPLOAD_BYTES)
    if file.size > max_bytes:
        raise ValidationError(
            _("This file is too big (%(size)s). The limit is %(limit)s."),
            code="photo_too_big",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(max_bytes)},
        )
    try:
        with open_photo(file) as image:
            _check_kind(image, suffix)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except DAMAGED as error:
        raise damaged() from error
    finally:
        file.seek(0)


def _check_kind(image: Image.Image, suffix: str) -> None:
    if image.format not in FORMATS[suffix]:
        raise ValidationError(
            _("The file's name ends in %(suffix)s, but it is a %(format)s file."),
            code="photo_wrong_name",
            params={"suffix": suffix, "format": image.format},
        )
    frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
    if frames > 1:
        raise ValidationError(
            _("The file moves (%(frames)s frames). A photo stands still; save one frame of it."),
            code="photo_animated",
            params={"frames": frames},
        )
    if image.width * image.height > _max_pixels():
        raise _too_many_pixels()
    if image.width * image.height > most_pixels(image):
        raise ValidationError(
            _(
                "This photo has %(size)s million pixels; a file of this kind may have %(limit)s"
                " million. Save it as a plain (not progressive) JPEG, or smaller."
            ),
            code="photo_too_many_pixels",
            params={
                "size": round(image.width * image.height / 1_000_000),
                "limit": most_pixels(image) // 1_000_000,
            },
        )


def _max_pixels() -> int:
    return int(getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", MAX_PIXELS))


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This photo has too many pixels. The limit is %(limit)s million."),
        code="photo_too_many_pixels",
        params={"limit": _max_pixels() // 1_000_000},
    )


def alt_problem(alt: str, *used_beside: str) -> Literal["missing", "repeats", "file-name"] | None:
    """What is wrong with an alt text beside these headlines and captions; None if nothing is.

    Compared as Arabic is read: a headline copied without marks and hamzas is still the headline.
    """
    key = matching_key(alt)
    if not key:
        return "missing"
    if key in map(matching_key, used_beside):
        return "repeats"
    return "file-name" if _FILE_NAME.match(alt.strip()) else None
