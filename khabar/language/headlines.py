"""Headlines compared: two that say the same in nearly the same words."""

from __future__ import annotations

from typing import Final

from .analysis import analyse

#: Two headlines that share so much of their words tell the same.
SAME: Final = 0.75


def same(headline: str, other: str, language: str = "ar") -> bool:
    """Whether two headlines tell the same: words are compared by their stems, in any order."""
    mine, its = _words(headline, language), _words(other, language)
    both = len(mine & its)
    return bool(both) and both >= SAME * len(mine | its)


def _words(headline: str, language: str) -> frozenset[str]:
    return frozenset(term.stem for term in analyse(headline, language))
