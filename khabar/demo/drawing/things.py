"""What stands on a table, or fills the frame from near."""

# ruff: noqa: PLR0917, PLR2004 - a drawing is made of numbers; a name for each would say no more.
from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

from khabar.demo.drawing.canvas import Canvas, Colour, Line, Point, mix
from khabar.demo.drawing.rooms import SPINES, _grain


def books(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (40, 34, 34)), (0.6, (74, 54, 42)), (1, (40, 28, 22))])
    for _ in range(30):
        x, y, r = c.rng.uniform(0, 1600), c.rng.uniform(40, 560), c.rng.uniform(20, 70)
        c.ellipse(
            (x - r, y - r, x + r, y + r),
            c.rng.choice([(255, 206, 140), (200, 130, 80), (160, 110, 90)]),
            blur=8,
            opacity=0.16,
        )
    c.polygon(
        [(0, 760), (1600, 720), (1600, 1067), (0, 1067)], _grain(c, (150, 100, 62), (84, 52, 34))
    )
    c.blur(6)
    c.glow(1180, 420, 620, (255, 214, 140), 0.9)
    y = 880.0
    for k in range(8):
        tall = c.rng.uniform(44, 82)
        x0, x1 = 330 + c.rng.uniform(-50, 50), 930 + c.rng.uniform(-60, 60)
        tone = SPINES[(k * 3 + 1) % 8]
        c.box((x0 + 20, y - 6, x1 + 60, y + 12), (10, 6, 4), blur=10, opacity=0.5)
        c.box((x0, y - tall, x1, y), tone)
        c.box(
            (x0 + 8, y - tall + 9, x1 - 12, y - 9),
            c.textured(c.flat((226, 208, 172)), c.noise(6, 700), 0.6),
        )
        c.box(
            (x0, y - tall, x0 + 54, y),
            c.gradient(
                [
                    ((y - tall) / 1067, mix(tone, (255, 240, 220), 0.35)),
                    (y / 1067, mix(tone, (10, 8, 8), 0.35)),
                ]
            ),
        )
        c.box((x0 + 8, y - tall * 0.7, x0 + 46, y - tall * 0.62), (206, 164, 84))
        y -= tall
    c.polygon(
        [(420, y - 10), (640, y - 44), (660, y - 34), (900, y - 16), (900, y), (420, y)],
        (240, 228, 200),
    )
    c.strokes([([(420, y - 10), (640, y - 44), (900, y - 14)], 4)], (150, 120, 90))
    c.box((1160, 560, 1184, 880), (150, 118, 62))
    c.ellipse((1080, 858, 1264, 906), (120, 92, 50))
    c.polygon(
        [(1060, 560), (1284, 560), (1226, 390), (1118, 390)],
        c.gradient([(0.36, (214, 176, 110)), (0.53, (255, 240, 200))]),
    )
    c.glow(1172, 600, 420, (255, 226, 160), 0.9)


def _bench_top(c: Canvas) -> None:
    c.image = c.gradient(
        [
            (0, (206, 220, 228)),
            (0.6, (236, 240, 242)),
            (0.68, (250, 250, 250)),
            (1, (206, 214, 220)),
        ]
    )
    for _ in range(18):
        x, y, r = c.rng.uniform(0, 1600), c.rng.uniform(60, 560), c.rng.uniform(40, 130)
        c.ellipse(
            (x - r, y - r, x + r, y + r),
            c.rng.choice([(255, 255, 255), (150, 190, 210), (214, 226, 214)]),
            blur=20,
            opacity=0.35,
        )


def _vessel(
    c: Canvas, outline: Sequence[tuple[float, float]], level: float, liquid: Colour
) -> None:
    """Glass of one outline, filled up to a height."""
    xs = [x for x, _ in outline]
    left, right = min(xs), max(xs)

    def pen(d: ImageDraw.ImageDraw, low: float = 0) -> None:
        d.polygon([(x * 2, y * 2) for x, y in outline], fill=255)
        if low:
            d.rectangle([0, 0, 3200, low * 2], fill=0)

    shape = c.mask(pen)
    c.lay((236, 244, 248), shape, 0.35)
    wet = c.mask(lambda d: pen(d, level))
    c.lay(
        c.gradient(
            [
                (level / 1067, mix(liquid, (255, 255, 255), 0.25)),
                (0.9, mix(liquid, (20, 20, 40), 0.25)),
            ]
        ),
        wet,
        0.86,
    )
    c.strokes([([*outline, outline[0]], 4)], (132, 156, 172), opacity=0.75)
    c.strokes(
        [([(x + 14, y) for x, y in outline[: len(outline) // 2]], 6)],
        (255, 255, 255),
        opacity=0.75,
        blur=2,
    )
    c.ellipse(
        (left - 10, 846, right + 50, 884), mix(liquid, (120, 130, 140), 0.45), blur=14, opacity=0.45
    )


def glassware(c: Canvas, _mood: str) -> None:
    _bench_top(c)
    amber, blue, green, rose = (206, 130, 40), (40, 110, 180), (70, 150, 110), (190, 80, 100)
    for x, s, level, tone in ((180, 0.6, 720, green), (1430, 0.62, 740, rose)):
        flask = [
            (x - 24 * s, 480),
            (x - 24 * s, 640),
            (x - 150 * s, 862),
            (x + 150 * s, 862),
            (x + 24 * s, 640),
            (x + 24 * s, 480),
        ]
        _vessel(c, flask, level, tone)
    c.blur(5)
    flask = [(480, 250), (480, 470), (320, 866), (700, 866), (540, 470), (540, 250)]
    _vessel(c, flask, 640, blue)
    c.box((468, 238, 552, 256), (224, 236, 242))
    round_one = (
        [(900, 300), (900, 470)]
        + [
            (940 + 172 * math.cos(a), 690 + 176 * math.sin(a))
            for a in [math.pi * (1.42 - 1.84 * k / 40) + 0 for k in range(41)]
        ]
        + [(980, 470), (980, 300)]
    )
    _vessel(c, round_one, 700, amber)
    for k in range(4):
        left = 1210 + k * 74.0
        tube = [
            (left - 24, 380),
            (left - 24, 800),
            (left - 14, 836),
            (left, 846),
            (left + 14, 836),
            (left + 24, 800),
            (left + 24, 380),
        ]
        _vessel(c, tube, 560 + k * 46, (rose, amber, green, blue)[k])
    c.box((1160, 500, 1490, 526), (150, 112, 78), opacity=0.9)
    c.box((1160, 770, 1490, 796), (150, 112, 78), opacity=0.9)
    for _ in range(26):
        px, py, r = c.rng.uniform(400, 620), c.rng.uniform(660, 850), c.rng.uniform(3, 8)
        c.ellipse((px - r, py - r, px + r, py + r), (220, 240, 255), opacity=0.5)
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
    body = [
        (x - w, y),
        (x - w, y - h),
        (x - w * 0.62, y - h * 1.16),
        (x + w * 0.62, y - h * 1.16),
        (x + w, y - h),
        (x + w, y),
    ]
    c.polygon(body, (226, 236, 242), opacity=0.85)
    c.box((x - w + 3, y - h * 0.62, x + w - 3, y - 4), (176, 206, 226), opacity=0.8)
    c.box((x - w, y - h * 0.86, x + w, y - h * 0.3), (252, 252, 250))
    c.box((x - w, y - h * 0.86, x + w, y - h * 0.76), (40, 110, 160))
    for i in range(4):
        c.box(
            (
                x - w * 0.7,
                y - h * (0.68 - i * 0.08),
                x + w * (0.6 - 0.3 * (i % 2)),
                y - h * (0.66 - i * 0.08),
            ),
            (120, 132, 142),
        )
    c.box((x - w * 0.66, y - h * 1.3, x + w * 0.66, y - h * 1.14), (196, 202, 208))
    c.box((x - w * 0.72, y - h * 1.42, x + w * 0.72, y - h * 1.28), (44, 104, 168))
    c.polygon(
        [(x + w * 0.3, y), (x + w * 0.3, y - h), (x + w, y - h), (x + w, y)],
        (40, 60, 90),
        blur=6 * s,
        opacity=0.22,
    )
    c.strokes(
        [([(x - w * 0.8, y - h * 0.98), (x - w * 0.8, y - 6)], 5 * s)],
        (255, 255, 255),
        opacity=0.8,
        blur=1,
    )


def microphones(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (30, 34, 48)), (0.6, (64, 58, 66)), (1, (30, 26, 32))])
    for _ in range(46):
        x, y, r = c.rng.uniform(0, 1600), c.rng.uniform(0, 760), c.rng.uniform(20, 76)
        c.ellipse(
            (x - r, y - r, x + r, y + r),
            c.rng.choice([(255, 214, 150), (160, 190, 236), (236, 150, 110)]),
            blur=5,
            opacity=c.rng.uniform(0.1, 0.34),
        )
    cubes: list[Colour] = [
        (168, 52, 44),
        (36, 84, 138),
        (214, 150, 50),
        (60, 110, 82),
        (230, 228, 220),
        (76, 60, 96),
    ]
    spots = [
        (300, 470, -0.42),
        (520, 390, -0.2),
        (1300, 480, 0.42),
        (1090, 380, 0.22),
        (800, 330, 0.0),
        (660, 520, -0.1),
        (960, 540, 0.12),
    ]
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
    c.polygon(
        [(cx - 72, cy - 44), (cx + 52, cy - 52), (cx + 60, cy + 54), (cx - 66, cy + 62)],
        c.gradient(
            [
                ((cy - 60) / 1067, mix(cube, (255, 255, 255), 0.2)),
                ((cy + 70) / 1067, mix(cube, (8, 8, 12), 0.25)),
            ]
        ),
    )
    c.polygon(
        [(cx + 52, cy - 52), (cx + 84, cy - 36), (cx + 90, cy + 44), (cx + 60, cy + 54)],
        mix(cube, (6, 6, 10), 0.5),
    )
    c.ellipse((cx - 36, cy - 24, cx + 24, cy + 32), (246, 244, 238))
    c.ellipse((cx - 20, cy - 9, cx + 8, cy + 17), cube)
    r = 62.0
    foam = c.textured(
        c.gradient([((y - 90) / 1067, (92, 94, 102)), ((y + 70) / 1067, (18, 18, 22))]),
        c.noise(400, 267),
        0.45,
    )
    c.ellipse((x - r, y - r * 1.4, x + r, y + r * 0.9), foam)
    c.ellipse(
        (x - r * 0.6, y - r * 1.2, x - r * 0.05, y - r * 0.3),
        (206, 208, 214),
        blur=14,
        opacity=0.45,
    )


def ballot(c: Canvas, _mood: str) -> None:
    c.image = c.gradient([(0, (196, 190, 178)), (0.6, (222, 214, 200)), (1, (150, 138, 124))])
    for k in range(7):
        c.box(
            (k * 260 - 60, 40, k * 260 + 120, 460),
            mix((236, 232, 222), (150, 170, 180), 0.4),
            blur=16,
            opacity=0.6,
        )
    c.blur(8)
    c.polygon(
        [(0, 820), (1600, 780), (1600, 1067), (0, 1067)], _grain(c, (190, 140, 92), (120, 80, 50))
    )
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
        c.polygon(
            [
                (x - dx, y - dy),
                (x + dx, y + dy),
                (x + dx - dy * 0.5, y + dy + w * 0.5),
                (x - dx - dy * 0.5, y - dy + w * 0.5),
            ],
            tone,
            opacity=0.9,
        )
    c.polygon(front, (236, 244, 250), opacity=0.2)
    c.strokes([([*front, front[0]], 7), ([*side, side[0]], 6)], (246, 250, 252), opacity=0.85)
    c.polygon(
        [(480, 560), (540, 562), (560, 900), (500, 896)], (255, 255, 255), blur=8, opacity=0.4
    )
    c.polygon([(426, 472), (640, 410), (1310, 436), (1108, 506)], (206, 214, 222))
    c.polygon([(700, 452), (1000, 464), (990, 474), (690, 462)], (40, 42, 50))
    c.box((700, 660, 860, 730), (36, 84, 138), opacity=0.0)
    paper: list[Point] = [(742, 280), (930, 300), (950, 466), (740, 458)]
    c.polygon(paper, (252, 250, 244))
    c.strokes(
        [([(770, 330 + k * 26), (900, 342 + k * 26)], 4) for k in range(4)],
        (150, 150, 160),
        opacity=0.7,
    )
    skin = (186, 132, 98)
    palm = [
        (930, 330),
        (1010, 250),
        (1130, 190),
        (1300, 170),
        (1400, 240),
        (1330, 330),
        (1180, 370),
        (1060, 400),
        (960, 380),
    ]
    c.polygon(
        palm,
        c.gradient(
            [(0.15, mix(skin, (255, 236, 214), 0.25)), (0.38, mix(skin, (80, 44, 34), 0.3))]
        ),
        blur=3,
    )
    fingers: list[Line] = [
        ([(1120, 220), (1000, 240), (900, 290)], 46),
        ([(1150, 260), (1010, 300), (906, 346)], 46),
        ([(1170, 310), (1040, 350), (936, 392)], 42),
        ([(1120, 350), (1010, 400), (920, 420)], 34),
    ]
    for line in fingers:
        c.strokes([line], mix(skin, (70, 36, 28), 0.42), blur=3)
        c.strokes([([(x, y - 5) for x, y in line[0]], line[1] - 10)], skin, blur=3)
    c.polygon(
        [(1260, 140), (1640, 40), (1640, 380), (1340, 360)],
        c.gradient([(0.05, (70, 84, 110)), (0.36, (28, 34, 50))]),
        blur=2,
    )
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
            points = [
                (off, 235.0),
                (off, 235 + first),
                (off + bend, 235 + first + abs(bend)),
                (off + bend, 235 + first + abs(bend) + second),
            ]
            turned = []
            for x, y in points:
                px, py = ((x, y), (y, -x), (-x, -y), (-y, x))[side]
                turned.append((800 + px, 533 + py))
            traces.append((turned, 5))
            pads.append(turned[-1])
    c.strokes(
        [([(x + 3, y + 4) for x, y in pts], w) for pts, w in traces], (4, 26, 22), opacity=0.6
    )
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
    c.box(
        (565, 298, 1035, 768),
        c.textured(
            c.gradient([(0.28, (70, 72, 78)), (0.72, (24, 26, 30))]), c.noise(500, 330), 0.2
        ),
    )
    c.box((640, 373, 960, 693), c.gradient([(0.34, (112, 114, 120)), (0.66, (52, 54, 60))]))
    c.strokes(
        [([(640, 373), (960, 373), (960, 693), (640, 693), (640, 373)], 3)],
        (150, 152, 158),
        opacity=0.7,
    )
    c.ellipse((588, 720, 612, 744), (150, 152, 158))
    c.glow(420, 160, 760, (206, 255, 226), 0.4)


def tiles(c: Canvas, _mood: str) -> None:
    c.image = c.textured(c.flat((226, 212, 184)), c.clouds(30, 20, 4), 0.3)
    blue, ochre, white, dark = (38, 84, 124), (190, 128, 56), (238, 230, 212), (60, 46, 40)
    size = 200.0
    for row in range(-1, 7):
        for column in range(-1, 10):
            x, y = column * size + 20, row * size + 30
            _star(
                c,
                x,
                y,
                size * 0.5,
                c.textured(c.flat(blue), c.noise(300, 200), 0.4) if column % 9 == 0 else blue,
                white,
            )
            _star(c, x, y, size * 0.3, ochre, white)
            _star(c, x, y, size * 0.14, dark, white)
            cross = size * 0.13
            cx, cy = x + size / 2, y + size / 2
            c.polygon(
                [(cx - cross, cy), (cx, cy - cross), (cx + cross, cy), (cx, cy + cross)], ochre
            )
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


def _star(
    c: Canvas, x: float, y: float, r: float, fill: Image.Image | Colour, edge: Colour
) -> None:
    points = []
    for k in range(16):
        a = k * math.pi / 8
        reach = r if k % 2 == 0 else r * 0.765
        points.append((x + reach * math.cos(a), y + reach * math.sin(a)))
    c.polygon(points, fill)
    c.strokes([([*points, points[0]], r * 0.06)], edge)


SCENES = {
    "books": books,
    "glassware": glassware,
    "vials": vials,
    "microphones": microphones,
    "ballot": ballot,
    "chip": chip,
    "tiles": tiles,
}
