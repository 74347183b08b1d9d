"""The words of a line, as they are looked up: whatever spelling they are typed in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .stems import stemmer
from .text import key_words

# The article, with a conjunction or a preposition grown onto it; enough of a word must be left.
_ARTICLE: Final = re.compile(r"^(?:[وف]?[بك]?ال(?=\w{3})|[وف]?لل(?=\w{3}))")


def search_words(s: str) -> list[str]:
    """Return the words of `s`, each once, in the spelling that they are looked up by.

    Compared by `matching_key`; «ال» makes no difference, nor what grows onto it («والوزير»,
    «بالوزير», «للوزير» are «وزير»). Applied to a word that it returned, it may take a second «ال»
    away; so apply it once to what is kept and once to what is typed.
    """
    return list(dict.fromkeys(_ARTICLE.sub("", word) for word in key_words(s)))


_stem: Final = stemmer("ar")

#: Pieces of text whose words are remembered: a newsroom's texts have few that are not.
_REMEMBERED: Final = 1 << 16
#: No word of a language is longer; what is would fill the memory.
_LONGEST: Final = 40


def forms(word: str) -> frozenset[str]:
    """What a word that `search_words` returned is looked up by: itself, and its stem."""
    return frozenset({word, _stem(word)})


def found_by(s: str) -> list[str]:
    """All that the words of `s` are found by, each once: themselves, and their stems."""
    pieces = dict.fromkeys(s.split())
    found = [pair for piece in pieces for pair in _pairs(piece)]
    return list(dict.fromkeys([*(word for word, _ in found), *(stem for _, stem in found)]))


def _pairs(piece: str) -> tuple[tuple[str, str], ...]:
    return _known_pairs(piece) if len(piece) <= _LONGEST else _made_pairs(piece)


def _made_pairs(piece: str) -> tuple[tuple[str, str], ...]:
    """Each word of a text without spaces, with its stem."""
    return tuple((word, _stem(word)) for word in search_words(piece))


_known_pairs: Final = lru_cache(_REMEMBERED)(_made_pairs)
