"""What goes over the wire, and what is asked for (WHATWG HTML, 9.2)."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from khabar.live.sequence import Mark

MOST_COVERAGES: Final = 4
MOST_ARTICLES: Final = 20
#: Heard by the page too, unlike a comment: so it knows of a connection that died in silence.
BEAT: Final = b"event: beat\ndata: 1\n\n"
#: A browser's own pause; the page's script has one of its own.
OPENING: Final = b"retry: 3000\n\n"
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}")
_STAMP: Final = re.compile(r"[0-9a-f]{0,32}")


class AskedWronglyError(ValueError):
    """Raised with what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a stream is to carry: coverages with what is known of each, articles, the ticker."""

    #: Number to mark and stamp; no mark: from now on.
    coverages: dict[int, tuple[Mark | None, str]]
    #: Number to version.
    articles: dict[int, str]
    ticker: str


def wanted(query: bytes, last_event: str) -> Wanted:
    """What was asked for. Raises AskedWronglyError."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=50)
    except ValueError as error:
        raise AskedWronglyError("Ask for /live/events?coverage=NUMBER.") from error
    coverages: dict[int, tuple[Mark | None, str]] = {}
    articles: dict[int, str] = {}
    ticker = ""
    for name, value in pairs:
        if name == "coverage":
            number, known, stamp = _coverage(value)
            coverages[number] = (known, stamp)
        elif name == "article":
            number_text, _colon, version = value.partition(":")
            articles[_number(name, number_text)] = _stamp(name, version)
        elif name == "ticker":
            ticker = _stamp(name, value)
    if len(coverages) > MOST_COVERAGES or len(articles) > MOST_ARTICLES:
        raise AskedWronglyError(
            f"A stream carries {MOST_COVERAGES} coverages and {MOST_ARTICLES} articles at most."
        )
    # What a browser resumes from by itself is newer than its address.
    text, _at, last = last_event.partition("@")
    resumed = Mark.parse(last)
    if resumed is not None and _NUMBER.fullmatch(text) and int(text) in coverages:
        coverages[int(text)] = (resumed, coverages[int(text)][1])
    return Wanted(coverages, articles, ticker)


def _coverage(value: str) -> tuple[int, Mark | None, str]:
    number, _colon, rest = value.partition(":")
    text, _colon, stamp = rest.partition(":")
    known = Mark.parse(text)
    if text and known is None:
        raise AskedWronglyError(
            f"“{text}” is no place in a coverage: give what an event said after the @, or nothing."
        )
    return _number("coverage", number), known, _stamp("coverage", stamp)


def _number(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise AskedWronglyError(f"{name}={text}: give the public number, such as {name}=12.")
    return int(text)


def _stamp(name: str, text: str) -> str:
    if not _STAMP.fullmatch(text):
        raise AskedWronglyError(f"{name}: “{text}” is no version that a page has.")
    return text


def event(kind: str, data: bytes, coverage: int = 0, mark: Mark | None = None) -> bytes:
    """One event; ``data`` is one line. With a mark it is a place to resume from."""
    place = f"id: {coverage}@{mark}\n".encode() if mark is not None else b""
    return b"%sevent: %s\ndata: %s\n\n" % (place, kind.encode(), data)


def line(**said: Any) -> bytes:
    """Data on one line."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
