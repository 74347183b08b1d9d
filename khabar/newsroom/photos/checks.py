"""What may come in as a photo, and what an alt text must not be."""

import re
from pathlib import PurePath
from typing import IO, Any, Final, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from khabar.language.text import matching_key
from khabar.newsroom.photos.opening import DAMAGED, open_photo

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
        _check_pixels(file, suffix)
    finally:
        file.seek(0)


def _check_pixels(file: IO[Any] | File[Any], suffix: str) -> None:
    max_pixels = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", MAX_PIXELS)
    too_many = ValidationError(
        _("This photo has too many pixels. The limit is %(limit)s million."),
        code="photo_too_many_pixels",
        params={"limit": max_pixels // 1_000_000},
    )
    try:
        image = open_photo(file)
        if image.format not in FORMATS[suffix]:
            raise ValidationError(
                _("The file's name ends in %(suffix)s, but it is a %(format)s file."),
                code="photo_wrong_name",
                params={"suffix": suffix, "format": image.format},
            )
        frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
        if image.width * image.height * frames > max_pixels:
            raise too_many
        image.draft("RGB", (image.width // 8, image.height // 8))
        image.load()
    except Image.DecompressionBombError as error:
        raise too_many from error
    except DAMAGED as error:
        raise damaged() from error


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
