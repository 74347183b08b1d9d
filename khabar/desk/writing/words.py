"""All that the scripts of writing say. They get it from a data attribute of the editor's tools."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khabar.language.cleaning import Reason
from khabar.language.reading import WORDS_A_MINUTE
from khabar.newsroom.forms import PLURALS


def _reasons() -> dict[str, str]:
    return {
        Reason.CHAT: _("sign of a chat"),
        Reason.QUOTE: _("quotation marks"),
        Reason.PUNCTUATION: _("punctuation"),
        Reason.LETTER: _("letter of another language"),
        Reason.WAW: _("waw apart from its word"),
        Reason.SPACE: _("spaces"),
        Reason.INVISIBLE: _("invisible mark"),
    }


def cleaning_words() -> dict[str, Any]:
    """What «نظّف النص» says."""
    return {
        "title": _("Clean the text"),
        "intro": _("Nothing changes before you apply it. Take out what should stay."),
        "nothing": _("Nothing to clean: the text is clean."),
        "failed": _("The text could not be checked. Check the connection and try again."),
        "before": _("Before"),
        "after": _("After"),
        "all": _("Select all"),
        "none": _("Select none"),
        "apply": _("Apply what is selected"),
        "close": _("Close"),
        "undo": _("Undo the cleaning"),
        "undone": _("The text is as it was."),
        "kept": _("Fields that were edited since the cleaning stayed as they are."),
        "reasons": _reasons(),
        "found": {
            name: ngettext("%(n)s change proposed", "%(n)s changes proposed", number)
            for name, number in PLURALS.items()
        },
        "done": {
            name: ngettext("%(n)s change made", "%(n)s changes made", number)
            for name, number in PLURALS.items()
        },
    }


def reading_words() -> dict[str, Any]:
    """What the length of an article is said with."""
    return {
        "words_a_minute": WORDS_A_MINUTE,
        "words": {
            name: ngettext("%(n)s word", "%(n)s words", number) for name, number in PLURALS.items()
        },
        "minutes": {
            name: ngettext("%(n)s minute to read", "%(n)s minutes to read", number)
            for name, number in PLURALS.items()
        },
    }


def pasting_words() -> dict[str, Any]:
    """What is said after pasting."""
    return {
        "marks": {
            name: ngettext(
                "%(n)s invisible mark was left out",
                "%(n)s invisible marks were left out",
                number,
            )
            for name, number in PLURALS.items()
        },
    }
