"""«نظّف النص»: what a sub-editor would mend in a text without reading it.

A proposal is a list of changes with offsets, so that each may be shown, taken or left. Nothing is
proposed inside addresses, Latin runs, numbers and hashtags, and tatweel is never touched. Taking
all changes leaves a text for which nothing more is proposed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .mending import Edit, Reason, passes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["ALL", "Change", "Reason", "apply", "propose"]


ALL: Final = frozenset(Reason)


@dataclass(frozen=True, slots=True)
class Change:
    """Put `replacement` in the place of what stands from `start` to `end` (of the text as given).

    Changes of one `group` belong together: the two signs of a quote are taken both or not at all.
    """

    start: int
    end: int
    replacement: str
    reason: Reason
    group: int | None = None


def propose(text: str, language: str = "ar", reasons: frozenset[Reason] = ALL) -> list[Change]:
    """Return what would be mended in `text`, in order, without overlap.

    `language` is that of the edition: ی and ک are right in Persian and Urdu, “…” in Urdu, a
    Latin comma in Hebrew and English.
    """
    draft = _Draft(text)
    steps = [(reason, step) for reason, step in passes(language) if reason in reasons]
    for _round in range(len(text) + 2):
        if not [reason for reason, step in steps if draft.edit(reason, step)]:
            break
    return draft.changes()


def apply(text: str, changes: Iterable[Change]) -> str:
    """Return `text` with these changes made."""
    parts, done = [], 0
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        parts += [text[done : change.start], change.replacement]
        done = change.end
    return "".join(parts) + text[done:]


# The draft: a text that remembers where each of its characters came from.


@dataclass(slots=True)
class _Letter:
    character: str
    origin: int | None
    reason: Reason | None = None
    group: int | None = None


class _Draft:
    def __init__(self, source: str) -> None:
        self.source = source
        self.letters = [_Letter(character, place) for place, character in enumerate(source)]
        self.gone: dict[int, tuple[Reason, int | None]] = {}
        self.groups = 0

    @property
    def text(self) -> str:
        return "".join(letter.character for letter in self.letters)

    def edit(self, reason: Reason, step: Callable[[str], Iterator[Edit]]) -> bool:
        """Make what one pass wants; whether it wanted anything."""
        edits = sorted(step(self.text), key=lambda edit: (edit.start, edit.end))
        after: list[_Letter] = []
        done = 0
        for edit in edits:
            group = None if edit.pair is None else self.groups + edit.pair
            for letter in self.letters[edit.start : edit.end]:
                if letter.origin is not None:
                    self.gone[letter.origin] = (reason, group)
            after += self.letters[done : edit.start]
            after += [_Letter(character, None, reason, group) for character in edit.replacement]
            done = edit.end
        self.letters = after + self.letters[done:]
        self.groups += len({edit.pair for edit in edits} - {None})
        return bool(edits)

    def changes(self) -> list[Change]:
        """The differences between the letters that stayed."""
        found: list[Change] = []
        before, inserted = 0, list[_Letter]()
        for letter in [*self.letters, _Letter("", len(self.source))]:
            if letter.origin is None:
                inserted.append(letter)
                continue
            if letter.origin > before or inserted:
                found.append(self._change(before, letter.origin, inserted))
            before, inserted = letter.origin + 1, []
        return [c for c in found if self.source[c.start : c.end] != c.replacement]

    def _change(self, start: int, end: int, inserted: list[_Letter]) -> Change:
        why = [self.gone[place] for place in range(start, end)]
        why += [(letter.reason or Reason.SPACE, letter.group) for letter in inserted]
        order = list(Reason)
        reason = min((reason for reason, _group in why), key=order.index)
        group = next((group for _reason, group in why if group is not None), None)
        text = "".join(letter.character for letter in inserted)
        return Change(start, end, text, reason, group)
