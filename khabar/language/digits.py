"""Digits and numbers in the three numbering systems our editions print."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

Numbering = Literal["latn", "arab", "arabext"]
NUMBERINGS: Final[tuple[Numbering, ...]] = get_args(Numbering)


@dataclass(frozen=True, slots=True)
class _System:
    """How one numbering system writes a number (CLDR)."""

    digits: str
    decimal: str
    group: str
    minus: str


# The sign carries a direction mark: without it a bare «-5» shows its sign on the wrong side
# in a right-to-left line.
_SYSTEMS: Final[dict[str, _System]] = {
    "latn": _System("0123456789", ".", ",", "\u200e-"),
    "arab": _System("٠١٢٣٤٥٦٧٨٩", "٫", "٬", "\u061c-"),
    "arabext": _System("۰۱۲۳۴۵۶۷۸۹", "٫", "٬", "\u200e\u2212"),
}

_TO_NUMBERING: Final[dict[str, dict[int, str]]] = {
    name: {
        ord(digit): target.digits[value]
        for source in _SYSTEMS.values()
        for value, digit in enumerate(source.digits)
    }
    for name, target in _SYSTEMS.items()
}

_NUMBER_SIGNS: Final[dict[str, dict[int, str]]] = {
    name: _TO_NUMBERING[name]
    | {ord("."): system.decimal, ord(","): system.group, ord("-"): system.minus}
    for name, system in _SYSTEMS.items()
}


def convert(s: str, numbering: str) -> str:
    """Return `s` with every digit of the three systems written in `numbering`, all else as it was.

    Raises ValueError for an unknown numbering.
    """
    return s.translate(_table(_TO_NUMBERING, numbering))


def format_number(n: float | Decimal, numbering: str) -> str:
    """Return `n` grouped by thousands, in `numbering`: 17,088 and ١٧٬٠٨٨, 3.5 and ٣٫٥.

    Every decimal of `n` is kept, never an exponent. For counts and amounts; years and ids are
    not grouped: use `convert(str(n), …)`. Raises ValueError for an unknown numbering, and for
    what is no number (infinity, NaN).
    """
    table = _table(_NUMBER_SIGNS, numbering)
    # Through repr a float keeps the digits it is written with: 3.1, not 3.100000000000000088.
    number = Decimal(repr(n)) if isinstance(n, float) else Decimal(n)
    if not number.is_finite():
        msg = f"{n!r} cannot be printed as a number."
        raise ValueError(msg)
    written = f"{number:,f}"
    if isinstance(n, float):
        written = written.removesuffix(".0")
    return ("0" if written == "-0" else written).translate(table)


def _table(tables: dict[str, dict[int, str]], numbering: str) -> dict[int, str]:
    try:
        return tables[numbering]
    except KeyError:
        msg = f"Unknown numbering {numbering!r}: choose one of {', '.join(NUMBERINGS)}."
        raise ValueError(msg) from None
