"""What became of the items: counted, and written to a report a line each."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Final

from khabar.imports.problems import Note

ADDED: Final = "added"
UPDATED: Final = "updated"
SCHEDULED: Final = "scheduled"
WITHDRAWN: Final = "withdrawn"
HELD: Final = "held"
SAME: Final = "same"
OLDER: Final = "older"
FAILED: Final = "failed"

#: In the order of the summary, with what each one means.
MEANINGS: Final = {
    ADDED: "published",
    UPDATED: "updated",
    SCHEDULED: "under embargo, scheduled",
    WITHDRAWN: "withdrawn",
    HELD: "kept as drafts, not to be published",
    SAME: "here already in this version",
    OLDER: "refused: a newer version is here",
    FAILED: "failed",
}


@dataclass(frozen=True)
class Origin:
    """Where an item stands."""

    file: str
    line: int

    def __str__(self) -> str:
        """As editors and compilers write it."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Outcome:
    """What became of one item."""

    origin: Origin
    kind: str
    uri: str = ""
    number: int | None = None
    reason: str = ""
    notes: Sequence[Note] = ()


class Outcomes:
    """Counts outcomes and notes, says what somebody must know, and keeps the report."""

    def __init__(self, say: Callable[[str], None], report: IO[str] | None = None) -> None:
        self.kinds: Counter[str] = Counter()
        self.codes: Counter[tuple[str, str]] = Counter()
        self._say = say
        self._report = report

    def add(self, outcome: Outcome) -> None:
        """Take one in."""
        self.kinds[outcome.kind] += 1
        self.codes.update((note.level, note.code) for note in outcome.notes)
        if outcome.kind in {FAILED, OLDER}:
            name = f" {outcome.uri}" if outcome.uri else ""
            self._say(f"{outcome.origin}:{name} {outcome.kind}: {outcome.reason}")
        if self._report is not None:
            self._report.write(_line(outcome))

    def summary(self) -> list[str]:
        """The counts, in words."""
        lines = [
            f"{self.kinds[kind]:>8,}  {meaning}"
            for kind, meaning in MEANINGS.items()
            if self.kinds[kind]
        ]
        if self.codes:
            lines.append("Noticed:")
        for (level, code), count in sorted(self.codes.items(), key=lambda pair: -pair[1]):
            lines.append(f"{count:>8,}  {code} ({level})")
        return lines


def _line(outcome: Outcome) -> str:
    data = {
        "file": outcome.origin.file,
        "line": outcome.origin.line,
        "uri": outcome.uri,
        "outcome": outcome.kind,
        "number": outcome.number,
        "reason": outcome.reason,
        "notes": [
            {"code": note.code, "level": note.level, "message": note.message}
            for note in outcome.notes
        ],
    }
    return json.dumps(data, ensure_ascii=False) + "\n"
