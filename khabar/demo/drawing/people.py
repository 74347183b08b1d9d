"""Portraits as abstract busts."""
# ruff: noqa: PLR2004 - a drawing is made of numbers; a name for each would say no more.

from __future__ import annotations

import itertools

from khabar.demo.drawing.canvas import Canvas, Colour, Point, mix

BACKS: list[Colour] = [
    (86, 118, 142),
    (122, 124, 126),
    (178, 156, 124),
    (102, 124, 100),
    (44, 56, 82),
]
SKINS: list[Colour] = [(224, 182, 150), (204, 158, 122), (182, 134, 98), (214, 170, 136)]
CLOTHS: list[Colour] = [(46, 54, 70), (94, 58, 54), (62, 82, 78), (128, 106, 82), (58, 50, 66)]
HAIRS: list[Colour] = [(34, 28, 28), (58, 42, 34), (92, 86, 84), (44, 34, 40)]


def portrait(c: Canvas, mood: str) -> None:
    """Head and shoulders without features, lit from one side; a canvas of 1000 by 1000."""
    woman = mood == "woman"
    back = BACKS[c.rng.randrange(5)]
    tones = [mix(back, (255, 250, 240), 0.3), mix(back, (16, 18, 26), 0.3)]
    c.image = c.textured(c.gradient([(0, tones[0]), (1, tones[1])]), c.clouds(4, 4, 5), 0.4)
    c.glow(240, 240, 620, (255, 244, 224), 0.35)
    skin, cloth, hair = c.rng.choice(SKINS), c.rng.choice(CLOTHS), c.rng.choice(HAIRS)
    covered = woman and c.rng.random() < 0.5
    scarf = c.rng.choice([(150, 74, 70), (64, 96, 110), (196, 176, 150), (92, 84, 116)])
    if woman:
        _hair_behind(c, scarf if covered else hair, covered=covered)
    _shoulders(c, cloth, narrow=woman)
    c.polygon(
        [(430, 560), (570, 560), (590, 740), (500, 800), (410, 740)],
        mix(skin, (70, 40, 30), 0.28),
        blur=2,
    )
    _collar(c, cloth)
    face = c.gradient(
        [(0.25, mix(skin, (255, 244, 226), 0.18)), (0.65, mix(skin, (90, 52, 40), 0.25))]
    )
    width = 146 if woman else 156
    c.polygon(_face(width), face, blur=1)
    c.polygon([(x, y) for x, y in _face(width) if x >= 490], (60, 30, 24), blur=34, opacity=0.36)
    if not woman:
        c.ellipse((500 - width - 14, 420, 500 - width + 20, 500), mix(skin, (120, 70, 56), 0.2))
        c.ellipse((500 + width - 20, 420, 500 + width + 14, 500), mix(skin, (80, 44, 36), 0.4))
    _features(c, skin)
    _hair_front(c, scarf if covered else hair, width, woman=woman, covered=covered)
    if not woman and c.rng.random() < 0.6:
        jaw = [(x, y) for x, y in _face(width) if y > 500]
        right = [point for point in jaw if point[0] >= 500]
        left = [point for point in jaw if point[0] < 500]
        lip: list[Point] = [(420, 560), (460, 572), (500, 566), (540, 572), (580, 560)]
        c.polygon([*lip, *right, *left], hair, blur=12, opacity=0.45)
    if c.rng.random() < 0.45:
        glasses: Colour = (34, 30, 34)
        for side in (-1, 1):
            ring = [
                (500 + side * 66 - 50, 428),
                (500 + side * 66 + 50, 428),
                (500 + side * 66 + 44, 484),
                (500 + side * 66 - 44, 484),
                (500 + side * 66 - 50, 428),
            ]
            c.strokes([(ring, 7)], glasses)
        c.strokes([([(484, 444), (516, 444)], 6)], glasses)


def _face(width: float) -> list[Point]:
    right: list[Point] = [
        (500, 250),
        (500 + width * 0.7, 276),
        (500 + width, 370),
        (500 + width * 0.98, 480),
        (500 + width * 0.78, 570),
        (500 + width * 0.42, 634),
        (500, 652),
    ]
    curve = _smooth(right)
    return [*curve, *[(1000 - x, y) for x, y in curve[::-1]]]


def _smooth(points: list[Point]) -> list[Point]:
    """Corner cutting, three times."""
    for _ in range(3):
        finer = [points[0]]
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            finer += [
                (x0 * 0.75 + x1 * 0.25, y0 * 0.75 + y1 * 0.25),
                (x0 * 0.25 + x1 * 0.75, y0 * 0.25 + y1 * 0.75),
            ]
        points = [*finer, points[-1]]
    return points


def _features(c: Canvas, skin: Colour) -> None:
    """Only what light leaves: the hollows of the eyes, the nose's side, the lip."""
    dark = mix(skin, (58, 28, 22), 0.55)
    for side in (-1, 1):
        x = 500 + side * 68
        c.ellipse((x - 46, 424, x + 46, 478), dark, blur=16, opacity=0.5)
        brow = _smooth([(500 + side * 34, 420), (500 + side * 70, 404), (500 + side * 112, 422)])
        c.strokes([(brow, 8)], dark, blur=3, opacity=0.55)
    c.polygon([(506, 440), (534, 540), (496, 552), (508, 520)], dark, blur=12, opacity=0.5)
    c.ellipse((458, 584, 542, 598), mix(dark, (150, 60, 56), 0.4), blur=6, opacity=0.5)


def _shoulders(c: Canvas, cloth: Colour, *, narrow: bool) -> None:
    half = 330 if narrow else 390
    right: list[Point] = [
        (570, 690),
        (640, 740),
        (500 + half * 0.72, 778),
        (500 + half, 850),
        (500 + half + 40, 1010),
    ]
    curve = _smooth(right)
    shape = [*curve, *[(1000 - x, y) for x, y in curve[::-1]]]
    c.polygon(
        shape,
        c.textured(
            c.gradient(
                [(0.68, mix(cloth, (255, 246, 230), 0.22)), (1, mix(cloth, (8, 8, 14), 0.35))]
            ),
            c.noise(400, 400),
            0.2,
        ),
    )
    c.polygon([(560, 720), (960, 860), (980, 1010), (560, 1010)], (6, 6, 12), blur=60, opacity=0.4)


def _collar(c: Canvas, cloth: Colour) -> None:
    shirt = mix(cloth, (250, 248, 242), 0.78)
    c.polygon([(404, 716), (436, 690), (500, 812), (470, 850)], shirt)
    c.polygon([(596, 716), (564, 690), (500, 812), (530, 850)], mix(shirt, (70, 70, 86), 0.3))


def _hair_behind(c: Canvas, tone: Colour, *, covered: bool) -> None:
    right: list[Point] = [
        (500, 176),
        (640, 196),
        (708, 330),
        (712, 520),
        (690 if covered else 720, 720),
        (640, 830),
        (500, 850),
    ]
    curve = _smooth(right)
    grain = c.clouds(5, 4, 3) if covered else c.noise(120, 14)
    fill = c.textured(c.flat(mix(tone, (10, 8, 12), 0.25)), grain, 0.3)
    c.polygon([*curve, *[(1000 - x, y) for x, y in curve[::-1]]], fill, blur=2)


def _hair_front(c: Canvas, tone: Colour, width: float, *, woman: bool, covered: bool) -> None:
    folds = c.clouds(5, 4, 3) if covered else c.noise(160, 20)
    light = mix(tone, (255, 240, 220), 0.2)
    fill = c.textured(c.gradient([(0.15, light), (0.6, tone)]), folds, 0.3)
    edge = 500 + width
    if covered:
        outer = _smooth([(500, 176), (646, 196), (704, 340), (690, 540), (610, 700), (500, 760)])
        inner = _smooth([(500, 268), (592, 300), (630, 400), (614, 520), (560, 620), (500, 648)])
        for flip in (False, True):
            ring = [*outer, *inner[::-1]]
            c.polygon([(1000 - x, y) for x, y in ring] if flip else ring, fill, blur=1)
        c.polygon([(380, 640), (620, 640), (660, 760), (500, 830), (340, 760)], fill, blur=3)
        return
    part = c.rng.uniform(-60, 60)
    low = 300.0 if woman else 318.0
    shape = _smooth(
        [
            (1000 - edge - 18, 470),
            (1000 - edge - 26, 330),
            (420, 200),
            (500, 178),
            (590, 200),
            (edge + 26, 330),
            (edge + 18, 470),
            (edge - 14, 380),
            (500 + part + 60, low - 6),
            (500 + part, low),
            (500 + part - 80, low + 6),
            (1000 - edge + 14, 390),
            (1000 - edge - 18, 470),
        ]
    )
    c.polygon(shape, fill, blur=1.6)


SCENES = {"portrait": portrait}
