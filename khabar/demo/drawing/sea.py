"""Water and what floats on it or stands beside it."""
# ruff: noqa: PLR0917, PLR2004 - a drawing is made of numbers; a name for each would say no more.

from __future__ import annotations

import math

from khabar.demo.drawing.canvas import Canvas, Colour, Line, Point, mix
from khabar.demo.drawing.land import sky

BOXES: list[Colour] = [
    (168, 62, 48),
    (46, 92, 128),
    (196, 140, 60),
    (84, 116, 96),
    (150, 150, 148),
    (108, 56, 62),
    (62, 74, 92),
]


def _containers(
    c: Canvas,
    x: float,
    floor: float,
    size: tuple[float, float],
    columns: int,
    rows: list[int],
    dim: float,
) -> None:
    """Stacks of containers standing on `floor`; `rows` says how high each column is."""
    width, height = size
    for i in range(columns):
        for j in range(rows[i % len(rows)]):
            tone = mix(c.rng.choice(BOXES), (24, 22, 34), dim)
            left, top = x + i * width, floor - (j + 1) * height
            c.box((left, top, left + width - 1.4, top + height - 1.2), tone)
            c.box(
                (left, top, left + width - 1.4, top + height * 0.14),
                mix(tone, (255, 240, 220), 0.22),
            )


def harbour(c: Canvas, mood: str) -> None:
    sunset = mood == "sunset"
    if sunset:
        sky(c, [(0, (64, 66, 116)), (0.45, (222, 128, 96)), (0.62, (252, 196, 118))], 0.4)
        c.glow(1080, 600, 560, (255, 190, 110), 1)
        c.glow(1080, 600, 110, (255, 246, 220), 1)
    else:
        sky(c, [(0, (74, 126, 176)), (0.6, (198, 214, 222)), (1, (226, 224, 214))], 0.45)
    dim = 0.62 if sunset else 0.12
    c.polygon(c.ground(c.ridge(640, 24), 720), mix((120, 126, 140), (70, 56, 84), dim))
    steel = (38, 32, 48) if sunset else (44, 92, 138)
    for x, s in ((250, 0.95), (680, 1.15), (1180, 0.85)):
        _crane(c, x, 760, s, steel)
    c.box((0, 742, 1600, 800), mix((150, 146, 140), (30, 26, 38), dim))
    _containers(c, -20, 744, (66, 27), 26, [2, 4, 3, 5, 4, 1, 3], dim)
    c.reflect(800, (36, 40, 66) if sunset else (70, 100, 120), 0.35, 9)
    c.haze(560, 900, (255, 206, 150) if sunset else (214, 222, 226), 0.22)
    c.bloom(190, 40, 0.5)


def _crane(c: Canvas, x: float, floor: float, s: float, steel: Colour) -> None:
    top = floor - 420 * s
    lines: list[Line] = [
        ([(x - 90 * s, floor), (x - 74 * s, top)], 15 * s),
        ([(x + 90 * s, floor), (x + 74 * s, top)], 15 * s),
        ([(x - 82 * s, floor - 120 * s), (x + 82 * s, floor - 120 * s)], 10 * s),
        ([(x - 78 * s, floor - 250 * s), (x + 78 * s, floor - 250 * s)], 9 * s),
        ([(x - 82 * s, floor - 120 * s), (x + 78 * s, floor - 250 * s)], 5 * s),
        ([(x - 78 * s, floor - 250 * s), (x + 74 * s, top)], 5 * s),
        ([(x - 250 * s, top), (x + 380 * s, top)], 16 * s),
        ([(x - 20 * s, top - 190 * s), (x - 60 * s, top)], 9 * s),
        ([(x - 20 * s, top - 190 * s), (x + 60 * s, top)], 9 * s),
        ([(x - 20 * s, top - 190 * s), (x + 350 * s, top)], 3.4 * s),
        ([(x - 20 * s, top - 190 * s), (x + 190 * s, top)], 3 * s),
        ([(x - 20 * s, top - 190 * s), (x - 240 * s, top)], 3.4 * s),
        ([(x + 230 * s, top), (x + 230 * s, floor - 210 * s)], 2 * s),
        ([(x + 216 * s, top), (x + 216 * s, floor - 210 * s)], 2 * s),
    ]
    lines += [
        (
            [
                (x - 250 * s + k * 42 * s, top - 7 * s),
                (x - 229 * s + k * 42 * s, top - 28 * s),
                (x - 208 * s + k * 42 * s, top - 7 * s),
            ],
            2.4 * s,
        )
        for k in range(15)
    ]
    c.strokes(lines, steel)
    c.box(
        (x + 190 * s, floor - 212 * s, x + 256 * s, floor - 184 * s), mix((168, 62, 48), steel, 0.4)
    )
    c.box((x - 70 * s, top + 6 * s, x - 20 * s, top + 44 * s), mix(steel, (230, 220, 210), 0.3))


def ship(c: Canvas, mood: str) -> None:
    dusk = mood == "dusk"
    if dusk:
        sky(c, [(0, (40, 44, 88)), (0.45, (196, 110, 96)), (0.6, (250, 184, 112))], 0.5)
        c.glow(420, 610, 520, (255, 180, 110), 0.9)
    else:
        sky(c, [(0, (84, 132, 178)), (0.55, (204, 216, 220)), (1, (232, 226, 210))], 0.45)
    far: Colour = (74, 58, 88) if dusk else (150, 150, 146)
    c.polygon(c.ground(c.ridge(520, 90), 640), c.textured(c.flat(far), c.clouds(18, 20), 0.3))
    c.haze(420, 640, (250, 196, 150) if dusk else (222, 224, 220), 0.55)
    dim = 0.72 if dusk else 0.14
    if dusk:
        for x, s in ((1230, 0.26), (170, 0.2)):
            _hull(c, x, 640, s, dim)
        _hull(c, 430, 668, 0.62, dim)
        waterline = 668.0
    else:
        _hull(c, 170, 690, 1.0, dim)
        waterline = 690.0
    c.reflect(waterline, (30, 34, 62) if dusk else (58, 104, 124), 0.5, 12)
    if not dusk:
        c.polygon(
            [(1210, 700), (1600, 672), (1600, 760), (1330, 742)],
            c.textured(c.flat((206, 184, 142)), c.clouds(40, 60), 0.5),
            blur=3,
        )
        _tug(c, 1300, 760, 1.0)
        _tug(c, 60, 800, 1.15)
        c.strokes([([(1270, 742), (1180, 690)], 2)], (40, 40, 44))
    c.glow(1300 if not dusk else 420, 300 if not dusk else 620, 620, (255, 232, 196), 0.4)


def _hull(c: Canvas, x: float, water: float, s: float, dim: float) -> None:
    paint = mix((34, 58, 92), (16, 14, 26), dim)
    deck = water - 96 * s
    _containers(c, x + 90 * s, deck + 6, (52 * s, 25 * s), 16, [5, 6, 6, 4, 6, 5, 6, 3], dim)
    hull = [
        (x, deck - 34 * s),
        (x + 70 * s, deck),
        (x + 1080 * s, deck),
        (x + 1130 * s, deck - 30 * s),
        (x + 1110 * s, water + 4),
        (x + 60 * s, water + 4),
    ]
    c.polygon(
        hull,
        c.textured(
            c.gradient([(deck / 1067, mix(paint, (200, 210, 220), 0.18)), (water / 1067, paint)]),
            c.clouds(60, 20),
            0.3,
        ),
    )
    c.polygon(
        [
            (x + 54 * s, water - 20 * s),
            (x + 1113 * s, water - 20 * s),
            (x + 1110 * s, water + 5),
            (x + 60 * s, water + 5),
        ],
        mix((134, 44, 38), (16, 14, 26), dim),
    )
    bridge = mix((234, 232, 226), (30, 26, 38), dim * 0.9)
    c.box((x + 960 * s, deck - 210 * s, x + 1040 * s, deck), bridge)
    c.box((x + 930 * s, deck - 232 * s, x + 1070 * s, deck - 204 * s), bridge)
    glass = (250, 210, 140) if dim > 0.5 else (60, 74, 88)
    c.box((x + 936 * s, deck - 226 * s, x + 1064 * s, deck - 214 * s), glass)
    for row in range(4):
        for k in range(4):
            c.box(
                (
                    x + (968 + k * 18) * s,
                    deck - (180 - row * 42) * s,
                    x + (978 + k * 18) * s,
                    deck - (168 - row * 42) * s,
                ),
                glass,
            )
    c.strokes(
        [
            ([(x + 1000 * s, deck - 232 * s), (x + 1000 * s, deck - 300 * s)], 4 * s),
            ([(x + 980 * s, deck - 276 * s), (x + 1020 * s, deck - 276 * s)], 3 * s),
        ],
        mix((90, 90, 96), (20, 18, 28), dim),
    )
    c.box((x + 1050 * s, deck - 130 * s, x + 1086 * s, deck), mix((178, 74, 48), (24, 20, 30), dim))


def _tug(c: Canvas, x: float, y: float, s: float) -> None:
    c.ellipse(
        (x - 90 * s, y + 14 * s, x + 190 * s, y + 36 * s), (214, 226, 228), blur=6, opacity=0.7
    )
    c.polygon(
        [
            (x - 60 * s, y - 14 * s),
            (x + 110 * s, y - 14 * s),
            (x + 92 * s, y + 28 * s),
            (x - 34 * s, y + 28 * s),
        ],
        (122, 46, 38),
    )
    c.box((x - 6 * s, y - 54 * s, x + 56 * s, y - 12 * s), (236, 232, 222))
    c.box((x + 2 * s, y - 46 * s, x + 48 * s, y - 32 * s), (48, 60, 72))
    c.strokes([([(x + 26 * s, y - 54 * s), (x + 26 * s, y - 104 * s)], 4 * s)], (50, 46, 46))
    c.box((x + 62 * s, y - 60 * s, x + 80 * s, y - 14 * s), (52, 52, 58))


def boats(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (120, 148, 178)), (0.42, (232, 190, 172)), (0.52, (250, 214, 178))], 0.4)
    c.polygon(c.ground(c.ridge(500, 40), 560), (132, 134, 154))
    c.haze(420, 560, (248, 218, 192), 0.6)
    c.glow(1120, 470, 520, (255, 214, 170), 0.7)
    c.reflect(556, (92, 112, 136), 0.28, 8)
    for x, y, s, paint in (
        (1180, 640, 0.5, (96, 52, 48)),
        (330, 690, 0.7, (44, 88, 106)),
        (960, 780, 1.0, (150, 108, 58)),
        (340, 900, 1.4, (52, 76, 92)),
    ):
        _boat(c, x, y, s, paint)


def _boat(c: Canvas, x: float, y: float, s: float, paint: Colour) -> None:
    for k, fade in ((1.0, 0.38), (0.6, 0.3)):
        c.polygon(
            [
                (x - 190 * s, y + 40 * s),
                (x + 200 * s, y + 40 * s),
                (x + 130 * s, y + (40 + 90 * k) * s),
                (x - 130 * s, y + (40 + 90 * k) * s),
            ],
            mix(paint, (40, 52, 70), 0.5),
            blur=9 * s,
            opacity=fade,
        )
    inside = [
        (x - 220 * s, y - 46 * s),
        (x - 120 * s, y - 18 * s),
        (x + 130 * s, y - 18 * s),
        (x + 230 * s, y - 58 * s),
        (x + 120 * s, y + 4 * s),
        (x - 110 * s, y + 4 * s),
    ]
    hull: list[Point] = [(x - 220 * s, y - 46 * s)]
    hull += [
        (x + (-220 + 450 * t) * s, y + (-46 - 12 * t + 44 * math.sin(math.pi * t)) * s)
        for t in [i / 16 for i in range(17)]
    ]
    hull += [(x + 150 * s, y + 44 * s), (x - 130 * s, y + 44 * s)]
    c.polygon(inside, mix(paint, (30, 22, 18), 0.55))
    c.polygon(
        hull,
        c.textured(
            c.gradient(
                [
                    ((y - 50 * s) / 1067, mix(paint, (255, 230, 200), 0.35)),
                    ((y + 46 * s) / 1067, mix(paint, (12, 14, 22), 0.45)),
                ]
            ),
            c.noise(30, 220),
            0.28,
        ),
    )
    rim = hull[1:18]
    c.strokes([(rim, 7 * s)], (238, 228, 210))
    c.strokes([([(px, py + 22 * s) for px, py in rim[2:15]], 2 * s)], mix(paint, (10, 10, 16), 0.5))
    c.strokes(
        [
            ([(x - 20 * s, y), (x - 14 * s, y - 210 * s)], 6 * s),
            ([(x - 14 * s, y - 204 * s), (x + 200 * s, y - 44 * s)], 1.6 * s),
            ([(x - 14 * s, y - 204 * s), (x - 200 * s, y - 40 * s)], 1.6 * s),
        ],
        (74, 58, 48),
    )
    c.polygon(
        [
            (x - 10 * s, y - 190 * s),
            (x + 8 * s, y - 184 * s),
            (x + 22 * s, y - 40 * s),
            (x - 6 * s, y - 34 * s),
        ],
        (212, 196, 170),
    )


def _swell(c: Canvas, top: float, crest: Colour, trough: Colour, rows: int, power: float) -> None:
    """Rows of waves that grow towards the reader, foam on their backs."""
    for row in range(rows):
        t = row / (rows - 1)
        y = top + (c.height - top) * t**1.5
        size = 10 + 90 * power * t
        phase, pace = c.rng.uniform(0, 9), 0.016 / (0.25 + t)
        shape = [
            (
                x,
                y
                - size
                * (0.6 * math.sin(phase + x * pace) + 0.4 * math.sin(phase * 2 + x * pace * 2.3))
                - size * 0.3,
            )
            for x in range(-20, 1640, 20)
        ]
        body = c.textured(
            c.gradient(
                [
                    ((y - size) / 1067, mix(crest, trough, 0.2 + 0.3 * t)),
                    (min(1.0, (y + size * 2) / 1067), trough),
                ]
            ),
            c.clouds(14 + row, 60, 4),
            0.55,
        )
        c.polygon([*shape, (1640, c.height), (-20, c.height)], body)
        foam: list[Line] = []
        for i in range(0, len(shape) - 3, 3):
            crest_here = shape[i][1] < y - size * 0.55
            if crest_here and c.rng.random() < 0.8:
                reach = shape[i : i + 1 + c.rng.randint(2, 4)]
                foam.append((reach, 1 + 6 * t * power * c.rng.uniform(0.4, 1.2)))
        c.strokes(foam, (236, 242, 244), blur=1 + 2.5 * t, opacity=0.8)


def _spray(c: Canvas, x: float, y: float, drops: int) -> None:
    for _ in range(drops):
        px, py = x + c.rng.gauss(0, 80), y - abs(c.rng.gauss(0, 52))
        r = c.rng.uniform(3, 26)
        c.ellipse((px - r, py - r, px + r, py + r), (240, 244, 246), blur=7, opacity=0.35)


def storm(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (46, 54, 64)), (0.35, (112, 120, 124)), (0.5, (164, 164, 156))], 0.85)
    c.glow(1150, 420, 480, (210, 206, 190), 0.4)
    _swell(c, 500, (112, 140, 144), (34, 58, 66), 10, 1.0)
    for _ in range(3):
        _spray(c, c.rng.uniform(100, 1500), c.rng.uniform(640, 900), 26)
    rain: list[Line] = []
    for _ in range(420):
        x, y = c.rng.uniform(-60, 1660), c.rng.uniform(-40, 1060)
        rain.append(([(x, y), (x - 12, y + 46)], 0.8))
    c.strokes(rain, (220, 226, 228), opacity=0.2)
    c.grade(colour=0.8, contrast=1.12)


def lighthouse(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (70, 92, 128)), (0.45, (190, 178, 176)), (0.6, (240, 206, 170))], 0.6)
    _swell(c, 610, (120, 150, 160), (44, 76, 92), 7, 0.4)
    rock: list[Point] = [
        (640, 1067),
        (700, 900),
        (800, 830),
        (880, 770),
        (960, 752),
        (1080, 748),
        (1160, 790),
        (1290, 830),
        (1420, 900),
        (1600, 960),
        (1600, 1067),
    ]
    rough = [(x + c.rng.uniform(-12, 12), y + c.rng.uniform(-12, 12)) for x, y in rock]
    c.polygon(
        rough,
        c.textured(
            c.gradient([(0.7, (128, 112, 100)), (1, (52, 46, 46))]), c.clouds(40, 40, 5), 0.85
        ),
    )
    x, base, top = 1010.0, 768.0, 300.0
    shade = c.gradient([(0, (246, 240, 232)), (1, (222, 212, 204))])
    c.polygon([(x - 74, base), (x + 74, base), (x + 46, top), (x - 46, top)], shade)
    for y0, y1 in ((400, 500), (600, 690)):
        w0, w1 = 46 + 28 * (y0 - top) / (base - top), 46 + 28 * (y1 - top) / (base - top)
        c.polygon([(x - w0, y0), (x + w0, y0), (x + w1, y1), (x - w1, y1)], (168, 54, 46))
    c.polygon(
        [(x + 6, base), (x + 74, base), (x + 46, top), (x + 4, top)],
        (40, 36, 54),
        blur=14,
        opacity=0.38,
    )
    c.box((x - 66, top - 14, x + 66, top + 6), (54, 50, 54))
    c.box((x - 36, top - 84, x + 36, top - 12), (250, 226, 170))
    c.strokes(
        [([(x + k, top - 84), (x + k, top - 12)], 3) for k in (-36, -12, 12, 36)]
        + [([(x - 66, top - 44), (x + 66, top - 44)], 2.4)]
        + [([(x + k, top - 44), (x + k, top - 12)], 1.6) for k in range(-66, 67, 22)],
        (44, 42, 48),
    )
    c.polygon([(x - 46, top - 84), (x + 46, top - 84), (x, top - 136)], (140, 48, 44))
    c.box((x - 15, base - 66, x + 15, base), (58, 46, 44))
    for y in (360, 548, 640):
        c.box((x - 8, y - 14, x + 8, y + 12), (66, 62, 70))
    c.glow(x, top - 48, 260, (255, 226, 160), 0.9)
    _spray(c, 760, 940, 90)
    c.glow(250, 620, 620, (255, 214, 170), 0.5)


SCENES = {
    "harbour": harbour,
    "ship": ship,
    "boats": boats,
    "storm": storm,
    "lighthouse": lighthouse,
}
