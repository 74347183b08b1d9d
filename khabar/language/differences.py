"""The difference between two texts, word by word, as a reader would mark it with a pencil."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["same", "gone", "new"]

# A word keeps its marks and tatweel; of punctuation each sign stands by itself; so do spaces.
_MARKS: Final = r"\u0300-\u036f\u064b-\u065f\u0670\u0640"
_TOKENS: Final = re.compile(
    rf"[^\W_](?:[\w{_MARKS}\u200c\u200d'’.,٫٬]*[\w{_MARKS}])?|\s+|.", re.DOTALL
)
_FOLDED: Final = 24
"""How many words of what stayed the same are shown beside a change before the rest is folded."""
_LONG: Final = 400


@dataclass(frozen=True)
class Run:
    """Words that stayed, went or came, with the spaces and signs between them."""

    kind: Kind
    text: str


def tokens(text: str) -> list[str]:
    """The words, signs and spaces of a text; joined they are the text again."""
    return _TOKENS.findall(text)


def differences(old: str, new: str) -> list[Run]:
    """What stayed, went and came, in reading order.

    The runs that are not new make up ``old``, those that are not gone make up ``new``, exactly.
    Spaces alone between two changed words change with them, so that a changed phrase is read in
    one piece instead of word by word.
    """
    before, after = tokens(old), tokens(new)
    # In a long text spaces and particles would be held against each other a million times.
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > _LONG)
    runs: list[Run] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(before[i:j])))
            continue
        if j > i:
            runs.append(Run("gone", "".join(before[i:j])))
        if m > k:
            runs.append(Run("new", "".join(after[k:m])))
    return _joined(runs)


def _joined(runs: Sequence[Run]) -> list[Run]:
    """The runs with changes that only a space parts made one."""
    joined: list[Run] = []
    gone = new = ""
    for place, run in enumerate(runs):
        is_bridge = (
            run.kind == "same"
            and run.text.isspace()
            and bool(gone or new)
            and place + 1 < len(runs)
        )
        if run.kind == "gone" or is_bridge:
            gone += run.text
        if run.kind == "new" or is_bridge:
            new += run.text
        if run.kind == "same" and not is_bridge:
            joined += [*_changes(gone, new), run]
            gone = new = ""
    return [*joined, *_changes(gone, new)]


def _changes(gone: str, new: str) -> Iterator[Run]:
    if gone:
        yield Run("gone", gone)
    if new:
        yield Run("new", new)


@dataclass(frozen=True)
class Folded:
    """A run as a page shows it; of a long one that stayed only the ends, with ``rest`` hidden."""

    kind: Kind
    text: str
    rest: str = ""
    after: str = ""
    replaces: bool = False
    """Whether it came for what went just before it: a space must part «12» from «11»."""


def folded(runs: Sequence[Run], words: int = _FOLDED) -> list[Folded]:
    """The runs with long stretches that stayed the same folded between their ends.

    Text, rest and after are the run again.
    """
    shown = []
    for place, run in enumerate(runs):
        parts = tokens(run.text)
        first, last = place == 0, place == len(runs) - 1
        ahead, behind = (0 if first else words * 2), (0 if last else words * 2)
        if run.kind != "same" or len(runs) == 1 or len(parts) <= ahead + behind + words:
            before = runs[place - 1] if run.kind == "new" and place else None
            replaces = before is not None and before.kind == "gone"
            shown.append(Folded(run.kind, run.text, replaces=replaces))
            continue
        end = len(parts) - behind
        shown.append(
            Folded("same", "".join(parts[:ahead]), "".join(parts[ahead:end]), "".join(parts[end:]))
        )
    return shown


@dataclass(frozen=True)
class Pair:
    """A part of an article then and now; one of the two is empty where it came or went."""

    name: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.old != self.new


def aligned(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Pair]:
    """Two sequences of named parts (the blocks of a body), each beside what became of it.

    Equal parts meet first; between them, a part meets the one that is most like it, in order. The
    old texts of the pairs are the old sequence, the new ones the new sequence, but for empty ones.
    """
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pairs += [Pair(name, text, text) for name, text in old[i:j]]
        else:
            pairs += _matched(list(old[i:j]), list(new[k:m]))
    return pairs


def _matched(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Pair]:
    """Each changed part beside the next one of the same name that is like it."""
    place = 0
    for name, text in old:
        found = next(
            (at for at in range(place, len(new)) if new[at][0] == name and alike(text, new[at][1])),
            None,
        )
        if found is None:
            yield Pair(name, text, "")
            continue
        yield from (Pair(other, "", came) for other, came in new[place:found])
        yield Pair(name, text, new[found][1])
        place = found + 1
    yield from (Pair(name, "", came) for name, came in new[place:])


def alike(old: str, new: str, least: float = 0.4) -> bool:
    """Whether one is a new wording of the other rather than another text."""
    before, after = tokens(old), tokens(new)
    words = SequenceMatcher(
        None,
        [token for token in before if not token.isspace()],
        [token for token in after if not token.isspace()],
        autojunk=False,
    )
    return words.real_quick_ratio() >= least and words.ratio() >= least
