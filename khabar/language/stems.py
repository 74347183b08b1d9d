"""Light stems: a word without what grammar hangs onto it, by its script and the text's language.

Given and returned are words as `matching_key` makes them. A stem compares words, it is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from .radicals import RADICAL

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


_SHORTEST: Final = 3

# Arabic: what light10 takes off (Larkey, Ballesteros and Connell 2007), with more pronouns, the
# tanwin's alef, and «ب» and «ل» before a word. What comes off leaves so many letters at least that
# a short word is not taken for a longer one with something attached.

_ARTICLE: Final = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=..)")
# By its last letter each ending, with how many letters it leaves at least.
_PRONOUNS: Final = {
    "ا": (("ها", 3), ("نا", 4), ("هما", 3)),
    "م": (("هم", 4), ("كم", 4)),
    "ه": (("ه", 2),),
}
_NUMBERS: Final = {
    "ن": (("ين", 3), ("ان", 4), ("ون", 4)),
    "ت": (("ات", 3),),
    "ا": (("وا", 3),),
}
_TANWIN_LEAVES: Final = 4
_ATTACHED: Final = (("و", 3), ("ب", 4), ("ل", 4))


def arabic(word: str) -> str:
    """Without the article and what grows onto it, and without endings of number, owner, origin.

    «والوزير»، «وزيرة»، «وزيرها» are «وزير»; «سوريا»، «السوريين»، «سورية» are «سور».
    """
    # Most words are analysed once only, so each step first looks whether there is anything for it.
    if "ل" in word[1:4]:
        article = _ARTICLE.match(word)
        if article:
            return _without_arabic_endings(word[article.end() :])
    stem = _without_arabic_endings(word)
    if word[0] not in "وبل":
        return stem
    for letter, least in _ATTACHED:
        if word[0] == letter and len(word) > least and stem not in RADICAL and word not in RADICAL:
            word = word[1:]
            stem = _without_arabic_endings(word)
    return stem


def _without_arabic_endings(word: str) -> str:
    pronouns = _PRONOUNS.get(word[-1])
    if pronouns:
        shorter = _without(word, pronouns)
        # «مدينتها» is «مدينة»; of «بيتها» the ta is its own.
        if shorter != word and shorter[-1] == "ت" and len(shorter) > _TANWIN_LEAVES:
            shorter = shorter[:-1]
        word = shorter
        if word[-1] == "ا" and len(word) > _TANWIN_LEAVES:
            word = word[:-1]
    if word[-1] not in "يناتو":
        return word
    # «لاعبين» and, of an origin, «سعوديين», «سعوديات».
    for _twice in range(2):
        before = word
        if word[-1] == "ي" and len(word) > _SHORTEST - 1:
            word = word[:-1]
        numbers = _NUMBERS.get(word[-1])
        if numbers:
            word = _without(word, numbers)
        if word == before:
            break
    return word


# Persian and Urdu: endings of number, comparison and indefiniteness.

_PERSIAN: Final = (
    *(("هايشان", 3), ("هايي", 2), ("هاي", 2), ("هايش", 2), ("ها", 2)),
    *(("ترين", 3), ("تر", 3), ("گان", 3), ("ان", 4), ("ات", 3)),
)
_URDU: Final = (("ؤں", 2), ("ئيں", 2), ("وں", 2), ("يں", 2), ("ات", 3), ("يات", 2))
_URDU_VOWELS: Final = "اےيه"


def persian(word: str) -> str:
    """Without ها، های، ان، ات، تر، ترین and the ya after them."""
    if word.endswith("ي") and not word.endswith("هاي") and len(word) > _SHORTEST:
        word = word[:-1]
    return _without(word, _PERSIAN)


def urdu(word: str) -> str:
    """Without endings of number and case: لڑکا، لڑکے، لڑکوں are one."""
    shorter = _without(word, _URDU)
    if shorter == word and word[-1] in _URDU_VOWELS and len(word) > _SHORTEST:
        return word[:-1]
    return shorter


# Hebrew.

_HEBREW_BEFORE: Final = frozenset("ושהבלמכ")
_HEBREW_ENDINGS: Final = (
    ("יים", 3),
    ("יות", 3),
    ("ים", 2),
    ("ות", 2),
    ("ית", 3),
    ("ה", 3),
    ("ת", 3),
    ("י", 3),
)


def hebrew(word: str) -> str:
    """Without attached letters as long as four remain («הממשלה» and «ממשלה» meet), nor endings."""
    while word[0] in _HEBREW_BEFORE and len(word) > _SHORTEST + 1:
        word = word[1:]
    return _without(word, _HEBREW_ENDINGS)


# English and French: number, gender, the commonest verb endings; accents make no difference.

_NO_PLURAL: Final = frozenset(("news", "series", "species"))
_VOWEL: Final = re.compile("[aeiouy]")


def english(word: str) -> str:
    """Without plural, -ing and -ed: «countries» and «country», «stopped», «stopping» and «stop»."""
    word = _bare(word)
    if len(word) <= _SHORTEST or word in _NO_PLURAL:
        return word
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST and _VOWEL.search(rest):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    if word[-1] == "e" and len(word) > _SHORTEST:
        return word[:-1]
    return f"{word[:-1]}i" if word[-1] == "y" else word


def french(word: str) -> str:
    """Without plural and feminine: «nationales», «nationaux» and «national» meet."""
    word = _bare(word)
    if len(word) > _SHORTEST + 1 and word.endswith("aux") and word[-4] != "e":
        return f"{word[:-3]}al"
    if len(word) > _SHORTEST and word[-1] in "sx":
        word = word[:-1]
    if len(word) > _SHORTEST and word[-1] == "e":
        word = word[:-1]
        if len(word) > _SHORTEST and word[-1] in {word[-2], "e"}:
            word = word[:-1]
    return word


def _bare(word: str) -> str:
    """Without accents."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _without(word: str, endings: tuple[tuple[str, int], ...]) -> str:
    for ending, least in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


_IN_ARABIC_SCRIPT: Final = {"fa": persian, "prs": persian, "ur": urdu}
