"""Where the words of a text stand, in whatever characters it is written.

The words of a text are those of its `matching_key`, each with its place in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from .characters import MARKS, UNREAD
from .text import KEY_WORD, matching_key

if TYPE_CHECKING:
    from collections.abc import Iterator

# Signs that stand for letters: ™, ℃, ㎏, Ⓐ, ﷼. Blocks as wholes: a sign that stands for none merely
# divides the chunk into words.
_SPELT: Final = (
    "\u20a8\u2100-\u214f\u2460-\u24ff\u2e80-\u2fdf\u3190-\u33ff\ufdfc\U0001f100-\U0001f2ff"
)
_INSIDE: Final = re.escape(MARKS + UNREAD)

# What most chunks are: Arabic letters with their marks, or ASCII.
_LETTERS: Final = re.compile(
    "[\u0621-\u063a\u0641-\u064a][\u0621-\u063a\u0640-\u0652]*|[A-Za-z]+|[0-9]+"
)

PLAIN: Final = re.compile("[ءؤئا-بت-غف-وي]+|[a-z]+|[0-9]+")
"""A word that is its own key."""

CHUNK: Final = re.compile(rf"[\w{_INSIDE}{_SPELT}]+")
"""A stretch of text that holds words, mostly one word exactly; outside of chunks there is none."""

BETWEEN: Final = '\n\t\xa0.،:؛؟!"«»()[]{}“”-–—…*/,'
"""The commonest of the signs that stand in no chunk."""


def segments(chunk: str) -> list[tuple[int, int, str]]:
    """The words of a chunk, each with its begin and end in it and its key.

    Where one character stands for several words (ﷺ), each of them has its place.
    """
    key = matching_key(chunk)
    if _LETTERS.fullmatch(chunk):
        return [(0, len(chunk), key)]
    words = list(KEY_WORD.finditer(key))
    if key == chunk:
        return [(*word.span(), word[0]) for word in words]
    if len(words) == 1 and words[0][0] == key and chunk[0].isalnum() and chunk[-1].isalnum():
        return [(0, len(chunk), key)]
    places = _places(chunk, key)
    found = []
    for word in words:
        first, last = places[word.start()], places[word.end() - 1]
        found.append((first[0], last[1], word[0]))
    return found


def _places(chunk: str, key: str) -> list[tuple[int, int]]:
    """Of each character of the key, from where to where in the chunk it comes from."""
    places: list[tuple[int, int]] = []
    folded: list[str] = []
    for start, end in _clusters(chunk):
        # The letters alone: the space in ﷺ is one, that of the key is put between words.
        piece = matching_key(chunk[start:end])
        if places and piece and _is_split(key, folded, piece):
            places.append((start, start))
            folded.append(" ")
        folded.append(piece)
        places += [(start, end)] * len(piece)
    if "".join(folded) == key:
        return places
    # Composed across characters that are removed: rare enough to be marked as a whole.
    return [(0, len(chunk))] * len(key)


def _is_split(key: str, folded: list[str], piece: str) -> bool:
    done = sum(map(len, folded))
    return key[done : done + 1] == " " and not piece.startswith(" ")


def _clusters(chunk: str) -> Iterator[tuple[int, int]]:
    """Each character of the chunk with the marks that stand upon it."""
    start = 0
    for place in range(1, len(chunk)):
        if not unicodedata.combining(chunk[place]):
            yield start, place
            start = place
    yield start, len(chunk)
