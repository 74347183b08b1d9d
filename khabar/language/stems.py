"""Light stems: a word without what grammar hangs onto it, by its script and the text's language.

Given and returned are words as `matching_key` makes them. A stem compares words, it is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable


def stemmer(language: str) -> Callable[[str], str]:
    """The stems of words met in a text of this language (a primary tag: "ar", "fa", …)."""
    arabic_script = _IN_ARABIC_SCRIPT.get(language, arabic)
    latin_script = french if language == "fr" else english

    def stem(word: str) -> str:
        first = word[:1]
        if "\u0600" <= first <= "\u08ff":
            return arabic_script(word)
        if "a" <= first <= "\u024f":
            return latin_script(word)
        if "\u0590" <= first <= "\u05ff":
            return hebrew(word)
        return word

    return stem


# Arabic: light10 (Larkey, Ballesteros and Connell 2007).

_ARTICLES: Final = ("ال", "وال", "بال", "كال", "فال", "لل")
_ENDINGS: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def arabic(word: str) -> str:
    """Without the article and what is before it, and without the endings of number and owner."""
    if word[:1] == "و" and len(word) > 3:
        word = word[1:]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 2:
            word = word[len(article) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 2:
            word = word[: -len(ending)]
    return word


# Persian and Urdu.

_PERSIAN: Final = ("هايي", "هاي", "ها", "ات", "تر", "ترين", "ان", "ي")
_URDU: Final = ("وں", "یں", "ات", "ے", "ي")


def persian(word: str) -> str:
    return _without_ending(word, _PERSIAN, 3)


def urdu(word: str) -> str:
    return _without_ending(word, _URDU, 3)


# Hebrew.

_HEBREW_PREFIX: Final = re.compile(r"^[וש]?[הבלמכ]?ה?(?=.{3})")
_HEBREW_ENDINGS: Final = ("יים", "ים", "ות", "ה", "ת", "י")


def hebrew(word: str) -> str:
    return _without_ending(_HEBREW_PREFIX.sub("", word), _HEBREW_ENDINGS, 3)


# English and French.


def english(word: str) -> str:
    word = _bare(word)
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) >= len(ending) + 4:
            return word[: -len(ending)]
    return word


def french(word: str) -> str:
    word = _bare(word)
    if len(word) > 4 and word.endswith("aux"):
        return word[:-3] + "al"
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word


def _bare(word: str) -> str:
    """Without accents."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _without_ending(word: str, endings: tuple[str, ...], least: int) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) >= len(ending) + least:
            return word[: -len(ending)]
    return word


_IN_ARABIC_SCRIPT: Final = {"fa": persian, "prs": persian, "ur": urdu}
