"""Grounds, tracks, pools, and a ball."""
# ruff: noqa: PLR2004 - a drawing is made of numbers; a name for each would say no more.

from __future__ import annotations

import math

from PIL import Image, ImageChops

from khabar.demo.drawing.canvas import Canvas, Colour, Line, Point, mix


def stadium(c: Canvas, mood: str) -> None:
    night = mood == "night"
    ground: Colour = (22, 26, 44) if night else (150, 146, 134)
    c.image = c.textured(c.flat(ground), c.clouds(20, 14, 5), 0.35)
    _surroundings(c, night)
    outer, roof = (170.0, 80.0, 1430.0, 990.0), (228, 230, 232) if not night else (120, 128, 150)
    c.ellipse((190, 120, 1490, 1050), (8, 8, 14), blur=26, opacity=0.6)
    c.ellipse(outer, c.gradient([(0.1, roof), (0.9, mix(roof, (40, 44, 60), 0.45))]))
    ribs: list[Line] = []
    for i in range(72):
        a = i * math.pi / 36
        ribs.append(
            (
                [
                    (800 + 630 * math.cos(a), 535 + 455 * math.sin(a)),
                    (800 + 540 * math.cos(a), 535 + 375 * math.sin(a)),
                ],
                2,
            )
        )
    c.strokes(ribs, mix(roof, (30, 34, 50), 0.5), opacity=0.7)
    for k in range(7):
        t = k / 6
        box = (255 + 78 * t, 158 + 62 * t, 1345 - 78 * t, 912 - 62 * t)
        seat = (
            mix((46, 62, 104), (150, 60, 54), k % 2 * 0.7)
            if night
            else mix((170, 176, 186), (110, 122, 148), t)
        )
        c.ellipse(box, seat)
    _crowd(c, night)
    c.ellipse((345, 230, 1255, 840), (140, 74, 56) if not night else (84, 48, 50))
    c.ellipse((375, 250, 1225, 820), (74, 118, 60))
    _pitch(c)
    if night:
        c.grade(brightness=0.86)
        c.glow(800, 535, 620, (190, 220, 200), 0.5)
        for x, y in ((330, 170), (1270, 170), (330, 900), (1270, 900)):
            c.glow(x, y, 120, (206, 220, 240), 0.8)
            c.glow(x, y, 40, (255, 255, 255), 1)
    else:
        c.glow(1350, 60, 760, (255, 240, 206), 0.45)


def _surroundings(c: Canvas, night: bool) -> None:  # noqa: FBT001 - one caller
    for _ in range(110):
        x, y = c.rng.uniform(-40, 1600), c.rng.uniform(-40, 1067)
        w, h = c.rng.uniform(20, 90), c.rng.uniform(20, 70)
        tone = c.rng.choice([(120, 110, 100), (170, 160, 144), (136, 126, 118), (96, 112, 80)])
        c.box((x + 7, y + 8, x + w + 7, y + h + 8), (10, 10, 16), opacity=0.35)
        c.box((x, y, x + w, y + h), mix(tone, (20, 24, 44), 0.78 if night else 0))
        if night and c.rng.random() < 0.5:
            c.glow(x + w, y + h, 22, (255, 200, 130), 0.9)


def _crowd(c: Canvas, night: bool) -> None:  # noqa: FBT001 - one caller
    tones: list[Colour] = [
        (236, 232, 222),
        (180, 58, 50),
        (52, 84, 140),
        (232, 190, 90),
        (60, 60, 70),
    ]
    share = 1.0 if night else 0.14
    for tone in tones:
        dots: list[Line] = []
        for _ in range(int(1500 * share)):
            a = c.rng.uniform(0, 2 * math.pi)
            k = c.rng.uniform(0.87, 1.0)
            x, y = 800 + 540 * k * math.cos(a), 535 + 372 * k * math.sin(a)
            dots.append(([(x, y), (x + 2.4, y)], 2.6))
        c.strokes(dots, tone, opacity=0.85)


def _pitch(c: Canvas) -> None:
    x0, y0, x1, y1 = 455.0, 330.0, 1145.0, 740.0
    for i in range(12):
        left = x0 + (x1 - x0) * i / 12
        c.box((left, y0, left + (x1 - x0) / 12 + 1, y1), (88, 142, 62) if i % 2 else (72, 124, 54))
    middle = (x0 + x1) / 2
    lines: list[Line] = [
        (
            [
                (x0 + 12, y0 + 12),
                (x1 - 12, y0 + 12),
                (x1 - 12, y1 - 12),
                (x0 + 12, y1 - 12),
                (x0 + 12, y0 + 12),
            ],
            3,
        ),
        ([(middle, y0 + 12), (middle, y1 - 12)], 3),
    ]
    ring = [
        (middle + 58 * math.cos(a), 535 + 58 * math.sin(a))
        for a in [i * math.pi / 24 for i in range(49)]
    ]
    lines.append((ring, 3))
    for side, edge in ((1, x0 + 12), (-1, x1 - 12)):
        for deep, half in ((104, 118), (38, 58)):
            lines.append(
                (
                    [
                        (edge, 535 - half),
                        (edge + side * deep, 535 - half),
                        (edge + side * deep, 535 + half),
                        (edge, 535 + half),
                    ],
                    3,
                )
            )
        bow = [
            (edge + side * (72 + 58 * math.cos(a)), 535 + 58 * math.sin(a))
            for a in [-0.95 + i * 0.095 for i in range(21)]
        ]
        lines.append((bow, 3))
    c.strokes(lines, (236, 240, 230), opacity=0.9)


def football(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (14, 20, 34)), (0.45, (32, 44, 56)), (0.55, (40, 66, 40))])
    for _ in range(44):
        x, y, r = c.rng.uniform(0, 1600), c.rng.uniform(20, 420), c.rng.uniform(18, 54)
        c.ellipse(
            (x - r, y - r, x + r, y + r),
            c.rng.choice([(255, 236, 196), (190, 214, 255), (255, 200, 140), (220, 230, 240)]),
            blur=3,
            opacity=c.rng.uniform(0.12, 0.5),
        )
    grass = c.textured(
        c.gradient([(0.5, (64, 96, 48)), (0.75, (76, 122, 48)), (1, (34, 62, 24))]),
        c.noise(500, 120),
        0.5,
    )
    c.box((0, 560, 1600, 1067), grass)
    c.haze(470, 600, (60, 84, 62), 0.8)
    c.blur(7)
    c.polygon([(0, 880), (1600, 760), (1600, 800), (0, 936)], (236, 240, 232), blur=5, opacity=0.85)
    _grass(c, 660, 900, 1700)
    x, y, r = 900.0, 690.0, 215.0
    c.ellipse(
        (x - r * 1.1, y + r * 0.8, x + r * 1.5, y + r * 1.14), (10, 22, 8), blur=22, opacity=0.75
    )
    _ball(c, x, y, r)
    _grass(c, 885, 1067, 1500)


def _grass(c: Canvas, top: float, bottom: float, count: int) -> None:
    for tone in ((58, 104, 40), (92, 146, 60), (36, 74, 28), (140, 176, 92)):
        blades: list[Line] = []
        for _ in range(count // 4):
            x, y = c.rng.uniform(-20, 1620), c.rng.uniform(top, bottom)
            size = 10 + 60 * ((y - 600) / 470) ** 2
            lean = c.rng.uniform(-0.5, 0.5) * size
            blades.append(
                ([(x, y), (x + lean * 0.4, y - size * 0.6), (x + lean, y - size)], 1 + size / 26)
            )
        c.strokes(blades, tone, opacity=0.85, blur=0.4)


def _ball(c: Canvas, x: float, y: float, r: float) -> None:
    c.ellipse((x - r, y - r, x + r, y + r), (238, 238, 234))
    tilt, spin = 0.42, 0.5
    spots: list[tuple[float, float, float]] = [(0, 0, 1), (0, 0, -1)]
    for k in range(5):
        for up, turn in ((0.447, 0), (-0.447, math.pi / 5)):
            a = k * 2 * math.pi / 5 + turn
            spots.append((0.894 * math.cos(a), 0.894 * math.sin(a), up))

    def turned(p: tuple[float, float, float]) -> tuple[float, float, float]:
        px, py, pz = p
        px, py = (
            px * math.cos(spin) - py * math.sin(spin),
            px * math.sin(spin) + py * math.cos(spin),
        )
        return (
            px,
            py * math.cos(tilt) - pz * math.sin(tilt),
            py * math.sin(tilt) + pz * math.cos(tilt),
        )

    def disc() -> Image.Image:
        return c.mask(
            lambda d: d.ellipse([(x - r) * 2, (y - r) * 2, (x + r) * 2, (y + r) * 2], fill=255)
        )

    patches: list[list[Point]] = []
    seams: list[Line] = []
    for spot in spots:
        sx, sy, sz = turned(spot)
        if sz < -0.25:
            continue
        side = _unit((-sy, sx, 0.0)) if abs(sz) < 0.999 else (1.0, 0.0, 0.0)
        over = (
            sy * side[2] - sz * side[1],
            sz * side[0] - sx * side[2],
            sx * side[1] - sy * side[0],
        )
        corners = []
        for k in range(5):
            a = k * 2 * math.pi / 5
            for reach in (0.36, 0.64):
                one, two = reach * math.cos(a), reach * math.sin(a)
                v = _unit(
                    (
                        sx + one * side[0] + two * over[0],
                        sy + one * side[1] + two * over[1],
                        sz + one * side[2] + two * over[2],
                    )
                )
                corners.append((v, reach))
        shown = [(x + v[0] * r, y + v[1] * r) for v, reach in corners if reach < 0.5]
        patches.append(shown)
        seams += [
            (
                [
                    (x + corners[k][0][0] * r, y + corners[k][0][1] * r),
                    (x + corners[k + 1][0][0] * r, y + corners[k + 1][0][1] * r),
                ],
                4,
            )
            for k in range(0, 10, 2)
            if corners[k][0][2] > 0
        ]
    before = c.image.copy()
    for shown in patches:
        c.polygon(shown, (30, 32, 38))
    c.strokes(seams, (150, 150, 150))
    c.image = Image.composite(c.image, before, disc())
    shadow = c.mask(
        lambda d: d.ellipse(
            [(x - r * 1.25) * 2, (y - r * 1.3) * 2, (x + r * 0.75) * 2, (y + r * 0.7) * 2], fill=255
        ),
        46,
    )
    c.shade(ImageChops.multiply(disc(), ImageChops.invert(shadow)), 0.72)
    c.glow(x - r * 0.36, y - r * 0.46, r * 0.6, (255, 255, 250), 0.5)


def _unit(v: tuple[float, float, float]) -> tuple[float, float, float]:
    size = math.sqrt(sum(k * k for k in v)) or 1.0
    return v[0] / size, v[1] / size, v[2] / size


def track(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (120, 150, 180)), (0.26, (214, 214, 206)), (0.3, (120, 130, 120))])
    seats: list[Line] = [([(0, 120 + 26 * k), (1600, 170 + 20 * k)], 12) for k in range(8)]
    c.strokes(seats, (96, 108, 128), opacity=0.7)
    for _ in range(700):
        x, y = c.rng.uniform(0, 1600), c.rng.uniform(120, 330)
        c.box(
            (x, y, x + 7, y + 9),
            c.rng.choice([(190, 70, 60), (226, 220, 206), (60, 80, 120), (220, 180, 90)]),
            opacity=0.8,
        )
    c.blur(6)
    c.box((0, 336, 1600, 420), c.textured(c.flat((84, 126, 64)), c.noise(200, 60), 0.4))
    rubber = c.textured(
        c.gradient([(0.36, (196, 96, 74)), (1, (150, 50, 38))]), c.noise(700, 460), 0.35
    )
    c.polygon([(0, 420), (1600, 380), (1600, 1067), (0, 1067)], rubber)
    lanes: list[Line] = []
    for k in range(9):
        t = k / 8
        start, end = 418 + 700 * t**1.7, 392 + 300 * t**1.6
        curve = [
            (x, start + (end - start) * (x / 1600) ** (0.62 + 0.1 * t)) for x in range(0, 1640, 32)
        ]
        lanes.append((curve, 2.4 + 9 * t))
    c.strokes(lanes, (244, 240, 232))
    for k in range(8):
        t = (k + 0.5) / 8
        y = 418 + 700 * t**1.7
        _digit(c, 300 - 130 * t, y - 18 - 24 * t, 20 + 70 * t, k)
    c.polygon([(560, 414), (580, 413), (420, 1067), (360, 1067)], (246, 244, 238))
    c.polygon([(0, 1067), (0, 700), (900, 1067)], (24, 8, 8), blur=70, opacity=0.4)
    c.glow(1380, 260, 760, (255, 226, 180), 0.75)


SEGMENTS = ("bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg")


def _digit(c: Canvas, x: float, y: float, s: float, index: int) -> None:
    """A lane number in painted strokes, lying on the ground."""
    w, h = s * 0.9, s * 0.55
    ends = {
        "a": ((0, 0), (w, 0)),
        "b": ((w, 0), (w, h / 2)),
        "c": ((w, h / 2), (w, h)),
        "d": ((0, h), (w, h)),
        "e": ((0, h / 2), (0, h)),
        "f": ((0, 0), (0, h / 2)),
        "g": ((0, h / 2), (w, h / 2)),
    }
    lines: list[Line] = []
    for name in SEGMENTS[index]:
        (x0, y0), (x1, y1) = ends[name]
        lines.append(([(x + x0, y + y0), (x + x1, y + y1)], s * 0.13))
    c.strokes(lines, (244, 240, 232))


def pool(c: Canvas, _mood: str) -> None:
    water = c.textured(
        c.gradient([(0, (36, 150, 190)), (1, (20, 106, 160))]), c.clouds(14, 9, 5), 0.35
    )
    c.image = water
    lines: list[Line] = [([(k * 200 + 100, -10), (k * 200 + 100, 1080)], 24) for k in range(8)]
    c.strokes(lines, (16, 54, 104), opacity=0.75, blur=3)
    ripples = c.clouds(26, 18, 4).point(lambda v: 255 if 120 < v < 131 else 0)
    c.lay((224, 248, 255), ripples, 0.4)
    finer = c.clouds(40, 30, 3).point(lambda v: 255 if 124 < v < 130 else 0)
    c.lay((200, 240, 250), finer, 0.3)
    c.blur(1.2)
    for k in range(9):
        x = k * 200.0
        c.box((x + 6, -10, x + 20, 1080), (4, 40, 80), blur=6, opacity=0.4)
        y = -10.0
        index = 0
        while y < 1080:
            tone: Colour = (
                (206, 54, 46)
                if (y < 160 or y > 900)
                else ((240, 240, 236) if index % 4 < 2 else (40, 92, 170))
            )
            wobble = 3 * math.sin(y / 90 + k)
            c.ellipse((x - 9 + wobble, y, x + 9 + wobble, y + 16), tone)
            y += 17
            index += 1
    for x, y in ((300, 620), (700, 480), (1100, 560), (500, 700), (900, 420), (1300, 690)):
        _swimmer(c, x, y)
    c.glow(1300, 60, 700, (255, 255, 240), 0.45)


def _swimmer(c: Canvas, x: float, y: float) -> None:
    for _ in range(34):
        px, py, r = x + c.rng.gauss(0, 26), y + 30 + abs(c.rng.gauss(0, 80)), c.rng.uniform(3, 13)
        c.ellipse((px - r, py - r, px + r, py + r), (236, 250, 255), blur=3, opacity=0.5)
    skin = c.rng.choice([(176, 124, 92), (210, 160, 124), (140, 96, 72)])
    c.strokes(
        [
            ([(x, y), (x + 46, y - 40), (x + 34, y - 96)], 15),
            ([(x, y + 6), (x - 52, y + 40), (x - 58, y + 92)], 14),
        ],
        skin,
        blur=1,
    )
    c.ellipse((x - 24, y - 10, x + 24, y + 96), mix(skin, (30, 60, 110), 0.45), blur=2)
    c.ellipse(
        (x - 17, y - 44, x + 17, y - 4),
        c.rng.choice([(236, 236, 230), (206, 60, 50), (40, 40, 60), (236, 190, 60)]),
        blur=1,
    )


SCENES = {
    "stadium": stadium,
    "football": football,
    "track": track,
    "pool": pool,
}
