"""An article's body, block by block, for the templates in front/blocks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.blocks import StreamValue

from khabar.front import embeds, markup, richtext
from khabar.language import digits
from khabar.newsroom import keys
from khabar.newsroom.models import Photo
from khabar.newsroom.queries import Link
from khabar.outbox.collecting import uses

HLS: Final = "application/vnd.apple.mpegurl"
_VIDEO_TYPES: Final = {".m3u8": HLS, ".webm": "video/webm", ".ogv": "video/ogg"}
_FIRST_PARAGRAPH: Final = re.compile(r"\s*<p\b[^>]*>")


@dataclass(frozen=True)
class Part:
    """A block and the template that shows it."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What a body names, looked up beforehand."""

    photos: Mapping[int, Photo]
    also_read: Mapping[int, Link]
    numbering: str = "latn"


Reader = Callable[[Any, Found], dict[str, Any] | None]


def parts_of(body: StreamValue, found: Found, dateline: str = "") -> list[Part]:
    """What to show of a body. A block whose photo, article or file is gone is left out."""
    blocks = list(body)
    paragraphs = iter(
        richtext.expand([block.value.source for block in blocks if block.block_type == "paragraph"])
    )
    parts: list[Part] = []
    for block in blocks:
        if block.block_type == "paragraph":
            context: dict[str, Any] | None = {"html": next(paragraphs)}
        else:
            context = _READERS[block.block_type](block.value, found)
        if context is not None:
            parts.append(Part(f"front/blocks/{block.block_type}.html", context))
    return _with_dateline(parts, dateline) if dateline else parts


def dateline_of(place: str, publication: str, agency: str = "") -> str:
    """«Gaza – Khabar» or, from an agency, «New York (Reuters)»; "" without a place."""
    if not place:
        return ""
    if agency:
        phrase = pgettext("dateline", "%(place)s (%(agency)s)")
        return phrase % {"place": place, "agency": agency}
    phrase = pgettext("dateline", "%(place)s – %(publication)s")
    return phrase % {"place": place, "publication": publication}


def _with_dateline(parts: list[Part], dateline: str) -> list[Part]:
    opening = format_html('<b class="dateline">{}</b> – ', markup.isolates(dateline))
    if parts and parts[0].template.endswith("/paragraph.html"):
        html = parts[0].context["html"]
        begins = _FIRST_PARAGRAPH.match(html)
        if begins:
            html = html[: begins.end()] + opening + html[begins.end() :]
            first = Part(parts[0].template, {"html": mark_safe(html)})  # noqa: S308 (both halves are safe)
            return [first, *parts[1:]]
    alone = format_html('<p><b class="dateline">{}</b></p>', markup.isolates(dateline))
    return [Part("front/blocks/paragraph.html", {"html": alone}), *parts]


def _subhead(value: Any, _found: Found) -> dict[str, Any] | None:
    return {"text": str(value)}


def _photo(value: Any, found: Found) -> dict[str, Any] | None:
    photo = _looked_up(value["photo"], found)
    return {"photo": photo, "caption": value["caption"]} if photo else None


def _gallery(value: Any, found: Found) -> dict[str, Any] | None:
    shots = [
        (photo, item["caption"])
        for item in value["photos"]
        if (photo := _looked_up(item["photo"], found))
    ]
    if not shots:
        return None
    return {"title": value.get("title", ""), "shots": shots, "count": len(shots)}


def _looked_up(photo: Photo | None, found: Found) -> Photo | None:
    return found.photos.get(photo.pk) if photo else None


def _quote(value: Any, _found: Found) -> dict[str, Any] | None:
    return {"text": value["text"], "speaker": value["speaker"], "role": value["role"]}


def _verse(value: Any, _found: Found) -> dict[str, Any] | None:
    return {"lines": list(value["lines"]), "poet": value["poet"]}


def _embed(value: Any, _found: Found) -> dict[str, Any] | None:
    url = value["url"]
    return {
        "url": url,
        "title": value["title"],
        "site": value["provider"] or embeds.site(url),
        "player": embeds.player(url),
        "video": value.get("video", False),
    }


def _video(value: Any, found: Found) -> dict[str, Any] | None:
    src = video_address(value)
    if not src:
        return None
    return {
        "title": value["title"],
        "src": src,
        "type": video_type(src),
        "poster": _looked_up(value["poster"], found),
        "caption": value["caption"],
        "length": clock_length(value.get("seconds"), found.numbering),
    }


def video_address(value: Any) -> str:
    """Where a video block's file or stream is."""
    return str(value["file"].url) if value.get("file") else str(value.get("url") or "")


def video_type(src: str) -> str:
    """The media type of a video by its address."""
    path = urlsplit(src).path.lower()
    return next((kind for end, kind in _VIDEO_TYPES.items() if path.endswith(end)), "video/mp4")


def clock_length(seconds: int | None, numbering: str) -> str:
    """A length as a clock shows it: 3:05, 1:02:09; "" when it is not known."""
    if not seconds:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return digits.convert(text, numbering)


def _table(value: Any, _found: Found) -> dict[str, Any] | None:
    table = value["table"]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    heads = [column["heading"] for column in table.columns]
    return {
        "caption": value["caption"],
        "name": _("Table"),
        "heads": heads if any(heads) else [],
        "rows": rows,
    }


def _cell(cell: Any) -> SafeString:
    source = getattr(cell.value, "source", None)
    return markup.isolates(str(cell.value)) if source is None else richtext.expand([source])[0]


def _also_read(value: Any, found: Found) -> dict[str, Any] | None:
    link = found.also_read.get(value["article"].pk) if value["article"] else None
    return {"url": link.url, "headline": link.title} if link else None


def _document(value: Any, _found: Found) -> dict[str, Any] | None:
    document = value["document"]
    if document is None:
        return None
    uses(keys.document(document.pk))
    return {
        "url": document.url,
        "title": value["title"] or document.title,
        "kind": document.file_extension.upper(),
    }


_READERS: Final[dict[str, Reader]] = {
    "subhead": _subhead,
    "photo": _photo,
    "gallery": _gallery,
    "quote": _quote,
    "verse": _verse,
    "embed": _embed,
    "video": _video,
    "table": _table,
    "also_read": _also_read,
    "document": _document,
}
