"""What «نظّف النص» looks for, one small pass for each thing.

A pass reads a text and yields the edits that it wants. What must be left alone (addresses, Latin
runs, numbers, hashtags) is in one place, `_held`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from .characters import ARABIC_MARKS, BIDI_CONTROLS, CONTROLS, JOINERS, OTHER_INVISIBLE, TATWEEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Reason(StrEnum):
    """Why a change is proposed; the first of these that holds names it."""

    CHAT = "chat"
    QUOTE = "quote"
    PUNCTUATION = "punctuation"
    LETTER = "letter"
    WAW = "waw"
    SPACE = "space"
    INVISIBLE = "invisible"


@dataclass(frozen=True, slots=True)
class Edit:
    start: int
    end: int
    replacement: str = ""
    pair: int | None = None


# What is left alone.

_DIGITS: Final = r"0-9\u0660-\u0669\u06f0-\u06f9"
_ARABIC: Final = (
    r"\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    r"\u0750-\u077f\u08a0-\u08c7\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
_MARKS: Final = re.escape(ARABIC_MARKS)
_UNSEEN: Final = re.escape(BIDI_CONTROLS + OTHER_INVISIBLE + CONTROLS)
_LATIN: Final = r"A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_IN_LATIN: Final = r"\x20-\x7e\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e"
_ADDRESS: Final = (
    rf"(?:https?://|www\.)[^\s{_UNSEEN}«»\"<>]+"
    rf"|[{_LATIN}0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}}"
    rf"|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}}(?:/[^\s{_UNSEEN}«»\"<>]*)?"
)
_SIGN_AT_END: Final = re.compile(r"[.,;:!?)\]،؛؟…]+\Z")
_ADDRESSES: Final = re.compile(_ADDRESS)
_HELD: Final = re.compile(
    rf"(?P<address>{_ADDRESS})"
    rf"|(?P<latin>[{_LATIN}](?:[{_IN_LATIN}]*[{_LATIN}0-9])?[\u0300-\u036f]*(?:[?,;](?=[\"”)\]]))?)"
    rf"|(?P<number>[{_DIGITS}]+(?:[.,:;/\-–\u066b\u066c،][{_DIGITS}]+)+)"
    r"|(?P<tag>[#@]\w+)"
)


def _held(text: str) -> list[tuple[int, int]]:
    """The spans nothing is changed in. A full stop after an address is the sentence's."""
    spans = []
    for match in _HELD.finditer(text):
        end = match.end()
        if match.lastgroup == "address":
            sign = _SIGN_AT_END.search(match.group())
            end -= len(sign.group()) if sign else 0
        spans.append((match.start(), end))
    return spans


def _free(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Those of these edits that are within nothing that is held."""
    spans = _held(text)
    for edit in edits:
        # The only span that can reach over it begins before its end.
        place = bisect_left(spans, (max(edit.end, edit.start + 1), 0)) - 1
        start, end = spans[place] if place >= 0 else (0, 0)
        inside = edit.start < end if edit.start < edit.end else start < edit.start < end
        if not inside:
            yield edit


def _matches(pattern: re.Pattern[str], replacement: str = "") -> Callable[[str], Iterator[Edit]]:
    """A pass that puts `replacement` for the group «it», or for the whole match."""
    name = "it" if "it" in pattern.groupindex else 0

    def step(text: str) -> Iterator[Edit]:
        edits = (Edit(*match.span(name), replacement) for match in pattern.finditer(text))
        yield from _free(text, edits)

    return step


# Invisible characters.

_INVISIBLE: Final = re.compile(rf"[{_UNSEEN}]+")
# A non-joiner is spelling between two letters of Persian; a joiner after «ه» and in emoji.
_IDLE_JOINER: Final = re.compile(
    rf"(?<![{_ARABIC}{_MARKS}{TATWEEL}\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])[{JOINERS}]+"
    rf"|\u200c+(?![{_ARABIC}])|\u200c+(?=\u200c)|\u200d+(?=\u200d)"
)


def _invisible(text: str) -> Iterator[Edit]:
    for pattern in (_INVISIBLE, _IDLE_JOINER):
        edits = [Edit(*match.span()) for match in pattern.finditer(text)]
        if edits:
            yield from edits
            return


# Letters.

_FOREIGN_LETTERS: Final = {
    **dict.fromkeys("ک\u06aa", "ك"),
    **dict.fromkeys("ہھە\u06c0\u06c2", "ه"),
    "ۃ": "ة",
    **dict.fromkeys("یے\u06cd\u06d0", "ي"),
}
#: With one of these a word is Persian, Urdu or Kurdish, and its other letters are right.
_NOT_ARABIC: Final = re.compile(r"[پچژگٹڈڑںۆێڵڕ\u200c]")
_WORD: Final = re.compile(rf"[{_ARABIC}{_MARKS}{TATWEEL}\u200c]+")
# Words that end in an alef written as ya, for which Persian keyboards give the same «ی».
_ALEF_AT_END_LISTED: Final = """
    على إلى الى حتى لدى متى سوى مدى أدنى أعلى أقصى مستشفى مبنى معنى مستوى منتدى قوى دعوى
    شكوى فتوى جدوى عدوى أخرى كبرى صغرى عظمى قصوى أولى وسطى حسنى يسرى بشرى ذكرى مجرى مقهى ملتقى
    مرضى قتلى جرحى أسرى موتى ضحى هدى ندى منى ليلى سلمى نجوى موسى عيسى يحيى مصطفى مرتضى رضى
    ألقى التقى انتهى أنهى أعطى تلقى تبقى يبقى سعى نفى أجرى جرى رأى أدى أبدى تولى توفى اكتفى
    تخلى تبنى أوصى أحصى استدعى ادعى يسمى تسمى
"""
_ALEF_AT_END: Final = frozenset(_ALEF_AT_END_LISTED.split())
_LEADING: Final = re.compile(r"\A(?:[وف]?(?:ال|لل|بال|كال|[بلك])|[وف])")
_SHAPED: Final = re.compile(r"[\ufb50-\ufbb1\ufbd3-\ufbff\ufe80-\ufefc]")


def _shaped(text: str) -> Iterator[Edit]:
    """Letters in the shapes of a PDF («ﻲ»), which no search finds."""
    edits = (
        Edit(*match.span(), unicodedata.normalize("NFKC", match.group()))
        for match in _SHAPED.finditer(text)
    )
    yield from _free(text, edits)


def _letters(text: str) -> Iterator[Edit]:
    yield from _free(text, _letter_edits(text))


def _letter_edits(text: str) -> Iterator[Edit]:
    for word in _WORD.finditer(text):
        if _NOT_ARABIC.search(word.group()):
            continue
        last = len(word.group().rstrip(ARABIC_MARKS)) - 1
        for place, character in enumerate(word.group()):
            right = _FOREIGN_LETTERS.get(character)
            if character == "ی" and place == last and _ends_in_alef(word.group()):
                right = "ى"
            if right:
                yield Edit(word.start() + place, word.start() + place + 1, right)


def _ends_in_alef(word: str) -> bool:
    plain = "".join(
        _FOREIGN_LETTERS.get(character, character)
        for character in word
        if character not in ARABIC_MARKS and character != TATWEEL
    )
    plain = plain[:-1] + "ى"
    return plain in _ALEF_AT_END or _LEADING.sub("", plain) in _ALEF_AT_END


# Punctuation.

_SIGNS: Final = {",": "،", ";": "؛", "?": "؟"}
_LATIN_SIGN: Final = re.compile(r"[,?]|;(?!-?\))")
_ANY_LETTER: Final = re.compile(r"[^\W\d_]")
_ARABIC_LETTER: Final = re.compile(rf"[{_ARABIC}]")


def _signs(text: str) -> Iterator[Edit]:
    edits = (
        Edit(*match.span(), _SIGNS[match.group()])
        for match in _LATIN_SIGN.finditer(text)
        if _beside_arabic(text, match.start())
    )
    yield from _free(text, edits)


def _beside_arabic(text: str, place: int) -> bool:
    """Whether the next letter of its line on either side is Arabic."""
    line_end = text.find("\n", place)
    after = _ANY_LETTER.search(text, place + 1, len(text) if line_end < 0 else line_end)
    earlier = itertools.takewhile("\n".__ne__, (text[at] for at in range(place - 1, -1, -1)))
    before = next(filter(_ANY_LETTER.match, earlier), "")
    letters = before + (after.group() if after else "")
    return _ARABIC_LETTER.search(letters) is not None


# Quotes.

_QUOTE_SIGNS: Final = '"“”„‟'
_CLITICS: Final = rf"(?<![{_ARABIC}{_MARKS}])[وفبلك]{{1,2}}"
#: Letters before a quote that tell whether it opens: two prefixes and what is before them.
_NEAR: Final = 3
_OPENS_AFTER: Final = re.compile(rf"(?:\A|[\s(\[«–—:،؛/-]|{_CLITICS})\Z")


def _quotes(text: str) -> Iterator[Edit]:
    held = _held(text)
    start = 0
    pair = 0
    for line in text.split("\n"):
        for opening, closing in _quote_pairs(line):
            places = (start + opening, start + closing)
            if not any(first <= place < last for first, last in held for place in places):
                yield Edit(places[0], places[0] + 1, "«", pair)
                yield Edit(places[1], places[1] + 1, "»", pair)
                pair += 1
        start += len(line) + 1


def _quote_pairs(line: str) -> Iterator[tuple[int, int]]:
    """The quotes around Arabic words. Those within «…» are the inner ones, and stay."""
    opened: int | None = None
    depth = 0
    for place, character in enumerate(line):
        depth += (character == "«") - (character == "»" and depth > 0)
        if character not in _QUOTE_SIGNS or depth:
            continue
        if opened is None:
            opens = _OPENS_AFTER.search(line, max(0, place - _NEAR), place)
            if opens and line[place + 1 : place + 2].strip():
                opened = place
            continue
        words = line[opened + 1 : place]
        if _ARABIC_LETTER.search(words) and not set("«»") & set(words):
            yield opened, place
        opened = None


# What a chat adds to what was said in it.

_CHAT_LINE: Final = re.compile(
    rf"(?m:^)[ \t]*\[[^\]\n]*[{_DIGITS}]:[{_DIGITS}]{{2}}[^\]\n]*\] ?[^:\n]{{1,40}}: ?"
)
_STARRED: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*\n]*(?<=[^\s*])\*(?![\w*])")


def _chat(text: str) -> Iterator[Edit]:
    """Who wrote when, and the stars around what was bold. Both may be part of the story."""
    prefixes = [Edit(*match.span()) for match in _CHAT_LINE.finditer(text)]
    yield from prefixes
    for pair, match in enumerate(_STARRED.finditer(text)):
        if not any(edit.start < match.end() and match.start() < edit.end for edit in prefixes):
            yield Edit(match.start(), match.start() + 1, pair=pair)
            yield Edit(match.end() - 1, match.end(), pair=pair)


# Spaces.

_SPACES: Final = re.compile(r"(?<=[ \t\u00a0])[ \t\u00a0]+|(?m:^[ \t\u00a0]+|[ \t\u00a0]+$)|\t")
_BEFORE_SIGN: Final = re.compile(
    rf"(?<=[{_ARABIC}{_MARKS}{_DIGITS}{TATWEEL}{_LATIN}»)\]%”])(?P<it>[ \t]+)"
    rf"(?:[،؛؟!»\])]|[.:](?![.:{_LATIN}{_DIGITS}])|…(?=\s|\Z))"
)
_INSIDE_OPENING: Final = re.compile(r"(?<=[«(\[])(?P<it>[ \t]+)(?=\S)")
_AFTER_SIGN: Final = re.compile(
    rf"(?<=[،؛])(?P<it>)(?=[{_ARABIC}{_LATIN}{_DIGITS}«(\[])"
    rf"|(?<=[؟!»])(?P<_q>)(?=[{_ARABIC}])"
)
_AFTER_STOP: Final = re.compile(
    rf"[{_ARABIC}]{{3}}[{_MARKS}]*»?(?:[:]|\.(?=[{_ARABIC}]{{2}}))(?P<it>)(?=[{_ARABIC}«])"
)


def _space_edits(text: str) -> Iterator[Edit]:
    for match in _SPACES.finditer(text):
        yield Edit(*match.span(), " " if match.group() == "\t" and _inner(text, match) else "")


def _spaces(text: str) -> Iterator[Edit]:
    yield from _free(text, _space_edits(text))


def _inner(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return bool(before.strip() and after.strip())


def _before_signs(text: str) -> Iterator[Edit]:
    """No space before a sign, unless an address would swallow the sign."""
    ends = {match.end() for match in _ADDRESSES.finditer(text)}
    spaced = (m for m in _BEFORE_SIGN.finditer(text) if m.start("it") not in ends)
    yield from _free(text, (Edit(*match.span("it")) for match in spaced))


def _after_signs(text: str) -> Iterator[Edit]:
    places = {match.start() for match in _AFTER_SIGN.finditer(text)}
    places |= {match.start("it") for match in _AFTER_STOP.finditer(text)}
    yield from _free(text, (Edit(place, place, " ") for place in sorted(places)))


# «و أ» may be a list of letters: the next word has two letters at least.
_AFTER_WAW: Final = rf"[«\"“(]?[{_ARABIC}][{_MARKS}]*[{_ARABIC}]|[{_DIGITS}]"
_WAW: Final = re.compile(rf"(?<![^\s«(\[])و[{_MARKS}]*(?P<it>[ \t\u00a0]+)(?={_AFTER_WAW})")

#: Languages that are written with ، ؛ ؟.
_ARABIC_SIGNS: Final = frozenset({"ar", "ary", "arz", "fa", "prs", "ur", "ps", "ckb", "sd", "ug"})
_GUILLEMETS: Final = frozenset({"ar", "ary", "arz", "fa", "prs", "ps", "ckb"})
_ARABIC_ITSELF: Final = frozenset({"ar", "ary", "arz"})


def passes(language: str) -> Iterator[tuple[Reason, Callable[[str], Iterator[Edit]]]]:
    """What is looked for in a text of this language, in order."""
    primary = language.replace("_", "-").lower().partition("-")[0]
    yield Reason.INVISIBLE, _invisible
    yield Reason.CHAT, _chat
    if primary in _ARABIC_ITSELF:
        yield Reason.LETTER, _shaped
        yield Reason.LETTER, _letters
    if primary in _GUILLEMETS:
        yield Reason.QUOTE, _quotes
    if primary in _ARABIC_SIGNS:
        yield Reason.PUNCTUATION, _signs
    # Where all is Latin there is no Latin run to spare.
    yield Reason.SPACE, _spaces if primary in _ARABIC_SIGNS else _space_edits
    if primary in _ARABIC_SIGNS:
        yield Reason.SPACE, _before_signs
        yield Reason.SPACE, _matches(_INSIDE_OPENING)
        yield Reason.SPACE, _after_signs
    if primary in _ARABIC_ITSELF:
        yield Reason.WAW, _matches(_WAW)
