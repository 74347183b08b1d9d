"""The pieces of a line that must be isolated to be read in order.

The rules of arabic-interface: foreign words and each half of a credit apart; scores and ranges
number by number; phones, addresses and handles left to right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from .letters import TOKEN, Direction, lang_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["text", "ltr", "rtl", "score", "phone", "handle", "email"]


@dataclass(frozen=True, slots=True)
class Isolate:
    """A piece of a line.

    kind      what the page does with `text`
    "text"    nothing
    "ltr"     isolates it left to right: foreign words, links, tags, numeric dates
    "rtl"     isolates it right to left (only in a left-to-right line)
    "score"   isolates each number of `parts`; what stands between the numbers stays outside
    "phone", "handle", "email"   isolates it left to right, in no language

    `parts` joined are `text`. `lang_hint` is "en" for plain Latin words, else None.
    """

    text: str
    kind: Kind
    parts: tuple[str, ...]
    lang_hint: str | None = None


_DIGIT: Final = "[0-9٠-٩۰-۹]"
_NUMBER: Final = rf"{_DIGIT}+(?:[.,:٫٬]{_DIGIT}+)*+[%٪]?"
_NO_DIGIT_BEFORE: Final = rf"(?<!{_DIGIT})"
_RANGE_SIGN: Final = r"[ \u00a0]?[-–—\u2212][ \u00a0]?"
# Possessive quantifiers, so that a long hostile line costs no more than its length. Phones and
# dates in Arabic-Indic digits are left alone: isolation does not order these.
_FOUND: Final = re.compile(
    r"(?<![A-Za-z0-9._%+\-])"
    r"(?P<email>[A-Za-z0-9._%+\-]++@[A-Za-z0-9\-]++(?:\.[A-Za-z0-9\-]++)++)"
    r"|(?<![A-Za-z0-9])"
    r"(?P<url>(?:https?://|www\.)[A-Za-z0-9%#?&=~:;,.!+@/_\-]*[A-Za-z0-9/=#])"
    r"|(?<![A-Za-z0-9_@.])(?P<handle>@[A-Za-z0-9_]++(?:\.[A-Za-z0-9_]++)*+)"
    r"|(?<![\w#])(?P<tag>\#[A-Za-z][A-Za-z0-9_]*+)(?!\w)"
    r"|(?<![\w.,+\-])(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w\-])"
    r"|(?<![\w.,+\-])(?P<phone>"
    r"\+(?=(?:[ \u00a0()\-]?[ (]?[0-9]){7})[0-9]++(?:[ \u00a0\-]?\(?[0-9]++\)?)*+"
    r"|00[0-9]{1,5}(?:[ \u00a0\-][0-9]++){2,}+"
    r"|0[0-9]{1,3}(?:(?:[ \u00a0\-][0-9]{2,5}+){2,}+|[ \u00a0\-][0-9]{6,8})"
    r"|[0-9]{3}-[0-9]{3}-[0-9]{3,4}"
    r")(?![\w\-])"
    rf"|(?<![A-Za-z_.,:\-]){_NO_DIGIT_BEFORE}"
    rf"(?P<score>{_NUMBER}(?:{_RANGE_SIGN}{_NUMBER})++)(?![A-Za-z_\-])(?!{_DIGIT})"
)
_SCORE_PARTS: Final = re.compile(rf"({_RANGE_SIGN})")
_KINDS: Final[dict[str, Kind]] = {"email": "email", "handle": "handle", "phone": "phone"}

# What may stand between two foreign words of one name or sentence. Not a slash between spaces:
# each part of a credit is isolated by itself.
_LTR_JOINT: Final = re.compile(
    r"['’./+@:&\-–]?|[,.;:!?]?[ \u00a0]|[ \u00a0][-–—&+][ \u00a0]|[ \u00a0]?\(|\)[,.;:]?[ \u00a0]?"
)
_RTL_JOINT: Final = re.compile(r"[^\n/|()\[\]]{0,3}|/")
_BESIDE_NUMBER: Final = re.compile(r"[%٪]|[.,:/\-–]?\w")


def isolates(s: str, base: Direction = "rtl") -> list[Isolate]:
    """Split `s`, a line of direction `base`, into what the page isolates and what it leaves.

    The texts joined are `s`; neighbours of kind "text" are one.
    """
    if base == "ltr":
        return list(_cut(s, _rtl_runs(s), "rtl"))
    pieces: list[Isolate] = []
    end = 0
    for found in _FOUND.finditer(s):
        pieces += _cut(s[end : found.start()], _ltr_runs(s[end : found.start()]), "ltr")
        pieces.append(_special(found))
        end = found.end()
    pieces += _cut(s[end:], _ltr_runs(s[end:]), "ltr")
    return pieces


def _special(found: re.Match[str]) -> Isolate:
    text, group = found.group(), found.lastgroup or ""
    if group == "score":
        return Isolate(text, "score", tuple(_SCORE_PARTS.split(text)))
    return Isolate(text, _KINDS.get(group, "ltr"), (text,))


def _cut(s: str, spans: Iterator[tuple[int, int]], kind: Kind) -> Iterator[Isolate]:
    """Yield `s` with `spans` as isolates of `kind` and the rest as text."""
    end = 0
    for start, stop in spans:
        if before := s[end:start]:
            yield Isolate(before, "text", (before,))
        text = s[start:stop]
        yield Isolate(text, kind, (text,), lang_hint(text) if kind == "ltr" else None)
        end = stop
    if rest := s[end:]:
        yield Isolate(rest, "text", (rest,))


def _rtl_runs(s: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    for token in TOKEN.finditer(s):
        if token.lastgroup == "rtl":
            if end >= 0 and _RTL_JOINT.fullmatch(s, end, token.start()):
                end = token.end()
                continue
            if end >= 0:
                yield start, end
            start, end = token.span()
    if end >= 0:
        yield start, end


def _ltr_runs(s: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of foreign words, with the numbers that belong to their names."""
    joined: list[re.Match[str]] = []
    for token in TOKEN.finditer(s):
        foreign = token.lastgroup != "rtl"
        if foreign and joined and _LTR_JOINT.fullmatch(s, joined[-1].end(), token.start()):
            joined.append(token)
            continue
        yield from _name_spans(s, joined)
        joined = [token] if foreign else []
    yield from _name_spans(s, joined)


def _name_spans(s: str, joined: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    words = [place for place, token in enumerate(joined) if token.lastgroup == "ltr"]
    if not words:
        return
    first, last = words[0], words[-1]
    # "5G" and "24-hour" begin with their number, "20 Apple" does not.
    if first and s[joined[first - 1].end() : joined[first].start()] in {"", "-"}:
        first -= 1
    if last + 1 < len(joined) and _belongs(s, joined[last], joined[last + 1]):
        last += 1
    start, end = joined[first].start(), joined[last].end()
    if start and s[start - 1] in "$€£":
        start -= 1
    # "C++", "C#", "Disney+".
    for _ in range(2):
        if s[end : end + 1] in {"+", "#"}:
            end += 1
    yield from _balanced(s, start, end)


def _belongs(s: str, word: re.Match[str], number: re.Match[str]) -> bool:
    """Return whether `number` ends the name before it: "F-16", "iPhone 6", not "Reuters 14:30"."""
    gap = s[word.end() : number.start()]
    if _BESIDE_NUMBER.match(s, number.end()):
        return False
    return gap == "-" or (gap in {" ", "\u00a0"} and len(number.group()) < len("2015"))


def _balanced(s: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span without brackets that have no partner in it: these belong to the line."""
    open_places: list[int] = []
    alone: list[int] = []
    for place in range(start, end):
        if s[place] == "(":
            open_places.append(place)
        elif s[place] == ")":
            if open_places:
                open_places.pop()
            else:
                alone.append(place)
    if len(open_places) == 1 and not alone and s[end : end + 1] == ")":
        yield start, end + 1
        return
    for place in sorted((*alone, *open_places)):
        yield from _stripped(s, start, place)
        start = place + 1
    yield from _stripped(s, start, end)


def _stripped(s: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and not s[start].isalnum() and s[start] not in "$€£(":
        start += 1
    while start < end and s[end - 1] in " \u00a0,.;:":
        end -= 1
    if start < end:
        yield start, end
