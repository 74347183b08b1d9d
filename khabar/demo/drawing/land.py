"""Open country: mountains, fields, deserts."""

# ruff: noqa: PLR0917, PLR2004 - a drawing is made of numbers; a name for each would say no more.
from __future__ import annotations

from PIL import Image, ImageDraw

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
        rock = c.textured(c.flat(mix(far, near, t**1.1)), c.clouds(60, 40, 3), 0.07)
        c.polygon(c.ground(ridge), rock)
        if i == 1:
            _snow(c, ridge)
        c.haze(
            430 + i * 110, 640 + i * 115, mix((226, 226, 222), (150, 164, 164), t), 0.6 - t * 0.4
        )
    c.glow(1250, 260, 620, (255, 226, 180), 0.5)


def _snow(c: Canvas, ridge: list[Point]) -> None:
    lower = [(x, y + 26 + c.rng.uniform(0, 46) + max(0, 40 - abs(y - 330))) for x, y in ridge]
    snow = c.textured(c.flat((244, 246, 250)), c.clouds(30, 20, 3), 0.22)
    cap = c.mask(
        lambda d: d.polygon([(x * 2, y * 2) for x, y in [*ridge, *lower[::-1]]], fill=255), 1.5
    )
    high = c.gradient([(0, (255, 255, 255)), (0.42, (255, 255, 255)), (0.54, (0, 0, 0))]).convert(
        "L"
    )
    c.lay(snow, both(cap, high))


def desert(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (92, 138, 184)), (0.42, (214, 206, 188)), (0.5, (240, 214, 170))], 0.2)
    for i in range(3):
        t = i / 2
        dune = c.ridge(520 + i * 26, 34 - i * 5, 0.35)
        c.polygon(
            c.ground(dune),
            c.textured(c.flat(mix((214, 184, 146), (204, 156, 100), t)), c.clouds(5, 18), 0.35),
        )
    sand = c.textured(
        c.gradient([(0.5, (214, 170, 114)), (1, (168, 118, 70))]), c.clouds(6, 60, 5), 0.5
    )
    c.polygon([(0, 590), (1600, 580), (1600, 1067), (0, 1067)], sand)
    vanish = (860, 578)
    asphalt = c.textured(
        c.gradient([(0.5, (120, 112, 104)), (1, (58, 56, 56))]), c.noise(400, 260), 0.22
    )
    c.polygon(
        [(vanish[0] - 4, vanish[1]), (vanish[0] + 4, vanish[1]), (1240, 1067), (300, 1067)], asphalt
    )
    for i in range(9):
        a, b = (i / 9) ** 2.4, ((i + 0.45) / 9) ** 2.4
        x0, y0 = vanish[0] - 90 * a, vanish[1] + 489 * a
        x1, y1 = vanish[0] - 90 * b, vanish[1] + 489 * b
        c.polygon(
            [(x0 - 9 * a, y0), (x0 + 9 * a, y0), (x1 + 9 * b, y1), (x1 - 9 * b, y1)],
            (232, 222, 196),
        )
    for i in range(10):
        a = ((i + 0.5) / 10) ** 2.2
        x, y, h = vanish[0] + 60 * a * 9 + 16, vanish[1] + 470 * a, 14 + 330 * a
        c.strokes(
            [
                ([(x, y), (x, y - h)], 1 + 9 * a),
                ([(x - 26 * a * 2, y - h * 0.9), (x + 26 * a * 2, y - h * 0.9)], 1 + 5 * a),
            ],
            (70, 56, 44),
        )
    c.haze(470, 600, (244, 222, 186), 0.45)
    c.glow(300, 420, 620, (255, 232, 180), 0.75)


def wheat(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (70, 128, 186)), (0.45, (188, 212, 224)), (0.55, (238, 226, 190))], 0.45)
    c.polygon(c.ground(c.ridge(505, 24)), (112, 126, 92))
    field = c.textured(
        c.gradient([(0.45, (222, 184, 98)), (0.7, (206, 158, 66)), (1, (142, 94, 30))]),
        c.clouds(20, 60, 4),
        0.5,
    )
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
            lines.append(
                (
                    [(x, top + length), (x + lean * 0.4, top + length * 0.4), (x + lean, top)],
                    0.8 + 2.4 * t,
                )
            )
            ears.append((x + lean, top, 3 + 8 * t, 12 + 46 * t))
        c.strokes(lines, mix((214, 172, 84), (176, 124, 44), t))

        def heads(
            d: ImageDraw.ImageDraw, ears: list[tuple[float, float, float, float]] = ears
        ) -> None:
            for x, y, w, h in ears:
                d.ellipse([(x - w) * 2, (y - h) * 2, (x + w) * 2, (y + h * 0.4) * 2], fill=255)

        c.lay(
            c.textured(c.flat(mix((232, 196, 110), (222, 170, 76), t)), c.noise(500, 120), 0.5),
            c.mask(heads),
        )
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

    def crowns(d: ImageDraw.ImageDraw, dx: float, dy: float, k: float) -> None:
        for x, y, s in trees:
            for ox, oy, r in ((0, -0.75, 1), (-0.6, -0.5, 0.7), (0.6, -0.5, 0.72)):
                px, py, pr = x + ox * s + dx * s, y + oy * s + dy * s, r * s * k
                d.ellipse(
                    [(px - pr) * 2, (py - pr * 0.8) * 2, (px + pr) * 2, (py + pr * 0.8) * 2],
                    fill=255,
                )

    c.shade(c.mask(lambda d: crowns(d, 0.7, 0.75, 0.9), 2 + 3 * t), 0.3)
    c.strokes([([(x, y + s * 0.5), (x, y - s * 0.4)], s * 0.2) for x, y, s in trees], (74, 58, 42))
    c.lay(
        c.textured(c.flat(mix(leaf, (10, 16, 10), 0.3)), c.noise(300, 200), 0.7),
        c.mask(lambda d: crowns(d, 0, 0, 1)),
    )
    c.lay(
        c.textured(c.flat(mix(leaf, (236, 224, 168), 0.3)), c.noise(360, 240), 0.8),
        c.mask(lambda d: crowns(d, -0.22, -0.2, 0.66), 2 + 2 * t),
        0.8,
    )


def cracked(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (150, 160, 162)), (0.3, (224, 206, 176)), (0.36, (232, 206, 166))], 0.25)
    c.polygon(c.ground(c.ridge(352, 18)), (168, 146, 118))
    soil = c.textured(
        c.gradient([(0.33, (206, 172, 128)), (1, (150, 104, 64))]), c.clouds(20, 40), 0.5
    )
    c.polygon([(0, 368), (1600, 364), (1600, 1067), (0, 1067)], soil)
    rows, columns = 26, 34

    def at(i: int, j: int) -> Point:
        depth = (i / rows) ** 2.1
        y = 372 + depth * 760
        spread = 0.5 + 2.2 * depth
        return 800 + (j - columns / 2 + (i % 2) * 0.5) * 94 * spread, y

    grid = [
        [
            (
                x + c.rng.uniform(-30, 30) * (0.4 + 2 * (i / rows) ** 2),
                y + c.rng.uniform(-14, 14) * (i / rows) ** 1.6 * 2,
            )
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
                mid = (
                    (one[0] + two[0]) / 2 + c.rng.uniform(-10, 10) * t * 3,
                    (one[1] + two[1]) / 2 + c.rng.uniform(-6, 6) * t * 2,
                )
                cracks.append(([one, mid, two], wide))
    c.strokes(
        [([(x + 2, y + 4) for x, y in pts], w) for pts, w in cracks], (240, 208, 160), opacity=0.55
    )
    c.strokes(cracks, (60, 38, 24), blur=0.7)
    c.strokes(
        [
            ([(1180, 380), (1184, 300), (1176, 240)], 7),
            ([(1182, 305), (1220, 262)], 4),
            ([(1181, 330), (1146, 290)], 4),
            ([(1146, 290), (1136, 262)], 2.4),
            ([(1220, 262), (1240, 228)], 2.4),
            ([(1177, 244), (1196, 208)], 2.4),
        ],
        (62, 46, 36),
    )
    c.haze(300, 420, (236, 212, 172), 0.5)
    c.glow(420, 210, 520, (255, 236, 196), 0.8)


def tents(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (98, 106, 116)), (0.5, (166, 170, 172)), (1, (180, 176, 168))], 0.75)
    c.polygon(
        c.ground(c.ridge(500, 46, 0.4)), c.textured(c.flat((106, 108, 96)), c.clouds(12, 10), 0.4)
    )
    c.polygon(
        [(0, 560), (1600, 550), (1600, 1067), (0, 1067)],
        c.textured(c.gradient([(0.5, (136, 122, 100)), (1, (92, 76, 58))]), c.clouds(30, 70), 0.6),
    )
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
            _tent(
                c,
                x + c.rng.uniform(-8, 8),
                y + c.rng.uniform(-5, 5),
                size,
                c.rng.choice(cloths),
                shadow,
            )
            x += size * 2.5
        c.haze(480, y + 60, (176, 176, 172), 0.16)
    for x, y, w in ((620, 1000, 260), (1180, 960, 170), (250, 1035, 200)):
        c.ellipse((x - w, y - w * 0.1, x + w, y + w * 0.1), (150, 156, 160), blur=5, opacity=0.7)


def _tent(c: Canvas, x: float, y: float, s: float, cloth: Image.Image, shadow: Image.Image) -> None:
    c.ellipse((x - s, y - s * 0.1, x + s * 1.5, y + s * 0.16), (20, 18, 16), blur=4, opacity=0.4)
    side = [(x - s * 0.7, y), (x, y - s), (x + s * 0.62, y - s * 0.92), (x + s * 1.35, y)]
    c.polygon(side, shadow)
    c.polygon([(x - s * 0.75, y), (x, y - s), (x + s * 0.75, y)], cloth)
    c.polygon([(x - s * 0.16, y), (x, y - s * 0.7), (x + s * 0.16, y)], (58, 54, 52))
    seam = [(x - s * 0.75, y), (x, y - s), (x + s * 0.75, y)]
    c.strokes([(seam, max(0.8, s * 0.012))], (140, 138, 132))


SCENES = {
    "mountains": mountains,
    "desert": desert,
    "wheat": wheat,
    "olives": olives,
    "cracked": cracked,
    "tents": tents,
}
