"""What every scene is made of: gradients, grain, clouds, ridges, light, and a seeded hand.

Heavy work is left to Pillow's own loops (resizing, blending, blurring); a shape is a mask drawn
at twice the size and halved, so that its edge is smooth.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 1600, 1067

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
Line: TypeAlias = tuple[Sequence[Point], float]
Pen: TypeAlias = Callable[[ImageDraw.ImageDraw], None]


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """The colour `t` of the way from `a` to `b`."""
    return (
        round(a[0] + (b[0] - a[0]) * t),
        round(a[1] + (b[1] - a[1]) * t),
        round(a[2] + (b[2] - a[2]) * t),
    )


class Canvas:
    """A picture in the making and the dice that decide its details."""

    def __init__(self, seed: int, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a drawing, not a secret
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width, height))
        self._corner = (0, 0)

    # Fills

    def gradient(self, stops: Sequence[tuple[float, Colour]]) -> Image.Image:
        """A vertical gradient through `(position 0..1, colour)` stops."""
        strip = Image.new("RGB", (1, 256))
        for y in range(256):
            t = y / 255
            for (t0, c0), (t1, c1) in itertools.pairwise(stops):
                if t0 <= t <= t1:
                    strip.putpixel((0, y), mix(c0, c1, (t - t0) / ((t1 - t0) or 1)))
                    break
            else:
                strip.putpixel((0, y), stops[-1][1] if t > stops[-1][0] else stops[0][1])
        column = strip.resize((1, self.height), Image.Resampling.BICUBIC)
        return column.resize((self.width, self.height), Image.Resampling.NEAREST)

    def flat(self, colour: Colour) -> Image.Image:
        """One colour over the whole canvas."""
        return Image.new("RGB", (self.width, self.height), colour)

    def noise(self, columns: int, rows: int, shrink: int = 1) -> Image.Image:
        """Smooth random grey of about `columns` by `rows` patches."""
        small = Image.frombytes("L", (columns, rows), self.rng.randbytes(columns * rows))
        size = (self.width // shrink, self.height // shrink)
        return small.resize(size, Image.Resampling.BICUBIC)

    def clouds(self, columns: int, rows: int, octaves: int = 5) -> Image.Image:
        """Fractal noise: each octave twice as fine and half as strong."""
        # Nothing in it is finer than two pixels, so a quarter of the pixels say the same.
        total = self.noise(columns, rows, shrink=2)
        for octave in range(1, octaves):
            finer = self.noise(columns << octave, rows << octave, shrink=2)
            total = Image.blend(total, finer, 1 / (2**octave + 1))
        total = ImageEnhance.Contrast(total).enhance(1.6)
        return total.resize((self.width, self.height), Image.Resampling.BILINEAR)

    def textured(self, fill: Image.Image, grey: Image.Image, strength: float) -> Image.Image:
        """`fill` made lighter and darker by `grey`."""
        grain = Image.merge("RGB", (grey, grey, grey))
        return Image.blend(fill, ImageChops.overlay(fill, grain), strength)

    # Shapes

    def mask(self, pen: Pen, blur: float = 0) -> Image.Image:
        """What `pen` draws with fill=255, coordinates doubled, as a smooth mask."""
        big = Image.new("L", (self.width * 2, self.height * 2))
        pen(ImageDraw.Draw(big))
        small = big.reduce(2)
        return small.filter(ImageFilter.GaussianBlur(blur)) if blur else small

    def lay(self, fill: Image.Image | Colour, mask: Image.Image, opacity: float = 1) -> None:
        """Put `fill` on the picture where `mask` is white."""
        if isinstance(fill, tuple):
            fill = self.flat(fill)
        if opacity < 1:
            mask = mask.point(_scaled(opacity))
        self.image.paste(fill, (0, 0), mask)

    def patch(
        self, box: Box, fill: Image.Image | Colour, pen: Pen, blur: float, opacity: float
    ) -> None:
        """Lay what `pen` draws, working only inside the canvas part that `box` touches.

        The pen gets coordinates doubled and moved by the patch's corner; see `shift`.
        """
        pad = 2 + blur * 3
        left, top = max(0, int(box[0] - pad)), max(0, int(box[1] - pad))
        right, bottom = (
            min(self.width, int(box[2] + pad) + 1),
            min(self.height, int(box[3] + pad) + 1),
        )
        if right <= left or bottom <= top:
            return
        big = Image.new("L", ((right - left) * 2, (bottom - top) * 2))
        self._corner = (left, top)
        pen(ImageDraw.Draw(big))
        mask = big.reduce(2)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        if opacity < 1:
            mask = mask.point(_scaled(opacity))
        if isinstance(fill, tuple):
            self.image.paste(fill, (left, top, right, bottom), mask)
        else:
            self.image.paste(fill.crop((left, top, right, bottom)), (left, top), mask)

    def shift(self, x: float, y: float) -> Point:
        """A canvas point in the coordinates of the patch being drawn."""
        return (x - self._corner[0]) * 2, (y - self._corner[1]) * 2

    def polygon(
        self,
        points: Sequence[Point],
        fill: Image.Image | Colour,
        *,
        blur: float = 0,
        opacity: float = 1,
    ) -> None:
        """Fill one polygon."""
        self.patch(
            _box(points),
            fill,
            lambda d: d.polygon([self.shift(x, y) for x, y in points], fill=255),
            blur,
            opacity,
        )

    def ellipse(
        self, box: Box, fill: Image.Image | Colour, *, blur: float = 0, opacity: float = 1
    ) -> None:
        """Fill one ellipse."""
        self.patch(
            box,
            fill,
            lambda d: d.ellipse([self.shift(*box[:2]), self.shift(*box[2:])], fill=255),
            blur,
            opacity,
        )

    def box(
        self, box: Box, fill: Image.Image | Colour, *, blur: float = 0, opacity: float = 1
    ) -> None:
        """Fill one upright rectangle."""
        x0, y0, x1, y1 = box
        self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], fill, blur=blur, opacity=opacity)

    def strokes(
        self,
        lines: Sequence[Line],
        fill: Image.Image | Colour,
        *,
        blur: float = 0,
        opacity: float = 1,
    ) -> None:
        """Draw `(points, width)` lines."""
        if not lines:
            return

        def pen(draw: ImageDraw.ImageDraw) -> None:
            for points, width in lines:
                moved = [self.shift(x, y) for x, y in points]
                draw.line(moved, fill=255, width=max(1, round(width * 2)), joint="curve")

        margin = max(width for _, width in lines)
        left, top, right, bottom = _box([point for points, _ in lines for point in points])
        box = (left - margin, top - margin, right + margin, bottom + margin)
        self.patch(box, fill, pen, blur, opacity)

    def shade(self, mask: Image.Image, amount: float) -> None:
        """Darken the picture where `mask` is white, by `amount` of black."""
        self.lay((8, 10, 16), mask, amount)

    # Land

    def ridge(self, base: float, height: float, roughness: float = 0.55) -> list[Point]:
        """A skyline of hills across the canvas, by midpoint displacement."""
        heights = [self.rng.uniform(-1, 1), self.rng.uniform(-1, 1)]
        swing = 1.0
        while len(heights) < self.width // 12:
            finer = [heights[0]]
            for a, b in itertools.pairwise(heights):
                finer += [(a + b) / 2 + self.rng.uniform(-swing, swing) * 0.5, b]
            heights, swing = finer, swing * roughness
        step = self.width / (len(heights) - 1)
        return [(i * step, base - h * height) for i, h in enumerate(heights)]

    def ground(self, ridge: Sequence[Point], bottom: float | None = None) -> list[Point]:
        """The land under a ridge, closed at the bottom of the canvas."""
        floor = self.height if bottom is None else bottom
        return [*ridge, (self.width, floor), (0, floor)]

    # Light

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Add light around a point, as a lens sees it."""
        spot = Image.radial_gradient("L").point(lambda v: max(0, 255 - v * 255 // 180))
        side = max(2, round(radius * 2))
        spot = spot.resize((side, side), Image.Resampling.BILINEAR)
        layer = Image.new("L", (self.width, self.height))
        layer.paste(spot, (round(x - radius), round(y - radius)))
        tinted = Image.merge("RGB", [layer.point(_scaled(c * strength / 255)) for c in colour])
        self.image = ImageChops.screen(self.image, tinted)

    def bloom(self, threshold: int, radius: float, strength: float) -> None:
        """Let what is brighter than `threshold` bleed into its surroundings."""
        quarter = self.image.reduce(4).point(
            lambda v: max(0, v - threshold) * 255 // (255 - threshold)
        )
        soft = quarter.filter(ImageFilter.GaussianBlur(radius / 4)).resize(self.image.size)
        self.image = ImageChops.screen(self.image, soft.point(_scaled(strength)))

    def haze(self, top: float, bottom: float, colour: Colour, strength: float) -> None:
        """Mist between two heights, densest at `bottom`."""
        strip = Image.new("L", (1, self.height))
        for y in range(self.height):
            t = (y - top) / (bottom - top)
            strip.putpixel((0, y), round(255 * strength * max(0.0, min(1.0, t)) ** 1.5))
        self.lay(colour, strip.resize(self.image.size))

    def reflect(self, horizon: float, tint: Colour, strength: float, ripple: float = 6) -> None:
        """Turn everything under `horizon` into water that mirrors what stands over it."""
        top = round(horizon)
        depth = self.height - top
        source = self.image.crop((0, max(0, top - depth), self.width, top))
        flipped = source.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self.width, depth))
        water = Image.new("RGB", (self.width, depth))
        y, phase = 0, self.rng.uniform(0, 6)
        while y < depth:
            near = y / depth
            rows = max(1, round(1 + 5 * near))
            shift = math.sin(phase + y * 0.35 / (0.25 + near)) * ripple * (0.3 + near)
            shift += self.rng.uniform(-1, 1) * ripple * near
            band = flipped.crop((0, y, self.width, min(depth, y + rows)))
            water.paste(band, (round(shift), y))
            edge = round(shift)
            if edge > 0:
                water.paste(band.crop((0, 0, edge, rows)), (0, y))
            elif edge < 0:
                water.paste(
                    band.crop((self.width + edge, 0, self.width, rows)), (self.width + edge, y)
                )
            y += rows
        water = water.filter(ImageFilter.GaussianBlur(1.4))
        water = Image.blend(water, Image.new("RGB", water.size, tint), strength)
        self.image.paste(water, (0, top))

    def grade(self, *, colour: float = 1, contrast: float = 1, brightness: float = 1) -> None:
        """Last adjustments of the whole picture."""
        for enhancer, amount in (
            (ImageEnhance.Color, colour),
            (ImageEnhance.Contrast, contrast),
            (ImageEnhance.Brightness, brightness),
        ):
            if amount != 1:
                self.image = enhancer(self.image).enhance(amount)

    def blur(self, radius: float) -> None:
        """Put all drawn so far out of focus."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius))

    def finish(self, *, grain: float = 0.10, vignette: float = 0.35) -> Image.Image:
        """The picture with a camera's falling corners and grain."""
        corners = Image.radial_gradient("L").resize(self.image.size)
        corners = corners.point(lambda v: max(0, v - 110) * 255 // 145)
        self.shade(corners, vignette)
        sand = Image.frombytes(
            "L", self.image.size, self.rng.randbytes(self.width * self.height)
        ).filter(ImageFilter.GaussianBlur(0.8))
        return self.textured(self.image, sand, grain * 2)


def both(a: Image.Image, b: Image.Image) -> Image.Image:
    """The part of mask `a` that is also in mask `b`."""
    return ImageChops.multiply(a, b)


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _scaled(factor: float) -> Callable[[int], float]:
    return lambda v: v * factor
