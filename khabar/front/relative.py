"""Counted words for scripts: how long ago, how many wait. Words only, no clock here."""

from functools import cache
from typing import Final

from django.utils.translation import gettext, ngettext, override

from khabar.language.plurals import category

CATEGORIES: Final = ("zero", "one", "two", "few", "many", "other")
#: A count of each category in some language; the first that fits is asked for.
_SAMPLES: Final = (0, 1, 2, 3, 5, 11, 20, 100, 1000)
#: Where the script puts the number.
NUMBER: Final = "#"


@cache
def forms(unit: str, language: str) -> tuple[str, ...]:
    """The six forms of "minutes ago", "hours ago" or "new updates" in the order of CATEGORIES.

    A category that the language does not have repeats "other". Zero minutes are always "now".
    """
    with override(language):
        found = {
            category(n, language): _phrase(unit, n) % {"n": NUMBER} for n in reversed(_SAMPLES)
        }
        if unit == "minutes" and category(0, language) != "zero":
            found["zero"] = gettext("Now")
    return tuple(found.get(name, found["other"]) for name in CATEGORIES)


def _phrase(unit: str, n: int) -> str:
    if unit == "minutes":
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", n)
    if unit == "new":
        return ngettext("%(n)s new update", "%(n)s new updates", n)
    return ngettext("%(n)s hour ago", "%(n)s hours ago", n)
