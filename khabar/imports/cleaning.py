"""Foreign text made safe to store; no word is changed."""

import re
from typing import Final

#: Control characters and halves of surrogate pairs: no database or page takes them.
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


def fit(text: str) -> str:
    """The text without what no database takes."""
    return _UNFIT.sub("", text)


def one_line(text: str) -> str:
    """The text word for word on one line: only spaces are squeezed."""
    return _SPACE.sub(" ", fit(text)).strip()
