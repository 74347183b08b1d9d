"""What a photo's file says of itself: XMP first, then IPTC IIM, then EXIF.

Pure and forgiving: foreign bytes never raise, a part that cannot be read is as if it were absent.
The well-kept readers (exiv2's bindings) are GPL and native, so the little that a newsroom needs of
IIM and XMP is here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from PIL import ExifTags, Image

from khabar.newsroom.photos import encodings
from khabar.newsroom.photos.opening import UNREADABLE, open_photo

_APPLICATION: Final = 2
"""IIM's record of what editors write."""
_MAX_XMP_BYTES: Final = 1_000_000
_MAX_VALUE: Final = 4000

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP: Final = "{http://ns.adobe.com/photoshop/1.0/}"
_IPTC_CORE: Final = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_IPTC_EXT: Final = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_RIGHTS: Final = "{http://ns.adobe.com/xap/1.0/rights/}"
_XMP_BASIC: Final = "{http://ns.adobe.com/xap/1.0/}"
_PLACE_PARTS: Final = ("City", "State", "Country")
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_AI_SOURCES: Final = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")


_MAX_KEYWORDS: Final = 40
_MAX_KEYWORD: Final = 100
_DATE: Final = re.compile(r"\s*(\d{4})[:/.-]?(\d{2})[:/.-]?(\d{2})(?!\d)")
_FIRST_PHOTO: Final = 1826


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """The words of a photo's file. An empty string is what was not said."""

    title: str = ""
    caption: str = ""
    photographer: str = ""
    agency: str = ""
    credit_line: str = ""
    copyright_notice: str = ""
    alt_text: str = ""
    usage_rights: str = ""
    place: str = ""
    taken_on: date | None = None
    keywords: tuple[str, ...] = ()
    ai_made: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """The values by the photo's field names."""
        return {
            "title": self.title,
            "caption": self.caption,
            "photographer": self.photographer,
            "agency": self.agency,
            "credit_line": self.credit_line,
            "copyright_notice": self.copyright_notice,
            "alt_text": self.alt_text,
            "usage_rights": self.usage_rights,
            "place": self.place,
            "taken_on": self.taken_on,
            "label": "ai_made" if self.ai_made else "",
        }

    def or_else(self, other: "PhotoMetadata") -> "PhotoMetadata":
        """The same, with what it lacks taken from the other."""
        lacking = {
            each.name: getattr(self, each.name) or getattr(other, each.name)
            for each in fields(self)
        }
        return replace(self, **{**lacking, "facts": {**other.facts, **self.facts}})

    def __bool__(self) -> bool:
        """Whether the file said anything that a person might have written."""
        return any(value for name, value in self.fields().items() if name != "taken_on") or bool(
            self.keywords
        )


def read(file: IO[Any], language: str = "ar") -> PhotoMetadata:
    """Everything the file says, of the three the most explicit first.

    Of words in several languages those of ``language`` are taken. What cannot be read is empty.
    """
    try:
        with open_photo(file) as image:
            iim = image.info.get("photoshop", {}).get(0x0404, b"")
            xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
            exif = _exif(image)
    except UNREADABLE:
        return PhotoMetadata()
    parts: tuple[Callable[[], PhotoMetadata], ...] = (
        lambda: read_xmp(xmp.encode() if isinstance(xmp, str) else xmp, language),
        lambda: read_iim(iim),
        lambda: read_exif(exif),
    )
    found = PhotoMetadata()
    for part in parts:
        try:
            found = found.or_else(part())
        except UNREADABLE:
            continue
    return found


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except UNREADABLE:
        return Image.Exif()


# --- IPTC IIM ---------------------------------------------------------------------------------


def read_iim(data: bytes) -> PhotoMetadata:
    """The application records of an IIM block."""
    datasets = list(_iim_datasets(data))
    said = next((encodings.declared(raw) for place in datasets if (raw := _said(place))), None)
    # Dates and numbers are ASCII; what else there is was written by one tool in one code page.
    guess = encodings.guess_encoding(raw for record, _, raw in datasets if record == _APPLICATION)
    values: dict[int, list[str]] = {}
    for record, dataset, raw in datasets:
        if record == _APPLICATION:
            text = _clean(encodings.decode(raw, said, guess=guess))
            values.setdefault(dataset, []).append(text)
    first = {dataset: texts[0] for dataset, texts in values.items()}
    facts: dict[str, Any] = {
        name: first[dataset]
        for name, dataset in (("date_created", 55), ("instructions", 40))
        if first.get(dataset)
    }
    keywords = _keywords(values.get(25, []))
    if keywords:
        facts["keywords"] = list(keywords)
    return PhotoMetadata(
        title=first.get(105) or first.get(5, ""),
        caption=first.get(120, ""),
        photographer=_joined(values.get(80, [])),
        agency=first.get(115, ""),
        credit_line=first.get(110, ""),
        copyright_notice=first.get(116, ""),
        place=_place(*(first.get(dataset, "") for dataset in (92, 90, 95, 101))),
        taken_on=_day(first.get(55, "")),
        keywords=keywords,
        facts=facts,
    )


def _said(dataset: tuple[int, int, bytes]) -> bytes:
    """The character set that a dataset declares, if it is the one that does."""
    return dataset[2] if dataset[:2] == (1, 90) else b""


def _iim_datasets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The (record, dataset, value) triples of an IIM block, up to the first that makes no sense."""
    position = 0
    while position + 5 <= len(data) and data[position] == 0x1C:  # noqa: PLR2004 (IIM's tag marker)
        record, dataset = data[position + 1], data[position + 2]
        size = int.from_bytes(data[position + 3 : position + 5], "big")
        position += 5
        if size & 0x8000:
            length = size & 0x7FFF
            size = int.from_bytes(data[position : position + length], "big")
            position += length
        if position + size > len(data):
            return
        yield record, dataset, data[position : position + size]
        position += size


# --- XMP --------------------------------------------------------------------------------------


def read_xmp(data: bytes, language: str = "ar") -> PhotoMetadata:
    """The properties of an XMP packet, whether written as elements or as attributes."""
    if not data or len(data) > _MAX_XMP_BYTES:
        return PhotoMetadata()
    try:
        root = ElementTree.fromstring(data.strip(b"\x00 \r\n\t"))
    except (ParseError, ValueError):
        return PhotoMetadata()
    properties: dict[str, list[str]] = {}
    for description in root.iter(f"{_RDF}Description"):
        for name, value in description.attrib.items():
            properties.setdefault(name, [_clean(value)])
        for element in description:
            properties.setdefault(element.tag, _xmp_values(element, language))

    def text(name: str) -> str:
        return next((value for value in properties.get(name, []) if value), "")

    facts: dict[str, Any] = {
        name: text(tag)
        for name, tag in (
            ("date_created", f"{_PHOTOSHOP}DateCreated"),
            ("instructions", f"{_PHOTOSHOP}Instructions"),
            ("digital_source_type", f"{_IPTC_EXT}DigitalSourceType"),
        )
        if text(tag)
    }
    keywords = _keywords(properties.get(f"{_DC}subject", []))
    if keywords:
        facts["keywords"] = list(keywords)
    places = (f"{_IPTC_CORE}Location", *(f"{_PHOTOSHOP}{part}" for part in _PLACE_PARTS))
    return PhotoMetadata(
        title=text(f"{_PHOTOSHOP}Headline") or text(f"{_DC}title"),
        caption=text(f"{_DC}description"),
        photographer=_joined(properties.get(f"{_DC}creator", [])),
        agency=text(f"{_PHOTOSHOP}Source"),
        credit_line=text(f"{_PHOTOSHOP}Credit"),
        copyright_notice=text(f"{_DC}rights"),
        alt_text=text(f"{_IPTC_CORE}AltTextAccessibility"),
        usage_rights=text(f"{_RIGHTS}UsageTerms"),
        place=_place(*map(text, places)),
        taken_on=_day(text(f"{_PHOTOSHOP}DateCreated") or text(f"{_XMP_BASIC}CreateDate")),
        keywords=keywords,
        ai_made=facts.get("digital_source_type", "").rsplit("/", 1)[-1] in _AI_SOURCES,
        facts=facts,
    )


def _xmp_values(element: Element, language: str) -> list[str]:
    """The values of a property; of an alternative by language the wanted one, then the default."""
    items = list(element.iter(f"{_RDF}li"))
    if not items:
        return [_clean(element.text or element.get(f"{_RDF}resource") or "")]

    def place(item: Element) -> int:
        code = (item.get(_XML_LANG) or "").casefold().replace("_", "-")
        if code.split("-")[0] == language.split("-", maxsplit=1)[0]:
            return 0
        return 1 if code in {"", "x-default"} else 2

    items.sort(key=place)
    return [_clean(item.text or "") for item in items]


# --- EXIF -------------------------------------------------------------------------------------


def read_exif(exif: Image.Exif) -> PhotoMetadata:
    """Artist, copyright, description, date. Cameras fill the description with their own name."""
    description = _exif_text(exif.get(ExifTags.Base.ImageDescription))
    make = _exif_text(exif.get(ExifTags.Base.Make)).casefold()
    if make and description.casefold().startswith(make.split()[0]):
        description = ""
    try:
        camera = exif.get_ifd(ExifTags.IFD.Exif)
    except UNREADABLE:
        camera = {}
    dates = (
        camera.get(ExifTags.Base.DateTimeOriginal),
        camera.get(ExifTags.Base.DateTimeDigitized),
        exif.get(ExifTags.Base.DateTime),
    )
    taken = next((text for value in dates if (text := _exif_text(value))), "")
    return PhotoMetadata(
        caption=description,
        photographer=_exif_text(exif.get(ExifTags.Base.Artist)),
        copyright_notice=_exif_text(exif.get(ExifTags.Base.Copyright)),
        taken_on=_day(taken),
        facts={"date_created": taken} if taken else {},
    )


def _exif_text(value: object) -> str:
    """Text of an EXIF value: Pillow reads as latin-1 what writers put in UTF-8 or 1256."""
    if isinstance(value, str):
        value = value.encode("latin-1", "ignore") if value.isascii() or _latin(value) else value
    if isinstance(value, bytes):
        return _clean(encodings.decode(value))
    return _clean(value) if isinstance(value, str) else ""


def _latin(text: str) -> bool:
    """Whether every letter fits in one byte."""
    return all(ord(letter) < 256 for letter in text)  # noqa: PLR2004 (one byte)


def _arabic(texts: list[str]) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for text in texts for letter in text)


def _joined(names: list[str]) -> str:
    """Several names as one, with the comma of their script."""
    return ("، " if _arabic(names) else ", ").join(name for name in names if name)


def _place(*parts: str) -> str:
    """From the spot to the country, each named once."""
    return _joined(list(dict.fromkeys(part for part in parts if part)))


def _keywords(texts: list[str]) -> tuple[str, ...]:
    """The keywords, each once; some tools write them all into one value."""
    single = texts[0] if len(texts) == 1 else ""
    if len(parts := re.split(r"[;,،؛]", single)) > 1:
        texts = [part.strip() for part in parts]
    kept = dict.fromkeys(text[:_MAX_KEYWORD] for text in texts if text)
    return tuple(kept)[:_MAX_KEYWORDS]


def _day(text: str) -> date | None:
    """The day that a date in any of the three standards' spellings begins with."""
    found = _DATE.match(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and day.year >= _FIRST_PHOTO else None


def _clean(text: str) -> str:
    """One line without control characters, of a length that nobody can abuse."""
    printable = "".join(max(letter, " ") for letter in text[:_MAX_VALUE])
    return " ".join(printable.split())
