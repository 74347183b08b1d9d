"""Photos come in, many at once, with their details; what is no photo does not."""

import json
import shutil
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import UploadedFile

from khabar.newsroom.models import Photo
from tests import factories
from tests.desk.conftest import Newsroom
from tests.newsroom.photo_files import encoded, exif, iim, scene, with_iim
from tests.newsroom.test_photos_twins import compressed, drawn

pytestmark = pytest.mark.django_db

CAPTION = "متظاهرون في ساحة الشهداء ببيروت"


@pytest.fixture(autouse=True)
def _empty_storages() -> None:
    for alias in ("default", "private"):
        shutil.rmtree(storages[alias].path("."), ignore_errors=True)


def send(client: Client, data: bytes, name: str = "DSC_0042.jpg", title: str = "DSC_0042") -> Any:
    response = client.post(
        "/desk/images/multiple/add/",
        {"title": title, "files[]": SimpleUploadedFile(name, data), "collection": "1"},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert response.status_code == 200
    return response.json()


def wire_photo() -> bytes:
    block = iim(
        (2, 105, "تظاهرة في بيروت".encode("cp1256")),
        (2, 120, CAPTION.encode("cp1256")),
        (2, 80, "ليلى حدّاد".encode("cp1256")),
        (2, 115, "الأفق".encode("cp1256")),
        (2, 116, "© الأفق".encode("cp1256")),
        (2, 55, b"20191017"),
        (2, 90, "بيروت".encode("cp1256")),
        (2, 25, "احتجاج".encode("cp1256")),
    )
    return with_iim(encoded(scene(300, 200)), block)


def filled(photo: Photo, **typed: str) -> dict[str, str]:
    """The fields of a photo's row, as a browser sends them."""
    values = {
        "title": photo.title,
        "caption": photo.caption,
        "alt_text": photo.alt_text,
        "photographer": photo.photographer,
        "agency": photo.agency,
        "tags": ", ".join(photo.tags.names()),
        **typed,
    }
    return {f"photo-{photo.pk}-{name}": value for name, value in values.items()}


# Many at once


def test_what_the_agency_wrote_is_in_the_row(newsroom: Newsroom) -> None:
    answer = send(newsroom.client("photo"), wire_photo())
    assert answer["success"] is True
    photo = Photo.objects.get()
    assert (photo.title, photo.caption) == ("تظاهرة في بيروت", CAPTION)
    assert (photo.photographer, photo.agency) == ("ليلى حدّاد", "الأفق")
    assert (photo.copyright_notice, photo.place) == ("© الأفق", "بيروت")
    assert photo.taken_on == date(2019, 10, 17)
    assert list(photo.tags.names()) == ["احتجاج"]
    assert photo.uploaded_by_user == newsroom.people["photo"]
    for words in (CAPTION, "ليلى حدّاد", "تظاهرة في بيروت"):
        assert words in answer["row"]


def test_a_file_without_words_is_taken_with_a_hint(newsroom: Newsroom) -> None:
    answer = send(newsroom.client("photo"), encoded(scene(300, 200)))
    assert "لم يُقرأ" in answer["row"]
    assert Photo.objects.get().title == "DSC_0042"


@pytest.mark.parametrize("title", ["", "  ", "x" * 400, "a\x00b"])
def test_no_title_puts_a_file_aside_where_readers_reach_it(newsroom: Newsroom, title: str) -> None:
    answer = send(newsroom.client("photo"), encoded(scene(300, 200)), title=title)
    assert answer["success"] is True
    assert Photo.objects.get().title
    assert not UploadedFile.objects.exists()


def test_a_batch_is_saved_together(newsroom: Newsroom) -> None:
    client = newsroom.client("photo")
    for seed in (1, 2):
        file = BytesIO()
        drawn(seed).save(file, "JPEG")
        send(client, file.getvalue())
    one, two = Photo.objects.order_by("pk")
    typed = {
        "photo": [str(one.pk), str(two.pk)],
        **filled(one, photographer="سامي نادر", alt_text="حشد", label="archive"),
        **filled(two, photographer="سامي نادر", rights_expire_at="2019-01-01 00:00", tags="قمة"),
    }
    response = client.post("/desk/photos/batch/", typed, follow=True)
    assert "صورتان" in " ".join(map(str, response.context["messages"]))
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.photographer, one.alt_text, one.label) == ("سامي نادر", "حشد", "archive")
    assert (two.photographer, two.rights_expired) == ("سامي نادر", True)
    assert list(two.tags.names()) == ["قمة"]


def test_with_an_error_nothing_is_saved_and_nothing_typed_is_lost(newsroom: Newsroom) -> None:
    client = newsroom.client("photo")
    photos = [factories.make_photo(title=f"صورة {n}") for n in range(2)]
    typed = {
        "photo": [str(photo.pk) for photo in photos],
        **filled(photos[0], photographer="ليلى حدّاد"),
        **filled(photos[1], title="", caption="كُتب الآن"),
    }
    page = client.post("/desk/photos/batch/", typed).content.decode()
    assert "كُتب الآن" in page
    assert "ليلى حدّاد" in page
    assert Photo.objects.get(pk=photos[0].pk).photographer == "سامي نادر"


def test_a_batch_is_for_those_who_may_change_each_photo(newsroom: Newsroom) -> None:
    own = factories.make_photo(uploaded_by_user=newsroom.people["reporter"])
    other = factories.make_photo()
    reporter = newsroom.client("reporter")
    assert reporter.get(f"/desk/photos/batch/?photo={own.pk}").status_code == 200
    for method in (reporter.get, reporter.post):
        answer = method("/desk/photos/batch/", {"photo": [str(own.pk), str(other.pk)]})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert newsroom.client("photo").get(f"/desk/photos/batch/?photo={other.pk}").status_code == 200


@pytest.mark.parametrize("named", ["", "x", "99999999999999999999", "7"])
def test_a_batch_of_nothing_is_no_error(newsroom: Newsroom, named: str) -> None:
    client = newsroom.client("photo")
    assert client.get(f"/desk/photos/batch/?photo={named}").status_code == 302
    assert client.post("/desk/photos/batch/", {"photo": named}).status_code == 302


# The same again


def picture(seed: int, quality: int = 90) -> bytes:
    file = BytesIO()
    compressed(drawn(seed), quality).convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def test_an_upload_that_is_here_already_says_so_and_can_be_dropped(newsroom: Newsroom) -> None:
    kept = Photo.objects.get(pk=send(newsroom.client("photo"), picture(1))["image_id"])
    reporter = newsroom.client("reporter")
    answer = send(reporter, picture(1, 50), "again.jpg")
    assert answer["twins"] == [kept.pk]
    assert f"/same-as/{kept.pk}/existing/" in answer["row"]
    new = answer["image_id"]
    assert reporter.post(f"/desk/photos/{new}/same-as/{kept.pk}/existing/").status_code == 302
    assert list(Photo.objects.all()) == [kept]


def test_the_photo_that_is_here_takes_the_better_file(newsroom: Newsroom) -> None:
    client = newsroom.client("photo")
    kept = Photo.objects.get(pk=send(client, picture(1, 30))["image_id"])
    Photo.objects.filter(pk=kept.pk).update(caption="ما كُتب يبقى", crops={"lead": [0, 0, 90, 50]})
    new = send(client, picture(1, 95), "better.jpg")["image_id"]
    bytes_of_new = Photo.objects.get(pk=new).file_hash
    client.post(f"/desk/photos/{new}/same-as/{kept.pk}/file/")
    found = Photo.objects.get()
    assert (found.pk, found.caption, found.crops) == (kept.pk, "ما كُتب يبقى", {})
    assert found.file_hash == bytes_of_new
    with storages["private"].open(found.file.name) as file:
        assert Image.open(file).size == (900, 600)


def test_a_reporter_gives_no_others_photo_another_file(newsroom: Newsroom) -> None:
    kept = send(newsroom.client("photo"), picture(1))["image_id"]
    reporter = newsroom.client("reporter")
    new = send(reporter, picture(1, 50))["image_id"]
    reporter.post(f"/desk/photos/{new}/same-as/{kept}/file/")
    assert Photo.objects.count() == 2
    assert newsroom.client("colleague").post(f"/desk/photos/{new}/same-as/{kept}/existing/")
    assert Photo.objects.count() == 2


# What is no photo


def bomb() -> bytes:
    data = bytearray(encoded(scene(8, 8), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


def moving(image_format: str) -> bytes:
    frames = [scene(60, 40), scene(60, 40).transpose(Image.Transpose.ROTATE_180)]
    return encoded(frames[0], image_format, save_all=True, append_images=frames[1:])


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
REFUSED = {
    "SVG": ("a.svg", SVG),
    "SVG called JPEG": ("a.jpg", SVG),
    "SVG called PNG": ("a.png", SVG),
    "HTML": ("a.html", HTML),
    "HTML called JPEG": ("a.jpg", HTML),
    "PHP called JPEG": ("a.jpg", b"<?php system('id'); ?>"),
    "two extensions": ("a.jpg.php", encoded(scene(60, 40))),
    "truncated JPEG": ("a.jpg", encoded(drawn(1))[:4000]),
    "truncated PNG": ("a.png", encoded(drawn(1), "PNG")[:4000]),
    "PNG called JPEG": ("a.jpg", encoded(scene(60, 40), "PNG")),
    "JPEG called PNG": ("a.png", encoded(scene(60, 40))),
    "GIF": ("a.gif", moving("GIF")),
    "GIF called PNG": ("a.png", moving("GIF")),
    "moving PNG": ("a.png", moving("PNG")),
    "moving WebP": ("a.webp", moving("WEBP")),
    "TIFF": ("a.tif", encoded(scene(60, 40), "TIFF")),
    "a bomb": ("a.png", bomb()),
    "nothing": ("a.jpg", b""),
    "noise": ("a.jpg", bytes(range(256)) * 20),
}


@pytest.mark.parametrize(("name", "data"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_photo_is_refused_at_every_door(
    newsroom: Newsroom, name: str, data: bytes
) -> None:
    client = newsroom.client("photo")
    answer = send(client, data, name)
    assert answer["success"] is False
    assert answer["error_message"].strip()
    single = client.post(
        "/desk/images/add/", {"title": "صورة", "file": SimpleUploadedFile(name, data)}
    )
    assert single.context["form"].errors["file"]
    chooser = client.post(
        "/desk/images/chooser/create/",
        {
            "image-chooser-upload-title": "صورة",
            "image-chooser-upload-file": SimpleUploadedFile(name, data),
        },
    ).json()
    assert chooser["step"] == "reshow_creation_form"
    assert not Photo.objects.exists()


TAKEN = {
    "CMYK": ("a.jpg", encoded(scene(300, 200, "CMYK"))),
    "16 bits": ("a.png", encoded(Image.new("I;16", (300, 200), 40_000), "PNG")),
    "a palette": ("a.png", encoded(scene(300, 200).quantize(8), "PNG")),
    "transparent": ("a.png", encoded(Image.new("RGBA", (300, 200), (9, 9, 9, 99)), "PNG")),
    "much EXIF": ("a.jpg", encoded(scene(300, 200), exif=exif(description="x" * 60_000))),
    "capital letters": ("A.JPG", encoded(scene(300, 200))),
    "with PHP behind": ("a.jpg", encoded(scene(300, 200)) + b"<?php system('id'); ?>" + HTML),
    "with HTML in a comment": ("a.jpg", encoded(scene(300, 200), comment=HTML)),
}


@pytest.mark.parametrize(("name", "data"), TAKEN.values(), ids=TAKEN)
def test_an_odd_photo_is_taken_and_only_its_pixels_reach_readers(
    newsroom: Newsroom, name: str, data: bytes, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert send(newsroom.client("photo"), data, name)["success"] is True
    public = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(public) > 5
    for path in public:
        copy = path.read_bytes()
        assert path.suffix in {".jpg", ".webp", ".avif"}
        assert b"<script" not in copy
        assert b"<?php" not in copy


def test_a_photo_of_a_kind_that_would_not_fit_in_memory_is_refused(newsroom: Newsroom) -> None:
    flat = encoded(Image.new("P", (7000, 6000)), "PNG")
    answer = send(newsroom.client("photo"), flat, "map.png")
    assert answer["success"] is False
    assert "42" in answer["error_message"]  # How many million it has.


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", HTML),
        ("drawing.svg", SVG),
        ("page.txt", HTML),
        ("drawing.pdf", SVG),
        ("page.csv", b"\xef\xbb\xbf\n  <html><body>x"),
        ("wide.txt", "<html><script>".encode("utf-16")),
        ("server.txt", b"<?php phpinfo();"),
    ],
)
def test_a_page_or_drawing_is_no_document(newsroom: Newsroom, name: str, data: bytes) -> None:
    client = newsroom.client("photo")
    single = client.post(
        "/desk/documents/add/", {"title": "وثيقة", "file": SimpleUploadedFile(name, data)}
    )
    assert single.context["form"].errors["file"]
    many = client.post(
        "/desk/documents/multiple/add/",
        {"title": "وثيقة", "files[]": SimpleUploadedFile(name, data), "collection": "1"},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert json.loads(many.content)["success"] is False
    assert not Document.objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"), [("note.txt", "نص بسيط، 3 < 5".encode()), ("figures.csv", b"a,b\n1,2\n")]
)
def test_a_document_is_taken(newsroom: Newsroom, name: str, data: bytes) -> None:
    newsroom.client("photo").post(
        "/desk/documents/add/", {"title": "وثيقة", "file": SimpleUploadedFile(name, data)}
    )
    assert Document.objects.count() == 1
