"""The words of a text as they are found: normalised, stemmed, function words told from others.

One interface for every language; each word is analysed by its own script. What is indexed, what is
asked and what is marked goes through here, so that they meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

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


_CACHED: Final = 1 << 17
_Found = tuple[Term, ...]


class _Words(dict[str, _Found]):
    """What chunks hold, remembered; places are counted from the chunk's begin."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stem: Callable[[str], str] = stemmer(language)
        self._stop = stop_words(language)

    def __missing__(self, chunk: str) -> _Found:
        if len(self) >= _CACHED:
            self.clear()
        found = self[chunk] = tuple(
            Term(start, end, key, self._stem(key), key in self._stop)
            for start, end, key in segments(chunk)
        )
        return found


_caches: dict[str, _Words] = {}


def _words(language: str) -> _Words:
    primary = language.replace("_", "-").partition("-")[0].lower()
    if primary not in _caches:
        _caches[primary] = _Words(primary)
    return _caches[primary]


def analyse(text: str, language: str = "ar") -> list[Term]:
    """The words of ``text`` in order."""
    known = _words(language)
    return [
        Term(match.start() + start, match.start() + end, surface, stem, stop)
        for match in CHUNK.finditer(text)
        for start, end, surface, stem, stop in known[match[0]]
    ]


def words(text: str, language: str = "ar") -> tuple[list[str], list[str]]:
    """The surfaces and the stems of ``text`` in order, stop words left out: what is indexed."""
    known = _words(language)
    found = [term for chunk in CHUNK.findall(text) for term in known[chunk] if not term.stop]
    return [term.surface for term in found], [term.stem for term in found]


def ngrams(surface: str, size: int = 4) -> list[str]:
    """Every ``size`` letters of ``surface`` that stand together; a shorter word is its own."""
    return (
        [surface[i : i + size] for i in range(max(len(surface) - size, 0) + 1)] if surface else []
    )
