"""Rooms, shelves, benches, and what stands on a table."""

from __future__ import annotations

import math

from PIL import Image

from khabar.demo.drawing.canvas import Canvas, Colour, Line, Point, mix

WOOD: Colour = (132, 88, 56)
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
    c.image = c.textured(c.gradient([(0, mix(wall, (255, 250, 236), 0.3)), (0.6, wall)]), c.clouds(4, 3, 4), 0.25)
    for i in range(9):
        x = 60 + i * 185
        shade = mix(wall, (70, 52, 44), 0.45)
        c.box((x - 24, 110, x + 24, 520), shade)
        c.box((x - 24, 110, x - 6, 520), mix(wall, (255, 246, 226), 0.5))
        c.box((x - 34, 90, x + 34, 116), mix(wall, (255, 246, 226), 0.4))
        if i < 8:
            glow: Colour = (255, 214, 150) if evening else (238, 244, 250)
            c.polygon([(x + 52, 470), (x + 52, 210), (x + 92, 160), (x + 132, 210), (x + 132, 470)], (44, 48, 66) if evening else glow)
            c.glow(x + (0 if evening else 92), 470 if evening else 320, 130, glow, 0.7 if evening else 0.35)
    c.box((0, 60, 1600, 92), mix(wall, (70, 52, 44), 0.3))
    stage = _grain(c, (156, 104, 64), (96, 60, 38))
    c.polygon([(560, 430), (1040, 430), (1080, 600), (520, 600)], stage)
    c.polygon([(700, 380), (900, 380), (930, 500), (670, 500)], _grain(c, (176, 122, 78), (110, 70, 44)))
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
        c.polygon([(x - w, y), (x - w * 0.86, y - h), (x + w * 0.86, y - h), (x + w, y)], c.flat(seat) if k % 7 else c.flat(mix(seat, (20, 12, 12), 0.3)))
        c.strokes([([(x - w * 0.8, y - h), (x + w * 0.8, y - h)], 2 + 3 * t)], mix(seat, (255, 200, 170), 0.35))
        if not evening and c.rng.random() < 0.62:
            suit = c.rng.choice([(38, 40, 50), (62, 58, 66), (90, 92, 104), (48, 56, 72), (120, 96, 92)])
            c.ellipse((x - w * 0.72, y - h * 1.2, x + w * 0.72, y + h * 0.3), suit)
            c.ellipse((x - w * 0.34, y - h * 1.75, x + w * 0.34, y - h * 1.0), mix((46, 34, 30), (150, 140, 136), c.rng.random() * 0.6))


def library(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (58, 40, 28)), (1, (36, 24, 18))])
    for row in range(6):
        floor = 150 + row * 178.0
        _shelf(c, floor, 128)
    c.polygon([(1180, -10), (1216, -10), (1330, 1080), (1282, 1080)], _grain(c, (170, 120, 76), (104, 66, 40)))
    c.polygon([(1360, -10), (1392, -10), (1560, 1080), (1514, 1080)], _grain(c, (170, 120, 76), (104, 66, 40)))
    rungs: list[Line] = [([(1196 + k * 13.6, k * 132 - 20), (1378 + k * 19, k * 132 - 20)], 15) for k in range(10)]
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
        c.polygon([(x + lean, floor - height), (x + width + lean, floor - height), (x + width, floor), (x, floor)], tone)
        c.polygon([(x + lean, floor - height), (x + width * 0.3 + lean, floor - height), (x + width * 0.3, floor), (x, floor)], mix(tone, (255, 236, 206), 0.22), blur=2)
        if width > 20:
            gold = mix((206, 164, 84), tone, 0.25)
            for part in (0.16, 0.2, 0.82):
                y = floor - height * (1 - part)
                c.box((x + 3 + lean * (1 - part), y, x + width - 3 + lean * (1 - part), y + 3), gold)
            if width > 30:
                c.box((x + 7, floor - height * 0.66, x + width - 7, floor - height * 0.46), mix(gold, tone, 0.35))
        x += width + lean + c.rng.choice([0.5, 0.5, 1, 2])
        if c.rng.random() < 0.03:
            x += 46
    c.box((0, floor, 1600, floor + 24), _grain(c, (156, 106, 66), (92, 58, 36)))
    c.box((0, floor + 24, 1600, floor + 46), (14, 8, 6), blur=8, opacity=0.8)


def books(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (40, 34, 34)), (0.6, (74, 54, 42)), (1, (40, 28, 22))])
    for _ in range(30):
        x, y, r = c.rng.uniform(0, 1600), c.rng.uniform(40, 560), c.rng.uniform(20, 70)
        c.ellipse((x - r, y - r, x + r, y + r), c.rng.choice([(255, 206, 140), (200, 130, 80), (160, 110, 90)]), blur=8, opacity=0.16)
    c.polygon([(0, 760), (1600, 720), (1600, 1067), (0, 1067)], _grain(c, (150, 100, 62), (84, 52, 34)))
    c.blur(6)
    c.glow(1180, 420, 620, (255, 214, 140), 0.9)
    y = 880.0
    for k in range(8):
        tall = c.rng.uniform(44, 82)
        x0, x1 = 330 + c.rng.uniform(-50, 50), 930 + c.rng.uniform(-60, 60)
        tone = SPINES[(k * 3 + 1) % 8]
        c.box((x0 + 20, y - 6, x1 + 60, y + 12), (10, 6, 4), blur=10, opacity=0.5)
        c.box((x0, y - tall, x1, y), tone)
        c.box((x0 + 8, y - tall + 9, x1 - 12, y - 9), c.textured(c.flat((226, 208, 172)), c.noise(6, 700), 0.6))
        c.box((x0, y - tall, x0 + 54, y), c.gradient([((y - tall) / 1067, mix(tone, (255, 240, 220), 0.35)), (y / 1067, mix(tone, (10, 8, 8), 0.35))]))
        c.box((x0 + 8, y - tall * 0.7, x0 + 46, y - tall * 0.62), (206, 164, 84))
        y -= tall
    c.polygon([(420, y - 10), (640, y - 44), (660, y - 34), (900, y - 16), (900, y), (420, y)], (240, 228, 200))
    c.strokes([([(420, y - 10), (640, y - 44), (900, y - 14)], 4)], (150, 120, 90))
    c.box((1160, 560, 1184, 880), (150, 118, 62))
    c.ellipse((1080, 858, 1264, 906), (120, 92, 50))
    c.polygon([(1060, 560), (1284, 560), (1226, 390), (1118, 390)], c.gradient([(0.36, (214, 176, 110)), (0.53, (255, 240, 200))]))
    c.glow(1172, 600, 420, (255, 226, 160), 0.9)


def cinema(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (26, 12, 14)), (1, (12, 6, 8))])
    for side in (0, 1):
        for k in range(12):
            x = k * 26.0
            tone = mix((120, 26, 30), (50, 10, 14), (k % 3) / 2)
            x0 = x if not side else 1600 - x - 26
            c.box((x0, 0, x0 + 26, 760), c.gradient([(0, tone), (0.7, mix(tone, (10, 4, 6), 0.6))]))
    c.box((330, 90, 1270, 560), c.textured(c.gradient([(0.1, (236, 240, 244)), (0.5, (206, 214, 226))]), c.clouds(5, 4, 4), 0.3))
    c.polygon([(330, 470), (560, 380), (760, 450), (960, 350), (1270, 470), (1270, 560), (330, 560)], (120, 134, 156), blur=4)
    c.ellipse((980, 150, 1060, 230), (255, 255, 255), blur=4)
    c.strokes([([(330, 90), (1270, 90), (1270, 560), (330, 560), (330, 90)], 12)], (20, 14, 14))
    c.glow(800, 330, 780, (206, 220, 246), 0.55)
    c.polygon([(1600, 0), (1500, 0), (330, 90), (1270, 560)], (220, 230, 250), blur=40, opacity=0.08)
    for row in range(6):
        t = row / 5
        size, y = 40 + 92 * t**1.3, 640 + 400 * t**1.3
        shift = (row % 2) * size * 0.9
        x = -size + shift
        while x < c.width + size:
            tone = mix((150, 34, 36), (58, 12, 18), t * 0.7)
            seat: list[Point] = [(x - size * 0.8, y + size * 1.2), (x - size * 0.8, y - size * 0.3), (x - size * 0.56, y - size * 0.72), (x + size * 0.56, y - size * 0.72), (x + size * 0.8, y - size * 0.3), (x + size * 0.8, y + size * 1.2)]
            c.polygon(seat, c.gradient([((y - size * 0.7) / 1067, mix(tone, (255, 190, 180), 0.3)), (min(1.0, (y + size * 0.5) / 1067), mix(tone, (10, 2, 6), 0.6))]), blur=1)
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
    c.strokes([line for line in floor if abs(line[0][1][0] - 800) < 620], (80, 120, 160), opacity=0.35)
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
            c.ellipse((x - r, y - r * 0.8, x + r, y + r * 0.8), c.rng.choice([(80, 170, 255), (90, 200, 255), (120, 255, 190), (60, 130, 230)]))
    c.strokes(rows, (64, 82, 110), opacity=0.7)
    c.strokes([([at(0, 0), at(0, 1)], 5 * far)], (96, 120, 150))


def corridor(c: Canvas, _mood: str) -> None:
    wall = c.textured(c.gradient([(0, (206, 220, 210)), (0.55, (186, 204, 192)), (0.56, (126, 160, 146)), (1, (96, 128, 116))]), c.clouds(30, 20, 3), 0.12)
    c.image = wall
    vx, vy = 800.0, 440.0
    c.polygon([(0, 0), (1600, 0), (930, 330), (670, 330)], (222, 228, 224))
    c.polygon([(0, 1067), (1600, 1067), (930, 600), (670, 600)], c.textured(c.gradient([(0.55, (214, 220, 214)), (1, (150, 160, 154))]), c.clouds(14, 40, 3), 0.25))
    c.polygon([(0, 0), (670, 330), (670, 600), (0, 1067)], (40, 60, 56), opacity=0.12)
    c.box((670, 330, 930, 600), (232, 240, 238))
    c.box((716, 372, 796, 600), (250, 252, 250))
    c.box((804, 372, 884, 600), (250, 252, 250))
    c.glow(800, 470, 300, (255, 255, 246), 0.9)
    for k in range(5):
        t = 0.62**k
        c.polygon([(vx - 190 * t, vy - 430 * t), (vx + 190 * t, vy - 430 * t), (vx + 160 * t, vy - 360 * t), (vx - 160 * t, vy - 360 * t)], (255, 255, 250))
        if k != 1:
            c.glow(vx, vy - 390 * t, 240 * t, (250, 255, 250), 0.5)
    for side in (-1, 1):
        for k in range(4):
            t = 0.66**k
            x = vx + side * 640 * t
            c.polygon([(x, vy - 170 * t), (x + side * 130 * t, vy - 210 * t), (x + side * 130 * t, vy + 440 * t), (x, vy + 350 * t)], (150, 118, 88) if k % 2 else (96, 128, 132))
            _bed(c, vx + side * 470 * t, vy + 330 * t, t, side)
    for _ in range(1):
        c.polygon([(640, 1067), (960, 1067), (860, 600), (740, 600)], (255, 255, 250), blur=30, opacity=0.35)
    c.strokes([([(0, 820), (670, 520)], 8), ([(1600, 820), (930, 520)], 8)], (86, 108, 100))


def _bed(c: Canvas, x: float, y: float, t: float, side: int) -> None:
    steel = (120, 132, 138)
    w, d = 150 * t, 120 * t
    far = side * 60 * t
    c.ellipse((x - w * 1.1, y + 70 * t, x + w * 1.1, y + 116 * t), (60, 76, 72), blur=10 * t, opacity=0.5)
    legs: list[Line] = [([(x + k * w, y), (x + k * w, y + 96 * t)], 6 * t) for k in (-0.9, 0.9)]
    c.strokes(legs, steel)
    c.polygon([(x - w, y), (x + w, y), (x + w - far * 0.6, y - d * 0.62), (x - w - far * 0.6, y - d * 0.62)], (244, 246, 246))
    c.polygon([(x - w, y), (x + w, y), (x + w, y + 30 * t), (x - w, y + 30 * t)], (206, 214, 216))
    c.polygon([(x - w * 0.3, y), (x + w, y), (x + w - far * 0.6, y - d * 0.62), (x - w * 0.3 - far * 0.6, y - d * 0.62)], (122, 164, 176))
    c.ellipse((x - w * 0.95 - far * 0.3, y - d * 0.6, x - w * 0.4 - far * 0.3, y - d * 0.2), (255, 255, 255))
    c.strokes([([(x + side * w, y - d * 1.0), (x + side * w, y - d * 3.2)], 4 * t)], steel)
    c.box((x + side * w - 16 * t, y - d * 3.2, x + side * w + 16 * t, y - d * 2.5), (230, 240, 240))


def exchange(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (8, 12, 20)), (1, (14, 22, 32))])
    c.strokes([([(60, 120 + k * 92), (1540, 120 + k * 92)], 1.4) for k in range(10)], (70, 90, 110), opacity=0.5)
    x, y, path = 60.0, 300.0, []
    while x < 1540:
        path.append((x, y))
        x += 22
        y += c.rng.uniform(-40, 48) + (4 if x > 700 else -1)
        y = max(170, min(760, y))
    c.polygon([*path, (path[-1][0], 900), (60, 900)], c.gradient([(0.15, (200, 70, 60)), (0.85, (16, 22, 32))]), opacity=0.35)
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
                _figures(c, left, top, 24, c.rng.choice([(240, 180, 80), (90, 210, 150), (236, 90, 80), (190, 210, 230)]))
    c.bloom(120, 22, 0.8)
    c.polygon([(0, 1067), (0, 970), (180, 900), (260, 800), (330, 780), (400, 810), (470, 910), (640, 980), (660, 1067)], (3, 4, 8), blur=3)
    c.polygon([(1010, 1067), (1030, 1000), (1140, 930), (1190, 850), (1250, 830), (1310, 856), (1360, 940), (1470, 1000), (1500, 1067)], (3, 4, 8), blur=3)
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


def _bench_top(c: Canvas) -> None:
    c.image = c.gradient([(0, (206, 220, 228)), (0.6, (236, 240, 242)), (0.68, (250, 250, 250)), (1, (206, 214, 220))])
    for _ in range(18):
        x, y, r = c.rng.uniform(0, 1600), c.rng.uniform(60, 560), c.rng.uniform(40, 130)
        c.ellipse((x - r, y - r, x + r, y + r), c.rng.choice([(255, 255, 255), (150, 190, 210), (214, 226, 214)]), blur=20, opacity=0.35)


def _vessel(c: Canvas, outline: list[Point], level: float, liquid: Colour) -> None:
    """Glass of one outline, filled up to a height."""
    xs = [x for x, _ in outline]
    left, right = min(xs), max(xs)

    def pen(d, low: float = 0):  # type: ignore[no-untyped-def]
        d.polygon([(x * 2, y * 2) for x, y in outline], fill=255)
        if low:
            d.rectangle([0, 0, 3200, low * 2], fill=0)

    shape = c.mask(pen)
    c.lay((236, 244, 248), shape, 0.35)
    wet = c.mask(lambda d: pen(d, level))
    c.lay(c.gradient([(level / 1067, mix(liquid, (255, 255, 255), 0.25)), (0.9, mix(liquid, (20, 20, 40), 0.25))]), wet, 0.86)
    c.strokes([([(left + 10, level), (right - 10, level)], 4)], mix(liquid, (255, 255, 255), 0.6), opacity=0.0 if right - left > 400 else 0.7)
    c.strokes([([*outline, outline[0]], 4)], (132, 156, 172), opacity=0.75)
    c.strokes([([(x + 14, y) for x, y in outline[: len(outline) // 2]], 6)], (255, 255, 255), opacity=0.75, blur=2)
    c.ellipse((left - 10, 846, right + 50, 884), mix(liquid, (120, 130, 140), 0.45), blur=14, opacity=0.45)


def glassware(c: Canvas, _mood: str) -> None:
    _bench_top(c)
    amber, blue, green, rose = (206, 130, 40), (40, 110, 180), (70, 150, 110), (190, 80, 100)
    for x, s, level, tone in ((180, 0.6, 720, green), (1430, 0.62, 740, rose)):
        flask = [(x - 24 * s, 480), (x - 24 * s, 640), (x - 150 * s, 862), (x + 150 * s, 862), (x + 24 * s, 640), (x + 24 * s, 480)]
        _vessel(c, flask, level, tone)
    c.blur(5)
    flask = [(480, 250), (480, 470), (320, 866), (700, 866), (540, 470), (540, 250)]
    _vessel(c, flask, 640, blue)
    c.box((468, 238, 552, 256), (224, 236, 242))
    round_one = [(900, 300), (900, 470)] + [(940 + 172 * math.cos(a), 690 + 176 * math.sin(a)) for a in [math.pi * (1.42 - 1.84 * k / 40) + 0 for k in range(41)]] + [(980, 470), (980, 300)]
    _vessel(c, round_one, 700, amber)
    for k in range(4):
        x = 1210 + k * 74.0
        tube = [(x - 24, 380), (x - 24, 800), (x - 14, 836), (x, 846), (x + 14, 836), (x + 24, 800), (x + 24, 380)]
        _vessel(c, tube, 560 + k * 46, (rose, amber, green, blue)[k])
    c.box((1160, 500, 1490, 526), (150, 112, 78), opacity=0.9)
    c.box((1160, 770, 1490, 796), (150, 112, 78), opacity=0.9)
    for _ in range(26):
        x, y, r = c.rng.uniform(400, 620), c.rng.uniform(660, 850), c.rng.uniform(3, 8)
        c.ellipse((x - r, y - r, x + r, y + r), (220, 240, 255), opacity=0.5)
    c.glow(300, 120, 620, (255, 255, 255), 0.5)


def vials(c: Canvas, _mood: str) -> None:
    _bench_top(c)
    for row in range(3):
        t = row / 2
        s = 0.55 + 0.65 * t
        y = 660 + 240 * t
        for k in range(12):
            x = -60 + k * 250 * s + row * 70
            _vial(c, x, y, s)
        if row < 2:
            c.blur(5 - 3 * t)
    c.glow(1250, 80, 700, (255, 255, 255), 0.55)


def _vial(c: Canvas, x: float, y: float, s: float) -> None:
    w, h = 62 * s, 230 * s
    c.ellipse((x - w, y - 12 * s, x + w * 2.2, y + 26 * s), (120, 140, 156), blur=10, opacity=0.4)
    body = [(x - w, y), (x - w, y - h), (x - w * 0.62, y - h * 1.16), (x + w * 0.62, y - h * 1.16), (x + w, y - h), (x + w, y)]
    c.polygon(body, (226, 236, 242), opacity=0.85)
    c.box((x - w + 3, y - h * 0.62, x + w - 3, y - 4), (176, 206, 226), opacity=0.8)
    c.box((x - w, y - h * 0.86, x + w, y - h * 0.3), (252, 252, 250))
    c.box((x - w, y - h * 0.86, x + w, y - h * 0.76), (40, 110, 160))
    for i in range(4):
        c.box((x - w * 0.7, y - h * (0.68 - i * 0.08), x + w * (0.6 - 0.3 * (i % 2)), y - h * (0.66 - i * 0.08)), (120, 132, 142))
    c.box((x - w * 0.66, y - h * 1.3, x + w * 0.66, y - h * 1.14), (196, 202, 208))
    c.box((x - w * 0.72, y - h * 1.42, x + w * 0.72, y - h * 1.28), (44, 104, 168))
    c.polygon([(x + w * 0.3, y), (x + w * 0.3, y - h), (x + w, y - h), (x + w, y)], (40, 60, 90), blur=6 * s, opacity=0.22)
    c.strokes([([(x - w * 0.8, y - h * 0.98), (x - w * 0.8, y - 6)], 5 * s)], (255, 255, 255), opacity=0.8, blur=1)


def microphones(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (30, 34, 48)), (0.6, (64, 58, 66)), (1, (30, 26, 32))])
    for _ in range(46):
        x, y, r = c.rng.uniform(0, 1600), c.rng.uniform(0, 760), c.rng.uniform(20, 76)
        c.ellipse((x - r, y - r, x + r, y + r), c.rng.choice([(255, 214, 150), (160, 190, 236), (236, 150, 110)]), blur=5, opacity=c.rng.uniform(0.1, 0.34))
    cubes: list[Colour] = [(168, 52, 44), (36, 84, 138), (214, 150, 50), (60, 110, 82), (230, 228, 220), (76, 60, 96)]
    spots = [(300, 470, -0.42), (520, 390, -0.2), (1300, 480, 0.42), (1090, 380, 0.22), (800, 330, 0.0), (660, 520, -0.1), (960, 540, 0.12)]
    for i, (x, y, lean) in enumerate(spots):
        _microphone(c, x, y, lean, cubes[i % 6])
    c.box((0, 1000, 1600, 1067), (20, 16, 18), blur=20)
    c.glow(200, 120, 620, (255, 230, 190), 0.5)


def _microphone(c: Canvas, x: float, y: float, lean: float, cube: Colour) -> None:
    foot = (x + (800 - x) * 0.5 - lean * 60, 1100.0)
    dx, dy = (foot[0] - x) / (foot[1] - y), 1.0
    c.strokes([([(x, y), foot], 34)], (34, 34, 38))
    c.strokes([([(x - 9, y), (foot[0] - 9, foot[1])], 6)], (120, 120, 128), opacity=0.6, blur=2)
    cx, cy = x + dx * 150, y + dy * 150
    c.polygon([(cx - 72, cy - 44), (cx + 52, cy - 52), (cx + 60, cy + 54), (cx - 66, cy + 62)], c.gradient([((cy - 60) / 1067, mix(cube, (255, 255, 255), 0.2)), ((cy + 70) / 1067, mix(cube, (8, 8, 12), 0.25))]))
    c.polygon([(cx + 52, cy - 52), (cx + 84, cy - 36), (cx + 90, cy + 44), (cx + 60, cy + 54)], mix(cube, (6, 6, 10), 0.5))
    c.ellipse((cx - 36, cy - 24, cx + 24, cy + 32), (246, 244, 238))
    c.ellipse((cx - 20, cy - 9, cx + 8, cy + 17), cube)
    r = 62.0
    foam = c.textured(c.gradient([((y - 90) / 1067, (92, 94, 102)), ((y + 70) / 1067, (18, 18, 22))]), c.noise(400, 267), 0.45)
    c.ellipse((x - r, y - r * 1.4, x + r, y + r * 0.9), foam)
    c.ellipse((x - r * 0.6, y - r * 1.2, x - r * 0.05, y - r * 0.3), (206, 208, 214), blur=14, opacity=0.45)


def ballot(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (196, 190, 178)), (0.6, (222, 214, 200)), (1, (150, 138, 124))])
    for k in range(7):
        c.box((k * 260 - 60, 40, k * 260 + 120, 460), mix((236, 232, 222), (150, 170, 180), 0.4), blur=16, opacity=0.6)
    c.blur(8)
    c.polygon([(0, 820), (1600, 780), (1600, 1067), (0, 1067)], _grain(c, (190, 140, 92), (120, 80, 50)))
    c.ellipse((360, 900, 1330, 1010), (50, 32, 20), blur=30, opacity=0.6)
    front: list[Point] = [(440, 470), (1100, 500), (1080, 960), (470, 930)]
    side: list[Point] = [(1100, 500), (1290, 440), (1256, 870), (1080, 960)]
    c.polygon(front, (222, 234, 240), opacity=0.5)
    c.polygon(side, (176, 196, 208), opacity=0.6)
    for _ in range(34):
        x, y = c.rng.uniform(530, 1010), c.rng.uniform(740, 910)
        w, a = c.rng.uniform(40, 80), c.rng.uniform(-0.6, 0.6)
        dx, dy = w * math.cos(a), w * math.sin(a)
        tone = mix((252, 250, 244), (190, 196, 206), c.rng.random() * 0.7)
        c.polygon([(x - dx, y - dy), (x + dx, y + dy), (x + dx - dy * 0.5, y + dy + w * 0.5), (x - dx - dy * 0.5, y - dy + w * 0.5)], tone, opacity=0.9)
    c.polygon(front, (236, 244, 250), opacity=0.2)
    c.strokes([([*front, front[0]], 7), ([*side, side[0]], 6)], (246, 250, 252), opacity=0.85)
    c.polygon([(480, 560), (540, 562), (560, 900), (500, 896)], (255, 255, 255), blur=8, opacity=0.4)
    c.polygon([(426, 472), (640, 410), (1310, 436), (1108, 506)], (206, 214, 222))
    c.polygon([(700, 452), (1000, 464), (990, 474), (690, 462)], (40, 42, 50))
    c.box((700, 660, 860, 730), (36, 84, 138), opacity=0.0)
    paper: list[Point] = [(742, 280), (930, 300), (950, 466), (740, 458)]
    c.polygon(paper, (252, 250, 244))
    c.strokes([([(770, 330 + k * 26), (900, 342 + k * 26)], 4) for k in range(4)], (150, 150, 160), opacity=0.7)
    skin = (186, 132, 98)
    palm = [(930, 330), (1010, 250), (1130, 190), (1300, 170), (1400, 240), (1330, 330), (1180, 370), (1060, 400), (960, 380)]
    c.polygon(palm, c.gradient([(0.15, mix(skin, (255, 236, 214), 0.25)), (0.38, mix(skin, (80, 44, 34), 0.3))]), blur=3)
    fingers: list[Line] = [([(1120, 220), (1000, 240), (900, 290)], 46), ([(1150, 260), (1010, 300), (906, 346)], 46), ([(1170, 310), (1040, 350), (936, 392)], 42), ([(1120, 350), (1010, 400), (920, 420)], 34)]
    for line in fingers:
        c.strokes([line], mix(skin, (70, 36, 28), 0.42), blur=3)
        c.strokes([([(x, y - 5) for x, y in line[0]], line[1] - 10)], skin, blur=3)
    c.polygon([(1260, 140), (1640, 40), (1640, 380), (1340, 360)], c.gradient([(0.05, (70, 84, 110)), (0.36, (28, 34, 50))]), blur=2)
    c.polygon([(1230, 150), (1286, 138), (1366, 352), (1300, 366)], (236, 238, 240), blur=1)
    c.glow(260, 120, 760, (255, 250, 236), 0.5)


def chip(c: Canvas, _mood: str) -> None:
    c.image = c.textured(c.gradient([(0, (18, 84, 66)), (1, (8, 48, 42))]), c.clouds(10, 8, 4), 0.3)
    traces: list[Line] = []
    pads: list[Point] = []
    for side in range(4):
        for k in range(16):
            off = (k - 7.5) * 25
            first, second = c.rng.uniform(80, 230), c.rng.uniform(120, 460)
            bend = (1 if off > 0 else -1) * c.rng.uniform(20, 170)
            points = [(off, 235.0), (off, 235 + first), (off + bend, 235 + first + abs(bend)), (off + bend, 235 + first + abs(bend) + second)]
            turned = []
            for x, y in points:
                px, py = ((x, y), (y, -x), (-x, -y), (-y, x))[side]
                turned.append((800 + px, 533 + py))
            traces.append((turned, 5))
            pads.append(turned[-1])
    c.strokes([([(x + 3, y + 4) for x, y in pts], w) for pts, w in traces], (4, 26, 22), opacity=0.6)
    c.strokes(traces, (206, 168, 88))
    for x, y in pads:
        c.ellipse((x - 10, y - 10, x + 10, y + 10), (226, 190, 110))
        c.ellipse((x - 4, y - 4, x + 4, y + 4), (10, 40, 34))
    for _ in range(26):
        x, y = c.rng.uniform(20, 1560), c.rng.uniform(20, 1040)
        if abs(x - 800) < 330 and abs(y - 533) < 330:
            continue
        w, h = c.rng.choice([(46, 22), (22, 46), (90, 40), (34, 34)])
        c.box((x + 5, y + 6, x + w + 5, y + h + 6), (2, 14, 12), blur=4, opacity=0.6)
        c.box((x, y, x + w, y + h), c.rng.choice([(34, 36, 40), (150, 120, 90), (60, 62, 68)]))
        c.box((x - 6, y + 3, x, y + h - 3), (206, 210, 214))
        c.box((x + w, y + 3, x + w + 6, y + h - 3), (206, 210, 214))
    c.box((582, 320, 1036, 764), (2, 14, 12), blur=16, opacity=0.8)
    c.box((565, 298, 1035, 768), c.textured(c.gradient([(0.28, (70, 72, 78)), (0.72, (24, 26, 30))]), c.noise(500, 330), 0.2))
    c.box((640, 373, 960, 693), c.gradient([(0.34, (112, 114, 120)), (0.66, (52, 54, 60))]))
    c.strokes([([(640, 373), (960, 373), (960, 693), (640, 693), (640, 373)], 3)], (150, 152, 158), opacity=0.7)
    c.ellipse((588, 720, 612, 744), (150, 152, 158))
    c.glow(420, 160, 760, (206, 255, 226), 0.4)


def tiles(c: Canvas, _mood: str) -> None:
    c.image = c.textured(c.flat((226, 212, 184)), c.clouds(30, 20, 4), 0.3)
    blue, ochre, white, dark = (38, 84, 124), (190, 128, 56), (238, 230, 212), (60, 46, 40)
    size = 200.0
    for row in range(-1, 7):
        for column in range(-1, 10):
            x, y = column * size + 20, row * size + 30
            _star(c, x, y, size * 0.5, c.textured(c.flat(blue), c.noise(300, 200), 0.4) if column % 9 == 0 else blue, white)
            _star(c, x, y, size * 0.3, ochre, white)
            _star(c, x, y, size * 0.14, dark, white)
            cross = size * 0.13
            cx, cy = x + size / 2, y + size / 2
            c.polygon([(cx - cross, cy), (cx, cy - cross), (cx + cross, cy), (cx, cy + cross)], ochre)
    grout: list[Line] = []
    for k in range(0, 1640, 20):
        grout.append(([(k + c.rng.uniform(-2, 2), -5), (k + c.rng.uniform(-2, 2), 1075)], 1.3))
        if k < 1080:
            grout.append(([(-5, k + c.rng.uniform(-2, 2)), (1610, k + c.rng.uniform(-2, 2))], 1.3))
    c.strokes(grout, (120, 104, 84), opacity=0.5)
    dirt = c.clouds(4, 3, 6).point(lambda v: max(0, min(190, (v - 158) * 4)))
    c.lay(c.textured(c.flat((176, 146, 108)), c.clouds(90, 60, 4), 0.35), dirt)
    c.polygon([(0, 0), (900, 0), (0, 800)], (30, 20, 14), blur=140, opacity=0.4)
    c.glow(1300, 800, 760, (255, 232, 190), 0.4)


def _star(c: Canvas, x: float, y: float, r: float, fill: Image.Image | Colour, edge: Colour) -> None:
    points = []
    for k in range(16):
        a = k * math.pi / 8
        reach = r if k % 2 == 0 else r * 0.765
        points.append((x + reach * math.cos(a), y + reach * math.sin(a)))
    c.polygon(points, fill)
    c.strokes([([*points, points[0]], r * 0.06)], edge)


SCENES = {
    "hall": hall,
    "library": library,
    "books": books,
    "cinema": cinema,
    "servers": servers,
    "corridor": corridor,
    "exchange": exchange,
    "glassware": glassware,
    "vials": vials,
    "microphones": microphones,
    "ballot": ballot,
    "chip": chip,
    "tiles": tiles,
}
