"""The same picture is known again; other pictures are not taken for it."""

import random
import time
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageEnhance

from khabar.newsroom.models import Photo, PhotoFingerprint
from khabar.newsroom.photos import fingerprints, twins
from khabar.newsroom.photos.fingerprints import MAX_DISTANCE, Fingerprints, distance

Edit = Callable[[Image.Image], Image.Image]


def drawn(seed: int) -> Image.Image:
    """A picture of sky, ground and things in it; each seed gives another."""
    chance = random.Random(seed)  # noqa: S311 (a drawing, not a secret)
    image = Image.new("RGB", (900, 600), tuple(chance.randrange(60, 220) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    horizon = chance.randrange(200, 450)
    draw.rectangle((0, horizon, 900, 600), fill=tuple(chance.randrange(20, 160) for _ in range(3)))
    for _ in range(14):
        x, y = chance.randrange(900), chance.randrange(600)
        size = chance.randrange(40, 260)
        colour = tuple(chance.randrange(256) for _ in range(3))
        shape = chance.choice((draw.rectangle, draw.ellipse))
        shape((x - size, y - size // 2, x + size, y + size // 2), fill=colour)
    return image


def crop(left: float, top: float, right: float, bottom: float) -> Edit:
    return lambda image: image.crop(
        (
            round(left * image.width),
            round(top * image.height),
            round(right * image.width),
            round(bottom * image.height),
        )
    )


def compressed(image: Image.Image, quality: int) -> Image.Image:
    file = BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=quality)
    return Image.open(file)


#: What is done to a picture, and how many of a hundred must still be known.
EDITS: dict[str, tuple[Edit, int]] = {
    "compressed": (lambda image: compressed(image, 30), 100),
    "compressed hard": (lambda image: compressed(image, 10), 98),
    "half the size": (lambda image: image.resize((450, 300)), 100),
    "a thumbnail": (lambda image: image.resize((200, 133)), 98),
    "brighter": (lambda image: ImageEnhance.Brightness(image).enhance(1.2), 90),
    "darker": (lambda image: ImageEnhance.Brightness(image).enhance(0.8), 98),
    "more contrast": (lambda image: ImageEnhance.Contrast(image).enhance(1.2), 95),
    "grey": (lambda image: image.convert("L"), 98),
    "3% off each side": (crop(0.03, 0.03, 0.97, 0.97), 90),
    "5% off each side": (crop(0.05, 0.05, 0.95, 0.95), 98),
    "10% off the top": (crop(0, 0.1, 1, 1), 98),
    "10% off two sides": (crop(0, 0, 0.9, 0.9), 98),
    "5% off one side": (crop(0.05, 0, 1, 1), 85),
}


def hashed(image: Image.Image) -> Fingerprints:
    found = fingerprints.fingerprints(image)
    assert found is not None
    return found


def apart(one: Fingerprints, other: Fingerprints) -> int:
    return min(
        [distance(one.whole, value) for value in (other.whole, *other.crops)]
        + [distance(other.whole, value) for value in one.crops]
    )


@pytest.mark.parametrize(("edit", "percent"), EDITS.values(), ids=EDITS)
def test_an_edited_picture_is_known_again(edit: Edit, percent: int) -> None:
    pictures = [drawn(seed) for seed in range(40)]
    known = [apart(hashed(picture), hashed(edit(picture))) <= MAX_DISTANCE for picture in pictures]
    assert 100 * sum(known) >= percent * len(known), f"{sum(known)} of {len(known)}"


def test_other_pictures_are_not_taken_for_it() -> None:
    hashes = [hashed(drawn(seed)) for seed in range(60)]
    wrong = [
        (one, other)
        for one in range(len(hashes))
        for other in range(one)
        if apart(hashes[one], hashes[other]) <= MAX_DISTANCE
    ]
    assert len(wrong) <= 2, wrong  # Of 1,770 pairs.


@pytest.mark.parametrize("colour", ["white", "black", "#456"])
def test_a_single_colour_is_like_nothing(colour: str) -> None:
    assert fingerprints.fingerprints(Image.new("RGB", (900, 600), colour)) is None


def test_the_look_up_by_bands_misses_nothing() -> None:
    chance = random.Random(7)  # noqa: S311 (a table, not a secret)
    for _ in range(300):
        value = chance.getrandbits(64)
        other = value
        for place in chance.sample(range(64), MAX_DISTANCE):
            other ^= 1 << place
        pairs = zip(fingerprints.bands(value), fingerprints.bands(other), strict=True)
        assert any(there in set(fingerprints.near(here)) for here, there in pairs)


def kept(image: Image.Image, name: str) -> Photo:
    file = BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=85)
    photo: Photo = Photo.objects.create(title=name, file=ContentFile(file.getvalue(), name=name))
    return photo


@pytest.mark.django_db
def test_the_twin_of_a_saved_photo_is_found_whichever_was_cropped() -> None:
    whole = kept(drawn(1), "a.jpg")
    other = kept(drawn(2), "b.jpg")
    cropped = kept(crop(0.05, 0.05, 0.95, 0.95)(drawn(1)), "c.jpg")
    assert twins.twins_of(cropped) == [whole]
    assert twins.twins_of(whole) == [cropped]
    assert twins.twins_of(other) == []
    same = kept(drawn(2), "d.jpg")
    assert twins.twins_of(same) == [other]


@pytest.mark.django_db
def test_another_file_is_hashed_anew() -> None:
    photo = kept(drawn(1), "a.jpg")
    before = set(photo.fingerprints.values_list("band0", "band1"))
    file = BytesIO()
    drawn(2).save(file, "JPEG")
    photo.file = ContentFile(file.getvalue(), name="other.jpg")  # type: ignore[assignment]  # Django's own way.
    photo.save()
    assert set(photo.fingerprints.values_list("band0", "band1")) != before


@pytest.mark.django_db
@pytest.mark.slow
def test_a_twin_is_found_quickly_among_many() -> None:
    photo = kept(drawn(1), "a.jpg")
    twin = kept(compressed(drawn(1), 40), "b.jpg")
    other = kept(drawn(2), "c.jpg")
    chance = random.Random(3)  # noqa: S311 (a table, not a secret)
    PhotoFingerprint.objects.bulk_create(
        (
            twins._row(other, chance.getrandbits(64), whole=number % 10 == 0)
            for number in range(200_000)
        ),
        batch_size=5000,
    )
    began = time.monotonic()
    found = twins.twins_of(photo)
    assert twin in found
    assert time.monotonic() - began < 5  # A fraction of it on a machine that does nothing else.
