"""Pictures for the demo edition, drawn from a scene's name and a seed; no file is shipped.

The same arguments give the same picture. Pillow alone does the work.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from khabar.demo.drawing import (
    city,
    heavens,
    land,
    people,
    rooms,
    sea,
    sport,
    streets,
    things,
    works,
)
from khabar.demo.drawing.canvas import HEIGHT, WIDTH, Canvas

SCENES: Mapping[str, Callable[[Canvas, str], None]] = {
    **land.SCENES,
    **works.SCENES,
    **heavens.SCENES,
    **sea.SCENES,
    **city.SCENES,
    **streets.SCENES,
    **sport.SCENES,
    **rooms.SCENES,
    **things.SCENES,
    **people.SCENES,
}

PORTRAIT_SIDE = 1000


def jpeg(scene: str, seed: int, mood: str = "") -> bytes:
    """A scene as a JPEG file; a KeyError when there is no such scene."""
    paint = SCENES[scene]
    size = (PORTRAIT_SIDE, PORTRAIT_SIDE) if scene == "portrait" else (WIDTH, HEIGHT)
    canvas = Canvas(seed, *size)
    paint(canvas, mood)
    file = io.BytesIO()
    canvas.finish().save(file, "JPEG", quality=88, optimize=False)
    return file.getvalue()
