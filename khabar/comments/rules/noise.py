"""What is loud and says nothing: repetitions, signs, capitals."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from khabar.language.characters import ARABIC_MARKS
from khabar.language.text import key_words

Span = tuple[int, int]

_LAUGHTER: Final = re.compile(r"^(?:ه+|خ+|ها+|كك+|h+a?|(?:ha)+|lo+l|x+d+)+$")
#: One letter, or a few together, many times over.
_STRETCH: Final = re.compile(r"([^\W\d_]{1,4}?)\1{9,}")
_LAUGHS: Final = frozenset("هخha")
_DRAWN: Final = frozenset("اويآaeiou")
#: So many of one letter are noise; of one that is drawn out in joy or grief, so many.
_ROW: Final = 24
_SHOUT: Final = 40
_SIGN_RUN: Final = re.compile(r"[^\w\s]{10,}|(?:[^\w\s]\s?){14,}")
_CAPITALS: Final = re.compile(r"[A-ZÀ-Þ]")


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often a comment may say the same."""

    most: int = 6

    def __call__(self, text: str) -> Iterator[Span]:
        """What is said too often."""
        for match in _STRETCH.finditer(text):
            drawn = set(match[1]) <= _DRAWN
            if not set(match[1]) <= _LAUGHS and len(match[0]) >= (_SHOUT if drawn else _ROW):
                yield match.span()
        words = [w for w in key_words(text) if not _LAUGHTER.match(w)]
        if len(words) >= self.most and self._same(words):
            yield 0, len(text)

    def _same(self, words: list[str]) -> bool:
        for size in (1, 2, 3, 4):
            if len(words) < size * (self.most + 1):
                continue
            units = Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
            _unit, times = units.most_common(1)[0]
            if times > self.most and times * size >= len(words) * 0.7:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Signs:
    """How many signs a comment may be made of."""

    most: int = 24

    def __call__(self, text: str) -> Iterator[Span]:
        """The signs that a comment is buried under."""
        shown = [c for c in text if not c.isspace()]
        marks = sum(unicodedata.combining(c) != 0 and c not in ARABIC_MARKS for c in shown)
        letters = sum(c.isalnum() for c in shown)
        signs = len(
            [
                c
                for c in shown
                if not c.isalnum()
                and not unicodedata.combining(c)
                and unicodedata.category(c) not in {"Cf", "Mn", "Lm"}
            ]
        )
        if marks > letters:
            yield 0, len(text)
        elif (signs >= self.most and signs > letters) or (not letters and signs >= self.most):
            match = _SIGN_RUN.search(text)
            yield match.span() if match else (0, len(text))


_MARKED_OUT: Final = re.compile(
    r"(?<!\w)(?:ا?بن|ولد|بنت|[أا]?ولاد|[أا]بناء|يا|أنت|انت|كس)\s+(?:ال)?[*#•●]{2,}|(?<!\w)ال[*#•●]{3,}"
)


def marked_out(text: str) -> Iterator[Span]:
    """A word of which nothing is left to read, where a hard one stands usually."""
    for match in _MARKED_OUT.finditer(text):
        yield match.span()


@dataclass(frozen=True, slots=True)
class Capitals:
    """How much of a comment in Latin letters may be shouted."""

    words: int = 5

    def __call__(self, text: str) -> Iterator[Span]:
        """What is shouted."""
        latin = [c for c in text if c.isascii() and c.isalpha()]
        shouted = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 1 and w.isupper()]
        letters = sum(c.isalpha() for c in text)
        if (
            len(shouted) >= self.words
            and sum(map(len, shouted)) >= 20  # noqa: PLR2004 (a line of acronyms is shorter)
            and sum(map(len, shouted)) > 0.7 * letters
            and latin
        ):
            yield 0, len(text)
