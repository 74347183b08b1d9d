"""The bytes that readers get: shape, size, colours, and what is no longer in them."""

import random
import threading
import time
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from khabar.newsroom.models import Photo
from khabar.newsroom.photos import metadata, pixels, rendering, slots
from tests.newsroom.photo_files import (
    BLUE,
    DEVICE,
    GPS_MARK,
    GREEN,
    RED,
    encoded,
    exif,
    iim,
    scene,
    swapped_profile,
    with_iim,
    xmp,
)

Rendered = dict[str, pixels.Rendered]


def photo_of(data: bytes, **fields: object) -> Photo:
    width, height = pixels.oriented_size(BytesIO(data))
    photo = Photo(collection_id=1, width=width, height=height, file_hash="0" * 40, **fields)
    photo.file.name = "original_images/photo.jpg"
    return photo


def render(data: bytes, **fields: object) -> Rendered:
    photo = photo_of(data, **fields)
    specs = slots.specs(photo.width, photo.height)
    return {made.spec: made for made in rendering.render(BytesIO(data), photo, specs)}


def picture(made: pixels.Rendered) -> Image.Image:
    with Image.open(BytesIO(made.content)) as image:
        return image.convert("RGB")


def near(colour: object, expected: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) < 40 for a, b in zip(colour, expected, strict=True))


def test_nothing_of_place_or_device_is_left_and_the_credit_is() -> None:
    data = encoded(
        scene(),
        exif=exif(artist="someone"),
        comment=b"SECRET-COMMENT",
        xmp=xmp(attributes='photoshop:City="SECRET-CITY"'),
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    data = with_iim(data, iim((2, 90, b"SECRET-CITY")))
    assert all(mark in data for mark in (DEVICE.encode(), GPS_MARK.encode(), b"SECRET-CITY"))
    made = render(data, photographer="ليلى حدّاد", agency="الأفق & <شركاؤه>", label="ai_made")
    assert len(made) == 37
    for rendered in made.values():
        assert b"SECRET" not in rendered.content.upper()
        with Image.open(BytesIO(rendered.content)) as image:
            assert dict(image.getexif()).keys() <= {0x013B, 0x8298}
            assert "icc_profile" not in image.info
        found = metadata.read(BytesIO(rendered.content))
        assert found.photographer == "ليلى حدّاد"
        assert found.credit_line == "ليلى حدّاد / الأفق & <شركاؤه>"
        assert found.ai_made


def test_each_slot_has_its_shape_and_formats() -> None:
    made = render(encoded(scene(3000, 2000)))
    sizes = {spec: (m.width, m.height) for spec, m in made.items()}
    assert sizes["fill-1200x675|format-avif"] == (1200, 675)
    assert sizes["fill-800x533|format-webp"] == (800, 533)
    assert sizes["fill-320x400|format-jpeg"] == (320, 400)
    assert sizes["fill-96x96|format-avif"] == (96, 96)
    assert sizes["width-1600|format-webp"] == (1600, 1066)
    assert sizes[slots.SHARE_SPEC] == (1200, 630)
    for spec, rendered in made.items():
        with Image.open(BytesIO(rendered.content)) as image:
            assert (image.format or "").lower() in spec
            assert image.size == (rendered.width, rendered.height)


def test_nothing_is_larger_than_the_original_nor_made_twice() -> None:
    made = render(encoded(scene(600, 400)))
    assert max(rendered.width for rendered in made.values()) == 600
    for image_format in ("avif", "webp"):
        for shape in ("fill-480x320", "fill-800x533"):
            assert f"{shape}|format-{image_format}" in made
        assert f"fill-1200x800|format-{image_format}" not in made
        assert f"width-1600|format-{image_format}" not in made
    article = made["fill-800x533|format-avif"]
    assert (article.width, article.height) == (600, 400)


def test_what_two_places_ask_alike_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    finish = pixels._finish

    def counted(spec: str, *rest: object) -> pixels.Rendered:
        made.append(spec)
        return finish(spec, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pixels, "_finish", counted)
    # Three by two is the shape of a place, so as large and whole it is asked for twice.
    found = render(encoded(scene(1200, 800)))
    alike = [("fill-800x533|format-avif", "width-800|format-avif")]
    alike += [("fill-1200x800|format-webp", "width-1600|format-webp")]
    for one, other in alike:
        assert found[one].content == found[other].content
        assert (found[one].spec, found[other].spec) == (one, other)
        assert len({one, other} & set(made)) == 1
    # And the one that any page can link, in JPEG.
    assert len(made) == len(found) - 5


def test_a_tiny_picture_still_has_every_slot() -> None:
    made = render(encoded(scene(40, 30)))
    assert {rendered.width for rendered in made.values()} <= set(range(20, 41))
    assert slots.FALLBACK_SPEC in made


@pytest.mark.parametrize(("x", "colour"), [(100, RED), (900, GREEN), (1700, BLUE)])
def test_a_crop_keeps_the_focal_point(x: int, colour: tuple[int, int, int]) -> None:
    made = render(
        encoded(scene(1800, 600)),
        focal_point_x=x,
        focal_point_y=300,
        focal_point_width=80,
        focal_point_height=80,
    )
    portrait = picture(made["fill-192x192|format-jpeg"])
    assert near(portrait.getpixel((96, 96)), colour)
    story = [picture(made[f"fill-{size}|format-webp"]) for size in ("160x200", "480x600")]
    assert [image.size for image in story] == [(160, 200), (480, 600)]
    corners = [[image.getpixel((image.width * n // 10, 9)) for n in range(10)] for image in story]
    assert all(near(a, b) for a, b in zip(*corners, strict=True))  # One picture at every width.


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_camera_gives_an_upright_picture(orientation: int) -> None:
    upright = scene(900, 600)
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    stored = upright if turn is None else upright.transpose(turn)
    data = encoded(stored, exif=exif(orientation=orientation))
    assert pixels.oriented_size(BytesIO(data)) == (900, 600)
    full = picture(render(data)[slots.FALLBACK_SPEC])
    assert full.size == (800, 533)
    assert near(full.getpixel((20, 266)), RED)
    assert near(full.getpixel((780, 266)), BLUE)


def test_the_share_picture_stays_under_what_messengers_show() -> None:
    grain = random.Random(7).randbytes(1200 * 800 * 3)  # noqa: S311 (noise, not a secret)
    noise = Image.frombytes("RGB", (1200, 800), grain)
    share = render(encoded(noise, quality=95))[slots.SHARE_SPEC]
    assert len(share.content) < slots.SHARE_MAX_BYTES
    assert (share.width, share.height) == (1200, 630)


@pytest.mark.parametrize(
    ("mode", "image_format"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("RGBA", "WEBP")],
)
def test_every_kind_of_original(mode: str, image_format: str) -> None:
    made = render(encoded(scene(300, 200, mode), image_format))
    for rendered in made.values():
        with Image.open(BytesIO(rendered.content)) as image:
            assert image.mode in {"RGB", "RGBA"}
    if mode in {"CMYK", "RGBA", "P"}:
        assert near(picture(made[slots.FALLBACK_SPEC]).getpixel((10, 100)), RED)


def test_colours_are_what_the_profile_says() -> None:
    made = render(encoded(scene(300, 200), icc_profile=swapped_profile()))
    assert near(picture(made[slots.FALLBACK_SPEC]).getpixel((10, 100)), (30, 220, 30))


def test_a_broken_profile_is_as_good_as_none() -> None:
    made = render(encoded(scene(300, 200), icc_profile=b"no profile"))
    assert near(picture(made[slots.FALLBACK_SPEC]).getpixel((10, 100)), RED)


def test_sixteen_bits_keep_their_greys() -> None:
    deep = Image.new("I;16", (300, 200), 32_768)
    full = picture(render(encoded(deep, "PNG"))[slots.FALLBACK_SPEC])
    assert near(full.getpixel((150, 100)), (128, 128, 128))


def test_transparency_is_kept_where_it_can_be_and_white_where_not() -> None:
    image = scene(600, 400, "RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 200, 400))
    made = render(encoded(image, "PNG"))
    with Image.open(BytesIO(made["fill-800x533|format-avif"].content)) as avif:
        corner = avif.convert("RGBA").getpixel((20, 200))
    assert isinstance(corner, tuple)
    assert corner[3] < 10
    assert near(picture(made["fill-800x533|format-jpeg"]).getpixel((20, 200)), (255, 255, 255))


@pytest.mark.parametrize("spec", [slots.SHARE_SPEC, "width-1200|format-webp"])
def test_other_threads_go_on_while_a_file_is_written(
    monkeypatch: pytest.MonkeyPatch, spec: str
) -> None:
    turns, within, ended = [0], [0], threading.Event()

    def count() -> None:
        while not ended.is_set():
            time.sleep(0.001)
            turns[0] += 1

    save = Image.Image.save

    def counted(image: Image.Image, *args: Any, **kwargs: Any) -> None:
        before = turns[0]
        save(image, *args, **kwargs)
        within[0] += turns[0] - before

    # Noise takes the longest, and the share picture several tries.
    noise = Image.effect_noise((1600, 900), 90).convert("RGB")
    data = encoded(noise, quality=95)
    monkeypatch.setattr(Image.Image, "save", counted)
    other = threading.Thread(target=count)
    other.start()
    try:
        list(rendering.render(BytesIO(data), photo_of(data), [spec]))
    finally:
        ended.set()
        other.join()
    # A file that is written in one breath gives it one or two.
    assert within[0] > 10
