"""Skylines, bridges, a court, the railway."""

# ruff: noqa: PLR0917, PLR2004 - a drawing is made of numbers; a name for each would say no more.
from __future__ import annotations

import math

from PIL import Image, ImageDraw

from khabar.demo.drawing.canvas import Canvas, Colour, Line, Point, mix
from khabar.demo.drawing.land import sky

LAMP: Colour = (255, 206, 132)


def skyline(c: Canvas, mood: str) -> None:
    night, fog = mood == "night", mood == "fog"
    if night:
        sky(c, [(0, (8, 14, 36)), (0.7, (34, 46, 84)), (1, (70, 70, 104))], 0.25)
        c.ellipse((1210, 130, 1276, 196), (246, 240, 222))
        c.glow(1243, 163, 200, (190, 196, 220), 0.6)
        far, near = (44, 54, 88), (10, 12, 26)
    elif fog:
        sky(c, [(0, (186, 196, 204)), (0.6, (222, 222, 216)), (1, (206, 206, 202))], 0.25)
        far, near = (206, 210, 210), (96, 106, 114)
    else:
        sky(c, [(0, (52, 48, 104)), (0.42, (190, 98, 112)), (0.66, (252, 178, 108))], 0.45)
        c.glow(520, 690, 620, (255, 180, 110), 0.9)
        far, near = (150, 88, 112), (26, 22, 44)
    for layer in range(4):
        t = layer / 3
        lit = 0.0 if fog else (0.1 + 0.3 * t)
        _row(c, 640 + layer * 95, 200 + 75 * layer, mix(far, near, t), lit, t)
        mist = (226, 226, 222) if fog else (30, 36, 70) if night else (220, 124, 112)
        c.haze(480 + layer * 90, 880 + layer * 60, mist, 0.75 if fog else 0.4 * (1 - t))
    c.bloom(170, 26, 0.55)


def _row(c: Canvas, floor: float, tallest: float, tone: Colour, lit: float, t: float) -> None:
    x = -30.0
    windows: list[tuple[float, float, float, float]] = []
    while x < c.width:
        width = c.rng.uniform(46, 92) * (0.8 + t)
        height = tallest * c.rng.triangular(0.25, 1.15, 0.5)
        top = floor - height
        paint = mix(tone, (255, 230, 210), c.rng.uniform(0, 0.06))
        c.box((x, top, x + width, c.height), paint)
        style = c.rng.random()
        if style < 0.18:
            c.polygon([(x, top), (x + width / 2, top - width * 0.5), (x + width, top)], paint)
        elif style < 0.34:
            c.ellipse(
                (x + width * 0.14, top - width * 0.36, x + width * 0.86, top + width * 0.36), paint
            )
        elif style < 0.5:
            c.strokes(
                [([(x + width / 2, top), (x + width / 2, top - width * 0.9)], 2 + 2 * t)], paint
            )
        elif style < 0.72:
            c.box((x + width * 0.2, top - 18 - 14 * t, x + width * 0.6, top), paint)
        if lit:
            windows += _windows(c, x, top, width, floor, lit, t)
        x += width * c.rng.uniform(0.92, 1.12)
    for box in windows:
        c.box(box, mix(LAMP, (255, 240, 214), c.rng.random()), opacity=c.rng.uniform(0.45, 1))


def _windows(
    c: Canvas, x: float, top: float, width: float, floor: float, lit: float, t: float
) -> list[tuple[float, float, float, float]]:
    step, size = 13 + 9 * t, 4 + 4 * t
    found = []
    y = top + step
    while y < min(floor + 120, c.height - 20):
        wx = x + step * 0.6
        while wx < x + width - step * 0.6:
            if c.rng.random() < lit * 0.6:
                found.append((wx, y, wx + size, y + size * 1.5))
            wx += step
        y += step * 1.5
    return found


def bridge(c: Canvas, mood: str) -> None:
    dawn = mood == "dawn"
    if dawn:
        sky(c, [(0, (150, 168, 184)), (0.5, (222, 214, 204)), (0.62, (236, 222, 204))], 0.3)
        stone, dark, far = (150, 148, 148), (92, 94, 102), (166, 174, 180)
    else:
        sky(c, [(0, (76, 84, 138)), (0.4, (226, 140, 104)), (0.58, (252, 206, 140))], 0.45)
        stone, dark, far = (168, 124, 92), (74, 52, 58), (116, 84, 104)
        c.glow(1180, 520, 520, (255, 206, 140), 0.9)
    c.polygon(c.ground(c.ridge(540, 60), 640), far)
    for _ in range(46):
        x, r = c.rng.uniform(0, 1600), c.rng.uniform(16, 46)
        c.ellipse((x - r, 590 - r * 1.1, x + r, 640), mix(far, (40, 50, 44), 0.45), blur=2)
    c.haze(430, 640, (236, 220, 200) if dawn else (250, 196, 140), 0.5)
    deck, water = 470.0, 640.0
    masonry = c.textured(
        c.gradient([(0.4, mix(stone, (255, 236, 210), 0.25)), (0.6, dark)]),
        c.clouds(160, 110, 2),
        0.35,
    )
    mask_holes = _arches(c, deck, water, masonry)
    for hole in mask_holes:
        c.strokes([(hole[1:-1], 9)], mix(stone, (255, 240, 220), 0.35), opacity=0.6)
        inner = [(x + 16, y + 6) for x, y in hole[1:14]]
        c.strokes([(inner, 18)], dark, opacity=0.55, blur=2)
    for i in range(4):
        x = 245 + i * 370
        c.polygon(
            [(x - 36, water), (x, water - 96), (x + 36, water)],
            c.textured(c.flat(mix(stone, dark, 0.4)), c.clouds(160, 110, 2), 0.3),
        )
    _railing(c, deck, stone, dark, lit=not dawn)
    c.reflect(water, (60, 56, 84) if not dawn else (150, 160, 168), 0.3, 8)
    if dawn:
        c.haze(420, 760, (228, 224, 218), 0.7)


def _arches(c: Canvas, deck: float, water: float, masonry: Image.Image) -> list[list[Point]]:
    """The bridge's body with its openings cut; the outlines of those."""
    body: list[Point] = [
        (-10, deck + 26),
        (800, deck - 16),
        (1610, deck + 26),
        (1610, water),
        (-10, water),
    ]
    mask_holes: list[list[Point]] = []
    for i in range(5):
        cx, half = 60 + i * 370, 135
        rise = 118 - abs(i - 2) * 8
        arch = [
            (cx + half * math.cos(a), water - 14 - rise * math.sin(a))
            for a in [math.pi * k / 24 for k in range(25)]
        ]
        mask_holes.append([(cx + half, water + 2), *arch, (cx - half, water + 2)])

    def pen(d: ImageDraw.ImageDraw) -> None:
        d.polygon([(x * 2, y * 2) for x, y in body], fill=255)
        for hole in mask_holes:
            d.polygon([(x * 2, y * 2) for x, y in hole], fill=0)

    c.lay(masonry, c.mask(pen))
    return mask_holes


def _railing(c: Canvas, deck: float, stone: Colour, dark: Colour, *, lit: bool) -> None:
    rail: list[Point] = [(-10, deck + 20), (800, deck - 22), (1610, deck + 20)]
    c.strokes([(rail, 9)], mix(stone, (255, 240, 220), 0.45))
    for i in range(9):
        x = 60 + i * 185
        y = deck - 22 + abs(x - 800) / 800 * 42
        c.strokes([([(x, y), (x, y - 62)], 4)], dark)
        c.ellipse((x - 8, y - 78, x + 8, y - 60), LAMP if lit else (220, 216, 206))
        if lit:
            c.glow(x, y - 68, 46, LAMP, 0.8)


def courthouse(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (92, 138, 180)), (0.6, (206, 216, 218)), (1, (230, 222, 206))], 0.45)
    light = c.textured(
        c.gradient([(0.2, (236, 224, 200)), (0.9, (188, 166, 136))]), c.clouds(130, 100, 3), 0.18
    )
    shade = c.textured(
        c.gradient([(0.3, (122, 108, 98)), (0.9, (86, 72, 66))]), c.clouds(130, 100, 3), 0.18
    )
    c.box((60, 420, 1540, 830), light)
    for x in (120, 250, 1290, 1420):
        for y in (480, 640):
            c.box((x, y, x + 66, y + 110), (70, 76, 86))
            c.strokes(
                [([(x + 33, y), (x + 33, y + 110)], 3), ([(x, y + 52), (x + 66, y + 52)], 3)],
                (190, 178, 156),
            )
    c.box((370, 300, 1230, 830), shade)
    c.box((730, 520, 870, 830), (48, 36, 32))
    c.strokes([([(800, 520), (800, 830)], 3)], (90, 70, 56))
    for i in range(6):
        _column(c, 420 + i * 152, 330, 820)
    c.polygon([(330, 300), (1270, 300), (800, 130)], light)
    c.polygon([(430, 282), (1170, 282), (800, 162)], shade, opacity=0.55)
    c.box((340, 296, 1260, 340), light)
    c.strokes(
        [([(340, 340), (1260, 340)], 4), ([(340, 312), (1260, 312)], 2)],
        (120, 104, 90),
        opacity=0.7,
    )
    scale: list[Line] = [
        ([(800, 190), (800, 268)], 5),
        ([(740, 206), (860, 206)], 4),
        ([(740, 206), (722, 244), (758, 244), (740, 206)], 2.4),
        ([(860, 206), (842, 244), (878, 244), (860, 206)], 2.4),
    ]
    c.strokes(scale, (222, 206, 176))
    for k in range(8):
        y, grow = 824 + k * 22, k * 36
        c.box((330 - grow, y, 1270 + grow, y + 13), (226, 212, 188))
        c.box((330 - grow, y + 13, 1270 + grow, y + 23), (150, 132, 114))
    c.box((0, 1000, 1600, 1067), c.textured(c.flat((150, 140, 128)), c.clouds(50, 20), 0.4))
    c.polygon([(0, 1067), (0, 900), (560, 1067)], (30, 30, 40), blur=40, opacity=0.5)
    c.glow(1480, 120, 780, (255, 240, 206), 0.5)


def _column(c: Canvas, x: float, top: float, floor: float) -> None:
    for i in range(12):
        f = i / 11
        light = math.sin(math.pi * (0.18 + 0.8 * (1 - f)))
        c.box(
            (x - 34 + i * 5.7, top + 22, x - 28 + i * 5.7, floor - 16),
            mix((112, 96, 84), (244, 234, 212), max(0.0, light)),
        )
    c.box((x - 46, top + 4, x + 46, top + 26), (236, 224, 200))
    c.box((x - 46, floor - 18, x + 46, floor + 6), (220, 206, 182))


def train(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (84, 138, 190)), (0.5, (206, 220, 224)), (1, (240, 228, 204))], 0.45)
    c.polygon(
        c.ground(c.ridge(470, 70)), c.textured(c.flat((130, 150, 160)), c.clouds(12, 14), 0.25)
    )
    c.haze(380, 560, (224, 224, 214), 0.6)
    c.box(
        (0, 540, 1600, 1067),
        c.textured(
            c.gradient([(0.5, (164, 170, 104)), (1, (96, 112, 56))]), c.clouds(30, 70, 5), 0.55
        ),
    )
    posts: list[Line] = []
    for k in range(7):
        t = (k / 6) ** 1.8
        x, h = 1120 - 1150 * t, 120 + 480 * t
        y = 590 + 250 * t
        posts += [
            ([(x, y), (x, y - h)], 3 + 10 * t),
            ([(x, y - h * 0.94), (x + 60 + 190 * t, y - h * 0.9)], 2 + 5 * t),
        ]
    c.polygon(
        [(1130, 584), (1170, 584), (1600, 1067), (-200, 1067)],
        c.textured(c.flat((128, 118, 108)), c.noise(420, 280), 0.5),
    )
    sleepers: list[Line] = []
    for k in range(30):
        t = (k / 29) ** 2.6
        y = 588 + 480 * t
        sleepers.append(([(1136 - 900 * t, y), (1166 + 120 * t, y)], 1 + 13 * t))
    c.strokes(sleepers, (92, 84, 78), opacity=0.8)
    c.strokes([([(1144, 586), (420, 1067)], 5), ([(1158, 586), (1060, 1067)], 5)], (206, 204, 200))
    side = [(1150, 520), (1150, 586), (640, 860), (640, 380)]
    c.polygon(
        side,
        c.textured(
            c.gradient([(0.36, (250, 250, 248)), (0.8, (184, 192, 200))]), c.noise(4, 60), 0.1
        ),
    )
    c.polygon([(1150, 548), (1150, 560), (640, 660), (640, 600)], (176, 54, 46))
    c.polygon([(1150, 532), (1150, 545), (640, 560), (640, 450)], (38, 48, 62))
    for k in range(6):
        t = ((k + 0.5) / 6) ** 1.6
        x = 1150 - 510 * t
        c.strokes([([(x, 526 - 110 * t), (x, 586 + 250 * t)], 1 + 5 * t)], (228, 230, 232))
    face: list[Point] = [
        (640, 380),
        (560, 360),
        (440, 362),
        (356, 420),
        (320, 560),
        (312, 760),
        (352, 850),
        (480, 890),
        (600, 884),
        (640, 860),
    ]
    c.polygon(face, c.gradient([(0.32, (255, 255, 255)), (0.84, (166, 176, 188))]))
    c.polygon(
        [
            (622, 424),
            (556, 404),
            (452, 408),
            (392, 452),
            (366, 560),
            (400, 590),
            (600, 580),
            (622, 560),
        ],
        c.gradient([(0.36, (66, 84, 104)), (0.56, (20, 26, 36))]),
    )
    c.polygon(
        [(408, 460), (456, 418), (500, 416), (430, 566), (400, 572)],
        (214, 226, 236),
        opacity=0.35,
        blur=4,
    )
    c.polygon(
        [(314, 690), (352, 664), (600, 660), (640, 640), (640, 690), (600, 712), (340, 720)],
        (176, 54, 46),
    )
    for x, y in ((372, 770), (590, 762)):
        c.ellipse((x - 26, y - 13, x + 26, y + 13), (255, 250, 230))
        c.glow(x, y, 110, (255, 246, 214), 0.9)
    c.polygon(
        [(352, 850), (480, 890), (600, 884), (640, 860), (640, 884), (500, 930), (340, 884)],
        (50, 52, 58),
    )
    c.polygon([(640, 860), (1150, 586), (1150, 596), (640, 892)], (56, 56, 60))
    c.strokes(posts, (108, 108, 112))
    c.strokes([([(1150, 470), (-60, 150)], 2), ([(1150, 480), (-60, 210)], 1.4)], (80, 80, 86))
    c.glow(1400, 240, 700, (255, 240, 206), 0.5)


SCENES = {
    "skyline": skyline,
    "bridge": bridge,
    "train": train,
    "courthouse": courthouse,
}
