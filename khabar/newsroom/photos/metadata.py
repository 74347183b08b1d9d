"""What a photo's file says of itself: XMP first, then IPTC IIM, then EXIF.

Pure and forgiving: foreign bytes never raise, a part that cannot be read is as if it were absent.
The well-kept readers (exiv2's bindings) are GPL and native, so the little that a newsroom needs of
IIM and XMP is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from PIL import ExifTags, Image

from khabar.newsroom.photos.opening import DAMAGED, open_photo

_MAX_XMP_BYTES: Final = 1_000_000
_MAX_VALUE: Final = 4000

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP: Final = "{http://ns.adobe.com/photoshop/1.0/}"
_IPTC_CORE: Final = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_IPTC_EXT: Final = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_RIGHTS: Final = "{http://ns.adobe.com/xap/1.0/rights/}"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_AI_SOURCES: Final = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """The words of a photo's file. An empty string is what was not said."""

    title: str = ""
    caption: str = ""
    photographer: str = ""
    agency: str = ""
    credit_line: str = ""
    alt_text: str = ""
    usage_rights: str = ""
    ai_made: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, str]:
        """The values by the photo's field names."""
        return {
            "title": self.title,
            "caption": self.caption,
            "photographer": self.photographer,
            "agency": self.agency,
            "credit_line": self.credit_line,
            "alt_text": self.alt_text,
            "usage_rights": self.usage_rights,
            "label": "ai_made" if self.ai_made else "",
        }

    def or_else(self, other: "PhotoMetadata") -> "PhotoMetadata":
        """The same, with what it lacks taken from the other."""
        return replace(
            self,
            title=self.title or other.title,
            caption=self.caption or other.caption,
            photographer=self.photographer or other.photographer,
            agency=self.agency or other.agency,
            credit_line=self.credit_line or other.credit_line,
            alt_text=self.alt_text or other.alt_text,
            usage_rights=self.usage_rights or other.usage_rights,
            ai_made=self.ai_made or other.ai_made,
            facts={**other.facts, **self.facts},
        )


def read(file: IO[Any]) -> PhotoMetadata:
    """Everything the file says, of the three the most explicit first."""
    with open_photo(file) as image:
        iim = image.info.get("photoshop", {}).get(0x0404, b"")
        xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
        try:
            exif = image.getexif()
        except (*DAMAGED, KeyError):
            exif = Image.Exif()
        found = read_xmp(xmp.encode() if isinstance(xmp, str) else xmp)
        return found.or_else(read_iim(iim)).or_else(read_exif(exif))


# --- IPTC IIM ---------------------------------------------------------------------------------


def read_iim(data: bytes) -> PhotoMetadata:
    """The application records of an IIM block."""
    datasets = list(_iim_datasets(data))
    utf8 = (1, 90, b"\x1b%G") in datasets
    values: dict[int, list[str]] = {}
    for record, dataset, raw in datasets:
        if record == 2:  # noqa: PLR2004 (the application record, by the standard)
            values.setdefault(dataset, []).append(_clean(_iim_text(raw, utf8=utf8)))
    first = {dataset: texts[0] for dataset, texts in values.items()}
    facts: dict[str, Any] = {
        name: first[dataset]
        for name, dataset in (
            ("date_created", 55),
            ("city", 90),
            ("country", 101),
            ("instructions", 40),
        )
        if first.get(dataset)
    }
    if values.get(25):
        facts["keywords"] = values[25]
    return PhotoMetadata(
        title=first.get(105) or first.get(5, ""),
        caption=first.get(120, ""),
        photographer=_joined(values.get(80, [])),
        agency=first.get(115, ""),
        credit_line=first.get(110, ""),
        usage_rights=first.get(116, ""),
        facts=facts,
    )


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


def _iim_text(raw: bytes, *, utf8: bool) -> str:
    """Text of a dataset: UTF-8 if said or if it is, else the Arabic Windows code page.

    Agencies' old tools write windows-1256 and declare nothing. It contains the French letters too,
    so a wrong guess costs accents of other languages only.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if utf8 else raw.decode("cp1256", "replace")


# --- XMP --------------------------------------------------------------------------------------


def read_xmp(data: bytes) -> PhotoMetadata:
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
            properties.setdefault(element.tag, _xmp_values(element))

    def text(name: str) -> str:
        return next((value for value in properties.get(name, []) if value), "")

    facts: dict[str, Any] = {
        name: text(tag)
        for name, tag in (
            ("date_created", f"{_PHOTOSHOP}DateCreated"),
            ("city", f"{_PHOTOSHOP}City"),
            ("country", f"{_PHOTOSHOP}Country"),
            ("instructions", f"{_PHOTOSHOP}Instructions"),
            ("copyright", f"{_DC}rights"),
        )
        if text(tag)
    }
    source = text(f"{_IPTC_EXT}DigitalSourceType")
    if source:
        facts["digital_source_type"] = source
    if properties.get(f"{_DC}subject"):
        facts["keywords"] = properties[f"{_DC}subject"]
    creators = properties.get(f"{_DC}creator", [])
    return PhotoMetadata(
        title=text(f"{_PHOTOSHOP}Headline") or text(f"{_DC}title"),
        caption=text(f"{_DC}description"),
        photographer=_joined(creators),
        agency=text(f"{_PHOTOSHOP}Source"),
        credit_line=text(f"{_PHOTOSHOP}Credit"),
        alt_text=text(f"{_IPTC_CORE}AltTextAccessibility"),
        usage_rights=text(f"{_RIGHTS}UsageTerms") or text(f"{_DC}rights"),
        ai_made=source.rsplit("/", 1)[-1] in _AI_SOURCES,
        facts=facts,
    )


def _xmp_values(element: Element) -> list[str]:
    """The values of a property; of an alternative by language the default first."""
    items = list(element.iter(f"{_RDF}li"))
    if not items:
        return [_clean(element.text or element.get(f"{_RDF}resource") or "")]
    items.sort(key=lambda item: item.get(_XML_LANG) not in {None, "x-default"})
    return [_clean(item.text or "") for item in items]


# --- EXIF -------------------------------------------------------------------------------------


def read_exif(exif: Image.Exif) -> PhotoMetadata:
    """Artist, copyright and description. Cameras fill the description with their own name."""
    description = _exif_text(exif.get(ExifTags.Base.ImageDescription))
    make = _exif_text(exif.get(ExifTags.Base.Make)).casefold()
    if make and description.casefold().startswith(make.split()[0]):
        description = ""
    taken = _exif_text(exif.get(ExifTags.Base.DateTime))
    return PhotoMetadata(
        caption=description,
        photographer=_exif_text(exif.get(ExifTags.Base.Artist)),
        usage_rights=_exif_text(exif.get(ExifTags.Base.Copyright)),
        facts={"date_created": taken} if taken else {},
    )


def _exif_text(value: object) -> str:
    """Text of an EXIF value: Pillow reads as latin-1 what writers put in UTF-8 or 1256."""
    if isinstance(value, str):
        value = value.encode("latin-1", "ignore") if value.isascii() or _latin(value) else value
    if isinstance(value, bytes):
        return _clean(_iim_text(value, utf8=False))
    return _clean(value) if isinstance(value, str) else ""


def _latin(text: str) -> bool:
    """Whether every letter fits in one byte."""
    return all(ord(letter) < 256 for letter in text)  # noqa: PLR2004 (one byte)


def _arabic(texts: list[str]) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for text in texts for letter in text)


def _joined(names: list[str]) -> str:
    """Several names as one, with the comma of their script."""
    return ("، " if _arabic(names) else ", ").join(name for name in names if name)


def _clean(text: str) -> str:
    """One line without control characters, of a length that nobody can abuse."""
    printable = "".join(max(letter, " ") for letter in text[:_MAX_VALUE])
    return " ".join(printable.split())
