"""What two files that show the same picture have in common, as 64 bits.

A perceptual hash: the signs of the lowest frequencies of the brightness, which neither compression
nor size nor light changes much. A crop changes them, so of each photo some likely crops are
hashed too. Pure: no database here.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from operator import mul
from statistics import median
from typing import Final

from PIL import Image

BITS: Final = 64
BANDS: Final = 4
BAND_BITS: Final = BITS // BANDS
MAX_DISTANCE: Final = 10
"""Photos whose hashes differ in no more bits look alike.

Of four bands of 16 bits one then differs in at most two bits (the pigeonhole principle), so that an
indexed look-up of 137 values in each band misses nothing.
"""

_READ: Final = 256
_SIDE: Final = 32
_LOW: Final = 8
_LEAST_VARIATION: Final = 3.0
_COSINES: Final = tuple(
    tuple(math.cos((2 * x + 1) * u * math.pi / (2 * _SIDE)) for x in range(_SIDE))
    for u in range(_LOW)
)
_CROPS: Final = (
    (0.05, 0.05, 0.95, 0.95),
    (0.0, 0.0, 1.0, 0.9),
    (0.0, 0.1, 1.0, 1.0),
    (0.0, 0.0, 0.9, 1.0),
    (0.1, 0.0, 1.0, 1.0),
    (0.0, 0.0, 0.9, 0.9),
    (0.1, 0.0, 1.0, 0.9),
    (0.0, 0.1, 0.9, 1.0),
    (0.1, 0.1, 1.0, 1.0),
)
"""Fractions of the picture: five per cent off each side, ten off one side, ten off two."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The hash of a whole picture, and those of its likely crops."""

    whole: int
    crops: tuple[int, ...]


def fingerprints(image: Image.Image) -> Fingerprints | None:
    """The hashes of a picture; None of one that shows nothing, such as a single colour."""
    # A JPEG that is not read yet need not be read at its whole size, nor in colour.
    image.draft("L", (_READ, _READ))
    grey = image.convert("L")
    grey.thumbnail((_READ, _READ), Image.Resampling.BILINEAR)
    whole = _hash(grey)
    if whole is None:
        return None
    crops = (
        _hash(grey.crop((round(a * w), round(b * h), round(c * w), round(d * h))))
        for a, b, c, d in _CROPS
        for w, h in [grey.size]
    )
    return Fingerprints(whole, tuple(found for found in crops if found is not None))


def _hash(grey: Image.Image) -> int | None:
    small = grey.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    light = small.tobytes()
    rows = [light[begin : begin + _SIDE] for begin in range(0, len(light), _SIDE)]
    across = [[sum(map(mul, wave, row)) for row in rows] for wave in _COSINES]
    waves = [sum(map(mul, wave, column)) for wave in _COSINES for column in across]
    waves[0] = 0.0  # The mean brightness says nothing of the picture.
    middle = median(waves)
    if math.sqrt(sum(value * value for value in waves)) / (_SIDE * _SIDE / 2) < _LEAST_VARIATION:
        return None
    return sum(1 << place for place, value in enumerate(waves) if value > middle)


def distance(one: int, other: int) -> int:
    """In how many bits two hashes differ."""
    return (one ^ other).bit_count()


def bands(value: int) -> tuple[int, ...]:
    """A hash in its bands, the lowest first."""
    mask = (1 << BAND_BITS) - 1
    return tuple((value >> (BAND_BITS * place)) & mask for place in range(BANDS))


def near(band: int) -> Iterator[int]:
    """The values of a band that differ from this one in no more bits than need be looked up."""
    for changed in range(MAX_DISTANCE // BANDS + 1):
        for places in combinations(range(BAND_BITS), changed):
            yield band ^ sum(1 << place for place in places)
