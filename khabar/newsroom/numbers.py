"""Public numbers: how an article is known outside, stable over export and database moves."""

import re

#: ``12-slug``, ``12`` or ``12-``; Western digits, no leading zero, at most what fits a column.
_NUMBERED = re.compile(r"([1-9][0-9]{0,17})(?:-.*)?", re.DOTALL)


def number_in(component: str) -> int | None:
    """The public number that a component of an address begins with, or None."""
    match = _NUMBERED.fullmatch(component)
    return int(match[1]) if match else None
