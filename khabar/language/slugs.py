"""The words of an address: readable Arabic, safe to paste anywhere."""

from __future__ import annotations

import unicodedata
from typing import Final

from . import digits
from .characters import JOINERS, TATWEEL

# Hamza and madda above or below: once decomposed they look like marks, but they make the letter.
_LETTER_MAKING_MARKS: Final = "\u0653\u0654\u0655"

# Written inside a word, not between words: "don't" is one word.
_INSIDE_WORD: Final = frozenset("'’ʼ`´\u00ad\u200b\u2060\ufeff" + JOINERS + TATWEEL)


def slugify(s: str, max_length: int = 80) -> str:
    """Return the letters and digits of `s`, words joined by single hyphens.

    Letters of any script stay; Arabic keeps its hamza, ta marbuta and alef maqsura. Marks and
    tatweel go, Latin is lower-cased without accents, digits become 0-9. At most `max_length`
    characters, cut between words where the first word allows it. Nothing to keep gives "": the
    caller chooses what stands in for it.
    """
    words = "".join(_kept(s)).split()
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > max_length:
            break
        slug = longer
    if not slug and words:
        return words[0][: max(max_length, 0)]
    return slug


def _kept(s: str) -> list[str]:
    """Return the characters of the slug with spaces between words."""
    decomposed = unicodedata.normalize("NFKD", s).casefold()
    # Case folding may compose anew and compatibility forms may hold marks: decompose once more.
    decomposed = unicodedata.normalize("NFKD", decomposed)
    letters = "".join(
        character
        for character in decomposed
        if character in _LETTER_MAKING_MARKS or not unicodedata.category(character).startswith("M")
    )
    letters = "".join(character for character in letters if character not in _INSIDE_WORD)
    composed = digits.convert(unicodedata.normalize("NFC", letters), "latn")
    return [
        character if _is_letter_or_digit(character) else " "
        for character in composed
        if character not in _LETTER_MAKING_MARKS
    ]


def _is_letter_or_digit(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind.startswith("L") or kind == "Nd"
