"""Which letters the bytes of an old tool stand for, when it does not say.

UTF-8 tells itself. Of what is left, a word that is all high bytes is Arabic, and one in which high
bytes stand alone among Latin letters is Western; which Arabic code page it is, the letters that
Arabic uses most decide.
"""

import re
from collections.abc import Iterable
from typing import Final

_LATIN: Final = "cp1252"
_ARABIC: Final = ("cp1256", "iso8859_6", "mac_arabic")
_ENOUGH: Final = 1.25
"""How much better than windows-1256, the usual one, another Arabic code page must read."""

_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_HIGH_LETTER: Final = re.compile(rb"[\xc0-\xff\x81\x8d\x8e\x8f\x90\x98\x9a\x9f\xaa]")
_FREQUENT: Final = dict.fromkeys("ال", 4) | dict.fromkeys("يم", 3) | dict.fromkeys("نروتبة", 2)
_FOREIGN: Final = 3
_DECLARED: Final = {b"\x1b%G": "utf-8", b"\x1b.A": "latin-1", b"\x1b.G": "iso8859_6"}
"""Escape sequences of IIM's CodedCharacterSet (1:90) that are met with."""


def declared(sequence: bytes) -> str | None:
    """The encoding that an IIM block says it is in; None if it says nothing that is known."""
    return _DECLARED.get(sequence)


def decode(raw: bytes, said: str | None = None, *, guess: str | None = None) -> str:
    """Text of bytes: as said if that is true, as UTF-8 if it is that, or else as guessed.

    Never raises. ``guess`` is the answer of ``guess_encoding`` for the whole file, since one short
    value says little about itself.
    """
    for encoding in (said, "utf-8"):
        if encoding:
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                pass
    return raw.decode(guess or guess_encoding([raw]), "replace")


def guess_encoding(values: Iterable[bytes]) -> str:
    """The code page in which these values, none of them said to be in any, read best."""
    text = b" ".join(value for value in values if not _is_utf8(value))
    alone = together = 0
    for word in _WORD.findall(text):
        high = len(_HIGH_LETTER.findall(word))
        if high > 1 and high * 2 > len(word):
            together += high
        else:
            alone += high
    if together <= alone:
        return _LATIN
    usual = _reads(text, _ARABIC[0])
    best = max(_ARABIC, key=lambda encoding: _reads(text, encoding))
    return best if _reads(text, best) > usual * _ENOUGH else _ARABIC[0]


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _reads(text: bytes, encoding: str) -> int:
    """How Arabic the text is in an encoding: its frequent letters, less accented Latin ones."""
    decoded = text.decode(encoding, "replace")
    foreign = sum("\xc0" <= letter <= "\xff" or letter == "\ufffd" for letter in decoded)
    return sum(_FREQUENT.get(letter, 0) for letter in decoded) - _FOREIGN * foreign
