"""Lines of text as readers see them: comparing, measuring, cleaning, shortening."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from . import digits
from .characters import (
    BIDI_CONTROLS,
    CONTROLS,
    ELLIPSIS,
    MARKS,
    OTHER_INVISIBLE,
    TATWEEL,
    UNREAD,
)

_FOLDED_LETTERS: Final = {
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    **dict.fromkeys("ةہھەۀۂۃ", "ه"),
    **dict.fromkeys("کگڪ", "ك"),
}
FOLDED_ALONE: Final = tuple((letter, _FOLDED_LETTERS[letter]) for letter in "أإآىة")
"""The commonest letters of Arabic that `matching_key` folds, each into one…"""
COMBINING_HAMZAS: Final = "\u0653\u0654\u0655"
"""…except beside these, which may compose with it."""

_MATCHING_TABLE: Final = str.maketrans(_FOLDED_LETTERS | dict.fromkeys(UNREAD, ""))
# Of these nothing composes with its neighbour, and case is a matter of ASCII.
_SIMPLE: Final = re.compile(r"[ -~«»،؛؟\u0621-\u0652٠-٩ٱپچژڤکگی۰-۹]*")
_SIMPLE_TABLE: Final = str.maketrans(
    {character: character.lower() for character in map(chr, range(ord("A"), ord("Z") + 1))}
    | {digit: digits.convert(digit, "latn") for digit in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
    | _FOLDED_LETTERS
    | dict.fromkeys(UNREAD, "")
)
_PLAIN_TABLE: Final = str.maketrans("", "", BIDI_CONTROLS + OTHER_INVISIBLE + CONTROLS)

# A joiner means something only beside a letter; the sign «ه‍» rightly ends in one.
_IDLE_JOINERS: Final = re.compile(r"(?<!\S)[\u200c\u200d]+|\u200c+(?!\S)")

# A word of a key. Arabic is written onto numbers and foreign words («بـCNN», «لـ15»), which are
# words of their own.
_ARABIC: Final = r"\u0620-\u06ff\u0750-\u077f\u08a0-\u08c9"
KEY_WORD: Final = re.compile(
    rf"(?=[{_ARABIC}])[^\W\d_](?:(?=[{_ARABIC}])[^\W\d_]|[{re.escape(MARKS)}])*"
    rf"|(?![{_ARABIC}])[^\W_](?:(?![{_ARABIC}])[^\W_]|[{re.escape(MARKS)}])*"
)


def matching_key(s: str) -> str:
    """Return what `s` is compared by, so that spellings which readers hold equal are equal.

    Presentation forms, tatweel, Arabic marks, joiners, direction controls, case and the width of
    spaces make no difference; nor do the hamza of an alef, ى and ي, ة and ه, Persian and Arabic
    kaf and ya, or the set of digits. ؤ ئ ء stay (design: folding them finds nothing more).
    Applying it twice changes nothing. Never shown to anyone.
    """
    if _SIMPLE.fullmatch(s):
        key = s.translate(_SIMPLE_TABLE)
        return " ".join(key.split()) if " " in key else key
    key = _fold(s)
    # What is removed may have stood between a letter and its accent, which compose only now.
    while (again := _fold(key)) != key:
        key = again
    return key


def _fold(s: str) -> str:
    # Composed first: a hamza that makes its letter (ؤ) is no mark to be removed.
    folded = unicodedata.normalize("NFKC", s).translate(_MATCHING_TABLE)
    folded = unicodedata.normalize("NFKC", folded).casefold()
    folded = digits.convert(folded.translate(_MATCHING_TABLE), "latn")
    return " ".join(folded.split())


def key_words(s: str) -> list[str]:
    """Return the words of `s` as they are compared, in order: those of its `matching_key`."""
    return KEY_WORD.findall(matching_key(s))


def plain(s: str) -> str:
    """Return `s` on one line with single spaces, without invisible marks and control characters.

    Every visible character stays as it is; so do the joiners that Persian spelling and emoji need.
    """
    visible = s.translate(_PLAIN_TABLE)
    return " ".join(_IDLE_JOINERS.sub("", " ".join(visible.split())).split())


def read_length(s: str) -> int:
    """Return how many characters a reader sees in `plain(s)`, the spaces between words included.

    Marks, tatweel and invisible characters are not counted.
    """
    return sum(map(_is_read, plain(s)))


def _is_read(character: str) -> bool:
    return character != TATWEEL and unicodedata.category(character) not in {"Mn", "Me", "Cf"}


def repeats(lede: str, headline: str) -> bool:
    """Return whether `lede` merely repeats `headline`.

    It does when it is the same words, begins with them, or is the beginning of them (a copy
    that was cut). Spelling is compared by `matching_key`, punctuation is ignored. Without words
    in both nothing is repeated.
    """
    lede_words, headline_words = key_words(lede), key_words(headline)
    shorter = min(len(lede_words), len(headline_words))
    return shorter > 0 and lede_words[:shorter] == headline_words[:shorter]


# Words that announce the next one and so must not end a shortened line.
_LEADING_WORDS_LISTED: Final = """
    و ف ثم أو أم بل لكن أن إن في من إلى على عن مع حتى كي قد لن لم لا ما هل إذا لو كل بعد قبل
    بين خلال ضد نحو عند لدى منذ حول دون غير أي هذا هذه ذلك تلك التي الذي الذين بأن لأن كأن فإن
    وأن وإن وفي ومن وإلى وعلى وعن ومع ولا ولم ولن
    a an the and or but of in on at to by for from with as is are was were that than
    le la les de du des et ou en un une
"""
_LEADING_WORDS: Final = frozenset(map(matching_key, _LEADING_WORDS_LISTED.split()))
_OPENING: Final = {"«": "»", "“": "”", "(": ")", "[": "]", "‹": "›"}
_TRAILING: Final = " ،؛,;:.…-–—/|\u060c" + "".join(_OPENING)


def truncate(s: str, n: int) -> str:
    """Return `plain(s)`, shortened to at most `n` read characters if it is longer.

    A shortened line ends at a word, then «…»; before it stands no conjunction, no preposition, no
    prefix waiting for its word («لـ»), no comma and no opening quote, and a quote left open in
    it is closed or left out. Where no such place exists (a first word that is too long by
    itself) the line is cut inside a word.
    """
    line = plain(s)
    if read_length(line) <= n:
        return line
    if n <= 0:
        return ""
    # Nothing past these letters can be kept; the last word, perhaps cut here, goes first.
    words = _first_letters(line, n + 2).split(" ")
    while words:
        words.pop()
        if shortened := _ended(words, n):
            return shortened
    return _first_letters(line, n - 1).rstrip(_TRAILING) + ELLIPSIS


def _ended(words: list[str], n: int) -> str:
    """Return `words` as a shortened line that fits `n`, or "" when these words cannot be one."""
    if not words:
        return ""
    kept = " ".join(words).rstrip(_TRAILING)
    if read_length(kept) >= n or _is_dangling(kept.rpartition(" ")[2]):
        return ""
    before_quote, closers = _open_quote(kept)
    if closers and 2 * read_length(before_quote) >= n:
        # Enough is left without the quote: do not put half a sentence in someone's mouth.
        return ""
    shortened = f"{kept}{ELLIPSIS}{closers}"
    return shortened if kept and read_length(shortened) <= n else ""


def _is_dangling(word: str) -> bool:
    return word.endswith(TATWEEL) or matching_key(word.lstrip(_TRAILING)) in _LEADING_WORDS


def _open_quote(s: str) -> tuple[str, str]:
    """Return what stands before the first quote `s` leaves open, and the signs that close all."""
    stack: list[tuple[int, str]] = []
    for position, character in enumerate(s):
        if character in _OPENING:
            stack.append((position, _OPENING[character]))
        elif stack and character == stack[-1][1]:
            stack.pop()
    if not stack:
        return s, ""
    return s[: stack[0][0]], "".join(closer for _, closer in reversed(stack))


def _first_letters(line: str, n: int) -> str:
    """Return the first `n` read characters of `line` with the marks upon them."""
    read = 0
    for position, character in enumerate(line):
        read += _is_read(character)
        if read > n:
            return line[:position]
    return line
