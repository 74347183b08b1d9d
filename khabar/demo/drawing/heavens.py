"""Night skies, an observatory, and the earth as seen from above."""

# ruff: noqa: PLR2004 - a drawing is made of numbers; a name for each would say no more.
from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from khabar.demo.drawing.canvas import Canvas, Colour, both, mix
from khabar.demo.drawing.land import sky


def observatory(c: Canvas, mood: str) -> None:
    night = mood == "night"
    if night:
        sky(c, [(0, (6, 10, 28)), (0.7, (24, 36, 66)), (1, (52, 56, 78))], 0.2)
    else:
        sky(c, [(0, (18, 28, 72)), (0.55, (92, 84, 136)), (0.82, (236, 160, 120))], 0.25)
    _stars(c, 1500 if night else 240)
    if night:
        band = c.clouds(7, 5, 5)
        strip = c.mask(
            lambda d: d.polygon([(300, 0), (1500, 0), (3000, 1800), (1900, 1800)], fill=255), 110
        )
        c.lay((150, 150, 190), both(strip, band), 0.55)
        c.lay(
            (210, 180, 170),
            both(
                c.mask(
                    lambda d: d.polygon(
                        [(760, 0), (1120, 0), (2620, 1800), (2260, 1800)], fill=255
                    ),
                    60,
                ),
                c.clouds(14, 10, 5),
            ),
            0.4,
        )
    c.polygon(c.ground(c.ridge(850, 80)), c.flat((40, 42, 66) if not night else (16, 20, 36)))
    x, y, s = (560, 800, 1.0) if not night else (1010, 870, 0.6)
    white, dark = ((226, 206, 206), (96, 86, 118)) if not night else ((112, 118, 146), (34, 38, 60))
    body = c.gradient([((y - 260 * s) / 1067, white), ((y + 60) / 1067, dark)])
    c.polygon(
        [
            (x - 200 * s, y - 60 * s),
            (x + 200 * s, y - 60 * s),
            (x + 200 * s, y + 160),
            (x - 200 * s, y + 160),
        ],
        mix(dark, white, 0.35),
    )
    c.ellipse((x - 215 * s, y - 290 * s, x + 215 * s, y + 140 * s), body)
    c.polygon(
        [
            (x - 215 * s, y - 80 * s),
            (x + 215 * s, y - 80 * s),
            (x + 215 * s, y - 50 * s),
            (x - 215 * s, y - 50 * s),
        ],
        mix(dark, white, 0.6),
    )
    c.polygon(
        [
            (x - 200 * s, y - 50 * s),
            (x + 200 * s, y - 50 * s),
            (x + 200 * s, y + 160),
            (x - 200 * s, y + 160),
        ],
        c.gradient([((y - 50) / 1067, mix(dark, white, 0.45)), (1, dark)]),
    )
    c.polygon(
        [
            (x + 20 * s, y - 284 * s),
            (x + 70 * s, y - 274 * s),
            (x + 96 * s, y - 84 * s),
            (x + 30 * s, y - 84 * s),
        ],
        (14, 14, 26),
    )
    c.glow(x + 60 * s, y - 170 * s, 120 * s, (255, 190, 120), 0.55)
    c.polygon(
        [
            (x - 40 * s, y + 20 * s),
            (x - 4 * s, y + 20 * s),
            (x - 4 * s, y + 120),
            (x - 40 * s, y + 120),
        ],
        (250, 206, 130),
    )
    c.polygon(
        c.ground(c.ridge(930, 34)),
        c.textured(c.flat((22, 22, 36) if not night else (8, 9, 18)), c.clouds(20, 20), 0.3),
    )
    if not night:
        c.glow(1350, 900, 620, (255, 170, 120), 0.6)


def _stars(c: Canvas, count: int) -> None:
    def pen(d: ImageDraw.ImageDraw) -> None:
        for _ in range(count):
            x, y = c.rng.uniform(0, 3200), c.rng.uniform(0, 1750)
            r = c.rng.choice((0.7, 0.9, 1.1, 1.5, 2.4))
            d.ellipse([x - r, y - r, x + r, y + r], fill=c.rng.randint(90, 255))

    c.lay((248, 246, 255), c.mask(pen))


def galaxy(c: Canvas, _mood: str) -> None:
    c.image = c.flat((5, 6, 16))
    _stars(c, 1800)
    centre = c.mask(lambda d: d.ellipse([500, 250, 2700, 1900], fill=255), 150)
    for colour, strength, columns in (
        ((190, 70, 110), 0.75, 4),
        ((60, 110, 200), 0.6, 5),
        ((240, 160, 110), 0.4, 6),
        ((230, 220, 255), 0.35, 9),
    ):
        gas = c.clouds(columns, columns - 1, 6).point(lambda v: max(0, min(255, (v - 120) * 3)))
        c.lay(colour, both(centre, gas), strength)
    dust = c.clouds(6, 5, 6).point(lambda v: max(0, min(255, (v - 140) * 4)))
    c.lay((12, 8, 16), both(centre, dust), 0.75)
    c.glow(760, 500, 420, (255, 220, 230), 0.45)
    _stars(c, 500)
    for _ in range(14):
        x, y, r = c.rng.uniform(60, 1540), c.rng.uniform(60, 1000), c.rng.uniform(7, 26)
        c.glow(x, y, r, (190, 205, 255), 0.8)
        c.glow(x, y, r / 3, (255, 255, 255), 1)


def relief(c: Canvas, _mood: str) -> None:
    height = c.clouds(4, 3, 6)
    palette: list[Colour] = [
        (92, 130, 112),
        (142, 160, 116),
        (196, 188, 138),
        (206, 174, 120),
        (182, 138, 96),
        (154, 112, 88),
        (214, 204, 196),
    ]
    bands = [palette[min(6, v * 7 // 256)] for v in range(256)]
    soft = height.filter(ImageFilter.GaussianBlur(5))
    c.image = Image.merge("RGB", [soft.point([b[i] for b in bands]) for i in range(3)])
    shadow = ImageChops.subtract(ImageChops.offset(soft, 6, 6), soft, scale=0.12, offset=128)
    c.image = c.textured(c.image.filter(ImageFilter.GaussianBlur(1)), shadow, 0.75)
    lines = soft.point([255 if v % 12 == 0 else 0 for v in range(256)])
    c.lay((96, 72, 52), lines, 0.4)
    x, path = -20.0, []
    y = 330.0
    while x < 1640:
        path.append((x, y))
        x += 36
        y += c.rng.uniform(-46, 56) * 0.6 + 6 * math.sin(x / 140) * 3
    c.strokes([(path, 15)], (232, 226, 206), opacity=0.6, blur=1)
    c.strokes([(path, 9)], (48, 104, 150))
    for i in (9, 20, 33):
        px, py = path[i]
        c.strokes(
            [
                (
                    [
                        (px, py),
                        (px + c.rng.uniform(-90, 40), py - 130),
                        (px + c.rng.uniform(-160, 60), py - 300),
                    ],
                    4,
                )
            ],
            (62, 116, 158),
        )
    c.grade(colour=0.85)


SCENES = {
    "observatory": observatory,
    "galaxy": galaxy,
    "relief": relief,
}
