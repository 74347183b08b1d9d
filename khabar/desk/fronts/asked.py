"""What a form or an address asks, read strictly: what is no number is none, never an error."""

import re
from collections.abc import Iterable

_WHOLE = re.compile(r"[0-9]{1,15}")


def whole(text: object, default: int = 0) -> int:
    """A whole number as it is typed in an address or a form."""
    asked = str(text if text is not None else "")
    return int(asked) if _WHOLE.fullmatch(asked) else default


def wholes(texts: Iterable[str]) -> list[int]:
    """The whole numbers among these."""
    return [int(text) for text in texts if _WHOLE.fullmatch(text)]
