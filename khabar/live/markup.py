"""The few marks that a post's text has, into HTML: paragraphs, bold, lists, links.

Typed in a hurry on any keyboard, kept as typed, and nothing of it is ever taken for markup: angle
brackets are letters. The rest of Markdown is switched off.
"""

from collections.abc import Callable
from typing import Final

from markdown_it import MarkdownIt

_RULES: Final = ("list", "emphasis", "link", "newline", "escape", "balance_pairs", "fragments_join")
_reader: Final = MarkdownIt("zero", {"breaks": True}).enable([*_RULES])
#: As articles have them. Arabic letters do not slant, so that emphasis is bold or nothing.
_TAGS: Final = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "", "em_close": ""}


def _fixed(tag: str) -> Callable[..., str]:
    return lambda *_rendered: tag


for _name, _tag in _TAGS.items():
    _reader.add_render_rule(_name, _fixed(_tag))


def to_html(text: str) -> str:
    """The text as safe HTML. Links lead to http, https and mail alone."""
    html: str = _reader.render(_typed(text))
    return html.strip()


def paragraphs(text: str) -> list[str]:
    """The text as blocks of HTML, for an article's body: one for each paragraph or list."""
    tokens = _reader.parse(_typed(text))
    blocks: list[str] = []
    start = 0
    for place, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            part = tokens[start : place + 1]
            blocks.append(_reader.renderer.render(part, _reader.options, {}).strip())
            start = place + 1
    return blocks


def plain(text: str) -> str:
    """The words alone, on one line."""
    words = []
    for token in _reader.parse(_typed(text)):
        words += [child.content or " " for child in token.children or [] if not child.hidden]
        words.append(" ")
    return " ".join("".join(words).split())


def _typed(text: str) -> str:
    """Line ends as one sign; leading blanks make no code of a paragraph."""
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n"))
