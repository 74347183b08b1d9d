"""Text into HTML that a reader sees in the right order: isolation, names, credits."""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Final

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from khabar.language.direction import Direction, language_direction
from khabar.language.isolates import Isolate
from khabar.language.isolates import isolates as find_isolates

_TAG: Final = re.compile(r"(<[^>]*>)")
_HEBREW: Final = re.compile("[\u0590-\u05ff]")


def base_direction() -> Direction:
    """The direction of the language that the page is made in."""
    return language_direction(get_language() or "ar")


def isolates(text: str, base: Direction | None = None) -> SafeString:
    """A line of the page's own language, escaped, its foreign pieces isolated and named.

    ``base`` is the direction of a line that is not the page's.
    """
    pieces = find_isolates(text, base or base_direction())
    return mark_safe("".join(_piece(piece) for piece in pieces))  # noqa: S308 (each piece is escaped)


def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """The same with what stands in these spans in ``<mark>``. A mark ends where an isolate does."""
    places = list(spans)
    html, start = "", 0
    for piece in find_isolates(text, base_direction()):
        here = [
            (max(first - start, 0), min(last - start, len(piece.text)))
            for first, last in places
            if first < start + len(piece.text) and last > start
        ]
        html += _piece(piece, here)
        start += len(piece.text)
    return mark_safe(html)  # noqa: S308 (each piece is escaped)


def _piece(piece: Isolate, spans: Sequence[tuple[int, int]] = ()) -> str:
    text = _with_marks(piece.text, spans)
    match piece.kind:
        case "text":
            return text
        case "score":
            # A score is marked whole or not at all: its numbers are isolated one by one.
            score = "".join(
                escape(part) if place % 2 else f"<bdi>{escape(part)}</bdi>"
                for place, part in enumerate(piece.parts)
            )
            return f"<mark>{score}</mark>" if spans else score
        case "ltr":
            return f'<bdi lang="{piece.lang_hint or ""}" dir="ltr">{text}</bdi>'
        case "rtl":
            language = "he" if _HEBREW.search(piece.text) else "ar"
            return f'<bdi lang="{language}" dir="rtl">{text}</bdi>'
        case _:
            return f'<bdi dir="ltr">{text}</bdi>'


def _with_marks(text: str, spans: Sequence[tuple[int, int]]) -> str:
    html, end = "", 0
    for first, last in spans:
        html += f"{escape(text[end:first])}<mark>{escape(text[first:last])}</mark>"
        end = last
    return html + escape(text[end:])


def isolates_in_html(html: str) -> str:
    """The same within the text of trusted HTML; tags and their attributes stay as they are."""
    pieces = _TAG.split(html)
    for place in range(0, len(pieces), 2):
        if pieces[place].strip():
            pieces[place] = isolates(unescape(pieces[place]))
    return "".join(pieces)


def name(text: str) -> SafeString:
    """A name, isolated from the line around it."""
    pieces = find_isolates(text, base_direction())
    if len(pieces) == 1 and pieces[0].kind in {"ltr", "rtl"}:
        return mark_safe(_piece(pieces[0]))  # noqa: S308 (escaped)
    return format_html("<bdi>{}</bdi>", isolates(text))


def credit(parts: Iterable[str]) -> SafeString:
    """A credit's parts, each isolated: otherwise photographer and agency change places."""
    return format_html_join(" / ", "{}", ((name(part),) for part in parts))
