"""The only way into a photo's file: four formats, whatever the name says, and no other decoder."""

import warnings
from typing import IO, Any, Final

from django.core.files.base import File
from PIL import Image, UnidentifiedImageError

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF")

DAMAGED: Final = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)
"""What Pillow raises on bytes that are no picture, or not a whole one."""


def open_photo(file: IO[Any] | File[Any]) -> Image.Image:
    """Open a picture without decoding it. Above Pillow's hard limit: DecompressionBombError."""
    file.seek(0)
    with warnings.catch_warnings():
        # Between one and two times Pillow's limit there is only a warning; our own limit decides.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(file, formats=FORMATS)
