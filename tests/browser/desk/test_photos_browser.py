"""Many photos uploaded and described at once, and cropped, in a browser."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import FilePayload, Page, expect

from khabar.desk.models import Role
from khabar.newsroom.models import Photo
from tests import factories
from tests.browser.desk.conftest import PHONE, House, look, overflowing
from tests.newsroom.photo_files import encoded, iim, scene, with_iim
from tests.newsroom.test_photos_twins import compressed, drawn

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def jpeg(seed: int, quality: int = 85) -> bytes:
    file = BytesIO()
    compressed(drawn(seed), quality).convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def test_a_batch_is_uploaded_described_and_cropped(house: Callable[[], House]) -> None:
    home = house()
    home.person("rim", Role.PHOTO_DESK)
    page = home.sign_in("rim")
    page.goto("/desk/images/multiple/add/")
    words = iim(
        (2, 105, "قارب عند الفجر".encode("cp1256")),
        (2, 120, "قارب صيد عند الفجر في ميناء صور".encode("cp1256")),
        (2, 80, "ليلى حدّاد".encode("cp1256")),
    )
    files = [
        ("boat.jpg", "image/jpeg", with_iim(jpeg(1), words)),
        ("DSC_2.jpg", "image/jpeg", jpeg(2)),
        ("again.jpg", "image/jpeg", jpeg(1, 40)),
        ("drawing.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ]
    page.set_input_files(
        "#k-files",
        [FilePayload(name=name, mimeType=kind, buffer=data) for name, kind, data in files],
    )
    rows = page.locator("[data-photo-row]")
    expect(rows).to_have_count(3, timeout=60_000)
    expect(page.locator(".k-progress--failed")).to_have_count(1, timeout=30_000)
    expect(page.locator("[data-photo-twins]")).to_have_count(1)
    expect(rows.nth(0).locator("input[name$='-photographer']")).to_have_value("ليلى حدّاد")
    look(page, "photos-upload")
    page.locator("[data-photo-keep]").click()
    expect(page.locator("[data-photo-twins]")).to_have_count(0)
    page.fill("[name='common-agency']", "الأفق")
    page.fill("[name='common-photographer']", "سامي نادر")
    page.locator("[data-photo-apply='empty']").click()
    expect(rows.nth(0).locator("input[name$='-photographer']")).to_have_value("ليلى حدّاد")
    expect(rows.nth(1).locator("input[name$='-photographer']")).to_have_value("سامي نادر")
    page.locator(".k-batch__save button").click()
    page.wait_for_url("**/desk/images/")
    expect(page.locator(".messages")).to_contain_text("حُفظت 3 صور")
    expect(page.locator(".k-mark--lacks").first).to_contain_text("ينقصها وصف للمكفوفين")
    look(page, "photos-list")
    assert set(Photo.objects.values_list("agency", flat=True)) == {"الأفق"}
    photo = Photo.objects.get(title="قارب عند الفجر")
    _crop(page, photo)
    factories.make_article(home.politics, "حركة الصيد في ميناء صور", hero_photo=photo)
    screens = {
        "list": "/desk/images/",
        "crops": f"/desk/photos/{photo.pk}/crops/",
        "batch": f"/desk/photos/batch/?photo={photo.pk}",
        "edit": f"/desk/images/{photo.pk}/",
        "usage": f"/desk/images/usage/{photo.pk}/",
        "replace": f"/desk/photos/{photo.pk}/replace/",
    }
    for name in ("batch", "edit", "usage", "replace"):
        page.goto(screens[name])
        look(page, f"photos-{name}")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # A dict of these two is what it asks for.
    for name, url in screens.items():
        page.goto(url)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        look(page, f"photos-{name}-phone")
        assert wide <= 1, f"{name} is {wide} px too wide"
        assert overflowing(page) == [], name
    assert home.said == []


def _crop(page: Page, photo: Photo) -> None:
    """Move the lead's crop by keyboard and mouse, save it, and see it again."""
    page.goto(f"/desk/photos/{photo.pk}/crops/")
    crop = page.locator("[data-crop]").first
    frame = crop.locator("[data-crop-frame]")
    own = crop.locator("input[name='lead-own']")
    expect(own).not_to_be_checked()
    frame.focus()
    for _ in range(6):
        page.keyboard.press("+")
    expect(own).to_be_checked()
    width = int(crop.locator("input[name='lead-width']").input_value())
    assert width < photo.width
    before = int(crop.locator("input[name='lead-y']").input_value())
    place = frame.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 50, place["y"] + 80)
    page.mouse.down()
    page.mouse.move(place["x"] + 50, place["y"] + 40)
    page.mouse.up()
    moved = int(crop.locator("input[name='lead-y']").input_value())
    assert moved > before
    look(page, "photos-crops")
    page.locator(".k-crops__save button").click()
    expect(page.locator(".messages")).to_contain_text("حُفظ القصّ")
    kept = Photo.objects.get(pk=photo.pk).crops["lead"]
    assert kept[1:3] == [moved, width]
    expect(page.locator("input[name='lead-own']")).to_be_checked()


def test_an_upload_says_what_is_wrong_with_a_file(house: Callable[[], House]) -> None:
    home = house()
    home.person("rim", Role.PHOTO_DESK)
    page = home.sign_in("rim", PHONE)
    page.goto("/desk/images/multiple/add/")
    page.set_input_files(
        "#k-files",
        [FilePayload(name="cut.jpg", mimeType="image/jpeg", buffer=encoded(scene())[:900])],
    )
    expect(page.locator(".k-progress--failed")).to_contain_text("تالف", timeout=30_000)
    look(page, "photos-upload-phone")
