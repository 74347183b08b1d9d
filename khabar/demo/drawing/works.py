"""What is built in open country: dams, turbines, panels, dishes."""

# ruff: noqa: PLR2004 - a drawing is made of numbers; a name for each would say no more.
from __future__ import annotations

import math

from khabar.demo.drawing.canvas import Canvas, Line
from khabar.demo.drawing.land import sky


def dam(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (96, 140, 178)), (0.6, (206, 214, 214)), (1, (220, 210, 190))], 0.35)
    c.polygon(
        c.ground(c.ridge(330, 120)), c.textured(c.flat((146, 152, 150)), c.clouds(14, 12), 0.4)
    )
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
    c.polygon(
        [(330, 880), (1290, 880), (1600, 1067), (60, 1067)],
        c.textured(c.flat((120, 150, 150)), c.clouds(8, 40), 0.5),
    )
    for x in (640, 800, 960):
        c.glow(x, 900, 190, (240, 248, 250), 0.75)
    c.haze(700, 1000, (225, 232, 232), 0.35)
    c.glow(1400, 120, 700, (255, 236, 200), 0.4)


def _spill(c: Canvas, x: float) -> None:
    c.polygon([(x - 34, 440), (x + 34, 440), (x + 30, 480), (x - 30, 480)], (70, 72, 74))
    spread = x + (x - 800) * 0.04
    water = c.textured(c.flat((236, 242, 244)), c.noise(180, 7), 0.4)
    c.polygon(
        [(x - 26, 470), (x + 26, 470), (spread + 58, 905), (spread - 58, 905)],
        water,
        blur=4,
        opacity=0.92,
    )


def turbines(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (58, 118, 182)), (0.6, (176, 206, 226)), (1, (236, 230, 210))], 0.5)
    c.polygon(
        c.ground(c.ridge(760, 40, 0.35)), c.textured(c.flat((176, 172, 128)), c.clouds(8, 24), 0.3)
    )
    for x, base, scale in (
        (1440, 770, 0.42),
        (1130, 768, 0.55),
        (250, 800, 0.66),
        (760, 820, 0.85),
        (470, 900, 1.25),
    ):
        _turbine(c, x, base, scale)
    hill = c.ridge(850, 50, 0.3)
    c.polygon(
        c.ground(hill),
        c.textured(
            c.gradient([(0.75, (206, 176, 96)), (1, (138, 108, 46))]), c.clouds(40, 50, 4), 0.5
        ),
    )
    c.haze(640, 820, (236, 226, 196), 0.3)
    c.glow(1500, 160, 700, (255, 246, 220), 0.5)


def _turbine(c: Canvas, x: float, base: float, scale: float) -> None:
    hub = base - 500 * scale
    white, shadow = (240, 242, 244), (170, 180, 190)
    c.polygon(
        [
            (x - 10 * scale, base + 60),
            (x + 10 * scale, base + 60),
            (x + 5 * scale, hub),
            (x - 5 * scale, hub),
        ],
        white,
    )
    c.polygon(
        [
            (x + 2 * scale, base + 60),
            (x + 10 * scale, base + 60),
            (x + 5 * scale, hub),
            (x + 1 * scale, hub),
        ],
        shadow,
    )
    turn = c.rng.uniform(0, 2)
    for k in range(3):
        a = turn + k * 2 * math.pi / 3
        along, across = (math.cos(a), math.sin(a)), (-math.sin(a), math.cos(a))
        reach = 260 * scale
        blade = [(0.0, -5.0), (0.14, -15.0), (0.4, -10.0), (1, -1.5), (1, 1.5), (0, 5)]
        c.polygon(
            [
                (
                    x + along[0] * r * reach + across[0] * w * scale,
                    hub + along[1] * r * reach + across[1] * w * scale,
                )
                for r, w in blade
            ],
            white,
        )
    c.ellipse((x - 11 * scale, hub - 11 * scale, x + 11 * scale, hub + 11 * scale), (224, 228, 232))


def solar(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (90, 136, 186)), (0.3, (232, 206, 170)), (0.42, (250, 204, 140))], 0.4)
    c.polygon(c.ground(c.ridge(420, 26)), (112, 102, 98))
    c.polygon(
        [(0, 440), (1600, 440), (1600, 1067), (0, 1067)],
        c.textured(c.gradient([(0.4, (160, 136, 104)), (1, (88, 74, 58))]), c.clouds(30, 60), 0.45),
    )
    for row in range(6):
        t = (row / 5) ** 1.7
        y, tall = 455 + 440 * t, 34 + 190 * t
        glass = c.textured(
            c.gradient([(y / 1067, (150, 150, 158)), ((y + tall) / 1067, (24, 40, 84))]),
            c.clouds(8, 6, 2),
            0.25,
        )
        left = -900 - 200 * t
        width, lean = 150 + 330 * t, 40 + 90 * t
        for k in range(26):
            x = left + k * (width * 1.03)
            if x > 1700 or x + width < -100:
                continue
            panel = [(x + lean, y), (x + lean + width, y), (x + width, y + tall), (x, y + tall)]
            c.polygon(panel, glass)
            lines: list[Line] = [([*panel, panel[0]], 1.2 + 4 * t)]
            lines += [
                ([(x + lean + width * f, y), (x + width * f, y + tall)], 0.6 + 1.2 * t)
                for f in (0.25, 0.5, 0.75)
            ]
            lines += [
                (
                    [
                        (x + lean * (1 - f), y + tall * f),
                        (x + lean * (1 - f) + width, y + tall * f),
                    ],
                    0.6 + t,
                )
                for f in (0.33, 0.66)
            ]
            c.strokes(lines, (206, 210, 214), opacity=0.75)
        c.box((0, y + tall, 1600, y + tall + 8 + 30 * t), (8, 10, 16), blur=4 + 6 * t, opacity=0.5)
    c.glow(1180, 400, 560, (255, 224, 160), 0.95)
    c.glow(1180, 400, 150, (255, 250, 230), 0.9)


def dish(c: Canvas, _mood: str) -> None:
    sky(c, [(0, (58, 72, 122)), (0.5, (196, 134, 124)), (0.76, (246, 186, 120))], 0.45)
    c.polygon(c.ground(c.ridge(830, 30)), c.textured(c.flat((86, 66, 64)), c.clouds(9, 20), 0.4))
    c.polygon(
        [(0, 880), (1600, 870), (1600, 1067), (0, 1067)],
        c.textured(c.gradient([(0.8, (112, 84, 66)), (1, (58, 44, 38))]), c.clouds(40, 60), 0.5),
    )
    for x, y, s in ((1290, 820, 0.28), (1480, 830, 0.2), (140, 840, 0.24), (720, 560, 1.0)):
        _bowl(c, x, y, s)
    c.glow(1330, 760, 520, (255, 196, 120), 0.8)


def _bowl(c: Canvas, x: float, y: float, s: float) -> None:
    steel = (74, 70, 78)
    c.strokes(
        [
            ([(x, y + 60 * s), (x - 150 * s, y + 370 * s)], 18 * s),
            ([(x, y + 60 * s), (x + 150 * s, y + 370 * s)], 18 * s),
            ([(x, y + 60 * s), (x, y + 370 * s)], 26 * s),
            ([(x - 96 * s, y + 250 * s), (x + 96 * s, y + 250 * s)], 10 * s),
            ([(x - 60 * s, y + 170 * s), (x + 96 * s, y + 250 * s)], 6 * s),
        ],
        steel,
    )
    tilt = -0.62
    rim = [
        (math.cos(a) * 330 * s, math.sin(a) * 190 * s)
        for a in [i * math.pi / 40 for i in range(80)]
    ]
    turned = [
        (
            x + px * math.cos(tilt) - py * math.sin(tilt),
            y + px * math.sin(tilt) + py * math.cos(tilt),
        )
        for px, py in rim
    ]
    behind = [(px + 96 * s, py + 104 * s) for px, py in turned[4:44]]
    c.polygon([*turned[:44], *behind[::-1]], (96, 92, 104), blur=1)
    c.ellipse((x - 80 * s, y - 40 * s, x + 190 * s, y + 220 * s), (110, 104, 112), blur=12 * s)
    inside = c.textured(
        c.gradient(
            [((y - 330 * s) / 1067, (250, 232, 214)), ((y + 280 * s) / 1067, (148, 138, 150))]
        ),
        c.clouds(6, 4, 2),
        0.2,
    )
    c.polygon(turned, inside)
    ribs: list[Line] = [([(x, y), turned[i]], 1.4 * s) for i in range(0, 80, 5)]
    for k in (0.35, 0.7):
        ring = [(x + (px - x) * k, y + (py - y) * k) for px, py in turned]
        ribs.append(([*ring, ring[0]], 1.4 * s))
    c.strokes(ribs, (128, 118, 126), opacity=0.6)
    c.strokes([([*turned, turned[0]], 5 * s)], (246, 232, 220))
    focus = (x - 200 * s, y - 270 * s)
    c.strokes([([turned[i], focus], 5 * s) for i in (8, 36, 62)], (92, 84, 90))
    c.ellipse(
        (focus[0] - 26 * s, focus[1] - 26 * s, focus[0] + 26 * s, focus[1] + 26 * s), (66, 60, 68)
    )


SCENES = {
    "dam": dam,
    "turbines": turbines,
    "solar": solar,
    "dish": dish,
}
