"""Every scene can be drawn, is a sound picture, and is not a blank one."""

from io import BytesIO

import pytest
from PIL import Image, ImageStat

from khabar.demo import drawing


@pytest.mark.parametrize("scene", sorted(drawing.SCENES))
def test_a_scene_fills_its_frame(scene: str) -> None:
    with Image.open(BytesIO(drawing.jpeg(scene, 7))) as picture:
        assert picture.format == "JPEG"
        assert picture.size == ((1000, 1000) if scene == "portrait" else (1600, 1067))
        grey = picture.convert("L")
        assert ImageStat.Stat(grey).stddev[0] > 15
        for corner in ((0, 0), (picture.width - 60, picture.height - 60)):
            patch = grey.crop((*corner, corner[0] + 60, corner[1] + 60))
            assert ImageStat.Stat(patch).stddev[0] > 0


def test_a_drawing_is_the_same_each_time_and_another_for_another_seed() -> None:
    first = drawing.jpeg("skyline", 5, "night")
    assert drawing.jpeg("skyline", 5, "night") == first
    assert drawing.jpeg("skyline", 6, "night") != first
