"""The words of a line, as they are looked up: whatever spelling they are typed in."""

from __future__ import annotations

import re
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


def forms(word: str) -> frozenset[str]:
    """What a word that `search_words` returned is looked up by: itself, and its stem."""
    return frozenset({word, _stem(word)})


def found_by(s: str) -> list[str]:
    """All that the words of `s` are found by, each once: themselves, and their stems."""
    words = search_words(s)
    return list(dict.fromkeys([*words, *map(_stem, words)]))
