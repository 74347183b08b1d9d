"""The words of a text as they are found: normalised, stemmed, function words told from others.

One interface for every language; each word is analysed by its own script. What is indexed, what is
asked and what is marked goes through here, so that they meet.
"""

from __future__ import annotations

from functools import partial
from itertools import accumulate
from operator import add, itemgetter
from sys import intern
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from .segments import CHUNK, segments
from .stems import stemmer
from .stopwords import stop_words

if TYPE_CHECKING:
    from collections.abc import Callable


class Term(NamedTuple):
    """A word of a text, from ``start`` to before ``end`` of it.

    ``surface`` is its `matching_key`; ``stem`` what remains of that without affixes, the same
    where nothing comes off. ``stop`` is true of function words, whatever is attached to them.
    """

    start: int
    end: int
    surface: str
    stem: str
    stop: bool


#: The chunks remembered of one language, some 40 MB when full.
_CACHED: Final = 1 << 17
# An archive has millions of words: what is done for each of them is done in C.
_term: Final = cast("Callable[[tuple[object, ...]], Term]", partial(tuple.__new__, Term))
_surface: Final = itemgetter(0)
_stem: Final = itemgetter(1)

_Chunk = tuple[str, str, bool]


class _Words(dict[str, _Chunk]):
    """Surface, stem and stop of each chunk of text in one language, as it was analysed once.

    ``parts`` has the chunks that are not one word exactly, with the words in them.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.parts: dict[str, tuple[Term, ...]] = {}
        self._stem = stemmer(language)
        self._stop = stop_words(language)

    def __missing__(self, chunk: str) -> _Chunk:
        found = segments(chunk)
        if len(found) == 1 and found[0][:2] == (0, len(chunk)):
            # One object where the two are equal: what is near in memory is found fast.
            made = self._analysed(chunk if found[0][2] == chunk else found[0][2])
        else:
            self.parts[chunk] = tuple(
                Term(start, end, *self._analysed(key)) for start, end, key in found
            )
            made = ("", "", False)
        self[chunk] = made
        return made

    def forget(self) -> None:
        """Forget the latest half: the words that a language uses most came first."""
        for _chunk in range(len(self) // 2):
            self.parts.pop(self.popitem()[0], None)

    def _analysed(self, key: str) -> _Chunk:
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


def analyse(text: str, language: str = "ar") -> list[Term]:
    """The words of ``text``, function words included, in order."""
    known = _words(language)
    # What stands between chunks, and the chunks, take turns; a chunk begins where that ends.
    pieces = CHUNK.split(text)
    chunks = pieces[1::2]
    ends = accumulate(map(len, pieces))
    found = map(known.__getitem__, chunks)
    terms = list(map(_term, map(add, zip(ends, ends, strict=False), found)))
    if known.parts.keys().isdisjoint(chunks):
        return terms
    for place in [at for at, chunk in enumerate(chunks) if chunk in known.parts][::-1]:
        begin = terms[place].start
        terms[place : place + 1] = [
            Term(begin + start, begin + end, *word)
            for start, end, *word in known.parts[chunks[place]]
        ]
    return terms


def words(text: str, language: str = "ar") -> tuple[list[str], list[str]]:
    """The surfaces and the stems of ``text`` in order, stop words left out: what is indexed."""
    known = _words(language)
    chunks = CHUNK.findall(text)
    found = list(map(known.__getitem__, chunks))
    if not known.parts.keys().isdisjoint(chunks):
        found = [
            word
            for chunk, only in zip(chunks, found, strict=True)
            for word in (
                [part[2:] for part in known.parts[chunk]] if chunk in known.parts else (only,)
            )
        ]
    kept = [word for word in found if not word[2]]
    return list(map(_surface, kept)), list(map(_stem, kept))


def ngrams(surface: str, size: int = 4) -> list[str]:
    """Every ``size`` letters of ``surface`` that stand together; a shorter word is its own."""
    if not surface:
        return []
    return [surface[at : at + size] for at in range(max(len(surface) - size, 0) + 1)]
