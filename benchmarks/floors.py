"""What must not get worse: figures that were reached, kept in ``floors.json``.

A figure that is worse than its floor by more than the tolerance, which is what one run differs
from another on one machine, ends the bench with 1. A floor is lowered in a commit that says why.
BENCH_FLOORS=0 measures without them.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import say

FILE: Final = Path(__file__).with_name("floors.json")
_below: list[str] = []


def keep(name: str, value: float) -> float:
    """Hold a figure against its floor, if it has one; the figure."""
    held: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    least, most = held["least"].get(name), held["most"].get(name)
    if least is not None and value < least * (1 - held["tolerance"]):
        _below.append(f"{name}: {value:.3g}, and was {least}")
    if most is not None and value > most * (1 + held["tolerance"]):
        _below.append(f"{name}: {value:.4g}, and was {most}")
    return value


def failed(what: str) -> None:
    """Something that must never be, whatever the floors are."""
    _below.append(what)


def finish() -> None:
    """Say what got worse, and end the process with 1 if anything did."""
    for line in _below:
        say(f"WORSE    {line}")
    if _below and os.environ.get("BENCH_FLOORS") != "0":
        sys.exit(1)
