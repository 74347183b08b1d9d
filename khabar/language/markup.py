"""Cleaning the text of stored rich text. Tags, addresses and attributes are never looked into."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from .cleaning import ALL, Change, Reason, apply, propose

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE: Final = re.compile(r"(?P<tag><[^>]*>)|(?P<entity>&(?:#\d+|#x[0-9A-Fa-f]+|\w+);)|[^<]")
#: What stands within a line; every other tag ends it.
_INLINE: Final = re.compile(r"</?(?:a|abbr|b|bdi|bdo|code|del|em|i|mark|s|span|strong|sub|sup|u)\b")


def propose_html(source: str, language: str, reasons: frozenset[Reason] = ALL) -> list[Change]:
    """Return the changes of `propose` for each line of `source`, with offsets into `source`.

    A line is read across its tags («خبر</b> ،»). What would be replaced on both sides of a tag at
    once is left as it is, with the other sign of its quote.
    """
    found: list[Change] = []
    groups = 0
    for text, spans in _lines(source):
        changes = propose(text, language, reasons)
        torn = {change.group for change in changes if "<" in _span(source, spans, change)} - {None}
        for change in changes:
            if change.group is None or change.group not in torn:
                found += _within(source, spans, change, groups)
        groups += len({change.group for change in changes} - {None})
    return found


def _span(source: str, spans: list[tuple[int, int]], change: Change) -> str:
    start, end = _place(spans, change)
    return source[start:end]


def _within(
    source: str, spans: list[tuple[int, int]], change: Change, groups: int
) -> Iterator[Change]:
    """The change in `source`; of one that runs over a tag, only what it takes away."""
    if "<" not in _span(source, spans, change):
        start, end = _place(spans, change)
        group = None if change.group is None else groups + change.group
        text = html.escape(change.replacement, quote=False)
        yield Change(start, end, text, change.reason, group)
    elif not change.replacement:
        for start, end in dict.fromkeys(spans[change.start : change.end]):
            yield Change(start, end, "", change.reason)


def clean_html(source: str, language: str, reasons: frozenset[Reason] = ALL) -> str:
    """Return `source` with all these changes made."""
    return apply(source, propose_html(source, language, reasons))


def _lines(source: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each line as it is read, and where in `source` each of its characters stands."""
    characters, spans = list[str](), list[tuple[int, int]]()
    for piece in _PIECE.finditer(source):
        if piece["tag"] is None:
            read = html.unescape(piece.group())
            characters += read
            spans += [piece.span()] * len(read)
        elif characters and not _INLINE.match(piece["tag"]):
            yield "".join(characters), spans
            characters, spans = [], []
    if characters:
        yield "".join(characters), spans


def _place(spans: list[tuple[int, int]], change: Change) -> tuple[int, int]:
    if change.start < change.end:
        return spans[change.start][0], spans[change.end - 1][1]
    place = spans[change.start - 1][1] if change.start else spans[0][0]
    return place, place
