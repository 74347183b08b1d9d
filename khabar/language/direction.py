"""Which way text runs: of a language, of a line, and of the stretches within a line.

By the majority of letters, not by the first as `dir="auto"` has it: «Apple تعلن…» is Arabic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .isolates import Isolate, Kind, isolates
from .letters import TOKEN, Direction, lang_hint, letter_direction, script

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Direction",
    "Isolate",
    "Kind",
    "Run",
    "direction_of",
    "isolates",
    "language_direction",
    "runs",
]

_RTL_LANGUAGES: Final = frozenset(
    {"ar", "ary", "arz", "ckb", "dv", "fa", "he", "ks", "prs", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RTL_SCRIPTS: Final = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"})


def language_direction(language: str) -> Direction:
    """Return the direction of a language tag: "rtl" for "ar", "fa-IR" or "pa-Arab"."""
    primary, *rest = language.replace("_", "-").lower().split("-")
    scripts = [part for part in rest if len(part) == len("arab") and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if primary in _RTL_LANGUAGES else "ltr"


def direction_of(s: str, default: Direction = "rtl") -> Direction:
    """Return the direction of most letters of `s`; `default` when there are none, or as many."""
    rtl = ltr = 0
    for character in s:
        side = letter_direction(character)
        rtl += side == "rtl"
        ltr += side == "ltr"
    if rtl == ltr:
        return default
    return "rtl" if rtl > ltr else "ltr"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one direction.

    `script` is the ISO 15924 code of its first letter, "Zyyy" without letters. `lang_hint` is
    "en" where the words are plain Latin ones that a voice may read as English.
    """

    text: str
    direction: Direction
    script: str
    lang_hint: str | None


def runs(s: str, default: Direction = "rtl") -> list[Run]:
    """Split `s` into runs of one direction; their texts joined are `s`.

    Signs and numbers between two words of one direction go with these, all others with the
    direction of most letters of `s` (`default` when it has none).
    """
    pieces: list[tuple[str, Direction]] = []
    for text, direction in _spans(s, direction_of(s, default)):
        if pieces and pieces[-1][1] == direction:
            pieces[-1] = (pieces[-1][0] + text, direction)
        elif text:
            pieces.append((text, direction))
    return [
        Run(text, direction, script(text), lang_hint(text) if direction == "ltr" else None)
        for text, direction in pieces
    ]


def _spans(s: str, base: Direction) -> Iterator[tuple[str, Direction]]:
    """Yield every piece of `s` with its direction, gaps between words included."""
    end = 0
    before = base
    for token in TOKEN.finditer(s):
        if token.lastgroup == "number":
            continue
        direction: Direction = "rtl" if token.lastgroup == "rtl" else "ltr"
        yield s[end : token.start()], direction if direction == before else base
        yield token.group(), direction
        end, before = token.end(), direction
    yield s[end:], base
