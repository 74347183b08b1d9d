"""Rooms: halls, shelves, corridors, screens."""

# ruff: noqa: PLR2004 - a drawing is made of numbers; a name for each would say no more.
from __future__ import annotations

import math

from PIL import Image

from khabar.demo.drawing.canvas import Canvas, Colour, Line, Point, mix

SPINES: list[Colour] = [
    (118, 44, 40),
    (38, 66, 88),
    (62, 82, 62),
    (160, 124, 74),
    (84, 56, 76),
    (196, 178, 146),
    (48, 46, 52),
    (140, 84, 52),
]


def _grain(c: Canvas, light: Colour, dark: Colour) -> Image.Image:
    return c.textured(c.gradient([(0, light), (1, dark)]), c.noise(7, 160), 0.35)


def hall(c: Canvas, mood: str) -> None:
    evening = mood == "evening"
    wall = (206, 188, 160) if not evening else (110, 92, 84)
    c.image = c.textured(
        c.gradient([(0, mix(wall, (255, 250, 236), 0.3)), (0.6, wall)]), c.clouds(4, 3, 4), 0.25
    )
    for i in range(9):
        x = 60 + i * 185
        shade = mix(wall, (70, 52, 44), 0.45)
        c.box((x - 24, 110, x + 24, 520), shade)
        c.box((x - 24, 110, x - 6, 520), mix(wall, (255, 246, 226), 0.5))
        c.box((x - 34, 90, x + 34, 116), mix(wall, (255, 246, 226), 0.4))
        if i < 8:
            glow: Colour = (255, 214, 150) if evening else (238, 244, 250)
            c.polygon(
                [(x + 52, 470), (x + 52, 210), (x + 92, 160), (x + 132, 210), (x + 132, 470)],
                (44, 48, 66) if evening else glow,
            )
            c.glow(
                x + (0 if evening else 92),
                470 if evening else 320,
                130,
                glow,
                0.7 if evening else 0.35,
            )
    c.box((0, 60, 1600, 92), mix(wall, (70, 52, 44), 0.3))
    stage = _grain(c, (156, 104, 64), (96, 60, 38))
    c.polygon([(560, 430), (1040, 430), (1080, 600), (520, 600)], stage)
    c.polygon(
        [(700, 380), (900, 380), (930, 500), (670, 500)], _grain(c, (176, 122, 78), (110, 70, 44))
    )
    for x in (-150, -100, 100, 150):
        tone = (150, 50, 46) if x % 100 else (46, 82, 108)
        c.strokes([([(800 + x, 430), (800 + x, 250)], 4)], (196, 170, 110))
        c.polygon([(800 + x, 254), (800 + x + 32, 268), (800 + x + 26, 400), (800 + x, 410)], tone)
    for row in range(8):
        _bench(c, row, evening)
    c.glow(800, 360, 560, (255, 230, 180), 0.45)
    if evening:
        c.grade(brightness=0.82, contrast=1.08)


def _bench(c: Canvas, row: int, evening: bool) -> None:  # noqa: FBT001 - one caller
    t = row / 7
    radius_x, radius_y = 420 + 900 * t**1.25, 90 + 300 * t**1.3
    cy, tall = 520 + 260 * t**1.2, 22 + 62 * t
    angles = [math.pi * (0.02 + 0.96 * k / 40) for k in range(41)]
    top = [(800 + radius_x * math.cos(a), cy + radius_y * math.sin(a) * 0.8) for a in angles]
    low = [(x, y + tall) for x, y in top]
    c.polygon([*top, *low[::-1]], c.gradient([(0.4, (150, 98, 60)), (1, (74, 46, 30))]))
    c.strokes([(top, 5 + 5 * t)], (206, 160, 108))
    count = 24
    for k in range(count):
        a = math.pi * (0.04 + 0.92 * (k + 0.5) / count)
        x, y = 800 + radius_x * math.cos(a), cy + radius_y * math.sin(a) * 0.8
        w, h = 13 + 30 * t, 20 + 44 * t
        seat = (92, 34, 34) if evening else (116, 46, 42)
        c.polygon(
            [(x - w, y), (x - w * 0.86, y - h), (x + w * 0.86, y - h), (x + w, y)],
            c.flat(seat) if k % 7 else c.flat(mix(seat, (20, 12, 12), 0.3)),
        )
        c.strokes(
            [([(x - w * 0.8, y - h), (x + w * 0.8, y - h)], 2 + 3 * t)],
            mix(seat, (255, 200, 170), 0.35),
        )
        if not evening and c.rng.random() < 0.62:
            suit = c.rng.choice(
                [(38, 40, 50), (62, 58, 66), (90, 92, 104), (48, 56, 72), (120, 96, 92)]
            )
            c.ellipse((x - w * 0.72, y - h * 1.2, x + w * 0.72, y + h * 0.3), suit)
            c.ellipse(
                (x - w * 0.34, y - h * 1.75, x + w * 0.34, y - h * 1.0),
                mix((46, 34, 30), (150, 140, 136), c.rng.random() * 0.6),
            )


def library(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (58, 40, 28)), (1, (36, 24, 18))])
    for row in range(6):
        floor = 150 + row * 178.0
        _shelf(c, floor, 128)
    c.polygon(
        [(1180, -10), (1216, -10), (1330, 1080), (1282, 1080)],
        _grain(c, (170, 120, 76), (104, 66, 40)),
    )
    c.polygon(
        [(1360, -10), (1392, -10), (1560, 1080), (1514, 1080)],
        _grain(c, (170, 120, 76), (104, 66, 40)),
    )
    rungs: list[Line] = [
        ([(1196 + k * 13.6, k * 132 - 20), (1378 + k * 19, k * 132 - 20)], 15) for k in range(10)
    ]
    c.strokes(rungs, (142, 96, 60))
    c.polygon([(0, 0), (520, 0), (0, 900)], (10, 6, 4), blur=120, opacity=0.6)
    c.glow(820, 380, 860, (255, 206, 130), 0.75)
    c.glow(780, 60, 300, (255, 230, 180), 0.6)


def _shelf(c: Canvas, floor: float, tall: float) -> None:
    x = -10.0
    while x < c.width:
        width = c.rng.uniform(15, 44)
        height = tall * c.rng.uniform(0.66, 1)
        tone = mix(c.rng.choice(SPINES), (20, 14, 10), c.rng.uniform(0, 0.35))
        lean = c.rng.choice([0, 0, 0, 0, 0, 0, 16]) if width < 26 else 0
        c.polygon(
            [
                (x + lean, floor - height),
                (x + width + lean, floor - height),
                (x + width, floor),
                (x, floor),
            ],
            tone,
        )
        c.polygon(
            [
                (x + lean, floor - height),
                (x + width * 0.3 + lean, floor - height),
                (x + width * 0.3, floor),
                (x, floor),
            ],
            mix(tone, (255, 236, 206), 0.22),
            blur=2,
        )
        if width > 20:
            gold = mix((206, 164, 84), tone, 0.25)
            for part in (0.16, 0.2, 0.82):
                y = floor - height * (1 - part)
                c.box(
                    (x + 3 + lean * (1 - part), y, x + width - 3 + lean * (1 - part), y + 3), gold
                )
            if width > 30:
                c.box(
                    (x + 7, floor - height * 0.66, x + width - 7, floor - height * 0.46),
                    mix(gold, tone, 0.35),
                )
        x += width + lean + c.rng.choice([0.5, 0.5, 1, 2])
        if c.rng.random() < 0.03:
            x += 46
    c.box((0, floor, 1600, floor + 24), _grain(c, (156, 106, 66), (92, 58, 36)))
    c.box((0, floor + 24, 1600, floor + 46), (14, 8, 6), blur=8, opacity=0.8)


def cinema(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (26, 12, 14)), (1, (12, 6, 8))])
    for side in (0, 1):
        for k in range(12):
            x = k * 26.0
            tone = mix((120, 26, 30), (50, 10, 14), (k % 3) / 2)
            x0 = x if not side else 1600 - x - 26
            c.box((x0, 0, x0 + 26, 760), c.gradient([(0, tone), (0.7, mix(tone, (10, 4, 6), 0.6))]))
    c.box(
        (330, 90, 1270, 560),
        c.textured(
            c.gradient([(0.1, (236, 240, 244)), (0.5, (206, 214, 226))]), c.clouds(5, 4, 4), 0.3
        ),
    )
    c.polygon(
        [(330, 470), (560, 380), (760, 450), (960, 350), (1270, 470), (1270, 560), (330, 560)],
        (120, 134, 156),
        blur=4,
    )
    c.ellipse((980, 150, 1060, 230), (255, 255, 255), blur=4)
    c.strokes([([(330, 90), (1270, 90), (1270, 560), (330, 560), (330, 90)], 12)], (20, 14, 14))
    c.glow(800, 330, 780, (206, 220, 246), 0.55)
    c.polygon(
        [(1600, 0), (1500, 0), (330, 90), (1270, 560)], (220, 230, 250), blur=40, opacity=0.08
    )
    for row in range(6):
        t = row / 5
        size, y = 40 + 92 * t**1.3, 640 + 400 * t**1.3
        shift = (row % 2) * size * 0.9
        x = -size + shift
        while x < c.width + size:
            tone = mix((150, 34, 36), (58, 12, 18), t * 0.7)
            seat: list[Point] = [
                (x - size * 0.8, y + size * 1.2),
                (x - size * 0.8, y - size * 0.3),
                (x - size * 0.56, y - size * 0.72),
                (x + size * 0.56, y - size * 0.72),
                (x + size * 0.8, y - size * 0.3),
                (x + size * 0.8, y + size * 1.2),
            ]
            c.polygon(
                seat,
                c.gradient(
                    [
                        ((y - size * 0.7) / 1067, mix(tone, (255, 190, 180), 0.3)),
                        (min(1.0, (y + size * 0.5) / 1067), mix(tone, (10, 2, 6), 0.6)),
                    ]
                ),
                blur=1,
            )
            c.strokes([(seat[1:5], 2 + 3 * t)], mix(tone, (255, 210, 200), 0.35), opacity=0.6)
            x += size * 1.85
    c.polygon([(760, 600), (840, 600), (960, 1067), (640, 1067)], (20, 8, 10), blur=10, opacity=0.5)


def servers(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (8, 12, 22)), (0.5, (24, 40, 62)), (1, (8, 12, 20))])
    vanish = (800.0, 500.0)
    for side in (-1, 1):
        for k in range(8):
            far, near = 0.86**k, 0.86 ** (k + 1)
            _rack(c, vanish, side, 1.1 * far, 1.1 * near)
    floor: list[Line] = [([vanish, (x, 1067)], 3) for x in range(-1200, 2900, 220)]
    c.strokes(
        [line for line in floor if abs(line[0][1][0] - 800) < 620], (80, 120, 160), opacity=0.35
    )
    for k in range(7):
        s = 0.8**k
        c.box((800 - 210 * s, 500 - 490 * s, 800 + 210 * s, 500 - 478 * s), (214, 232, 250))
    c.glow(800, 500, 420, (120, 180, 250), 0.8)
    c.bloom(150, 30, 0.7)


def _rack(c: Canvas, vanish: Point, side: int, far: float, near: float) -> None:
    vx, vy = vanish

    def at(k: float, v: float) -> Point:
        scale = far + (near - far) * k
        return vx + side * 720 * scale, vy + (v - 0.5) * 1040 * scale

    c.polygon([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], mix((16, 20, 30), (46, 66, 96), 1 - far))
    rows: list[Line] = []
    for i in range(26):
        v = 0.04 + i * 0.036
        rows.append(([at(0.08, v), at(0.92, v)], 1 + 2 * far))
        for _ in range(5):
            k = c.rng.uniform(0.12, 0.88)
            x, y = at(k, v + 0.018)
            r = 1.2 + 3 * far
            c.ellipse(
                (x - r, y - r * 0.8, x + r, y + r * 0.8),
                c.rng.choice([(80, 170, 255), (90, 200, 255), (120, 255, 190), (60, 130, 230)]),
            )
    c.strokes(rows, (64, 82, 110), opacity=0.7)
    c.strokes([([at(0, 0), at(0, 1)], 5 * far)], (96, 120, 150))


def corridor(c: Canvas, _mood: str) -> None:
    wall = c.textured(
        c.gradient(
            [
                (0, (206, 220, 210)),
                (0.55, (186, 204, 192)),
                (0.56, (126, 160, 146)),
                (1, (96, 128, 116)),
            ]
        ),
        c.clouds(30, 20, 3),
        0.12,
    )
    c.image = wall
    vx, vy = 800.0, 440.0
    c.polygon([(0, 0), (1600, 0), (930, 330), (670, 330)], (222, 228, 224))
    c.polygon(
        [(0, 1067), (1600, 1067), (930, 600), (670, 600)],
        c.textured(
            c.gradient([(0.55, (214, 220, 214)), (1, (150, 160, 154))]), c.clouds(14, 40, 3), 0.25
        ),
    )
    c.polygon([(0, 0), (670, 330), (670, 600), (0, 1067)], (40, 60, 56), opacity=0.12)
    c.box((670, 330, 930, 600), (232, 240, 238))
    c.box((716, 372, 796, 600), (250, 252, 250))
    c.box((804, 372, 884, 600), (250, 252, 250))
    c.glow(800, 470, 300, (255, 255, 246), 0.9)
    for k in range(5):
        t = 0.62**k
        c.polygon(
            [
                (vx - 190 * t, vy - 430 * t),
                (vx + 190 * t, vy - 430 * t),
                (vx + 160 * t, vy - 360 * t),
                (vx - 160 * t, vy - 360 * t),
            ],
            (255, 255, 250),
        )
        if k != 1:
            c.glow(vx, vy - 390 * t, 240 * t, (250, 255, 250), 0.5)
    for side in (-1, 1):
        for k in range(4):
            t = 0.66**k
            x = vx + side * 640 * t
            c.polygon(
                [
                    (x, vy - 170 * t),
                    (x + side * 130 * t, vy - 210 * t),
                    (x + side * 130 * t, vy + 440 * t),
                    (x, vy + 350 * t),
                ],
                (150, 118, 88) if k % 2 else (96, 128, 132),
            )
            _bed(c, vx + side * 470 * t, vy + 330 * t, t, side)
    for _ in range(1):
        c.polygon(
            [(640, 1067), (960, 1067), (860, 600), (740, 600)],
            (255, 255, 250),
            blur=30,
            opacity=0.35,
        )
    c.strokes([([(0, 820), (670, 520)], 8), ([(1600, 820), (930, 520)], 8)], (86, 108, 100))


def _bed(c: Canvas, x: float, y: float, t: float, side: int) -> None:
    steel = (120, 132, 138)
    w, d = 150 * t, 120 * t
    far = side * 60 * t
    c.ellipse(
        (x - w * 1.1, y + 70 * t, x + w * 1.1, y + 116 * t), (60, 76, 72), blur=10 * t, opacity=0.5
    )
    legs: list[Line] = [([(x + k * w, y), (x + k * w, y + 96 * t)], 6 * t) for k in (-0.9, 0.9)]
    c.strokes(legs, steel)
    c.polygon(
        [
            (x - w, y),
            (x + w, y),
            (x + w - far * 0.6, y - d * 0.62),
            (x - w - far * 0.6, y - d * 0.62),
        ],
        (244, 246, 246),
    )
    c.polygon([(x - w, y), (x + w, y), (x + w, y + 30 * t), (x - w, y + 30 * t)], (206, 214, 216))
    c.polygon(
        [
            (x - w * 0.3, y),
            (x + w, y),
            (x + w - far * 0.6, y - d * 0.62),
            (x - w * 0.3 - far * 0.6, y - d * 0.62),
        ],
        (122, 164, 176),
    )
    c.ellipse(
        (x - w * 0.95 - far * 0.3, y - d * 0.6, x - w * 0.4 - far * 0.3, y - d * 0.2),
        (255, 255, 255),
    )
    c.strokes([([(x + side * w, y - d * 1.0), (x + side * w, y - d * 3.2)], 4 * t)], steel)
    c.box((x + side * w - 16 * t, y - d * 3.2, x + side * w + 16 * t, y - d * 2.5), (230, 240, 240))


def exchange(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (8, 12, 20)), (1, (14, 22, 32))])
    c.strokes(
        [([(60, 120 + k * 92), (1540, 120 + k * 92)], 1.4) for k in range(10)],
        (70, 90, 110),
        opacity=0.5,
    )
    x, y, path = 60.0, 300.0, []
    while x < 1540:
        path.append((x, y))
        x += 22
        y += c.rng.uniform(-40, 48) + (4 if x > 700 else -1)
        y = max(170, min(760, y))
    c.polygon(
        [*path, (path[-1][0], 900), (60, 900)],
        c.gradient([(0.15, (200, 70, 60)), (0.85, (16, 22, 32))]),
        opacity=0.35,
    )
    c.strokes([(path, 6)], (246, 96, 80))
    for k in range(56):
        px, py = 70 + k * 26, 960
        up = c.rng.random() < 0.42
        h = c.rng.uniform(10, 100)
        c.box((px, py - h, px + 15, py), (70, 190, 130) if up else (220, 76, 66), opacity=0.85)
    for row in range(9):
        for column in range(4):
            left, top = 90 + column * 380, 60 + row * 100
            if c.rng.random() < 0.55:
                _figures(
                    c,
                    left,
                    top,
                    24,
                    c.rng.choice([(240, 180, 80), (90, 210, 150), (236, 90, 80), (190, 210, 230)]),
                )
    c.bloom(120, 22, 0.8)
    c.polygon(
        [
            (0, 1067),
            (0, 970),
            (180, 900),
            (260, 800),
            (330, 780),
            (400, 810),
            (470, 910),
            (640, 980),
            (660, 1067),
        ],
        (3, 4, 8),
        blur=3,
    )
    c.polygon(
        [
            (1010, 1067),
            (1030, 1000),
            (1140, 930),
            (1190, 850),
            (1250, 830),
            (1310, 856),
            (1360, 940),
            (1470, 1000),
            (1500, 1067),
        ],
        (3, 4, 8),
        blur=3,
    )
    scan: list[Line] = [([(0, k * 6), (1600, k * 6)], 1) for k in range(178)]
    c.strokes(scan, (0, 0, 0), opacity=0.35)


DIGITS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")


def _figures(c: Canvas, x: float, y: float, s: float, tone: Colour) -> None:
    lines: list[Line] = []
    for place in range(6):
        left = x + place * s * 1.5 + (s * 0.5 if place > 3 else 0)
        segments = {
            "a": ((0, 0), (1, 0)),
            "b": ((1, 0), (1, 1)),
            "c": ((1, 1), (1, 2)),
            "d": ((0, 2), (1, 2)),
            "e": ((0, 1), (0, 2)),
            "f": ((0, 0), (0, 1)),
            "g": ((0, 1), (1, 1)),
        }
        for name in c.rng.choice(DIGITS):
            (x0, y0), (x1, y1) = segments[name]
            lines.append(([(left + x0 * s, y + y0 * s), (left + x1 * s, y + y1 * s)], 4))
    c.strokes(lines, tone, opacity=0.75)


SCENES = {
    "hall": hall,
    "library": library,
    "cinema": cinema,
    "servers": servers,
    "corridor": corridor,
    "exchange": exchange,
}
