"""Streets, buildings, bridges, the railway."""

from __future__ import annotations

import math

from PIL import Image

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
            c.ellipse((x + width * 0.14, top - width * 0.36, x + width * 0.86, top + width * 0.36), paint)
        elif style < 0.5:
            c.strokes([([(x + width / 2, top), (x + width / 2, top - width * 0.9)], 2 + 2 * t)], paint)
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
    masonry = c.textured(c.gradient([(0.4, mix(stone, (255, 236, 210), 0.25)), (0.6, dark)]), c.clouds(160, 110, 2), 0.35)
    body: list[Point] = [(-10, deck + 26), (800, deck - 16), (1610, deck + 26), (1610, water), (-10, water)]
    mask_holes: list[list[Point]] = []
    for i in range(5):
        cx, half = 60 + i * 370, 135
        rise = 118 - abs(i - 2) * 8
        arch = [(cx + half * math.cos(a), water - 14 - rise * math.sin(a)) for a in [math.pi * k / 24 for k in range(25)]]
        mask_holes.append([(cx + half, water + 2), *arch, (cx - half, water + 2)])

    def pen(d):  # type: ignore[no-untyped-def]
        d.polygon([(x * 2, y * 2) for x, y in body], fill=255)
        for hole in mask_holes:
            d.polygon([(x * 2, y * 2) for x, y in hole], fill=0)

    c.lay(masonry, c.mask(pen))
    for hole in mask_holes:
        c.strokes([(hole[1:-1], 9)], mix(stone, (255, 240, 220), 0.35), opacity=0.6)
        inner = [(x + 16, y + 6) for x, y in hole[1:14]]
        c.strokes([(inner, 18)], dark, opacity=0.55, blur=2)
    for i in range(4):
        x = 245 + i * 370
        c.polygon([(x - 36, water), (x, water - 96), (x + 36, water)], c.textured(c.flat(mix(stone, dark, 0.4)), c.clouds(160, 110, 2), 0.3))
    rail: list[Point] = [(-10, deck + 20), (800, deck - 22), (1610, deck + 20)]
    c.strokes([(rail, 9)], mix(stone, (255, 240, 220), 0.45))
    for i in range(9):
        x = 60 + i * 185
        y = deck - 22 + abs(x - 800) / 800 * 42
        c.strokes([([(x, y), (x, y - 62)], 4)], dark)
        c.ellipse((x - 8, y - 78, x + 8, y - 60), LAMP if not dawn else (220, 216, 206))
        if not dawn:
            c.glow(x, y - 68, 46, LAMP, 0.8)
    c.reflect(water, (60, 56, 84) if not dawn else (150, 160, 168), 0.3, 8)
    if dawn:
        c.haze(420, 760, (228, 224, 218), 0.7)


def rain(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (10, 14, 28)), (0.5, (30, 34, 52)), (1, (16, 18, 30))])
    for side in (-1, 1):
        for k in range(6):
            near = k / 5
            x = 800 + side * (90 + 760 * near)
            w = 70 + 190 * near
            top = 380 - 420 * near
            c.box((min(x, x + side * w), top, max(x, x + side * w), 640 + 60 * near), (20 + 4 * k, 20 + 3 * k, 34 - k))
            for _ in range(9):
                wx, wy = x + side * c.rng.uniform(10, w - 10), c.rng.uniform(max(10, top + 20), 560)
                c.box((wx, wy, wx + 12 + 16 * near, wy + 16 + 20 * near), c.rng.choice([LAMP, (160, 190, 220), (240, 190, 120)]), opacity=0.7)
    for k in range(7):
        d = k / 6
        for side in (-1, 1):
            x, y = 800 + side * (60 + 560 * d**1.6), 500 - 250 * d**1.5
            c.glow(x, y, 26 + 90 * d, LAMP, 1)
            c.strokes([([(x, y), (x, 650 + 80 * d)], 2 + 5 * d)], (26, 26, 36))
    for x, y, r, tone in ((640, 640, 26, (255, 244, 220)), (690, 640, 26, (255, 244, 220)), (420, 668, 46, (255, 240, 214)), (520, 668, 46, (255, 240, 214)), (930, 636, 22, (255, 60, 44)), (970, 636, 22, (255, 60, 44)), (1090, 664, 40, (255, 54, 40)), (1180, 664, 40, (255, 54, 40))):
        c.glow(x, y, r * 2.4, tone, 1)
        c.ellipse((x - r / 3, y - r / 3, x + r / 3, y + r / 3), mix(tone, (255, 255, 255), 0.6))
    c.blur(5)
    c.reflect(690, (14, 16, 28), 0.12, 16)
    streaks: list[Line] = []
    for _ in range(520):
        x, y = c.rng.uniform(0, 1640), c.rng.uniform(-40, 1067)
        streaks.append(([(x, y), (x - 7, y + c.rng.uniform(24, 60))], 0.9))
    c.strokes(streaks, (210, 220, 236), opacity=0.28)
    for _ in range(70):
        x, y = c.rng.uniform(0, 1600), c.rng.uniform(760, 1060)
        r = c.rng.uniform(5, 18)
        c.strokes([([(x + r * math.cos(a), y + r * 0.3 * math.sin(a)) for a in [i * math.pi / 8 for i in range(17)]], 1)], (190, 200, 220), opacity=0.4)


def market(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (210, 196, 170)), (0.4, (250, 226, 180)), (1, (230, 200, 150))], 0.2)
    c.glow(800, 330, 700, (255, 240, 200), 0.9)
    stone = c.textured(c.gradient([(0, (186, 152, 112)), (1, (120, 88, 62))]), c.clouds(120, 90, 3), 0.28)
    for side in (0, 1):
        wall: list[Point] = [(0, 0), (660, 330), (660, 620), (0, 1070)]
        c.polygon(wall if not side else [(1600 - x, y) for x, y in wall], stone)
    c.polygon([(660, 610), (940, 610), (1600, 1067), (0, 1067)], c.textured(c.gradient([(0.55, (226, 190, 140)), (1, (128, 94, 66))]), c.clouds(60, 120, 3), 0.3))
    for k in range(4):
        far = 1 - k / 3
        _arch(c, far)
    stripes = [((176, 62, 48), (240, 226, 200)), ((46, 96, 110), (236, 228, 206)), ((196, 140, 52), (246, 234, 208)), ((88, 112, 72), (238, 230, 208))]
    for k in range(4):
        for side in (0, 1):
            _stall(c, k / 3, side, stripes[(k * 2 + side + 1) % 4])
    for x, y, s in ((770, 640, 0.6), (850, 652, 0.7), (810, 632, 0.5), (900, 690, 1.0), (720, 700, 1.05), (960, 640, 0.55)):
        _walker(c, x, y, s)
    for k in range(3):
        x0 = 520 + k * 200
        c.polygon([(x0, 0), (x0 + 90, 0), (x0 + 20 - k * 60, 1067), (x0 - 190 - k * 60, 1067)], (255, 236, 190), blur=40, opacity=0.16)


def _arch(c: Canvas, far: float) -> None:
    half, top = 150 + 560 * (1 - far), 330 - 330 * (1 - far)
    points = [(800 + half * math.cos(a), top + 60 - half * 0.36 * math.sin(a)) for a in [math.pi * i / 20 for i in range(21)]]
    c.strokes([(points, 14 + 34 * (1 - far))], (132, 98, 70), opacity=0.75)


def _stall(c: Canvas, near: float, side: int, paint: tuple[Colour, Colour]) -> None:
    def at(x: float, y: float) -> Point:
        return (1600 - x if side else x, y)

    x0, x1 = 600 - 640 * near**1.2, 690 - 430 * near**1.2
    roof, drop, floor = 500 - 110 * near, 40 + 70 * near, 660 + 250 * near
    width = x1 - x0
    c.polygon([at(x0, floor - 80 - 90 * near), at(x1, floor - 70 - 70 * near), at(x1, floor), at(x0, floor + 60 * near)], mix((92, 64, 44), (60, 40, 30), near))
    for i in range(8):
        f0, f1 = i / 8, (i + 1) / 8
        tone = paint[i % 2]
        c.polygon([at(x0 + width * f0 - 20 * near, roof), at(x0 + width * f1 - 20 * near, roof), at(x0 + width * f1 + 30 * near, roof + drop), at(x0 + width * f0 + 30 * near, roof + drop)], tone)
        c.ellipse(_upright(at(x0 + width * f0 + 30 * near, roof + drop - 8), at(x0 + width * f1 + 30 * near, roof + drop + 14 + 14 * near)), tone)
    c.strokes([([at(x1, roof + drop), at(x1, floor)], 3 + 6 * near)], (70, 48, 34))
    top = floor - 80 - 80 * near
    fruit: list[Colour] = [(206, 116, 40), (178, 52, 42), (120, 138, 56), (220, 180, 72), (134, 62, 88)]
    for row in range(3):
        tone = c.rng.choice(fruit)
        r = 5 + 13 * near
        x = x0 + r
        while x < x1 - r:
            y = top + row * r * 1.5 + c.rng.uniform(-2, 2)
            px, _ = at(x, y)
            shade = mix(tone, (30, 16, 10), c.rng.uniform(0, 0.3))
            c.ellipse((px - r, y - r, px + r, y + r), shade)
            c.ellipse((px - r * 0.5, y - r * 0.6, px + r * 0.1, y - r * 0.05), mix(shade, (255, 244, 220), 0.4))
            x += r * 1.9


def _upright(a: Point, b: Point) -> tuple[float, float, float, float]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _walker(c: Canvas, x: float, y: float, s: float) -> None:
    cloth = mix(c.rng.choice([(60, 52, 60), (96, 60, 48), (52, 66, 76), (120, 104, 84)]), (236, 210, 170), 0.25 * (1.2 - s))
    c.ellipse((x - 34 * s, y + 62 * s, x + 60 * s, y + 76 * s), (70, 48, 32), blur=3, opacity=0.5)
    c.polygon([(x - 17 * s, y - 34 * s), (x + 17 * s, y - 34 * s), (x + 24 * s, y + 68 * s), (x - 24 * s, y + 68 * s)], cloth, blur=1)
    c.ellipse((x - 12 * s, y - 64 * s, x + 12 * s, y - 34 * s), mix(cloth, (120, 80, 58), 0.6), blur=1)


def courthouse(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (92, 138, 180)), (0.6, (206, 216, 218)), (1, (230, 222, 206))], 0.45)
    light = c.textured(c.gradient([(0.2, (236, 224, 200)), (0.9, (188, 166, 136))]), c.clouds(130, 100, 3), 0.18)
    shade = c.textured(c.gradient([(0.3, (122, 108, 98)), (0.9, (86, 72, 66))]), c.clouds(130, 100, 3), 0.18)
    c.box((60, 420, 1540, 830), light)
    for x in (120, 250, 1290, 1420):
        for y in (480, 640):
            c.box((x, y, x + 66, y + 110), (70, 76, 86))
            c.strokes([([(x + 33, y), (x + 33, y + 110)], 3), ([(x, y + 52), (x + 66, y + 52)], 3)], (190, 178, 156))
    c.box((370, 300, 1230, 830), shade)
    c.box((730, 520, 870, 830), (48, 36, 32))
    c.strokes([([(800, 520), (800, 830)], 3)], (90, 70, 56))
    for i in range(6):
        _column(c, 420 + i * 152, 330, 820)
    c.polygon([(330, 300), (1270, 300), (800, 130)], light)
    c.polygon([(430, 282), (1170, 282), (800, 162)], shade, opacity=0.55)
    c.box((340, 296, 1260, 340), light)
    c.strokes([([(340, 340), (1260, 340)], 4), ([(340, 312), (1260, 312)], 2)], (120, 104, 90), opacity=0.7)
    scale: list[Line] = [([(800, 190), (800, 268)], 5), ([(740, 206), (860, 206)], 4), ([(740, 206), (722, 244), (758, 244), (740, 206)], 2.4), ([(860, 206), (842, 244), (878, 244), (860, 206)], 2.4)]
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
        c.box((x - 34 + i * 5.7, top + 22, x - 28 + i * 5.7, floor - 16), mix((112, 96, 84), (244, 234, 212), max(0.0, light)))
    c.box((x - 46, top + 4, x + 46, top + 26), (236, 224, 200))
    c.box((x - 46, floor - 18, x + 46, floor + 6), (220, 206, 182))


def flood(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (120, 124, 126)), (0.5, (178, 176, 168)), (1, (196, 188, 174))], 0.6)
    for side in (0, 1):
        for k in range(4):
            _house(c, k / 3, side)
    c.haze(380, 640, (190, 186, 176), 0.45)
    c.reflect(640, (122, 98, 70), 0.5, 12)
    c.box((0, 640, 1600, 1067), c.textured(c.flat((116, 94, 68)), c.clouds(9, 70, 5), 0.6), opacity=0.35)
    c.polygon([(560, 850), (620, 806), (880, 790), (950, 826), (880, 862), (640, 880)], (86, 62, 50))
    c.polygon([(590, 846), (640, 812), (870, 798), (912, 822)], (166, 140, 112))
    c.strokes([([(600, 846), (916, 822)], 5), ([(640, 826), (660, 868)], 3), ([(820, 808), (850, 856)], 3)], (60, 44, 38))
    for _ in range(42):
        x, y = c.rng.uniform(60, 1540), c.rng.uniform(690, 1040)
        w, turn = c.rng.uniform(14, 70), c.rng.uniform(-0.5, 0.5)
        dx, dy = w * math.cos(turn), w * 0.4 * math.sin(turn)
        c.strokes([([(x - dx, y - dy), (x + dx, y + dy)], c.rng.uniform(2, 8))], c.rng.choice([(70, 52, 40), (98, 76, 56), (150, 130, 106)]))
    c.strokes([([(1010, 660), (990, 250)], 9), ([(930, 290), (1060, 280)], 6), ([(992, 288), (1600, 470)], 1.6), ([(992, 288), (300, 560)], 1.6)], (58, 50, 46))
    c.grade(colour=0.8)


def _house(c: Canvas, near: float, side: int) -> None:
    def at(x: float, y: float) -> Point:
        return (1600 - x if side else x, y)

    x0, x1 = 470 - 640 * near, 640 - 400 * near
    top0, top1, floor = 420 - 330 * near, 452 - 250 * near, 660.0
    tone = c.rng.choice([(196, 178, 150), (176, 150, 132), (160, 164, 160), (202, 188, 164)])
    c.polygon([at(x0, top0), at(x1, top1), at(x1, floor), at(x0, floor)], c.textured(c.flat(mix(tone, (120, 116, 112), 0.35 * (1 - near))), c.clouds(110, 80, 3), 0.28))
    c.polygon([at(x0, 590 - 60 * near), at(x1, 600 - 46 * near), at(x1, floor), at(x0, floor)], (92, 72, 54), blur=3, opacity=0.55)
    span = x1 - x0
    for f in (0.2, 0.62):
        for row in range(2):
            y = top0 + (60 + 120 * near) * (row + 0.5)
            if y > 560:
                continue
            window = [at(x0 + span * f, y), at(x0 + span * (f + 0.2), y + 6), at(x0 + span * (f + 0.2), y + 44 + 46 * near), at(x0 + span * f, y + 42 + 46 * near)]
            c.polygon(window, (52, 48, 48))
            if c.rng.random() < 0.5:
                c.strokes([([window[0], window[2]], 3 + 3 * near)], (150, 130, 108))
    if near < 0.9 and c.rng.random() < 0.6:
        c.polygon([at(x0, top0), at(x0 + span * 0.5, top0 + 14), at(x0 + span * 0.34, top0 + 60), at(x0 + span * 0.16, top0 + 34), at(x0, top0 + 76)], (150, 150, 146))


def train(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (84, 138, 190)), (0.5, (206, 220, 224)), (1, (240, 228, 204))], 0.45)
    c.polygon(c.ground(c.ridge(470, 70)), c.textured(c.flat((130, 150, 160)), c.clouds(12, 14), 0.25))
    c.haze(380, 560, (224, 224, 214), 0.6)
    c.box((0, 540, 1600, 1067), c.textured(c.gradient([(0.5, (164, 170, 104)), (1, (96, 112, 56))]), c.clouds(30, 70, 5), 0.55))
    posts: list[Line] = []
    for k in range(7):
        t = (k / 6) ** 1.8
        x, h = 1120 - 1150 * t, 120 + 480 * t
        y = 590 + 250 * t
        posts += [([(x, y), (x, y - h)], 3 + 10 * t), ([(x, y - h * 0.94), (x + 60 + 190 * t, y - h * 0.9)], 2 + 5 * t)]
    c.polygon([(1130, 584), (1170, 584), (1600, 1067), (-200, 1067)], c.textured(c.flat((128, 118, 108)), c.noise(420, 280), 0.5))
    sleepers: list[Line] = []
    for k in range(30):
        t = (k / 29) ** 2.6
        y = 588 + 480 * t
        sleepers.append(([(1136 - 900 * t, y), (1166 + 120 * t, y)], 1 + 13 * t))
    c.strokes(sleepers, (92, 84, 78), opacity=0.8)
    c.strokes([([(1144, 586), (420, 1067)], 5), ([(1158, 586), (1060, 1067)], 5)], (206, 204, 200))
    side = [(1150, 520), (1150, 586), (640, 860), (640, 380)]
    c.polygon(side, c.textured(c.gradient([(0.36, (250, 250, 248)), (0.8, (184, 192, 200))]), c.noise(4, 60), 0.1))
    c.polygon([(1150, 548), (1150, 560), (640, 660), (640, 600)], (176, 54, 46))
    c.polygon([(1150, 532), (1150, 545), (640, 560), (640, 450)], (38, 48, 62))
    for k in range(6):
        t = ((k + 0.5) / 6) ** 1.6
        x = 1150 - 510 * t
        c.strokes([([(x, 526 - 110 * t), (x, 586 + 250 * t)], 1 + 5 * t)], (228, 230, 232))
    face: list[Point] = [(640, 380), (560, 360), (440, 362), (356, 420), (320, 560), (312, 760), (352, 850), (480, 890), (600, 884), (640, 860)]
    c.polygon(face, c.gradient([(0.32, (255, 255, 255)), (0.84, (166, 176, 188))]))
    c.polygon([(622, 424), (556, 404), (452, 408), (392, 452), (366, 560), (400, 590), (600, 580), (622, 560)], c.gradient([(0.36, (66, 84, 104)), (0.56, (20, 26, 36))]))
    c.polygon([(408, 460), (456, 418), (500, 416), (430, 566), (400, 572)], (214, 226, 236), opacity=0.35, blur=4)
    c.polygon([(314, 690), (352, 664), (600, 660), (640, 640), (640, 690), (600, 712), (340, 720)], (176, 54, 46))
    for x, y in ((372, 770), (590, 762)):
        c.ellipse((x - 26, y - 13, x + 26, y + 13), (255, 250, 230))
        c.glow(x, y, 110, (255, 246, 214), 0.9)
    c.polygon([(352, 850), (480, 890), (600, 884), (640, 860), (640, 884), (500, 930), (340, 884)], (50, 52, 58))
    c.polygon([(640, 860), (1150, 586), (1150, 596), (640, 892)], (56, 56, 60))
    c.strokes(posts, (108, 108, 112))
    c.strokes([([(1150, 470), (-60, 150)], 2), ([(1150, 480), (-60, 210)], 1.4)], (80, 80, 86))
    c.glow(1400, 240, 700, (255, 240, 206), 0.5)


SCENES = {
    "skyline": skyline,
    "bridge": bridge,
    "rain": rain,
    "market": market,
    "courthouse": courthouse,
    "flood": flood,
    "train": train,
}
