"""Stored rich text into what a reader gets."""

import re
from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from khabar.front.markup import isolates_in_html
from khabar.newsroom import keys
from khabar.outbox.collecting import uses

#: Cannot stand in stored text: the desk and the importers drop control characters.
_BETWEEN: Final = "\x1e"
_PAGE: Final = re.compile(r'<a\b(?=[^>]*\blinktype="page")[^>]*\bid="(\d+)"')
_DOCUMENT: Final = re.compile(r'<a\b(?=[^>]*\blinktype="document")[^>]*\bid="(\d+)"')


def expand(sources: Sequence[str]) -> list[SafeString]:
    """Rich texts as safe HTML, foreign pieces isolated; all their links are looked up at once."""
    if not sources:
        return []
    joined = _BETWEEN.join(source.replace(_BETWEEN, "") for source in sources)
    _tell_links(joined)
    return [
        mark_safe(isolates_in_html(html))  # noqa: S308 (stored rich text is cleaned when it is saved)
        for html in expand_db_html(joined).split(_BETWEEN)
    ]


def _tell_links(html: str) -> None:
    """Say which things' addresses the text shows: Wagtail reads them as plain pages."""
    for pk in map(int, _PAGE.findall(html)):
        uses(keys.article_card(pk), keys.section(pk), keys.story(pk), keys.text(pk))
    uses(*(keys.document(int(pk)) for pk in _DOCUMENT.findall(html)))
