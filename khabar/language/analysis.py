"""The words of a text as they are found: normalised, stemmed, function words told from others.

One interface for every language; each word is analysed by its own script. What is indexed, what is
asked and what is marked goes through here, so that they meet.
"""

from __future__ import annotations

from itertools import accumulate, compress, count, repeat, starmap
from operator import add, itemgetter, sub
from sys import intern
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from .segments import BETWEEN, CHUNK, PLAIN, segments
from .stems import stemmer
from .stopwords import stop_words
from .text import COMBINING_HAMZAS, FOLDED_ALONE

if TYPE_CHECKING:
    from collections.abc import Callable


#: A word's `matching_key`; its stem, which is what remains of that without affixes, the same where
#: nothing comes off; and whether it is a function word, whatever is attached to it.
Word = tuple[str, str, bool]


class Term(NamedTuple):
    """A word of a text, from ``start`` to before ``end`` of it.

    What it is stands once in memory, wherever it stands: an archive has millions of words.
    """

    start: int
    end: int
    word: Word

    @property
    def surface(self) -> str:
        """What it is compared by."""
        return self.word[0]

    @property
    def stem(self) -> str:
        """The same without affixes."""
        return self.word[1]

    @property
    def stop(self) -> bool:
        """Whether it is a function word."""
        return self.word[2]


#: The pieces remembered of one language, some 40 MB when full.
_CACHED: Final = 1 << 17
# An archive has millions of words: what is done for each of them is done in C.
_term: Final = cast("Callable[[type[Term], tuple[object, ...]], Term]", tuple.__new__)
_surface: Final = itemgetter(0)
_stem: Final = itemgetter(1)


class _Words(dict[str, Word]):
    """Surface, stem and stop of each piece of text in one language, as it was analysed once.

    ``parts`` has the pieces that are not one word exactly, with the words in them.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.parts: dict[str, tuple[Term, ...]] = {}
        self._stem = stemmer(language)
        self._stop = stop_words(language)

    def __missing__(self, piece: str) -> Word:
        # One object where the two are equal: what is near in memory is found fast.
        made = self._analysed(piece) if PLAIN.fullmatch(piece) else self._taken_apart(piece)
        self[piece] = made
        return made

    def _taken_apart(self, piece: str) -> Word:
        found = [
            (chunk.start() + start, chunk.start() + end, key)
            for chunk in CHUNK.finditer(piece)
            for start, end, key in segments(chunk[0])
        ]
        if len(found) == 1 and found[0][:2] == (0, len(piece)):
            return self._analysed(found[0][2])
        self.parts[piece] = tuple(
            Term(start, end, self._analysed(key)) for start, end, key in found
        )
        return ("", "", False)

    def forget(self) -> None:
        """Forget the latest: the words that a language uses most came first."""
        for _piece in range(len(self) // 8):
            self.parts.pop(self.popitem()[0], None)

    def _analysed(self, key: str) -> Word:
        return key, intern(self._stem(key)), key in self._stop


_known: Final[dict[str, _Words]] = {}


def _words(language: str) -> _Words:
    primary = language.replace("_", "-").partition("-")[0].lower()
    if primary not in _known:
        _known[primary] = _Words(primary)
    known = _known[primary]
    if len(known) >= _CACHED:
        known.forget()
    return known


def forget_all() -> None:
    """Forget every word: a measurement begins as a new process does."""
    _known.clear()


def _spaced(text: str) -> str:
    """The text with a space for each of the commonest signs between words: as long as before.

    And with the commonest letters folded, so that fewer spellings are remembered.
    """
    for sign in BETWEEN:
        text = text.replace(sign, " ")
    # A hamza that follows its letter makes another of it.
    if not any(hamza in text for hamza in COMBINING_HAMZAS):
        for letter, folded in FOLDED_ALONE:
            text = text.replace(letter, folded)
    return text


def _several(known: _Words, pieces: list[str]) -> list[tuple[int, tuple[Term, ...]]]:
    """The pieces that are not one word exactly: which of those that are not empty, and the words in
    each, the last first.
    """
    if known.parts.keys().isdisjoint(pieces):
        return []
    full = list(filter(None, pieces))
    places = list(compress(count(), map(known.parts.__contains__, full)))
    return [(place, known.parts[full[place]]) for place in reversed(places)]


def analyse(text: str, language: str = "ar") -> list[Term]:
    """The words of ``text``, function words included, in order."""
    known = _words(language)
    pieces = _spaced(text).split(" ")
    lengths = list(map(len, pieces))
    ends = list(map(add, accumulate(lengths), count()))
    begins = map(sub, ends, lengths)
    # Where two signs stand beside one another there is nothing between them.
    placed = compress(zip(begins, ends, map(known.__getitem__, pieces), strict=False), lengths)
    terms = list(starmap(_term, zip(repeat(Term), placed, strict=False)))
    for place, parts in _several(known, pieces):
        begin = terms[place].start
        terms[place : place + 1] = [
            Term(begin + start, begin + end, word) for start, end, word in parts
        ]
    return terms


def forms(text: str, language: str = "ar") -> list[Word]:
    """The words of ``text``, function words included, in order, without their places.

    For whole archives.
    """
    known = _words(language)
    pieces = _spaced(text).split()
    found = list(map(known.__getitem__, pieces))
    for place, parts in _several(known, pieces):
        found[place : place + 1] = [part.word for part in parts]
    return found


def words(text: str, language: str = "ar") -> tuple[list[str], list[str]]:
    """The surfaces and the stems of ``text`` in order, stop words left out."""
    kept = [word for word in forms(text, language) if not word[2]]
    return list(map(_surface, kept)), list(map(_stem, kept))


def ngrams(surface: str, size: int = 4) -> list[str]:
    """Every ``size`` letters of ``surface`` that stand together; a shorter word is its own."""
    if not surface:
        return []
    return [surface[at : at + size] for at in range(max(len(surface) - size, 0) + 1)]
