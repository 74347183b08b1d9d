"""Finding a person's name in a line, however it is spelled there."""

from __future__ import annotations

from typing import Final

from .analysis import analyse
from .text import key_words

_AND: Final = "و"


def words_of(name: str) -> tuple[str, ...]:
    """A name as it is compared: its words folded, without signs."""
    return tuple(key_words(name))


def occurrences(text: str, name: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the words of a name (`words_of`) stand together in a text, as begin and end.

    Spellings that readers hold equal are equal (`matching_key`); «و» may be glued to the first
    word, and is then not part of the name. Part of a longer word is no name.
    """
    if not name:
        return []
    found: list[tuple[int, int]] = []
    words = [(word.start, word.end, word.surface) for word in analyse(text)]
    place = 0
    while place + len(name) <= len(words):
        here = words[place : place + len(name)]
        keys = tuple(key for _begin, _end, key in here)
        begin, end = here[0][0], here[-1][1]
        if keys == name:
            found.append((begin, end))
            place += len(name)
        elif keys[0] == _AND + name[0] and keys[1:] == name[1:] and text[begin] == _AND:
            found.append((begin + 1, end))
            place += len(name)
        else:
            place += 1
    return found
