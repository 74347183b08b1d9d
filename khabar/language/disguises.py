"""Words as they are written by those who do not want them to be found.

A word may be stretched («حمااار»), split («ح.م.ا.ر», «ح م ا ر»), wear letters that only look like
its own («حم١ر», «حmار») or be marked out in part («ح*ار»). Marks, tatweel, invisible characters and
presentation forms are taken away by `matching_key` already.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, Final, Literal

from .text import matching_key

if TYPE_CHECKING:
    from collections.abc import Iterator

Way = Literal["plain", "stretched", "split", "lookalike", "latin", "masked"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Letters that may be one word, and from where to where they stand in the text.

    They are those of the chunks of `Line` from ``begin`` to before ``after``; ``joined`` tells that
    something stood between them or in their place.
    """

    word: str
    start: int
    end: int
    begin: int
    after: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A text as it is compared: its key, where each character of that comes from, its chunks.

    ``spans`` are the places of the chunks in the key.
    """

    key: str
    places: tuple[tuple[int, int], ...]
    chunks: tuple[Chunk, ...]
    spans: tuple[tuple[int, int], ...]

    def gap(self, number: int) -> str:
        """What stands between a chunk and the next one."""
        return self.key[self.spans[number][1] : self.spans[number + 1][0]]


# Letters of other alphabets in Arabic script that look like, or are typed for, Arabic ones.
_ONE_LETTER: Final = str.maketrans(
    {
        **dict.fromkeys("پٻٮݐڀ", "ب"),
        **dict.fromkeys("ٹټٺ", "ت"),
        **dict.fromkeys("چڃڄ", "ج"),
        **dict.fromkeys("ځڅ", "ح"),
        **dict.fromkeys("ڈډڊ", "د"),
        **dict.fromkeys("ڑړڕ", "ر"),
        **dict.fromkeys("ژڙ", "ز"),
        **dict.fromkeys("ښ", "س"),
        **dict.fromkeys("ڠ", "غ"),
        **dict.fromkeys("ڤڡڥ", "ف"),
        **dict.fromkeys("ٯڨ", "ق"),
        **dict.fromkeys("ڭګ", "ك"),
        **dict.fromkeys("ڵ", "ل"),
        **dict.fromkeys("ںڼڻ", "ن"),
        **dict.fromkeys("ۆۇۈۋ", "و"),
        **dict.fromkeys("ېۍے", "ي"),
    }
)
# What stands for an Arabic letter within an Arabic word: by its look, or as in Arabizi.
_STANDS_FOR: Final = {
    "1": "اي", "|": "ا", "!": "ا", "l": "ال", "i": "اي", "@": "ا", "4": "ا", "a": "ا", "e": "يا",
    "b": "ب", "p": "ب", "t": "ت", "j": "جل", "g": "جغ", "7": "ح", "h": "حه", "5": "هخ", "d": "د",
    "r": "ر", "z": "ز", "s": "س", "$": "س", "3": "ع", "8": "غق", "f": "ف", "v": "ف", "9": "قو",
    "q": "ق", "2": "قء", "k": "ك", "m": "م", "n": "ن", "0": "ه", "o": "هو", "w": "و", "u": "و",
    "y": "ي", "6": "ط",
}  # fmt: skip
# Letters of other alphabets and signs that are read as Latin ones.
_LATIN: Final = str.maketrans("аеорсухіѕјԁոαοενιτκ@$", "aeopcyxisjdnaoevitkas")
_LEET: Final = str.maketrans("013457", "oieast")
_ARABIC: Final = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]")
_RUN: Final = re.compile(r"(.)\1+", re.DOTALL)
_ALNUM: Final = re.compile(r"[^\W_]+")
# Within a word stand such signs and no space; between single letters also spaces.
_INSIDE: Final = re.compile(r"(?:[^\w\s]|_){1,3}")
_APART: Final = re.compile(r"[\W_]{1,4}")
_LETTERLIKE: Final = frozenset("|!@$")
_MASKS: Final = "*#•●✱✶∗×"
_MASKED: Final = re.compile(rf"(?<![^\W_])[^\W\d_][^\W\d_{_MASKS}]*(?:[{_MASKS}]+[^\W\d_]*)+")
_LONGEST: Final = 16
#: Beside the first so many single letters make a word.
_FEWEST_SINGLES: Final = 2
_FEWEST_ARABIC: Final = 1
_FEWEST_MIXED: Final = 3
_FEWEST_SHOWN: Final = 2
_READINGS: Final = 24


@lru_cache(maxsize=1 << 14)
def _folded(cluster: str) -> str:
    if cluster.isspace():
        return " "
    key = matching_key(cluster).translate(_ONE_LETTER)
    return "".join(c for c in key if not unicodedata.combining(c))


def line_of(text: str) -> Line:
    """The text as it is compared, cut into its chunks of letters."""
    key: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        piece = _folded(text[start:end])
        key.append(piece)
        places += [(start, end)] * len(piece)
        start = end
    joined = "".join(key)
    spans = tuple(match.span() for match in _ALNUM.finditer(joined))
    chunks = tuple(
        Chunk(joined[a:b], places[a][0], places[b - 1][1], number, number + 1)
        for number, (a, b) in enumerate(spans)
    )
    return Line(joined, tuple(places), chunks, spans)


def candidates(line: Line) -> Iterator[Chunk]:
    """What may be one word: each chunk, then what only signs or spaces between letters part."""
    yield from line.chunks
    yield from _windows(line, _INSIDE, singles=False)
    yield from _windows(line, _APART, singles=True)


def _windows(line: Line, gap: re.Pattern[str], *, singles: bool) -> Iterator[Chunk]:
    chunks = line.chunks
    first = 0
    while first < len(chunks):
        last = first
        while (
            last + 1 < len(chunks)
            and gap.fullmatch(line.gap(last))
            and (
                not singles or (_is_single(chunks[last].word) and _is_single(chunks[last + 1].word))
            )
        ):
            last += 1
        for begin in range(first, last + 1):
            letters = len(chunks[begin].word)
            for end in range(begin + 1, last + 1):
                letters += len(chunks[end].word)
                if letters > _LONGEST * 2:
                    break
                # Single letters are one word to their end: «غ ب ي ن» is none that begins it.
                if singles and (end - begin < _FEWEST_SINGLES or end != last):
                    continue
                yield from _joined(line, begin, end, spaced=singles)
        first = last + 1


def _joined(line: Line, begin: int, end: int, *, spaced: bool) -> Iterator[Chunk]:
    chunks = line.chunks
    where = (chunks[begin].start, chunks[end].end, begin, end + 1)
    yield Chunk("".join(c.word for c in chunks[begin : end + 1]), *where, joined=True)
    # A bar or an exclamation mark between letters may stand for one.
    whole = line.key[line.spans[begin][0] : line.spans[end][1]]
    if not spaced and any(sign in whole for sign in _LETTERLIKE):
        kept = "".join(c for c in whole if c.isalnum() or c in _LETTERLIKE)
        yield Chunk(kept, *where, joined=True)


def _is_single(word: str) -> bool:
    return len(set(word)) == 1 and not word.isdecimal()


def squeezed(word: str) -> str:
    """The word with repeated letters once: what stretched spellings of it have in common."""
    return _RUN.sub(r"\1", word)


def readings(word: str) -> list[tuple[str, Way]]:
    """The words of Arabic letters alone that this one may be read as; itself if it is one."""
    letters = len(_ARABIC.findall(word))
    if letters == len(word):
        return [(word, "plain")]
    if letters < _FEWEST_ARABIC or not _FEWEST_MIXED <= len(word) <= _LONGEST:
        return []
    choices = [
        c if _ARABIC.match(c) else _STANDS_FOR.get(c.translate(_LATIN), "") for c in squeezed(word)
    ]
    if not all(choices):
        return []
    return [("".join(one), "lookalike") for one in islice(product(*choices), _READINGS)]


def latin_reading(word: str) -> str:
    """A word of Latin letters with the signs that stand for some of them read as such."""
    latin = unicodedata.normalize("NFKD", word.translate(_LATIN))
    bare = "".join(c for c in latin if not unicodedata.combining(c))
    return bare if bare.isalpha() else bare.translate(_LEET)


def likenesses(name: str) -> list[str]:
    """The words of a name, the same for names that are taken for each other."""
    words = (chunk.word for chunk in line_of(name).chunks)
    return [squeezed(word if is_arabic(word) else latin_reading(word)) for word in words]


def is_arabic(word: str) -> bool:
    """Whether most of its characters are Arabic letters."""
    return 2 * len(_ARABIC.findall(word)) > len(word)


def masked(line: Line) -> Iterator[tuple[re.Pattern[str], Chunk]]:
    """Words of which letters are marked out, each with the pattern of what it may have been."""
    for match in _MASKED.finditer(line.key):
        known = [c for c in match[0] if c not in _MASKS]
        if len(known) < _FEWEST_SHOWN + (match[0][-1] in _MASKS):
            continue
        pattern = re.sub(rf"[{_MASKS}]+", lambda run: rf"\w{{1,{max(1, len(run[0]))}}}", match[0])
        start, end = line.places[match.start()][0], line.places[match.end() - 1][1]
        begin = next(n for n, (_a, b) in enumerate(line.spans) if b > match.start())
        after = next(
            (n for n, (a, _b) in enumerate(line.spans) if a >= match.end()), len(line.spans)
        )
        yield re.compile(pattern), Chunk(match[0], start, end, begin, after, joined=True)
