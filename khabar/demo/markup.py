"""The light markup in which the demo's bodies are written, and the blocks that it means.

Blocks are parted by empty lines. A plain one is a paragraph, or a list when its lines begin with
`- ` or `1. `; `## ` begins a subhead; `@name` begins anything else, its arguments parted by ` | `
on the first line and its items on the lines that follow. Within a paragraph, `**bold**`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final, TypeAlias


class MarkupError(ValueError):
    """A block that cannot be read; the message quotes it."""


@dataclass(frozen=True)
class Paragraph:
    html: str


@dataclass(frozen=True)
class Subhead:
    text: str


@dataclass(frozen=True)
class PlacedPhoto:
    key: str
    caption: str


@dataclass(frozen=True)
class Gallery:
    photos: tuple[PlacedPhoto, ...]


@dataclass(frozen=True)
class Quote:
    text: str
    speaker: str
    role: str


@dataclass(frozen=True)
class Verse:
    poet: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Embed:
    url: str
    provider: str
    title: str
    video: bool


@dataclass(frozen=True)
class Video:
    title: str
    url: str
    poster: str
    seconds: int
    caption: str


@dataclass(frozen=True)
class Table:
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class AlsoRead:
    key: str


@dataclass(frozen=True)
class DocumentLink:
    title: str
    key: str


Block: TypeAlias = (
    Paragraph
    | Subhead
    | PlacedPhoto
    | Gallery
    | Quote
    | Verse
    | Embed
    | Video
    | Table
    | AlsoRead
    | DocumentLink
)

_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_ORDERED: Final = re.compile(r"\d+\. ")


def parse(body: str) -> list[Block]:
    """The blocks of a body; a MarkupError for one that says nothing known."""
    return [_block(chunk.strip()) for chunk in re.split(r"\n\s*\n", body.strip()) if chunk.strip()]


def _block(chunk: str) -> Block:
    if chunk.startswith("## "):
        return Subhead(chunk[3:].strip())
    if chunk.startswith("@"):
        return _named(chunk)
    return Paragraph(_html(chunk))


def _html(chunk: str) -> str:
    lines = chunk.splitlines()
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(_ORDERED.match(line) for line in lines):
        items = (_ORDERED.sub("", line, count=1) for line in lines)
        return "<ol>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ol>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(text.strip(), quote=False))


def _named(chunk: str) -> Block:
    head, *lines = chunk.splitlines()
    name, _space, rest = head[1:].partition(" ")
    reader = _READERS.get(name)
    if reader is None:
        raise MarkupError(f"unknown block: {head}")
    try:
        return reader(_cells(rest), lines)
    except ValueError as error:
        raise MarkupError(f"cannot read: {head}") from error


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")] if line.strip() else []


def _photo(arguments: list[str], _lines: list[str]) -> PlacedPhoto:
    key, caption = arguments
    return PlacedPhoto(key, caption)


def _gallery(_arguments: list[str], lines: list[str]) -> Gallery:
    return Gallery(tuple(_photo(_cells(line), []) for line in lines))


def _quote(arguments: list[str], lines: list[str]) -> Quote:
    speaker, role = arguments
    return Quote(" ".join(lines), speaker, role)


def _verse(arguments: list[str], lines: list[str]) -> Verse:
    (poet,) = arguments
    halves = []
    for line in lines:
        first, second = line.split("/")
        halves.append((first.strip(), second.strip()))
    return Verse(poet, tuple(halves))


def _embed(arguments: list[str], _lines: list[str]) -> Embed:
    url, provider, title, *kind = arguments
    return Embed(url, provider, title, video=kind == ["video"])


def _video(arguments: list[str], _lines: list[str]) -> Video:
    title, url, poster, seconds, caption = arguments
    return Video(title, url, poster, int(seconds), caption)


def _table(arguments: list[str], lines: list[str]) -> Table:
    (caption,) = arguments
    head, *rows = (tuple(_cells(line)) for line in lines)
    if any(len(row) != len(head) for row in rows):
        raise MarkupError(f"rows of different lengths: {caption}")
    return Table(caption, head, tuple(rows))


def _also(arguments: list[str], _lines: list[str]) -> AlsoRead:
    (key,) = arguments
    return AlsoRead(key)


def _document(arguments: list[str], _lines: list[str]) -> DocumentLink:
    title, key = arguments
    return DocumentLink(title, key)


_READERS: Final[dict[str, Callable[[list[str], list[str]], Block]]] = {
    "photo": _photo,
    "gallery": _gallery,
    "quote": _quote,
    "verse": _verse,
    "embed": _embed,
    "video": _video,
    "table": _table,
    "also": _also,
    "document": _document,
}
