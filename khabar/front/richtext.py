"""Stored rich text into what a reader gets."""

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from khabar.front.markup import isolates_in_html

#: Cannot stand in stored text: the desk and the importers drop control characters.
_BETWEEN: Final = "\x1e"


def expand(sources: Sequence[str]) -> list[SafeString]:
    """Rich texts as safe HTML, foreign pieces isolated; all their links are looked up at once."""
    if not sources:
        return []
    joined = _BETWEEN.join(source.replace(_BETWEEN, "") for source in sources)
    return [
        mark_safe(isolates_in_html(html))  # noqa: S308 (stored rich text is cleaned when it is saved)
        for html in expand_db_html(joined).split(_BETWEEN)
    ]
