"""What is read from a photo's file, and that nothing in it can do harm."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.newsroom.photos import metadata
from tests.newsroom.photo_files import alternatives, encoded, exif, iim, scene, with_iim, xmp

CAPTION = "متظاهرون في ساحة الشهداء ببيروت، 17 أكتوبر/تشرين الأول 2019"


def read(data: bytes) -> metadata.PhotoMetadata:
    return metadata.read(BytesIO(data))


def test_arabic_iim_declared_as_utf8() -> None:
    block = iim(
        (1, 90, b"\x1b%G"),
        (2, 120, CAPTION.encode()),
        (2, 80, "ليلى حدّاد".encode()),
        (2, 80, "سامي نصر".encode()),
        (2, 110, "وكالة الأفق".encode()),
        (2, 25, "بيروت".encode()),
        (2, 25, "احتجاج".encode()),
    )
    found = read(with_iim(encoded(scene(60, 40)), block))
    assert found.caption == CAPTION
    assert found.photographer == "ليلى حدّاد، سامي نصر"
    assert found.credit_line == "وكالة الأفق"
    assert found.facts["keywords"] == ["بيروت", "احتجاج"]


def test_undeclared_iim_in_windows_1256() -> None:
    block = iim((2, 120, CAPTION.encode("cp1256")), (2, 115, "أرشيف الدار".encode("cp1256")))
    found = read(with_iim(encoded(scene(60, 40)), block))
    assert (found.caption, found.agency) == (CAPTION, "أرشيف الدار")


def test_iim_of_extended_length() -> None:
    value = CAPTION.encode()
    block = bytes((0x1C, 2, 120)) + (0x8004).to_bytes(2, "big") + len(value).to_bytes(4, "big")
    assert metadata.read_iim(block + value).caption == CAPTION


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP", "AVIF", "PNG"])
def test_xmp_in_each_format(image_format: str) -> None:
    packet = xmp(
        f"<dc:description>{alternatives(('en', 'Protesters'), ('x-default', CAPTION))}"
        "</dc:description>"
        "<dc:creator><rdf:Seq><rdf:li>ليلى حدّاد</rdf:li></rdf:Seq></dc:creator>"
        "<Iptc4xmpCore:AltTextAccessibility>"
        f"{alternatives(('x-default', 'حشد يرفع الأعلام'))}</Iptc4xmpCore:AltTextAccessibility>"
        f"<xmpRights:UsageTerms>{alternatives(('x-default', 'للتحرير فقط'))}"
        "</xmpRights:UsageTerms>",
        'photoshop:Credit="وكالة الأفق" photoshop:Source="الأفق"',
    )
    if image_format == "PNG":
        from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 (only this format keeps it so)

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", packet.decode())
        data = encoded(scene(60, 40), "PNG", pnginfo=info)
    else:
        data = encoded(scene(60, 40), image_format, xmp=packet)
    assert read(data).fields() == {
        "title": "",
        "caption": CAPTION,
        "photographer": "ليلى حدّاد",
        "agency": "الأفق",
        "credit_line": "وكالة الأفق",
        "copyright_notice": "",
        "alt_text": "حشد يرفع الأعلام",
        "usage_rights": "للتحرير فقط",
        "place": "",
        "taken_on": None,
        "label": "",
    }


@pytest.mark.parametrize(
    ("source", "label"),
    [("trainedAlgorithmicMedia", "ai_made"), ("digitalCapture", ""), ("algorithmicMedia", "")],
)
def test_pictures_made_by_a_model_say_so(source: str, label: str) -> None:
    address = f"http://cv.iptc.org/newscodes/digitalsourcetype/{source}"
    packet = xmp(attributes=f'Iptc4xmpExt:DigitalSourceType="{address}"')
    assert metadata.read_xmp(packet).fields()["label"] == label


def test_arabic_exif_and_a_camera_that_describes_itself() -> None:
    own = read(encoded(scene(60, 40), exif=exif(artist="ليلى حدّاد", description=CAPTION)))
    assert (own.photographer, own.caption) == ("ليلى حدّاد", CAPTION)
    assert read(encoded(scene(60, 40), exif=exif(description="SecretCam DSC"))).caption == ""


def test_the_more_explicit_source_wins_and_the_others_fill_in() -> None:
    data = encoded(
        scene(60, 40),
        exif=exif(artist="exif", description="exif", rights="exif"),
        xmp=xmp("<dc:creator><rdf:Seq><rdf:li>xmp</rdf:li></rdf:Seq></dc:creator>"),
    )
    found = read(with_iim(data, iim((2, 80, b"iim"), (2, 120, b"iim"))))
    assert (found.photographer, found.caption, found.copyright_notice) == ("xmp", "iim", "exif")


def test_an_xmp_bomb_is_as_if_absent() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    packet = f'<!DOCTYPE x [<!ENTITY e0 "x">{entities}]><x>&e8;</x>'.encode()
    assert metadata.read_xmp(packet) == metadata.PhotoMetadata()


def test_values_are_one_line_of_bounded_length() -> None:
    found = metadata.read_iim(iim((2, 120, b"a\r\n\x00b" + b"c" * 30_000)))
    assert found.caption.startswith("a b")
    assert len(found.caption) <= 4000


@given(st.binary(max_size=200))
def test_no_bytes_can_make_reading_fail(data: bytes) -> None:
    metadata.read_iim(b"\x1c\x02" + data)
    metadata.read_xmp(data)
    metadata.read_xmp(b"<x>" + data + b"</x>")
