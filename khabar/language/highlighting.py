"""Marking in a text what was asked for: the text itself is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .analysis import Term, analyse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a text: ``text`` is the text from ``start``, cut between words.

    ``spans`` are places in ``text``; ``before`` and ``after`` tell whether something was cut there.
    """

    text: str
    start: int
    spans: tuple[Span, ...]
    before: bool
    after: bool


def marked(text: str, asked: Iterable[Term], language: str = "ar") -> list[Span]:
    """Where in ``text`` the words stand that were asked for (`analyse` of the question).

    A word is found by its surface and by its stem, marks and tatweel included in its span.
    Function words are marked only where nothing else was asked for.
    """
    return _spans(_found(analyse(text, language), asked))


def snippet(text: str, asked: Iterable[Term], length: int, language: str = "ar") -> Snippet:
    """The passage of at most ``length`` letters in which most of what was asked for stands.

    The earliest of the best ones, beginning at a sentence where there is room; a text that is short
    enough is its own snippet. Without anything found it is the beginning.
    """
    terms = analyse(text, language)
    found = _found(terms, asked)
    first, last = _passage(text, terms, found, length)
    if not terms or (first == 0 and last == len(terms)):
        start, end = 0, len(text)
    else:
        start = terms[first].start if first else 0
        end = terms[last - 1].end if last < len(terms) else len(text)
    if not terms:
        end = min(end, length)
    spans = tuple((a - start, b - start) for a, b in _spans(found) if start <= a and b <= end)
    return Snippet(text[start:end], start, spans, before=start > 0, after=end < len(text))


def _found(terms: Iterable[Term], asked: Iterable[Term]) -> list[Term]:
    wanted = list(asked)
    if any(not term.stop for term in wanted):
        wanted = [term for term in wanted if not term.stop]
    surfaces = {term.surface for term in wanted}
    stems = {term.stem for term in wanted if not term.stop}
    return [
        term for term in terms if term.surface in surfaces or (not term.stop and term.stem in stems)
    ]


def _spans(found: Iterable[Term]) -> list[Span]:
    spans: list[Span] = []
    for term in found:
        # One character may hold several words.
        if spans and term.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], term.end))
        else:
            spans.append((term.start, term.end))
    return spans


def _passage(
    text: str, terms: Sequence[Term], found: Sequence[Term], length: int
) -> tuple[int, int]:
    """The first term of the best passage, and the one after its last."""
    hits = {id(term) for term in found}
    best, where = (-1, 0), (0, 0)
    first, room, counts = 0, 0, dict[str, int]()
    for last, term in enumerate(terms):
        room += len(term.surface) + 1
        if id(term) in hits:
            counts[term.stem] = counts.get(term.stem, 0) + 1
        while room > length and first < last:
            gone = terms[first]
            room -= len(gone.surface) + 1
            if id(gone) in hits:
                counts[gone.stem] -= 1
                if not counts[gone.stem]:
                    del counts[gone.stem]
            first += 1
        score = (len(counts), sum(counts.values()))
        if score > best or (where[0] == first and score == best):
            best, where = score, (first, last + 1)
    return where
