"""The texts of a body, block by block: reading them, and leaving out what nobody sees."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.rich_text import RichText

from khabar.language.cleaning import Reason, apply, propose
from khabar.language.markup import clean_html
from khabar.language.reading import word_count

_INVISIBLE = frozenset({Reason.INVISIBLE})
#: Where a line of rich text ends, and with it a word.
_ENDS = ("</p>", "</li>", "<br/>", "<br>")
_TAG = re.compile(r"<[^>]*>")


def words(body: Any) -> int:
    """How many words a body has: its paragraphs, subheads, quotes, verse and captions."""
    return sum(word_count(text) for child in body for text in _texts(child.block, child.value))


def stored_text(body: Any) -> str:
    """The same texts, a line each, read from the body as it is stored: nothing else is looked up.

    For whole archives: of a thousand articles a second, no block becomes an object.
    """
    kinds = body.stream_block.child_blocks
    return "\n".join(
        text
        for block in body.raw_data
        if block["type"] in kinds
        for text in _stored(kinds[block["type"]], block["value"])
        if text
    )


def visible_line(text: str, language: str) -> str:
    """The text without invisible marks; nothing else changes."""
    return apply(text, propose(text, language, _INVISIBLE))


def drop_marks(body: Any, language: str) -> bool:
    """Leave out the invisible marks of every text of a body; whether there were any."""
    dropped = False
    for place, child in enumerate(body):
        value = _visible(child.block, child.value, language)
        if value != child.value:
            body[place] = (child.block_type, value, child.id)
            dropped = True
    return dropped


def _texts(block: Any, value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        yield _read(value.source)
    elif isinstance(block, CharBlock | TextBlock):
        yield value or ""
    elif isinstance(block, StructBlock):
        for name, item in value.items():
            yield from _texts(block.child_blocks[name], item)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _texts(block.child_block, item)


def _stored(block: Any, value: Any) -> Iterator[str]:
    if isinstance(block, RichTextBlock):
        yield _read_stored(value or "")
    elif isinstance(block, CharBlock | TextBlock):
        yield value or ""
    elif isinstance(block, StructBlock):
        for name, item in (value or {}).items():
            if name in block.child_blocks:
                yield from _stored(block.child_blocks[name], item)
    elif isinstance(block, ListBlock):
        for item in value or ():
            yield from _stored(block.child_block, item["value"])


def _read_stored(source: str) -> str:
    """Rich text that was cleaned when it was saved: its tags are tags."""
    for end in _ENDS:
        source = source.replace(end, f"{end} ")
    return unescape(_TAG.sub("", source))


def _read(source: str) -> str:
    for end in _ENDS:
        source = source.replace(end, f"{end} ")
    return unescape(strip_tags(source))


def _visible(block: Any, value: Any, language: str) -> Any:
    if isinstance(value, RichText):
        source = clean_html(value.source, language, _INVISIBLE)
        return value if source == value.source else RichText(source)
    if isinstance(block, CharBlock | TextBlock):
        return visible_line(value, language) if value else value
    if isinstance(block, StructBlock):
        items = [
            (name, _visible(block.child_blocks[name], item, language))
            for name, item in value.items()
        ]
        return value if items == list(value.items()) else type(value)(block, items)
    if isinstance(block, ListBlock):
        items = [_visible(block.child_block, item, language) for item in value]
        return value if items == list(value) else block.normalize(items)
    return value
