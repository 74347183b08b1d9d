"""What single letters and words tell: their direction, their script, who can read them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

Direction = Literal["rtl", "ltr"]


@lru_cache(maxsize=4096)
def letter_direction(character: str) -> Direction | None:
    """Return the direction of a letter, None for anything else."""
    if not unicodedata.category(character).startswith("L"):
        return None
    bidi = unicodedata.bidirectional(character)
    if bidi in {"R", "AL"}:
        return "rtl"
    return "ltr" if bidi == "L" else None


_RTL_BLOCKS: Final = (
    r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
)
_RTL_MARKS: Final = r"\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_RTL_LETTER: Final = rf"(?=[{_RTL_BLOCKS}])[^\W\d_]"
_LTR_LETTER: Final = rf"(?![{_RTL_BLOCKS}])[^\W\d_]"
TOKEN: Final = re.compile(
    rf"(?P<rtl>(?:{_RTL_LETTER})(?:{_RTL_LETTER}|[{_RTL_MARKS}])*)"
    rf"|(?P<ltr>(?:{_LTR_LETTER})(?:{_LTR_LETTER}|[0-9_\u0300-\u036f])*)"
    r"|(?P<number>[0-9]+)"
)
"""A word of one direction (groups rtl, ltr; Latin with its own digits) or a bare number."""


_SCRIPTS: Final = {
    "LATIN": "Latn",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "CJK": "Hani",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "HANGUL": "Hang",
    "DEVANAGARI": "Deva",
    "ARMENIAN": "Armn",
    "SYRIAC": "Syrc",
    "THAANA": "Thaa",
}


def script(s: str) -> str:
    """Return the ISO 15924 code of the first letter of `s`: "Zyyy" without one, "Zzzz" unknown."""
    for character in s:
        if unicodedata.category(character).startswith("L"):
            name = unicodedata.name(character, "")
            return _SCRIPTS.get(name.partition(" ")[0], "Zzzz")
    return "Zyyy"


_ENGLISH_WORD: Final = re.compile(r"(?<![^\W_])[A-Za-z]{2,}(?![^\W_])")


def lang_hint(s: str) -> str | None:
    """Return "en" when `s` holds a plain Latin word and no letter English does not use."""
    if any(character.isalpha() and not character.isascii() for character in s):
        return None
    return "en" if _ENGLISH_WORD.search(s) else None
