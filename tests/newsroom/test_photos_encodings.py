"""What old tools wrote, and what the newsroom reads: bytes in, fields out."""

from datetime import date
from io import BytesIO

import pytest
from PIL import ExifTags, Image

from khabar.newsroom.photos import encodings, metadata
from tests.newsroom.photo_files import alternatives, encoded, iim, scene, with_iim, xmp

CAPTION = "متظاهرون في ساحة الشهداء ببيروت"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CAPTION, "utf-8"),
        (CAPTION, "cp1256"),
        ("رويترز", "cp1256"),
        ("علي", "cp1256"),
        ("قوات الأمن تنتشر في شوارع العاصمة بعد إعلان النتائج", "iso8859_6"),
        ("قوات الأمن تنتشر في شوارع العاصمة بعد إعلان النتائج", "mac_arabic"),
        ("Des manifestants à l’entrée du café, près de Genève", "cp1252"),
        ("Jörg Müller, Köln", "cp1252"),
        ("Señor Muñoz en Bogotá", "cp1252"),
        ("Plain English caption", "ascii"),
        ("“Quoted” – and dashed…", "cp1252"),
        ("تصوير: رويترز / Reuters", "cp1256"),
        ("Beirut: تظاهرة في بيروت", "cp1256"),
    ],
)
def test_undeclared_bytes_are_read_as_they_were_meant(text: str, encoding: str) -> None:
    found = metadata.read_iim(iim((2, 120, text.encode(encoding))))
    assert found.caption == text


def test_one_short_value_is_read_as_the_rest_of_its_file() -> None:
    block = iim((2, 120, CAPTION.encode("cp1256")), (2, 80, "Zoé".encode("cp1252")))
    found = metadata.read_iim(block)
    assert (found.caption, found.photographer) == (CAPTION, "Zoé")


@pytest.mark.parametrize(
    ("sequence", "encoding"),
    [(b"\x1b%G", "utf-8"), (b"\x1b.A", "latin-1"), (b"\x1b.G", "iso8859_6")],
)
def test_a_declared_set_is_believed(sequence: bytes, encoding: str) -> None:
    text = CAPTION if encoding != "latin-1" else "ÂÃÄ Ñandú"
    assert (
        metadata.read_iim(iim((1, 90, sequence), (2, 120, text.encode(encoding)))).caption == text
    )


def test_a_false_declaration_is_not_believed() -> None:
    block = iim((1, 90, b"\x1b%G"), (2, 120, CAPTION.encode("cp1256")))
    assert metadata.read_iim(block).caption == CAPTION


def test_no_bytes_fail() -> None:
    for byte in range(256):
        encodings.decode(bytes([byte, 0xC7, byte]))


def test_every_field_of_iim() -> None:
    block = iim(
        (2, 105, "تظاهرة في بيروت".encode()),
        (2, 120, CAPTION.encode()),
        (2, 80, "ليلى حدّاد".encode()),
        (2, 110, "وكالة الأفق".encode()),
        (2, 115, "الأفق".encode()),
        (2, 116, "© الأفق 2019".encode()),
        (2, 55, b"20191017"),
        (2, 92, "ساحة الشهداء".encode()),
        (2, 90, "بيروت".encode()),
        (2, 101, "لبنان".encode()),
        (2, 25, "احتجاج".encode()),
        (2, 25, "بيروت".encode()),
    )
    found = metadata.read(BytesIO(with_iim(encoded(scene(60, 40)), block)))
    assert found.fields() == {
        "title": "تظاهرة في بيروت",
        "caption": CAPTION,
        "photographer": "ليلى حدّاد",
        "agency": "الأفق",
        "credit_line": "وكالة الأفق",
        "copyright_notice": "© الأفق 2019",
        "alt_text": "",
        "usage_rights": "",
        "place": "ساحة الشهداء، بيروت، لبنان",
        "taken_on": date(2019, 10, 17),
        "label": "",
    }
    assert found.keywords == ("احتجاج", "بيروت")


def test_every_field_of_xmp() -> None:
    packet = xmp(
        f"<dc:rights>{alternatives(('x-default', '© الأفق'))}</dc:rights>"
        "<dc:subject><rdf:Bag><rdf:li>قمة</rdf:li><rdf:li>بيروت</rdf:li></rdf:Bag></dc:subject>",
        'photoshop:Headline="قمة" photoshop:City="بيروت" photoshop:Country="لبنان"'
        ' photoshop:DateCreated="2019-10-17T14:30:00+03:00"'
        ' Iptc4xmpCore:Location="القصر"',
    )
    found = metadata.read_xmp(packet)
    assert (found.title, found.copyright_notice) == ("قمة", "© الأفق")
    assert found.place == "القصر، بيروت، لبنان"
    assert found.taken_on == date(2019, 10, 17)
    assert found.keywords == ("قمة", "بيروت")


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", "احتجاج"), ("fr", "Manifestation"), ("fa", "Protest")]
)
def test_of_several_languages_the_editions_own(language: str, expected: str) -> None:
    texts = (("fr-FR", "Manifestation"), ("x-default", "Protest"), ("ar-LB", "احتجاج"))
    packet = xmp(f"<dc:description>{alternatives(*texts)}</dc:description>")
    data = encoded(scene(60, 40), xmp=packet)
    assert metadata.read(BytesIO(data), language).caption == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019:10:17 14:30:00", date(2019, 10, 17)),
        ("2019-10-17", date(2019, 10, 17)),
        ("0000:00:00 00:00:00", None),
        ("2019:13:40 00:00:00", None),
        ("1066:10:14 00:00:00", None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_the_day_of_a_camera(written: str, expected: date | None) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = written
    found = metadata.read(BytesIO(encoded(scene(60, 40), exif=exif)))
    assert found.taken_on == expected


@pytest.mark.parametrize("cut", [3, 20, 100, 400])
def test_a_file_that_cannot_be_read_says_nothing(cut: int) -> None:
    block = iim((2, 120, CAPTION.encode()))
    found = metadata.read(BytesIO(with_iim(encoded(scene(60, 40)), block)[:cut]))
    assert not found.photographer


def test_keywords_in_one_value_are_taken_apart() -> None:
    assert metadata.read_iim(iim((2, 25, "قمة، بيروت؛ احتجاج".encode()))).keywords == (
        "قمة",
        "بيروت",
        "احتجاج",
    )
