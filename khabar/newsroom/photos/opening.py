"""The only way into a photo's file: four formats, whatever the name says, and no other decoder."""

import struct
import threading
import warnings
from typing import IO, TYPE_CHECKING, Any, Final

from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from django.core.files.base import File

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF")

DAMAGED: Final = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    OverflowError,
    IndexError,
)
"""What Pillow raises on bytes that are no picture, or not a whole one."""

UNREADABLE: Final = (
    *DAMAGED,
    KeyError,
    TypeError,
    AttributeError,
    ZeroDivisionError,
    RecursionError,
    Image.DecompressionBombError,
)
"""What Pillow and the parsers raise on metadata that makes no sense."""

DECODING: Final = threading.RLock()
"""Held while an original is decoded: a process unpacks one at a time, however many arrive."""

MAX_DECODED_BYTES: Final = 280 * 1024 * 1024
"""What decoding one original may take, so that a process stays under 500 MB."""

#: Bytes for each pixel while decoding, as measured (see tests/newsroom/test_photo_memory.py).
_COSTS: Final = {"WEBP": 16.0, "AVIF": 12.0, "PNG": 8.0}
_CONVERTED_COST: Final = 9.0


def open_photo(file: "IO[Any] | File[Any]") -> Image.Image:
    """Open a picture without decoding it. Above Pillow's hard limit: DecompressionBombError."""
    file.seek(0)
    with warnings.catch_warnings():
        # Between one and two times Pillow's limit there is only a warning; our own limit decides.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(file, formats=FORMATS)


def decoding_cost(image: Image.Image) -> float:
    """Bytes for each pixel that decoding an opened picture takes, at most about this many.

    A baseline JPEG is read line by line at a fraction of its size. A progressive one keeps every
    coefficient; other formats unpack whole.
    """
    if image.format in {"JPEG", "MPO"}:
        if not image.info.get("progressive"):
            return 0.5
        layers = getattr(image, "layer", None) or [(0, 1, 1, 0)] * 3
        largest = max(layer[1] * layer[2] for layer in layers)
        return float(2 * sum(layer[1] * layer[2] for layer in layers) / max(largest, 1)) + 1.2
    if image.format == "PNG" and (image.mode not in {"L", "RGB"} or image.info.get("transparency")):
        return _CONVERTED_COST
    return _COSTS.get(image.format or "", _CONVERTED_COST)


def most_pixels(image: Image.Image) -> int:
    """How many pixels a picture of this kind may have to be decoded within the limit."""
    return int(MAX_DECODED_BYTES / decoding_cost(image))
