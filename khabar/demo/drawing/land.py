"""Open country: hills, fields, deserts, mountains, and what is built on them."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from khabar.demo.drawing.canvas import Canvas, Colour, Line, Point, both, mix


def sky(c: Canvas, stops: list[tuple[float, Colour]], cloud: float = 0.3) -> None:
    """A sky with clouds stretched along the horizon."""
    c.image = c.textured(c.gradient(stops), c.clouds(3, 7), cloud)


def mountains(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (74, 112, 156)), (0.5, (190, 204, 214)), (1, (228, 214, 196))], 0.35)
    far, near = (168, 184, 202), (28, 40, 44)
    for i in range(6):
        t = i / 5
        ridge = c.ridge(420 + i * 118, 250 - i * 26, 0.6)
        rock = c.textured(c.flat(mix(far, near, t**1.1)), c.clouds(60, 40, 3), 0.16)
        c.polygon(c.ground(ridge), rock)
        if i == 1:
            _snow(c, ridge)
        c.haze(430 + i * 110, 640 + i * 115, mix((226, 226, 222), (150, 164, 164), t), 0.6 - t * 0.4)
    c.glow(1250, 260, 620, (255, 226, 180), 0.5)


def _snow(c: Canvas, ridge: list[Point]) -> None:
    lower = [(x, y + 26 + c.rng.uniform(0, 46) + max(0, 40 - abs(y - 330))) for x, y in ridge]
    snow = c.textured(c.flat((244, 246, 250)), c.clouds(30, 20, 3), 0.22)
    cap = c.mask(lambda d: d.polygon([(x * 2, y * 2) for x, y in [*ridge, *lower[::-1]]], fill=255), 1.5)
    high = c.gradient([(0, (255, 255, 255)), (0.42, (255, 255, 255)), (0.54, (0, 0, 0))]).convert("L")
    c.lay(snow, both(cap, high))


def dam(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (96, 140, 178)), (0.6, (206, 214, 214)), (1, (220, 210, 190))], 0.35)
    c.polygon(c.ground(c.ridge(330, 120)), c.textured(c.flat((146, 152, 150)), c.clouds(14, 12), 0.4))
    c.haze(200, 480, (206, 208, 202), 0.5)
    wall = c.textured(
        c.gradient([(0, (206, 200, 188)), (0.45, (186, 180, 168)), (0.9, (122, 118, 112))]),
        c.clouds(60, 6, 3),
        0.35,
    )
    c.polygon([(170, 380), (1430, 380), (1230, 880), (400, 880)], wall)
    joints = [([(170 + i * 105, 380), (400 + i * 69, 880)], 1.6) for i in range(1, 12)]
    c.strokes(joints, (110, 106, 100), opacity=0.5)
    c.polygon([(160, 362), (1440, 362), (1440, 384), (160, 384)], (228, 222, 210))
    for i in range(9):
        x = 250 + i * 137
        c.polygon([(x - 16, 322), (x + 16, 322), (x + 16, 366), (x - 16, 366)], (196, 190, 178))
    for side in (0, 1):
        points = c.ridge(300, 60)
        cliff = [(x * 0.36, 250 + (x / 1600) * 760 + c.rng.uniform(-24, 24)) for x, _ in points]
        if side:
            cliff = [(c.width - x, y) for x, y in cliff]
        edge = c.width if side else 0
        shape = [(edge, 180), *cliff, (edge, c.height)]
        tone = (110, 98, 78) if side else (84, 78, 66)
        c.polygon(shape, c.textured(c.flat(tone), c.clouds(26, 30, 5), 0.75))
    for x in (640, 800, 960):
        _spill(c, x)
    c.polygon([(330, 880), (1290, 880), (1600, 1067), (60, 1067)], c.textured(c.flat((120, 150, 150)), c.clouds(8, 40), 0.5))
    for x in (640, 800, 960):
        c.glow(x, 900, 190, (240, 248, 250), 0.75)
    c.haze(700, 1000, (225, 232, 232), 0.35)
    c.glow(1400, 120, 700, (255, 236, 200), 0.4)


def _spill(c: Canvas, x: float) -> None:
    c.polygon([(x - 34, 440), (x + 34, 440), (x + 30, 480), (x - 30, 480)], (70, 72, 74))
    spread = x + (x - 800) * 0.04
    water = c.textured(c.flat((236, 242, 244)), c.noise(180, 7), 0.4)
    c.polygon([(x - 26, 470), (x + 26, 470), (spread + 58, 905), (spread - 58, 905)], water, blur=4, opacity=0.92)


def desert(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (92, 138, 184)), (0.42, (214, 206, 188)), (0.5, (240, 214, 170))], 0.2)
    for i in range(3):
        t = i / 2
        dune = c.ridge(520 + i * 26, 34 - i * 5, 0.35)
        c.polygon(c.ground(dune), c.textured(c.flat(mix((214, 184, 146), (204, 156, 100), t)), c.clouds(5, 18), 0.35))
    sand = c.textured(c.gradient([(0.5, (214, 170, 114)), (1, (168, 118, 70))]), c.clouds(6, 60, 5), 0.5)
    c.polygon([(0, 590), (1600, 580), (1600, 1067), (0, 1067)], sand)
    vanish = (860, 578)
    asphalt = c.textured(c.gradient([(0.5, (120, 112, 104)), (1, (58, 56, 56))]), c.noise(400, 260), 0.22)
    c.polygon([(vanish[0] - 4, vanish[1]), (vanish[0] + 4, vanish[1]), (1240, 1067), (300, 1067)], asphalt)
    for i in range(9):
        a, b = (i / 9) ** 2.4, ((i + 0.45) / 9) ** 2.4
        x0, y0 = vanish[0] - 90 * a, vanish[1] + 489 * a
        x1, y1 = vanish[0] - 90 * b, vanish[1] + 489 * b
        c.polygon([(x0 - 9 * a, y0), (x0 + 9 * a, y0), (x1 + 9 * b, y1), (x1 - 9 * b, y1)], (232, 222, 196))
    for i in range(10):
        a = ((i + 0.5) / 10) ** 2.2
        x, y, h = vanish[0] + 60 * a * 9 + 16, vanish[1] + 470 * a, 14 + 330 * a
        c.strokes([([(x, y), (x, y - h)], 1 + 9 * a), ([(x - 26 * a * 2, y - h * 0.9), (x + 26 * a * 2, y - h * 0.9)], 1 + 5 * a)], (70, 56, 44))
    c.haze(470, 600, (244, 222, 186), 0.45)
    c.glow(300, 420, 620, (255, 232, 180), 0.75)


def wheat(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (70, 128, 186)), (0.45, (188, 212, 224)), (0.55, (238, 226, 190))], 0.45)
    c.polygon(c.ground(c.ridge(505, 24)), (112, 126, 92))
    field = c.textured(c.gradient([(0.45, (222, 184, 98)), (0.7, (206, 158, 66)), (1, (142, 94, 30))]), c.clouds(20, 60, 4), 0.5)
    c.polygon([(0, 520), (1600, 528), (1600, 1067), (0, 1067)], field)
    c.haze(430, 540, (244, 226, 180), 0.4)
    for row in range(7):
        t = row / 6
        c.blur(0.6 if row < 4 else 0)
        lines, ears = [], []
        for _ in range(240 - row * 20):
            x = c.rng.uniform(-40, 1640)
            top = 560 + 330 * t**1.6 + c.rng.uniform(-26, 26) * (0.4 + t)
            lean = c.rng.uniform(4, 26) * (0.3 + t)
            length = 60 + 300 * t
            lines.append(([(x, top + length), (x + lean * 0.4, top + length * 0.4), (x + lean, top)], 0.8 + 2.4 * t))
            ears.append((x + lean, top, 3 + 8 * t, 12 + 46 * t))
        c.strokes(lines, mix((214, 172, 84), (176, 124, 44), t))

        def heads(d, ears=ears):  # type: ignore[no-untyped-def]
            for x, y, w, h in ears:
                d.ellipse([(x - w) * 2, (y - h) * 2, (x + w) * 2, (y + h * 0.4) * 2], fill=255)

        c.lay(c.textured(c.flat(mix((232, 196, 110), (222, 170, 76), t)), c.noise(500, 120), 0.5), c.mask(heads))
    c.glow(1280, 360, 760, (255, 236, 180), 0.6)


def olives(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (112, 150, 186)), (0.4, (226, 214, 190)), (0.5, (246, 222, 178))], 0.3)
    for layer in range(5):
        t = layer / 4
        base = 430 + layer * 130
        hill = c.ridge(base, 64, 0.32)
        earth = c.textured(c.flat(mix((178, 170, 140), (164, 122, 76), t)), c.clouds(9, 26), 0.4)
        c.polygon(c.ground(hill), earth)
        _grove(c, hill, t)
        c.haze(base - 60, base + 170, (240, 218, 176), 0.34 * (1 - t))
    c.glow(240, 330, 820, (255, 226, 160), 0.7)


def _grove(c: Canvas, hill: list[Point], t: float) -> None:
    size = 9 + 42 * t**1.3
    trees = []
    for row in range(4):
        x = c.rng.uniform(0, size * 3)
        while x < c.width:
            index = min(len(hill) - 1, int(x / c.width * (len(hill) - 1)))
            y = hill[index][1] + 12 + row * size * 1.7
            trees.append((x, y, size * c.rng.uniform(0.75, 1.15)))
            x += size * c.rng.uniform(2.7, 3.5)
    leaf = mix((126, 134, 108), (62, 76, 46), t)

    def crowns(d, dx, dy, k):  # type: ignore[no-untyped-def]
        for x, y, s in trees:
            for ox, oy, r in ((0, -0.75, 1), (-0.6, -0.5, 0.7), (0.6, -0.5, 0.72)):
                px, py, pr = x + ox * s + dx * s, y + oy * s + dy * s, r * s * k
                d.ellipse([(px - pr) * 2, (py - pr * 0.8) * 2, (px + pr) * 2, (py + pr * 0.8) * 2], fill=255)

    c.shade(c.mask(lambda d: crowns(d, 0.7, 0.75, 0.9), 2 + 3 * t), 0.3)
    c.strokes([([(x, y + s * 0.5), (x, y - s * 0.4)], s * 0.2) for x, y, s in trees], (74, 58, 42))
    c.lay(c.textured(c.flat(mix(leaf, (10, 16, 10), 0.3)), c.noise(300, 200), 0.7), c.mask(lambda d: crowns(d, 0, 0, 1)))
    c.lay(c.textured(c.flat(mix(leaf, (236, 224, 168), 0.3)), c.noise(360, 240), 0.8), c.mask(lambda d: crowns(d, -0.22, -0.2, 0.66), 2 + 2 * t), 0.8)


def cracked(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (150, 160, 162)), (0.3, (224, 206, 176)), (0.36, (232, 206, 166))], 0.25)
    c.polygon(c.ground(c.ridge(352, 18)), (168, 146, 118))
    soil = c.textured(c.gradient([(0.33, (206, 172, 128)), (1, (150, 104, 64))]), c.clouds(20, 40), 0.5)
    c.polygon([(0, 368), (1600, 364), (1600, 1067), (0, 1067)], soil)
    rows, columns = 26, 34

    def at(i: int, j: int) -> Point:
        depth = (i / rows) ** 2.1
        y = 372 + depth * 760
        spread = 0.5 + 2.2 * depth
        return 800 + (j - columns / 2 + (i % 2) * 0.5) * 94 * spread, y

    grid = [
        [
            (x + c.rng.uniform(-30, 30) * (0.4 + 2 * (i / rows) ** 2), y + c.rng.uniform(-14, 14) * (i / rows) ** 1.6 * 2)
            for j in range(columns + 1)
            for x, y in [at(i, j)]
        ]
        for i in range(rows + 1)
    ]
    cracks: list[Line] = []
    for i in range(rows):
        t = (i / rows) ** 1.8
        for j in range(columns):
            a, b, d = grid[i][j], grid[i][j + 1], grid[i + 1][j + (0 if i % 2 else 1)]
            wide = 0.8 + 8 * t * c.rng.uniform(0.5, 1.2)
            for one, two in ((a, b), (b if i % 2 == 0 else a, d)):
                mid = ((one[0] + two[0]) / 2 + c.rng.uniform(-10, 10) * t * 3, (one[1] + two[1]) / 2 + c.rng.uniform(-6, 6) * t * 2)
                cracks.append(([one, mid, two], wide))
    c.strokes([([(x + 2, y + 4) for x, y in pts], w) for pts, w in cracks], (240, 208, 160), opacity=0.55)
    c.strokes(cracks, (60, 38, 24), blur=0.7)
    c.strokes([([(1180, 380), (1184, 300), (1176, 240)], 7), ([(1182, 305), (1220, 262)], 4), ([(1181, 330), (1146, 290)], 4), ([(1146, 290), (1136, 262)], 2.4), ([(1220, 262), (1240, 228)], 2.4), ([(1177, 244), (1196, 208)], 2.4)], (62, 46, 36))
    c.haze(300, 420, (236, 212, 172), 0.5)
    c.glow(420, 210, 520, (255, 236, 196), 0.8)


def turbines(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (58, 118, 182)), (0.6, (176, 206, 226)), (1, (236, 230, 210))], 0.5)
    c.polygon(c.ground(c.ridge(760, 40, 0.35)), c.textured(c.flat((176, 172, 128)), c.clouds(8, 24), 0.3))
    for x, base, scale in ((1440, 770, 0.42), (1130, 768, 0.55), (250, 800, 0.66), (760, 820, 0.85), (470, 900, 1.25)):
        _turbine(c, x, base, scale)
    hill = c.ridge(850, 50, 0.3)
    c.polygon(c.ground(hill), c.textured(c.gradient([(0.75, (206, 176, 96)), (1, (138, 108, 46))]), c.clouds(40, 50, 4), 0.5))
    c.haze(640, 820, (236, 226, 196), 0.3)
    c.glow(1500, 160, 700, (255, 246, 220), 0.5)


def _turbine(c: Canvas, x: float, base: float, scale: float) -> None:
    hub = base - 500 * scale
    white, shadow = (240, 242, 244), (170, 180, 190)
    c.polygon([(x - 10 * scale, base + 60), (x + 10 * scale, base + 60), (x + 5 * scale, hub), (x - 5 * scale, hub)], white)
    c.polygon([(x + 2 * scale, base + 60), (x + 10 * scale, base + 60), (x + 5 * scale, hub), (x + 1 * scale, hub)], shadow)
    turn = c.rng.uniform(0, 2)
    for k in range(3):
        a = turn + k * 2 * math.pi / 3
        along, across = (math.cos(a), math.sin(a)), (-math.sin(a), math.cos(a))
        reach = 260 * scale
        blade = [(0.0, -5.0), (0.14, -15.0), (0.4, -10.0), (1, -1.5), (1, 1.5), (0, 5)]
        c.polygon([(x + along[0] * r * reach + across[0] * w * scale, hub + along[1] * r * reach + across[1] * w * scale) for r, w in blade], white)
    c.ellipse((x - 11 * scale, hub - 11 * scale, x + 11 * scale, hub + 11 * scale), (224, 228, 232))


def solar(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (90, 136, 186)), (0.3, (232, 206, 170)), (0.42, (250, 204, 140))], 0.4)
    c.polygon(c.ground(c.ridge(420, 26)), (112, 102, 98))
    c.polygon([(0, 440), (1600, 440), (1600, 1067), (0, 1067)], c.textured(c.gradient([(0.4, (160, 136, 104)), (1, (88, 74, 58))]), c.clouds(30, 60), 0.45))
    for row in range(6):
        t = (row / 5) ** 1.7
        y, tall = 455 + 440 * t, 34 + 190 * t
        glass = c.textured(c.gradient([(y / 1067, (150, 150, 158)), ((y + tall) / 1067, (24, 40, 84))]), c.clouds(8, 6, 2), 0.25)
        left = -900 - 200 * t
        width, lean = 150 + 330 * t, 40 + 90 * t
        for k in range(26):
            x = left + k * (width * 1.03)
            if x > 1700 or x + width < -100:
                continue
            panel = [(x + lean, y), (x + lean + width, y), (x + width, y + tall), (x, y + tall)]
            c.polygon(panel, glass)
            lines: list[Line] = [([*panel, panel[0]], 1.2 + 4 * t)]
            lines += [([(x + lean + width * f, y), (x + width * f, y + tall)], 0.6 + 1.2 * t) for f in (0.25, 0.5, 0.75)]
            lines += [([(x + lean * (1 - f), y + tall * f), (x + lean * (1 - f) + width, y + tall * f)], 0.6 + t) for f in (0.33, 0.66)]
            c.strokes(lines, (206, 210, 214), opacity=0.75)
        c.shade(c.mask(lambda d, y=y, tall=tall, t=t: d.rectangle([0, (y + tall) * 2, 3200, (y + tall + 8 + 30 * t) * 2], fill=255), 4 + 6 * t), 0.5)
    c.glow(1180, 400, 560, (255, 224, 160), 0.95)
    c.glow(1180, 400, 150, (255, 250, 230), 0.9)


def tents(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (98, 106, 116)), (0.5, (166, 170, 172)), (1, (180, 176, 168))], 0.75)
    c.polygon(c.ground(c.ridge(500, 46, 0.4)), c.textured(c.flat((106, 108, 96)), c.clouds(12, 10), 0.4))
    c.polygon([(0, 560), (1600, 550), (1600, 1067), (0, 1067)], c.textured(c.gradient([(0.5, (136, 122, 100)), (1, (92, 76, 58))]), c.clouds(30, 70), 0.6))
    cloths = [
        c.textured(c.flat(tone), c.clouds(30, 20), 0.35)
        for tone in ((222, 220, 212), (206, 210, 214), (216, 206, 188))
    ]
    shadow = c.textured(c.flat((160, 160, 158)), c.clouds(30, 20), 0.4)
    for row in range(5):
        t = (row / 4) ** 1.5
        size = 46 + 190 * t
        y = 590 + 360 * t
        x = c.rng.uniform(-size, 0) - size * 0.4
        while x < c.width + size:
            _tent(c, x + c.rng.uniform(-8, 8), y + c.rng.uniform(-5, 5), size, c.rng.choice(cloths), shadow)
            x += size * 2.5
        c.haze(480, y + 60, (176, 176, 172), 0.16)
    for x, y, w in ((620, 1000, 260), (1180, 960, 170), (250, 1035, 200)):
        c.ellipse((x - w, y - w * 0.1, x + w, y + w * 0.1), (150, 156, 160), blur=5, opacity=0.7)


def _tent(
    c: Canvas, x: float, y: float, s: float, cloth: Image.Image, shadow: Image.Image
) -> None:
    c.ellipse((x - s, y - s * 0.1, x + s * 1.5, y + s * 0.16), (20, 18, 16), blur=4, opacity=0.4)
    side = [(x - s * 0.7, y), (x, y - s), (x + s * 0.62, y - s * 0.92), (x + s * 1.35, y)]
    c.polygon(side, shadow)
    c.polygon([(x - s * 0.75, y), (x, y - s), (x + s * 0.75, y)], cloth)
    c.polygon([(x - s * 0.16, y), (x, y - s * 0.7), (x + s * 0.16, y)], (58, 54, 52))
    seam = [(x - s * 0.75, y), (x, y - s), (x + s * 0.75, y)]
    c.strokes([(seam, max(0.8, s * 0.012))], (140, 138, 132))


def dish(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (58, 72, 122)), (0.5, (196, 134, 124)), (0.76, (246, 186, 120))], 0.45)
    c.polygon(c.ground(c.ridge(830, 30)), c.textured(c.flat((86, 66, 64)), c.clouds(9, 20), 0.4))
    c.polygon([(0, 880), (1600, 870), (1600, 1067), (0, 1067)], c.textured(c.gradient([(0.8, (112, 84, 66)), (1, (58, 44, 38))]), c.clouds(40, 60), 0.5))
    for x, y, s in ((1290, 820, 0.28), (1480, 830, 0.2), (140, 840, 0.24), (720, 560, 1.0)):
        _bowl(c, x, y, s)
    c.glow(1330, 760, 520, (255, 196, 120), 0.8)


def _bowl(c: Canvas, x: float, y: float, s: float) -> None:
    steel = (74, 70, 78)
    c.strokes([([(x, y + 60 * s), (x - 150 * s, y + 370 * s)], 18 * s), ([(x, y + 60 * s), (x + 150 * s, y + 370 * s)], 18 * s), ([(x, y + 60 * s), (x, y + 370 * s)], 26 * s), ([(x - 96 * s, y + 250 * s), (x + 96 * s, y + 250 * s)], 10 * s), ([(x - 60 * s, y + 170 * s), (x + 96 * s, y + 250 * s)], 6 * s)], steel)
    tilt = -0.62
    rim = [(math.cos(a) * 330 * s, math.sin(a) * 190 * s) for a in [i * math.pi / 40 for i in range(80)]]
    turned = [(x + px * math.cos(tilt) - py * math.sin(tilt), y + px * math.sin(tilt) + py * math.cos(tilt)) for px, py in rim]
    behind = [(px + 96 * s, py + 104 * s) for px, py in turned[4:44]]
    c.polygon([*turned[:44], *behind[::-1]], (96, 92, 104), blur=1)
    c.ellipse((x - 80 * s, y - 40 * s, x + 190 * s, y + 220 * s), (110, 104, 112), blur=12 * s)
    inside = c.textured(c.gradient([((y - 330 * s) / 1067, (250, 232, 214)), ((y + 280 * s) / 1067, (148, 138, 150))]), c.clouds(6, 4, 2), 0.2)
    c.polygon(turned, inside)
    ribs: list[Line] = [([(x, y), turned[i]], 1.4 * s) for i in range(0, 80, 5)]
    for k in (0.35, 0.7):
        ring = [(x + (px - x) * k, y + (py - y) * k) for px, py in turned]
        ribs.append(([*ring, ring[0]], 1.4 * s))
    c.strokes(ribs, (128, 118, 126), opacity=0.6)
    c.strokes([([*turned, turned[0]], 5 * s)], (246, 232, 220))
    focus = (x - 200 * s, y - 270 * s)
    c.strokes([([turned[i], focus], 5 * s) for i in (8, 36, 62)], (92, 84, 90))
    c.ellipse((focus[0] - 26 * s, focus[1] - 26 * s, focus[0] + 26 * s, focus[1] + 26 * s), (66, 60, 68))


def observatory(c: Canvas, mood: str) -> None:
    night = mood == "night"
    if night:
        sky(c, [(0, (6, 10, 28)), (0.7, (24, 36, 66)), (1, (52, 56, 78))], 0.2)
    else:
        sky(c, [(0, (18, 28, 72)), (0.55, (92, 84, 136)), (0.82, (236, 160, 120))], 0.25)
    _stars(c, 1500 if night else 240)
    if night:
        band = c.clouds(7, 5, 5)
        strip = c.mask(lambda d: d.polygon([(300, 0), (1500, 0), (3000, 1800), (1900, 1800)], fill=255), 110)
        c.lay((150, 150, 190), both(strip, band), 0.55)
        c.lay((210, 180, 170), both(c.mask(lambda d: d.polygon([(760, 0), (1120, 0), (2620, 1800), (2260, 1800)], fill=255), 60), c.clouds(14, 10, 5)), 0.4)
    c.polygon(c.ground(c.ridge(850, 80)), c.flat((40, 42, 66) if not night else (16, 20, 36)))
    x, y, s = (560, 800, 1.0) if not night else (1010, 870, 0.6)
    white, dark = ((226, 206, 206), (96, 86, 118)) if not night else ((112, 118, 146), (34, 38, 60))
    body = c.gradient([((y - 260 * s) / 1067, white), ((y + 60) / 1067, dark)])
    c.polygon([(x - 200 * s, y - 60 * s), (x + 200 * s, y - 60 * s), (x + 200 * s, y + 160), (x - 200 * s, y + 160)], mix(dark, white, 0.35))
    c.ellipse((x - 215 * s, y - 290 * s, x + 215 * s, y + 140 * s), body)
    c.polygon([(x - 215 * s, y - 80 * s), (x + 215 * s, y - 80 * s), (x + 215 * s, y - 50 * s), (x - 215 * s, y - 50 * s)], mix(dark, white, 0.6))
    c.polygon([(x - 200 * s, y - 50 * s), (x + 200 * s, y - 50 * s), (x + 200 * s, y + 160), (x - 200 * s, y + 160)], c.gradient([((y - 50) / 1067, mix(dark, white, 0.45)), (1, dark)]))
    c.polygon([(x + 20 * s, y - 284 * s), (x + 70 * s, y - 274 * s), (x + 96 * s, y - 84 * s), (x + 30 * s, y - 84 * s)], (14, 14, 26))
    c.glow(x + 60 * s, y - 170 * s, 120 * s, (255, 190, 120), 0.55)
    c.polygon([(x - 40 * s, y + 20 * s), (x - 4 * s, y + 20 * s), (x - 4 * s, y + 120), (x - 40 * s, y + 120)], (250, 206, 130))
    c.polygon(c.ground(c.ridge(930, 34)), c.textured(c.flat((22, 22, 36) if not night else (8, 9, 18)), c.clouds(20, 20), 0.3))
    if not night:
        c.glow(1350, 900, 620, (255, 170, 120), 0.6)


def _stars(c: Canvas, count: int) -> None:
    def pen(d):  # type: ignore[no-untyped-def]
        for _ in range(count):
            x, y = c.rng.uniform(0, 3200), c.rng.uniform(0, 1750)
            r = c.rng.choice((0.7, 0.9, 1.1, 1.5, 2.4))
            d.ellipse([x - r, y - r, x + r, y + r], fill=c.rng.randint(90, 255))

    c.lay((248, 246, 255), c.mask(pen))


def galaxy(c: Canvas, _mood: str) -> None:
    c.image = c.flat((5, 6, 16))
    _stars(c, 1800)
    centre = c.mask(lambda d: d.ellipse([500, 250, 2700, 1900], fill=255), 150)
    for colour, strength, columns in (((190, 70, 110), 0.75, 4), ((60, 110, 200), 0.6, 5), ((240, 160, 110), 0.4, 6), ((230, 220, 255), 0.35, 9)):
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
    palette: list[Colour] = [(92, 130, 112), (142, 160, 116), (196, 188, 138), (206, 174, 120), (182, 138, 96), (154, 112, 88), (214, 204, 196)]
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
        c.strokes([([(px, py), (px + c.rng.uniform(-90, 40), py - 130), (px + c.rng.uniform(-160, 60), py - 300)], 4)], (62, 116, 158))
    c.grade(colour=0.85)


SCENES = {
    "mountains": mountains,
    "dam": dam,
    "desert": desert,
    "wheat": wheat,
    "olives": olives,
    "cracked": cracked,
    "turbines": turbines,
    "solar": solar,
    "tents": tents,
    "dish": dish,
    "observatory": observatory,
    "galaxy": galaxy,
    "relief": relief,
}
