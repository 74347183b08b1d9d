"""One text under many articles, from however many readers."""

import hashlib
from collections.abc import Iterable
from typing import Final

from khabar.language.disguises import squeezed
from khabar.language.text import key_words

#: What everybody says has fewer words.
FEWEST_WORDS: Final = 8
SLOTS: Final = 12
#: So many slots two texts have in common before they are compared.
COMMON_SLOTS: Final = 3
_ALIKE: Final = 0.7
_PIECE: Final = 4


def words_of(text: str) -> list[str]:
    """The words by which texts are compared."""
    return [squeezed(word) for word in key_words(text)]


def prints(text: str) -> tuple[int, ...]:
    """Few numbers of which alike texts share some; none of a text too short to be anybody's own."""
    words = words_of(text)
    if len(words) < FEWEST_WORDS:
        return ()
    hashed = [
        hashlib.blake2b(w.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        for w in set(words)
    ]
    # Salted slots of one hash: of each, the least value that a word of the text has.
    return tuple(
        min(
            int.from_bytes(hashlib.blake2b(one, digest_size=4, salt=bytes([slot])).digest(), "big")
            for one in hashed
        )
        for slot in range(SLOTS)
    )


def are_alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for some words, letters and signs."""
    first, second = words_of(one), words_of(other)
    if min(len(first), len(second)) < FEWEST_WORDS:
        return False
    return _overlap(set(first), set(second)) >= _ALIKE or (
        _overlap(_pieces(first), _pieces(second)) >= _ALIKE
    )


def _pieces(words: Iterable[str]) -> set[str]:
    joined = "".join(words)
    return {joined[i : i + _PIECE] for i in range(len(joined) - _PIECE + 1)}


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
