"""One key for the spellings of a foreign name, in Arabic letters and in Latin ones.

Arabic has no g, p or v, and writes short vowels or leaves them out: غوغل، جوجل، قوقل; ستولتنبرغ،
شتولتنبيرغ. The key keeps the consonants, those that writers choose between as one. It is made for
names: Arabic words of one pattern would meet by it, so no key is given to what Arabic grammar made.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .text import matching_key

#: Letters that are written for no sound of a foreign name.
_NATIVE: Final = frozenset("حعضظصذءؤئ")
#: Nor does one stand behind the article, alone or with what grows onto it.
_ARTICLE: Final = re.compile("[وف]?(?:[بك]?ال|لل)(?=...)")
_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("غجكقڨ", "k"),
        **dict.fromkeys("فڤ", "f"),
        **dict.fromkeys("بپ", "b"),
        **dict.fromkeys("تطد", "t"),
        **dict.fromkeys("ثسشچزژ", "s"),
        **dict.fromkeys("خه", "h"),
        "و": "w",
        "ي": "y",
        "ا": "a",
        "ر": "r",
        "ل": "l",
        "م": "m",
        "ن": "n",
    }
)
#: In this order: what stands for one sound is read before its letters.
_LATIN: Final = (
    *(("schw", "sf"), ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("ck", "q"), ("ph", "f")),
    *(("burgh", "bur"), ("ngt", "nt"), ("kh", "h"), ("gh", "k"), ("th", "t"), ("dh", "t")),
    *(("sh", "s"), ("ch", "s"), ("qu", "q"), ("x", "ks"), ("oo", "w"), ("ou", "w"), ("ea", "y")),
)
_LATIN_LETTERS: Final = str.maketrans("gjqcvpdzeiou", "kkkkfbtsyyww")
_SOFT_C: Final = re.compile("c(?=[eiy])")
_VOWELS: Final = re.compile("[awy]+")
_TWICE: Final = re.compile(r"(.)\1+")
_LEAST: Final = 4


def sound(word: str) -> str:
    """The key that the spellings of a transliterated name share, "" for what is likely no name.

    Vowels, long or short, and doubled letters make no difference; nor does which of غ ج ك ق
    stands for g, ف or و for a v that begins the name, ب or پ for p, ش or تش for ch and sch. A name
    of three consonants is known by the vowel after its first too; a shorter one is not compared.
    """
    key = matching_key(word)
    if not key.isalpha():
        return ""
    if "\u0600" <= key[0] <= "\u06ff":
        if _ARTICLE.match(key) or not _NATIVE.isdisjoint(key):
            return ""
        heard = key.replace("تش", "ش").translate(_LETTERS)
    elif key[0] <= "\u024f":
        heard = _latin(key)
    else:
        return ""
    return _consonants(heard)


def _latin(key: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", key) if c.isascii())
    bare = _SOFT_C.sub("s", bare)
    for letters, heard in _LATIN:
        bare = bare.replace(letters, heard)
    return bare.translate(_LATIN_LETTERS)


def _consonants(heard: str) -> str:
    heard = _TWICE.sub(r"\1", heard)
    if heard[:1] == "w":
        heard = f"f{heard[1:]}"
    # At the end it is written for an a.
    heard = heard[:1] + heard[1:].removesuffix("h")
    bones = _VOWELS.sub("", heard)
    if len(bones) >= _LEAST:
        return bones
    vowel = heard[1:2]
    return f"{bones}-{vowel}" if len(bones) == _LEAST - 1 and vowel in "wy" and vowel else ""
