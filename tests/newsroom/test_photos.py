"""Photos through the desk's own doors: upload, renditions by the worker, rights, removal."""

import shutil
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.images.models import Filter

from khabar.newsroom import keys
from khabar.newsroom.models import Photo, PhotoRendition
from khabar.newsroom.photos import store
from khabar.newsroom.photos.checks import alt_problem, check_original
from khabar.newsroom.photos.originals import original_response
from khabar.newsroom.photos.slots import FALLBACK_SPEC, SLOTS, specs
from khabar.newsroom.tasks import make_photo_renditions
from tests.newsroom.photo_files import (
    GPS_MARK,
    encoded,
    exif,
    iim,
    scene,
    with_iim,
    xmp,
)

pytestmark = pytest.mark.django_db

Commit = Callable[..., AbstractContextManager[Any]]
CAPTION = "قارب صيد عند الفجر في ميناء صور"


def agency_photo() -> bytes:
    data = encoded(scene(), exif=exif(artist="exif"))
    return with_iim(
        data,
        iim(
            (2, 120, CAPTION.encode("cp1256")),
            (2, 80, "ريم خليل".encode("cp1256")),
            (2, 115, "الأفق".encode("cp1256")),
        ),
    )


@pytest.fixture(autouse=True)
def _empty_storages() -> None:
    """Each test's photos have the same ids again."""
    for alias in ("default", "private"):
        shutil.rmtree(storages[alias].path("."), ignore_errors=True)


def stored_original(photo: Photo) -> bytes:
    with storages["private"].open(photo.file.name) as file:
        found: bytes = file.read()
    return found


def kept(data: bytes, name: str = "boat.jpg", **fields: Any) -> Photo:
    photo = Photo(title="قارب", file=ContentFile(data, name=name), **fields)
    photo.save()
    return photo


@pytest.fixture
def worked(django_capture_on_commit_callbacks: Commit) -> Callable[..., Photo]:
    """A photo whose renditions the worker has made."""

    def make(**fields: Any) -> Photo:
        with django_capture_on_commit_callbacks(execute=True):
            return kept(encoded(scene(), exif=exif()), **fields)

    return make


def public_files(photo: Photo) -> set[str]:
    folder = Path(storages["default"].path(f"photos/{photo.pk}"))
    return {str(path) for path in folder.rglob("*") if path.is_file()}


def linked_files(photo: Photo) -> set[str]:
    return {rendition.file.path for rendition in photo.renditions.all()}


def reread(photo: Photo) -> Photo:
    found: Photo = Photo.objects.with_renditions().get(pk=photo.pk)
    return found


def upload(client: Client, name: str, data: bytes, **fields: str) -> Any:
    return client.post(
        reverse("wagtailimages:add"),
        {"title": "قارب", "file": SimpleUploadedFile(name, data, "image/jpeg"), **fields},
    )


# --- Upload -----------------------------------------------------------------------------------


def test_an_upload_reads_what_the_agency_wrote(admin_client: Client) -> None:
    response = upload(admin_client, "boat.jpg", agency_photo(), agency="أرشيفنا")
    assert response.status_code == 302, response.context["form"].errors
    photo = Photo.objects.get()
    assert (photo.caption, photo.photographer) == (CAPTION, "ريم خليل")
    assert photo.agency == "أرشيفنا"  # What the desk typed stands.
    assert photo.credit == ["ريم خليل", "أرشيفنا"]


def test_the_original_stays_whole_and_private(admin_client: Client) -> None:
    data = agency_photo()
    upload(admin_client, "boat.jpg", data)
    photo = Photo.objects.get()
    assert stored_original(photo) == data
    assert not storages["default"].exists(photo.file.name)
    with pytest.raises(ValueError, match="private"):
        _ = photo.file.url


def test_a_page_has_a_picture_before_the_worker_has_begun(admin_client: Client) -> None:
    upload(admin_client, "boat.jpg", agency_photo())  # Nothing after commit is run.
    photo = Photo.objects.get()
    assert [rendition.filter_spec for rendition in photo.renditions.all()] == [FALLBACK_SPEC]
    for slot in SLOTS:
        picture = photo.picture(slot)
        assert picture is not None
        assert (picture.sources, picture.width, picture.height) == ((), 800, 533)


def test_a_later_edit_of_the_desk_is_not_overwritten(worked: Callable[..., Photo]) -> None:
    photo = worked()
    Photo.objects.filter(pk=photo.pk).update(caption="")
    again = Photo.objects.get(pk=photo.pk)
    again.alt_text = "قارب"
    again.save()
    assert Photo.objects.get(pk=photo.pk).caption == ""


def test_a_picture_by_a_model_is_labelled() -> None:
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    packet = xmp(attributes=f'Iptc4xmpExt:DigitalSourceType="{source}"')
    assert kept(encoded(scene(300, 200), xmp=packet)).label == Photo.Label.AI_MADE


def bomb() -> bytes:
    """A PNG whose header promises 60,000 pixels each way."""
    data = bytearray(encoded(scene(8, 8), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


HOSTILE = {
    "truncated": ("a.jpg", encoded(scene())[:9000]),
    "a header alone": ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 500),
    "a script": ("a.jpg", b"<?php echo 1; ?>"),
    "an SVG": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'),
    "an SVG in disguise": ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    "a GIF": ("a.gif", encoded(scene(30, 20), "GIF")),
    "a PNG called JPEG": ("a.jpg", encoded(scene(30, 20), "PNG")),
    "a bomb": ("a.png", bomb()),
    "nothing": ("a.jpg", b""),
    "a TIFF called AVIF": ("a.avif", encoded(scene(30, 20), "TIFF")),
}


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE)
def test_a_bad_file_is_refused_with_a_word_beside_the_field(
    admin_client: Client, name: str, data: bytes
) -> None:
    response = upload(admin_client, name, data)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE)
def test_a_bad_file_from_an_import_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(ValidationError):
        check_original(ContentFile(data, name=name))


def test_a_file_above_the_limit_is_refused(admin_client: Client, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5000
    response = upload(admin_client, "a.jpg", encoded(scene()))
    assert response.context["form"].errors["file"]
    with pytest.raises(ValidationError):
        check_original(ContentFile(encoded(scene()), name="a.jpg"))


def test_many_at_once_are_taken_or_refused_one_by_one(admin_client: Client) -> None:
    answers = [
        admin_client.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "قارب", "files[]": SimpleUploadedFile("a.jpg", data, "image/jpeg")},
            headers={"X-Requested-With": "XMLHttpRequest"},
        ).json()
        for data in (agency_photo(), HOSTILE["truncated"][1])
    ]
    assert [answer["success"] for answer in answers] == [True, False]
    assert answers[1]["error_message"]
    assert Photo.objects.get().photographer == "ريم خليل"


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_supported_format_is_taken(admin_client: Client, image_format: str) -> None:
    name = f"a.{image_format.lower()}"
    response = upload(admin_client, name, encoded(scene(300, 200), image_format))
    assert response.status_code == 302, response.context["form"].errors
    assert Photo.objects.get().renditions.count() == 1


# --- Renditions -------------------------------------------------------------------------------


def test_the_worker_makes_the_set_and_only_what_exists_is_linked(
    worked: Callable[..., Photo],
) -> None:
    photo = reread(worked())
    assert {r.filter_spec for r in photo.renditions.all()} == set(specs(1800, 1200))
    assert public_files(photo) == linked_files(photo)
    for slot in SLOTS.values():
        picture = photo.picture(slot.name)
        assert picture is not None
        urls = [part.split()[0] for _, srcset in picture.sources for part in srcset.split(", ")]
        for url in [picture.src, *urls]:
            assert storages["default"].exists(url.removeprefix("/media/"))
        assert [kind for kind, _ in picture.sources] == (
            ["image/avif", "image/webp"] if slot.modern else []
        )
    lead = photo.picture("lead")
    assert lead is not None
    assert [part.split()[1] for part in lead.sources[0][1].split(", ")] == ["480w", "800w", "1200w"]
    assert (lead.width, lead.height, lead.sizes) == (800, 450, SLOTS["lead"].sizes)


def test_a_picture_asks_the_database_for_nothing(
    worked: Callable[..., Photo], django_assert_num_queries: Any
) -> None:
    photo = reread(
        worked(focal_point_x=200, focal_point_y=600, focal_point_width=100, focal_point_height=100)
    )
    with django_assert_num_queries(0):
        pictures = [photo.picture(slot) for slot in SLOTS]
    assert all(pictures)
    assert photo.picture("full").focal == "11% 50%"  # type: ignore[union-attr]


def test_a_picture_makes_nothing(worked: Callable[..., Photo]) -> None:
    photo = worked()
    photo.renditions.all().delete()
    assert reread(photo).picture("lead") is None
    assert not PhotoRendition.objects.exists()


def test_wagtail_finds_the_renditions_by_its_own_filters(worked: Callable[..., Photo]) -> None:
    photo = worked(
        focal_point_x=200, focal_point_y=600, focal_point_width=100, focal_point_height=100
    )
    for spec in specs(1800, 1200):
        rendition = photo.find_existing_rendition(Filter(spec))
        with rendition.get_willow_image() as image:
            assert image.get_size() == (rendition.width, rendition.height)


def test_a_caption_makes_nothing_anew_and_a_focal_point_everything(
    worked: Callable[..., Photo], django_capture_on_commit_callbacks: Commit
) -> None:
    photo = worked()
    before = public_files(photo)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        photo.caption = "غير ذلك"
        photo.save()
    assert callbacks == []
    assert public_files(photo) == before
    with django_capture_on_commit_callbacks(execute=True):
        photo.focal_point_x = photo.focal_point_y = 200
        photo.focal_point_width = photo.focal_point_height = 90
        photo.save()
    after = public_files(photo)
    assert after == linked_files(photo)
    assert len(after) == len(before)
    assert not after & before


def test_a_new_credit_is_stamped_into_the_copies(
    worked: Callable[..., Photo], django_capture_on_commit_callbacks: Commit
) -> None:
    photo = worked()
    with django_capture_on_commit_callbacks(execute=True):
        photo.photographer = "ريم خليل"
        photo.save()
    copies = [Path(path).read_bytes() for path in public_files(photo)]
    assert copies
    assert all("ريم خليل".encode() in copy for copy in copies)


def test_a_new_file_never_shows_under_the_old_picture(
    admin_client: Client,
    worked: Callable[..., Photo],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    photo = worked()
    old_original, old_copies = photo.file.name, public_files(photo)
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(
            reverse("wagtailimages:edit", args=(photo.pk,)),
            {"title": "آخر", "file": SimpleUploadedFile("b.png", encoded(scene(900, 900), "PNG"))},
        )
        assert response.status_code == 302
        picture = reread(photo).picture("lead")  # The worker has not run yet.
        assert picture is not None
        assert (picture.sources, picture.width, picture.height) == ((), 800, 800)
    assert not storages["private"].exists(old_original)
    assert not public_files(photo) & old_copies
    assert public_files(photo) == linked_files(photo)


def test_the_task_twice_makes_nothing_twice(worked: Callable[..., Photo]) -> None:
    photo = worked()
    before = public_files(photo)
    assert make_photo_renditions.call(photo.pk) == 0
    assert public_files(photo) == before


def test_the_task_leaves_a_deleted_photo_alone() -> None:
    assert make_photo_renditions.call(1_000_000) == 0


def test_a_photo_changed_meanwhile_keeps_no_stale_copy() -> None:
    photo = kept(encoded(scene(300, 200)))
    before = public_files(photo)
    stale = Photo.objects.get(pk=photo.pk)
    Photo.objects.filter(pk=photo.pk).update(photographer="ريم خليل")
    assert len(store._replace(stale, store.missing(stale), and_stale=True)) == 0
    assert public_files(photo) == before


def test_two_workers_at_once_leave_one_set() -> None:
    photo = kept(encoded(scene(300, 200)))
    one, two = Photo.objects.get(pk=photo.pk), Photo.objects.get(pk=photo.pk)
    wanted = store.missing(one)
    assert len(store._replace(one, wanted, and_stale=True)) == len(wanted)
    assert len(store._replace(two, wanted, and_stale=True)) == 0
    assert public_files(photo) == linked_files(photo)


def test_what_the_desk_looks_at_is_stripped_too(
    admin_client: Client, worked: Callable[..., Photo]
) -> None:
    photo = worked()
    assert GPS_MARK.encode() in stored_original(photo)
    response = admin_client.get(reverse("wagtailimages:edit", args=(photo.pk,)))
    assert response.status_code == 200
    assert admin_client.get(reverse("wagtailimages:index")).status_code == 200
    desk = photo.renditions.exclude(filter_spec__in=specs(1800, 1200))
    assert {"original", "max-800x600"} <= {rendition.filter_spec for rendition in desk}
    for rendition in desk:
        assert GPS_MARK.encode() not in rendition.file.read()
        assert rendition.width <= 1600
        rendition.file.close()


def test_wagtails_own_sets_are_stripped_too(worked: Callable[..., Photo]) -> None:
    photo = worked()
    made = photo.get_renditions("width-300", "fill-90x90|format-jpeg")
    for rendition in made.values():
        assert GPS_MARK.encode() not in Path(rendition.file.path).read_bytes()
        assert rendition.recipe == photo.recipe


def test_an_original_is_only_for_those_who_may_change_it(
    admin_user: User, worked: Callable[..., Photo]
) -> None:
    photo = worked()
    response = original_response(photo, admin_user)
    assert GPS_MARK.encode() in b"".join(response.streaming_content)  # type: ignore[arg-type]
    assert response["Content-Disposition"].startswith("attachment")
    response.file_to_stream.close()  # type: ignore[union-attr]  # close() of the response would close the database too
    outsider = User.objects.create_user("outsider")
    with pytest.raises(PermissionDenied):
        original_response(photo, outsider)


def test_deleting_a_photo_removes_its_files_everywhere(
    worked: Callable[..., Photo], django_capture_on_commit_callbacks: Commit
) -> None:
    photo = worked()
    copies, original = public_files(photo), photo.file.name
    assert copies
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
    assert not any(Path(path).exists() for path in copies)
    assert not storages["private"].exists(original)


def cropped(photo: Photo) -> None:
    photo.focal_point_x = photo.focal_point_y = 10
    photo.focal_point_width = photo.focal_point_height = 10
    photo.save()


@pytest.mark.parametrize("change", [Photo.delete, cropped])
def test_a_cache_is_told_of_files_that_are_gone_when_they_are(
    change: Callable[[Photo], object],
    worked: Callable[..., Photo],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    photo = worked()
    copies, key = public_files(photo), keys.photo_files(photo.pk)
    there: list[set[str]] = []

    def told(_kind: str, told: list[str]) -> None:
        if told == [key]:
            there.append({path for path in copies if Path(path).exists()})

    monkeypatch.setattr(store, "record", told)
    with django_capture_on_commit_callbacks(execute=True):
        change(photo)
    # Before, a cache that was asked for one would keep it for ever.
    assert there
    assert there[-1] == set()


# --- Rights, credit, alt text -----------------------------------------------------------------


def test_rights_run_out_by_the_clock_and_the_picture_is_gone(
    worked: Callable[..., Photo],
) -> None:
    due = timezone.now() + timedelta(hours=1)
    photo = worked(rights_expire_at=due)
    forever = worked()
    assert Photo.objects.expire_rights(due - timedelta(seconds=1)) == []
    assert reread(photo).picture("lead") is not None
    assert Photo.objects.expire_rights(due) == [photo.pk]
    assert Photo.objects.expire_rights(due) == []
    assert reread(photo).picture("lead") is None
    assert reread(forever).picture("lead") is not None


def test_extended_rights_bring_the_picture_back(worked: Callable[..., Photo]) -> None:
    photo = worked(rights_expire_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert photo.picture("lead") is None
    photo.rights_expire_at = timezone.now() + timedelta(days=1)
    photo.save(update_fields=["rights_expire_at"])
    assert reread(photo).picture("lead") is not None


@pytest.mark.parametrize(
    ("photographer", "agency", "credit_line", "expected"),
    [
        ("ريم خليل", "الأفق", "Reem Khalil/Ufuq", ["ريم خليل", "الأفق"]),
        ("ريم خليل", "", "الأفق", ["ريم خليل", "الأفق"]),
        ("ريم خليل", "", "ريم خليل/الأفق", ["ريم خليل/الأفق"]),
        ("ريم خليل", "", "", ["ريم خليل"]),
        ("", "الأفق", "", ["الأفق"]),
        ("", "", "الأفق", ["الأفق"]),
        ("", "", "", []),
    ],
)
def test_credit(photographer: str, agency: str, credit_line: str, expected: list[str]) -> None:
    photo = Photo(photographer=photographer, agency=agency, credit_line=credit_line)
    assert photo.credit == expected


@pytest.mark.parametrize(
    ("alt", "wrong"),
    [
        ("قارب خشبي يرسو أمام صف من البيوت", False),
        ("", True),
        ("  \u200f ", True),
        ("الامطار تُغرق أحياء المدينه", True),  # The headline, written more carelessly.
        ("قارب صيد عند الفجر", True),
        ("IMG_2041.JPG", True),
    ],
)
def test_an_alt_text_is_its_own_text(alt: str, wrong: bool) -> None:  # noqa: FBT001 (a table)
    problem = alt_problem(alt, "الأمطار تغرق أحياء المدينة", "قارب صيد عند الفجر")
    assert (problem is not None) is wrong


def test_an_upright_phone_photo_is_measured_as_seen() -> None:
    turned = encoded(scene(900, 600).transpose(Image.Transpose.ROTATE_90), exif=exif(orientation=6))
    photo = kept(turned)
    assert (photo.width, photo.height) == (900, 600)
    assert Photo.objects.get(pk=photo.pk).width == 900
