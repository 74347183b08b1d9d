"""Arabic in Latin letters and digits, as it is typed in chats: «7mar», «ya kalb», «3eeb»."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SOUNDS: Final = {
    "ب": "b|p", "ت": "t", "ث": "th|s|t", "ج": "j|g|dj", "ح": "7|h", "خ": "5|kh|x|7", "د": "d",
    "ذ": "th|dh|dd|z", "ر": "r", "ز": "z", "س": "s", "ش": "sh|ch", "ص": "9|s", "ض": "dh|d|9",
    "ط": "6|t", "ظ": "z|6|dh|th", "ع": "3", "غ": "8|gh|3|g", "ف": "f|v", "ق": "8|9|q|2|g",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ء": "2", "ئ": "2|y|e|i", "ؤ": "2|o|w|u",
}  # fmt: skip
#: Behind so many letters the last ه is an ending.
_A_WORD: Final = 3
#: Of so few Latin words alone nothing can be said but what they look like.
_FEW: Final = 2
_SHORT: Final = "[aeiou]{0,2}"
_BEFORE: Final = r"(?:(?:ya|w|we|wa|f|fa|b|bi|k|ka|l|li|ha)?-?(?:el|al|il|l|ha-?l|hal)?-?)"
_BEHIND: Final = r"(?:ah?|eh?|een|in|oon|at|aat)?"
# Small words of those who write so; they are words of hardly another language together with it.
_LISTED: Final = """
    ya wallah wala enta enti inta inti ent ente entu ento entom intu intom enak enek inak enakom ana
    mesh mish msh mosh mafi w el il ibn ebn bin bint ben wlad awlad kol kolo kolkom klkm hada hadi
    hayda hay dah dih jiddan gdan awi kteer kbeer yalla shu shou eh leh lesh laish habibi allah
    inshallah haram walla roo7 ma3 ala abok abouk omak
"""
_TELLS: Final = frozenset(re.sub(r"(.)\1+", r"\1", word) for word in _LISTED.split())
_DIGIT_WITHIN: Final = re.compile(r"(?=.*[a-z])(?=.*[2356789])[a-z2356789]+")


@lru_cache(maxsize=1 << 12)
def pattern(word: str, *, loose: bool) -> re.Pattern[str]:
    """What a word of Arabic letters (its `matching_key`) looks like in Latin ones, with what grows
    onto it. To be matched in full with a folded word. ``loose`` is for words with digits in them,
    which are of no other language: there «e» may be a long vowel.
    """
    parts: list[str] = []
    for place, letter in enumerate(word):
        last = place == len(word) - 1
        if letter == "ا":
            long = "[ae4]+" if loose else "[a4]+"
            parts.append("(?:[aeiou]|2a)?" if place == 0 else long)
        elif letter == "و":
            parts.append("[wuo]+" + ("" if last else _SHORT))
        elif letter == "ي":
            parts.append(("(?:[yi]+|e+)" if loose else "(?:[yi]+|ee+)") + ("" if last else _SHORT))
        elif letter == "ه" and last and place >= _A_WORD:
            parts.append("(?:[ae]?h|[ae])")
        else:
            vowel = "" if last or word[place + 1] in "اوي" else _SHORT
            soft = "[aeiou]?" if not last and word[place + 1] in "وي" else ""
            parts.append(f"(?:{_SOUNDS.get(letter, re.escape(letter))}){{1,4}}{vowel}{soft}")
    return re.compile(_BEFORE + "".join(parts) + _BEHIND)


def has_digits(word: str) -> bool:
    """Whether digits stand for letters in it («7mar»)."""
    return _DIGIT_WITHIN.fullmatch(word) is not None


def is_small(word: str) -> bool:
    """Whether it is one of the small words by which such writing is known («enta», «w»)."""
    return word in _TELLS


def is_written_so(words: list[str], *, alone: bool) -> bool:
    """Whether Latin words without such digits may be Arabic: by the company they keep. Each has
    its letters once where they are repeated.

    ``alone`` tells that no words of Arabic letters stand beside them: there a single Latin word is
    somebody's name.
    """
    return (alone and len(words) <= _FEW) or any(w in _TELLS or has_digits(w) for w in words)
