"""Streets: in the rain, under water, on a market day."""

# ruff: noqa: PLR2004 - a drawing is made of numbers; a name for each would say no more.
from __future__ import annotations

import math

from khabar.demo.drawing.canvas import Canvas, Colour, Line, Point, mix
from khabar.demo.drawing.city import LAMP
from khabar.demo.drawing.land import sky


def rain(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (10, 14, 28)), (0.5, (30, 34, 52)), (1, (16, 18, 30))])
    for side in (-1, 1):
        for k in range(6):
            near = k / 5
            x = 800 + side * (90 + 760 * near)
            w = 70 + 190 * near
            top = 380 - 420 * near
            c.box(
                (min(x, x + side * w), top, max(x, x + side * w), 640 + 60 * near),
                (20 + 4 * k, 20 + 3 * k, 34 - k),
            )
            for _ in range(9):
                wx, wy = x + side * c.rng.uniform(10, w - 10), c.rng.uniform(max(10, top + 20), 560)
                c.box(
                    (wx, wy, wx + 12 + 16 * near, wy + 16 + 20 * near),
                    c.rng.choice([LAMP, (160, 190, 220), (240, 190, 120)]),
                    opacity=0.7,
                )
    for k in range(7):
        d = k / 6
        for side in (-1, 1):
            x, y = 800 + side * (60 + 560 * d**1.6), 500 - 250 * d**1.5
            c.glow(x, y, 26 + 90 * d, LAMP, 1)
            c.strokes([([(x, y), (x, 650 + 80 * d)], 2 + 5 * d)], (26, 26, 36))
    for x, y, glare, tone in (
        (640, 640, 26, (255, 244, 220)),
        (690, 640, 26, (255, 244, 220)),
        (420, 668, 46, (255, 240, 214)),
        (520, 668, 46, (255, 240, 214)),
        (930, 636, 22, (255, 60, 44)),
        (970, 636, 22, (255, 60, 44)),
        (1090, 664, 40, (255, 54, 40)),
        (1180, 664, 40, (255, 54, 40)),
    ):
        spot = glare / 3
        c.glow(x, y, glare * 2.4, tone, 1)
        c.ellipse((x - spot, y - spot, x + spot, y + spot), mix(tone, (255, 255, 255), 0.6))
    c.blur(5)
    c.reflect(690, (14, 16, 28), 0.12, 16)
    streaks: list[Line] = []
    for _ in range(520):
        x, y = c.rng.uniform(0, 1640), c.rng.uniform(-40, 1067)
        streaks.append(([(x, y), (x - 7, y + c.rng.uniform(24, 60))], 0.9))
    c.strokes(streaks, (210, 220, 236), opacity=0.28)
    for _ in range(70):
        px, py, r = c.rng.uniform(0, 1600), c.rng.uniform(760, 1060), c.rng.uniform(5, 18)
        turns = [step * math.pi / 8 for step in range(17)]
        ring = [(px + r * math.cos(a), py + r * 0.3 * math.sin(a)) for a in turns]
        c.strokes([(ring, 1)], (190, 200, 220), opacity=0.4)


def market(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (210, 196, 170)), (0.4, (250, 226, 180)), (1, (230, 200, 150))], 0.2)
    c.glow(800, 330, 700, (255, 240, 200), 0.9)
    stone = c.textured(
        c.gradient([(0, (186, 152, 112)), (1, (120, 88, 62))]), c.clouds(120, 90, 3), 0.28
    )
    for side in (0, 1):
        wall: list[Point] = [(0, 0), (660, 330), (660, 620), (0, 1070)]
        c.polygon(wall if not side else [(1600 - x, y) for x, y in wall], stone)
    c.polygon(
        [(660, 610), (940, 610), (1600, 1067), (0, 1067)],
        c.textured(
            c.gradient([(0.55, (226, 190, 140)), (1, (128, 94, 66))]), c.clouds(60, 120, 3), 0.3
        ),
    )
    for k in range(4):
        far = 1 - k / 3
        _arch(c, far)
    stripes = [
        ((176, 62, 48), (240, 226, 200)),
        ((46, 96, 110), (236, 228, 206)),
        ((196, 140, 52), (246, 234, 208)),
        ((88, 112, 72), (238, 230, 208)),
    ]
    for k in range(4):
        for side in (0, 1):
            _stall(c, k / 3, side, stripes[(k * 2 + side + 1) % 4])
    for x, y, s in (
        (770, 640, 0.6),
        (850, 652, 0.7),
        (810, 632, 0.5),
        (900, 690, 1.0),
        (720, 700, 1.05),
        (960, 640, 0.55),
    ):
        _walker(c, x, y, s)
    for k in range(3):
        x0 = 520 + k * 200
        c.polygon(
            [(x0, 0), (x0 + 90, 0), (x0 + 20 - k * 60, 1067), (x0 - 190 - k * 60, 1067)],
            (255, 236, 190),
            blur=40,
            opacity=0.16,
        )


def _arch(c: Canvas, far: float) -> None:
    half, top = 150 + 560 * (1 - far), 330 - 330 * (1 - far)
    points = [
        (800 + half * math.cos(a), top + 60 - half * 0.36 * math.sin(a))
        for a in [math.pi * i / 20 for i in range(21)]
    ]
    c.strokes([(points, 14 + 34 * (1 - far))], (132, 98, 70), opacity=0.75)


def _stall(c: Canvas, near: float, side: int, paint: tuple[Colour, Colour]) -> None:
    def at(x: float, y: float) -> Point:
        return (1600 - x if side else x, y)

    x0, x1 = 600 - 640 * near**1.2, 690 - 430 * near**1.2
    roof, drop, floor = 500 - 110 * near, 40 + 70 * near, 660 + 250 * near
    width = x1 - x0
    c.polygon(
        [
            at(x0, floor - 80 - 90 * near),
            at(x1, floor - 70 - 70 * near),
            at(x1, floor),
            at(x0, floor + 60 * near),
        ],
        mix((92, 64, 44), (60, 40, 30), near),
    )
    for i in range(8):
        f0, f1 = i / 8, (i + 1) / 8
        tone = paint[i % 2]
        c.polygon(
            [
                at(x0 + width * f0 - 20 * near, roof),
                at(x0 + width * f1 - 20 * near, roof),
                at(x0 + width * f1 + 30 * near, roof + drop),
                at(x0 + width * f0 + 30 * near, roof + drop),
            ],
            tone,
        )
        c.ellipse(
            _upright(
                at(x0 + width * f0 + 30 * near, roof + drop - 8),
                at(x0 + width * f1 + 30 * near, roof + drop + 14 + 14 * near),
            ),
            tone,
        )
    c.strokes([([at(x1, roof + drop), at(x1, floor)], 3 + 6 * near)], (70, 48, 34))
    top = floor - 80 - 80 * near
    fruit: list[Colour] = [
        (206, 116, 40),
        (178, 52, 42),
        (120, 138, 56),
        (220, 180, 72),
        (134, 62, 88),
    ]
    for row in range(3):
        tone = c.rng.choice(fruit)
        r = 5 + 13 * near
        x = x0 + r
        while x < x1 - r:
            y = top + row * r * 1.5 + c.rng.uniform(-2, 2)
            px, _ = at(x, y)
            shade = mix(tone, (30, 16, 10), c.rng.uniform(0, 0.3))
            c.ellipse((px - r, y - r, px + r, y + r), shade)
            c.ellipse(
                (px - r * 0.5, y - r * 0.6, px + r * 0.1, y - r * 0.05),
                mix(shade, (255, 244, 220), 0.4),
            )
            x += r * 1.9


def _upright(a: Point, b: Point) -> tuple[float, float, float, float]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _walker(c: Canvas, x: float, y: float, s: float) -> None:
    cloth = mix(
        c.rng.choice([(60, 52, 60), (96, 60, 48), (52, 66, 76), (120, 104, 84)]),
        (236, 210, 170),
        0.25 * (1.2 - s),
    )
    c.ellipse((x - 34 * s, y + 62 * s, x + 60 * s, y + 76 * s), (70, 48, 32), blur=3, opacity=0.5)
    c.polygon(
        [
            (x - 17 * s, y - 34 * s),
            (x + 17 * s, y - 34 * s),
            (x + 24 * s, y + 68 * s),
            (x - 24 * s, y + 68 * s),
        ],
        cloth,
        blur=1,
    )
    c.ellipse(
        (x - 12 * s, y - 64 * s, x + 12 * s, y - 34 * s), mix(cloth, (120, 80, 58), 0.6), blur=1
    )


def flood(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (120, 124, 126)), (0.5, (178, 176, 168)), (1, (196, 188, 174))], 0.6)
    for side in (0, 1):
        for k in range(4):
            _house(c, k / 3, side)
    c.haze(380, 640, (190, 186, 176), 0.45)
    c.reflect(640, (122, 98, 70), 0.5, 12)
    c.box(
        (0, 640, 1600, 1067),
        c.textured(c.flat((116, 94, 68)), c.clouds(9, 70, 5), 0.6),
        opacity=0.35,
    )
    c.polygon(
        [(560, 850), (620, 806), (880, 790), (950, 826), (880, 862), (640, 880)], (86, 62, 50)
    )
    c.polygon([(590, 846), (640, 812), (870, 798), (912, 822)], (166, 140, 112))
    c.strokes(
        [
            ([(600, 846), (916, 822)], 5),
            ([(640, 826), (660, 868)], 3),
            ([(820, 808), (850, 856)], 3),
        ],
        (60, 44, 38),
    )
    for _ in range(42):
        x, y = c.rng.uniform(60, 1540), c.rng.uniform(690, 1040)
        w, turn = c.rng.uniform(14, 70), c.rng.uniform(-0.5, 0.5)
        dx, dy = w * math.cos(turn), w * 0.4 * math.sin(turn)
        c.strokes(
            [([(x - dx, y - dy), (x + dx, y + dy)], c.rng.uniform(2, 8))],
            c.rng.choice([(70, 52, 40), (98, 76, 56), (150, 130, 106)]),
        )
    c.strokes(
        [
            ([(1010, 660), (990, 250)], 9),
            ([(930, 290), (1060, 280)], 6),
            ([(992, 288), (1600, 470)], 1.6),
            ([(992, 288), (300, 560)], 1.6),
        ],
        (58, 50, 46),
    )
    c.grade(colour=0.8)


def _house(c: Canvas, near: float, side: int) -> None:
    def at(x: float, y: float) -> Point:
        return (1600 - x if side else x, y)

    x0, x1 = 470 - 640 * near, 640 - 400 * near
    top0, top1, floor = 420 - 330 * near, 452 - 250 * near, 660.0
    tone = c.rng.choice([(196, 178, 150), (176, 150, 132), (160, 164, 160), (202, 188, 164)])
    c.polygon(
        [at(x0, top0), at(x1, top1), at(x1, floor), at(x0, floor)],
        c.textured(
            c.flat(mix(tone, (120, 116, 112), 0.35 * (1 - near))), c.clouds(110, 80, 3), 0.28
        ),
    )
    c.polygon(
        [at(x0, 590 - 60 * near), at(x1, 600 - 46 * near), at(x1, floor), at(x0, floor)],
        (92, 72, 54),
        blur=3,
        opacity=0.55,
    )
    span = x1 - x0
    for f in (0.2, 0.62):
        for row in range(2):
            y = top0 + (60 + 120 * near) * (row + 0.5)
            if y > 560:
                continue
            window = [
                at(x0 + span * f, y),
                at(x0 + span * (f + 0.2), y + 6),
                at(x0 + span * (f + 0.2), y + 44 + 46 * near),
                at(x0 + span * f, y + 42 + 46 * near),
            ]
            c.polygon(window, (52, 48, 48))
            if c.rng.random() < 0.5:
                c.strokes([([window[0], window[2]], 3 + 3 * near)], (150, 130, 108))
    if near < 0.9 and c.rng.random() < 0.6:
        c.polygon(
            [
                at(x0, top0),
                at(x0 + span * 0.5, top0 + 14),
                at(x0 + span * 0.34, top0 + 60),
                at(x0 + span * 0.16, top0 + 34),
                at(x0, top0 + 76),
            ],
            (150, 150, 146),
        )


SCENES = {
    "rain": rain,
    "market": market,
    "flood": flood,
}
