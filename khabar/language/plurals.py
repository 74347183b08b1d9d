"""Which plural form a count takes, by the rules of CLDR."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from babel.plural import PluralRule

Category = Literal["zero", "one", "two", "few", "many", "other"]


def category(n: float | Decimal, language: str) -> Category:
    """Return the plural category of `n` in `language` (a tag such as "ar" or "ar-EG").

    A language CLDR does not know has the one form "other".
    """
    rule = _rule(language)
    return "other" if rule is None else cast("Category", rule(n))


@lru_cache(maxsize=64)
def _rule(language: str) -> PluralRule | None:
    try:
        return Locale.parse(language, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return None
