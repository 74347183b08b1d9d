"""One key for the spellings of a foreign name, in Arabic letters and in Latin ones."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .text import matching_key

_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("غجكقگڨ", "k"),
        **dict.fromkeys("فڤ", "f"),
        "و": "w",
        "ي": "y",
        "ا": "",
        "ه": "h",
        "ع": "",
        "ء": "",
        "ؤ": "",
        "ئ": "",
        **dict.fromkeys("بپ", "b"),
        **dict.fromkeys("تط", "t"),
        **dict.fromkeys("ثسصشچ", "s"),
        **dict.fromkeys("دضذ", "d"),
        **dict.fromkeys("زظژ", "z"),
        **dict.fromkeys("حخ", "h"),
        "ر": "r",
        "ل": "l",
        "م": "m",
        "ن": "n",
    }
)
_LATIN: Final = (
    ("sch", "s"), ("sh", "s"), ("ch", "s"), ("tch", "s"), ("ph", "f"), ("th", "t"), ("gh", "k"),
    ("kh", "h"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("g", "k"), ("j", "k"), ("c", "k"), ("v", "f"),
    ("p", "b"),
)  # fmt: skip
_TWICE: Final = re.compile(r"(.)\1+")
_LEAST: Final = 4


def sound(word: str) -> str:
    """The key that all spellings of a transliterated name have in common, "" for a short word.

    Consonants that Arabic writers choose between are one; vowels, long or short, make no difference.
    """
    key = matching_key(word)
    if not key or not key.isalpha():
        return ""
    if key.isascii() or "a" <= key[0] <= "\u024f":
        bare = "".join(c for c in unicodedata.normalize("NFD", key) if c.isascii())
        for letters, one in _LATIN:
            bare = bare.replace(letters, one)
        key = bare[:1] + re.sub("[aeiouyw]", "", bare[1:])
        key = re.sub("^[aeiou]", "", key)
    else:
        if not "\u0600" <= key[0] <= "\u08ff":
            return ""
        key = key.removeprefix("ال").translate(_LETTERS)
        key = key[:1] + re.sub("[wy]", "", key[1:])
    key = _TWICE.sub(r"\1", key.replace("ts", "s"))
    return key if len(key) >= _LEAST else ""
