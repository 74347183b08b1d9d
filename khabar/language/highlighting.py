"""Marking in a text what was asked for: the text itself is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .analysis import Term, analyse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a text: ``text`` is what stands there from ``start``, cut between words.

    ``spans`` are places in ``text``; ``before`` and ``after`` tell whether something was cut there.
    """

    text: str
    start: int
    spans: tuple[Span, ...]
    before: bool
    after: bool


def marked(text: str, asked: Iterable[Term], language: str = "ar") -> list[Span]:
    """Where in ``text`` the words stand that were asked for (`analyse` of the question), in order.

    A word is found by its surface and by its stem; its marks and tatweel belong to it. A function
    word is marked where it stands beside another word as it does in the question, or where nothing
    but function words was asked for.
    """
    return _spans(_found(analyse(text, language), list(asked)))


def snippet(text: str, asked: Iterable[Term], length: int, language: str = "ar") -> Snippet:
    """The passage of at most ``length`` letters in which most of what was asked for stands.

    Of equals the first; what is found is in its middle. Without anything found it is the beginning;
    a text that is short enough is its own snippet, and one word is never cut.
    """
    terms = analyse(text, language)
    found = _found(terms, list(asked))
    first, last = _uncut(terms, *_passage(terms, set(found), length))
    start = min(term.start for term in terms[first:last]) if first else 0
    end = max((term.end for term in terms[first:last]), default=0)
    if last == len(terms) and len(text) - end <= length:
        end = len(text)
    spans = tuple((a - start, b - start) for a, b in _spans(found) if start <= a and b <= end)
    return Snippet(text[start:end], start, spans, before=start > 0, after=end < len(text))


def _found(terms: Sequence[Term], asked: Sequence[Term]) -> list[Term]:
    wanted = [term for term in asked if not term.stop] or asked
    surfaces = {term.surface for term in wanted}
    stems = {term.stem for term in wanted if not term.stop}
    hits = [term.surface in surfaces or (not term.stop and term.stem in stems) for term in terms]
    together = {(one.stem, other.stem) for one, other in pairwise(asked) if one.stop or other.stop}
    if together:
        for place, (one, other) in enumerate(pairwise(terms)):
            if (one.stem, other.stem) in together and (hits[place] or hits[place + 1]):
                hits[place] = hits[place + 1] = True
    return [term for term, hit in zip(terms, hits, strict=True) if hit]


def _spans(found: Iterable[Term]) -> list[Span]:
    spans: list[Span] = []
    for term in found:
        # One character may hold several words.
        if spans and term.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], term.end))
        else:
            spans.append((term.start, term.end))
    return spans


def _passage(terms: Sequence[Term], found: set[Term], length: int) -> tuple[int, int]:
    """The first term of the best passage, and the one after its last."""
    room = [0]
    for term in terms:
        room.append(room[-1] + len(term.surface) + 1)
    hits = [place for place, term in enumerate(terms) if term in found]
    best = (0, 0, 0)
    # A passage begins at something found; the room that is left is divided around it.
    for number, place in enumerate(hits):
        stems: list[str] = []
        for other in hits[number:]:
            if room[other + 1] - room[place] > length:
                break
            stems.append(terms[other].stem)
            score = (len(set(stems)), len(stems))
            if score > best[:2]:
                best = (*score, number)
    if not hits:
        return 0, _until(room, 0, length)
    inside = hits[best[2] : best[2] + max(best[1], 1)]
    spare = max(length - (room[inside[-1] + 1] - room[inside[0]]), 0)
    first = inside[0]
    while first and room[inside[0]] - room[first - 1] <= spare // 2:
        first -= 1
    last = _until(room, first, length)
    # At the end of the text there is more room before.
    while first and last == len(terms) and room[last] - room[first - 1] <= length:
        first -= 1
    return first, last


def _uncut(terms: Sequence[Term], first: int, last: int) -> tuple[int, int]:
    """The passage with whatever shares a character with what is in it: ﷺ holds four words."""
    while first and any(terms[first - 1].end > term.start for term in terms[first:last]):
        first -= 1
    while last < len(terms) and any(terms[last].start < term.end for term in terms[first:last]):
        last += 1
    return first, last


def _until(room: Sequence[int], first: int, length: int) -> int:
    last = first + 1
    while last < len(room) - 1 and room[last + 1] - room[first] <= length + 1:
        last += 1
    return min(last, len(room) - 1)
