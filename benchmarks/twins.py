"""How well edited photos are known again, for each number of bits: `python -m benchmarks.twins`.

The pictures are the demo edition's scenes, each drawn from several seeds: another seed draws
another picture of the same kind, the hardest to tell apart. No database is asked.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from itertools import combinations
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from khabar.demo.drawing import SCENES, jpeg
from khabar.newsroom.photos.fingerprints import Fingerprints, distance, fingerprints

SEEDS: Final = (1, 2, 3)
BITS: Final = range(8, 13)
Edit = Callable[[Image.Image], Image.Image]


def _quality(quality: int) -> Edit:
    def edit(image: Image.Image) -> Image.Image:
        file = BytesIO()
        image.save(file, "JPEG", quality=quality)
        return Image.open(file)

    return edit


def _cut(left: float, top: float, right: float, bottom: float) -> Edit:
    def edit(image: Image.Image) -> Image.Image:
        wide, high = image.size
        return image.crop(
            (
                round(left * wide),
                round(top * high),
                round((1 - right) * wide),
                round((1 - bottom) * high),
            )
        )

    return edit


def _width(width: int) -> Edit:
    return lambda image: image.resize((width, width * image.height // image.width))


def _strip(image: Image.Image) -> Image.Image:
    """With a black strip along the bottom and words in it, a twelfth of the height."""
    labelled = image.copy()
    wide, high = image.size
    draw = ImageDraw.Draw(labelled)
    draw.rectangle((0, high * 11 // 12, wide, high), fill="black")
    for word in range(4):
        at = wide * (word + 1) // 6
        draw.rectangle((at, high * 45 // 48, at + wide // 10, high * 47 // 48), fill="white")
    return labelled


def _corner(image: Image.Image) -> Image.Image:
    """With an agency's mark in a corner, a sixth of the width."""
    marked = image.copy()
    wide, high = image.size
    ImageDraw.Draw(marked).rectangle((wide // 40, high // 30, wide // 5, high // 8), fill="white")
    return marked


EDITS: Final[Mapping[str, Edit]] = {
    "JPEG quality 30": _quality(30),
    "JPEG quality 10": _quality(10),
    "half the size": _width(800),
    "200 pixels wide": _width(200),
    "grey": lambda image: image.convert("L"),
    "20% darker": lambda image: ImageEnhance.Brightness(image).enhance(0.8),
    "20% brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "25% more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.25),
    "mark in a corner": _corner,
    "strip with words": _strip,
    "3% off each side": _cut(0.03, 0.03, 0.03, 0.03),
    "5% off each side": _cut(0.05, 0.05, 0.05, 0.05),
    "8% off each side": _cut(0.08, 0.08, 0.08, 0.08),
    "5% off one side": _cut(0.05, 0, 0, 0),
    "10% off one side": _cut(0, 0, 0.10, 0),
    "15% off one side": _cut(0.15, 0, 0, 0),
    "5% off each side, quality 30, 600 pixels": lambda image: _quality(30)(
        _width(600)(_cut(0.05, 0.05, 0.05, 0.05)(image))
    ),
    "mirrored": ImageOps.mirror,
    "a quarter off one side": _cut(0.25, 0, 0, 0),
}


def apart(one: Fingerprints, other: Fingerprints) -> int:
    """The bits between two photos, as the desk compares them: a crop with a whole."""
    return min(
        *(distance(one.whole, value) for value in (other.whole, *other.crops)),
        *(distance(other.whole, value) for value in one.crops),
    )


def _drawn() -> Iterator[tuple[str, Image.Image]]:
    for scene in SCENES:
        for seed in SEEDS:
            yield scene, Image.open(BytesIO(jpeg(scene, seed))).convert("RGB")


def main() -> None:
    """Print the table."""
    known: dict[str, list[int]] = {name: [] for name in EDITS}
    hashes: list[tuple[str, Fingerprints]] = []
    for scene, picture in _drawn():
        held = fingerprints(picture)
        if held is None:
            continue
        hashes.append((scene, held))
        for name, edit in EDITS.items():
            edited = fingerprints(edit(picture))
            known[name].append(64 if edited is None else apart(held, edited))
    out = sys.stdout.write
    out(f"{len(hashes)} pictures of {len(SCENES)} scenes\n")
    out(f"| known again, of {len(hashes)} | {' | '.join(map(str, BITS))} |\n")
    for name, found in known.items():
        counts = [str(sum(bits <= most for bits in found)) for most in BITS]
        out(f"| {name} | {' | '.join(counts)} |\n")
    pairs = [(one[0] == two[0], apart(one[1], two[1])) for one, two in combinations(hashes, 2)]
    for same, words in ((True, "the same scene drawn anew"), (False, "another scene")):
        bits = [found for alike, found in pairs if alike is same]
        counts = [str(sum(found <= most for found in bits)) for most in BITS]
        out(f"| taken for it: {words}, of {len(bits)} pairs | {' | '.join(counts)} |\n")
    out(f"nearest two of different scenes: {min(f for same, f in pairs if not same)} bits\n")


if __name__ == "__main__":
    main()
