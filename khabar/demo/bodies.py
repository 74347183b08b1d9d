"""Blocks of the demo's markup as the newsroom stores them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from khabar.demo import markup


@dataclass(frozen=True)
class Shelf:
    """Where a body's references lead: keys of the demo to ids of the newsroom."""

    photos: Mapping[str, int]
    documents: Mapping[str, int]
    articles: Mapping[str, int]


def stream(text: str, shelf: Shelf) -> list[dict[str, Any]]:
    """A body's stream as it lies in the database; a KeyError for an unknown reference."""
    return [
        {"type": kind, "value": value}
        for kind, value in (_stored(block, shelf) for block in markup.parse(text))
    ]


def _stored(block: markup.Block, shelf: Shelf) -> tuple[str, Any]:  # noqa: C901, PLR0911 - one case a block
    match block:
        case markup.Paragraph(html):
            return "paragraph", html
        case markup.Subhead(text):
            return "subhead", text
        case markup.PlacedPhoto():
            return "photo", _photo(block, shelf)
        case markup.Gallery(photos):
            items = _items([_photo(photo, shelf) for photo in photos])
            return "gallery", {"title": "", "photos": items}
        case markup.Quote(text, speaker, role):
            return "quote", {"text": text, "speaker": speaker, "role": role}
        case markup.Verse(poet, lines):
            return "verse", {"poet": poet, "lines": _items([_verse_line(*line) for line in lines])}
        case markup.Embed(url, provider, title, video):
            return "embed", {"url": url, "provider": provider, "title": title, "video": video}
        case markup.Video(title, url, poster, seconds, caption):
            return "video", {
                "title": title,
                "file": None,
                "url": url,
                "poster": shelf.photos[poster],
                "caption": caption,
                "seconds": seconds,
            }
        case markup.Table(caption, head, rows):
            table = {
                "columns": [{"type": "text", "heading": heading} for heading in head],
                "rows": [{"values": list(row)} for row in rows],
            }
            return "table", {"caption": caption, "table": table}
        case markup.AlsoRead(key):
            return "also_read", {"article": shelf.articles[key]}
        case markup.DocumentLink(title, key):
            return "document", {"document": shelf.documents[key], "title": title}


def _photo(photo: markup.PlacedPhoto, shelf: Shelf) -> dict[str, Any]:
    return {"photo": shelf.photos[photo.key], "caption": photo.caption}


def _verse_line(first: str, second: str) -> dict[str, Any]:
    return {"first": first, "second": second}


def _items(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # Without an id Wagtail takes the wrapping itself for the item.
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]
