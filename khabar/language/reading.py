"""How long a text is, and how long reading it takes."""

from __future__ import annotations

import re
from typing import Final

from .text import plain

#: Silent reading of Arabic news, after studies that found from 140 to 190 words a minute.
WORDS_A_MINUTE: Final = 170

_WORD: Final = re.compile(r"[^\W_]")


def word_count(text: str) -> int:
    """Return how many words `text` has: what stands between spaces and has a letter or a digit."""
    return sum(_WORD.search(word) is not None for word in plain(text).split())


def reading_minutes(words: int) -> int:
    """Return the minutes that reading so many words takes: 0 for less than half a minute."""
    return int(words / WORDS_A_MINUTE + 0.5)
