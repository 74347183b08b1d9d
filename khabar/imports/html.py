"""Foreign HTML into the parts of an article's body. Pure: pictures are named, not opened.

Nothing of the source's markup is copied: what is known is written anew, all text is escaped, and
the rest is dropped, with its name kept for the report.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urlsplit

from khabar.imports.cleaning import fit

_DROPPED_WORDS: Final = """
    applet audio button canvas frame frameset head iframe input math noembed noframes noscript
    object option script select style svg template textarea title video
"""
_VOID_WORDS: Final = "area base br col embed frame hr img input link meta source wbr"
_BLOCK_WORDS: Final = """
    address article aside body center dd details div dl dt fieldset figure footer form header hr
    html main nav p pre section summary table tbody tfoot thead tr
"""
#: Dropped with all that is in them.
_DROPPED: Final = frozenset(_DROPPED_WORDS.split())
_VOID: Final = frozenset(_VOID_WORDS.split())
_BLOCKS: Final = frozenset(_BLOCK_WORDS.split())
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OPENERS: Final = _BLOCKS | _HEADINGS | {"blockquote", "ul", "ol", "figcaption"}
_BOLD: Final = frozenset({"b", "strong"})
_LINKS: Final = frozenset({"http", "https", "mailto", "tel"})
_LONGEST_LINK: Final = 2000
_LONGEST_SUBHEAD: Final = 120
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_TAG: Final = re.compile(r"<[^>]*>")
_EMPTY: Final = re.compile(r"<(b|a|li|ul|ol)\b[^>]*>\s*</\1>")
_AT_EDGE: Final = re.compile(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$")


@dataclass(frozen=True)
class BodyPart:
    """One block to be: ``paragraph`` (rich text), ``subhead``, ``quote``, ``image``, ``table``.

    An ``image`` holds src, alt and caption; the others hold the value of the block of that name.
    """

    kind: str
    value: Any


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    headed: bool = False
    simple: bool = True


def body_parts(html: str) -> tuple[list[BodyPart], set[str]]:
    """The parts of a body in HTML, and the names of what was dropped from it."""
    parser = _BodyParser()
    parser.feed(fit(html))
    parser.close()
    return parser.parts, parser.dropped


def text_parts(text: str) -> list[BodyPart]:
    """The parts of a body in plain text: a paragraph each, parted by empty lines or lines."""
    text = fit(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    split = r"\n\s*\n" if "\n\n" in text else r"\n"
    paragraphs = [_SPACE.sub(" ", part).strip() for part in re.split(split, text)]
    rich = "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs if part)
    return [BodyPart("paragraph", rich)] if rich else []


class _BodyParser(HTMLParser):
    """Text goes to the line of a paragraph or list, or into a sink (heading, cell, caption)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[BodyPart] = []
        self.dropped: set[str] = set()
        self._skipping: list[str] = []
        self._rich: list[str] = []
        self._line: list[str] = []
        self._inline: list[tuple[str, str]] = []
        self._lists: list[str] = []
        self._sink: list[str] | None = None
        self._sink_tag = ""
        self._quote: list[str] | None = None
        self._speaker = ""
        self._table: _Table | None = None

    # Events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what is known."""
        if self._skipping or tag in _DROPPED:
            if tag not in _VOID:
                self._skipping.append(tag)
            self.dropped.add(tag)
        elif tag == "br":
            (self._line if self._sink is None else self._sink).append(
                "<br/>" if self._sink is None else " "
            )
        elif tag == "img":
            self._image(dict(attrs))
        elif self._table is not None:
            self._start_in_table(tag, dict(attrs))
        elif self._sink is None:
            self._start(tag, dict(attrs))
        elif self._sink_tag in _HEADINGS and (tag in _OPENERS):
            # A heading that was never closed must not swallow the text.
            self._end(self._sink_tag)
            self._start(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<br/>`` and the like; of others HTML ignores the slash."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        if self._skipping:
            if tag in self._skipping:
                while self._skipping.pop() != tag:
                    pass
        elif self._table is not None:
            self._end_in_table(tag)
        else:
            self._end(tag)

    def handle_data(self, data: str) -> None:
        """Text, wherever it now belongs."""
        if self._skipping:
            return
        if self._sink is not None:
            self._sink.append(fit(data))
        elif self._table is None:
            if self._lists and self._lists[-1] != "li" and data.strip():
                self._open_list("li")
            self._line.append(escape(_SPACE.sub(" ", fit(data)), quote=False))

    def close(self) -> None:
        """End whatever the source left open."""
        super().close()
        if self._table is not None:
            self._end_in_table("table")
        self._end_sink()
        self._end_lists(0)
        self._flush_line()
        self._end_quote()
        self._flush_rich()

    # Outside tables

    def _start(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in _BOLD or tag == "a":
            self._start_inline("b" if tag in _BOLD else "a", attrs)
        elif tag in {"ul", "ol"} or (tag == "li" and self._lists):
            self._start_list(tag)
        elif tag in _HEADINGS or tag == "figcaption" or (tag == "cite" and self._quote is not None):
            self._end_lists(0)
            self._flush_line()
            self._sink, self._sink_tag = [], tag
        elif tag == "blockquote":
            self._end_lists(0)
            self._flush_line()
            self._quote = self._quote if self._quote is not None else []
        elif tag in _BLOCKS or tag == "li":
            self._flush_line()
            if tag == "table":
                self._end_lists(0)
                self._table = _Table()

    def _start_list(self, tag: str) -> None:
        if not self._lists:
            self._flush_line()
        elif tag == "li" and self._lists[-1] == "li":
            self._close_list()
        elif tag != "li" and self._lists[-1] != "li":
            self._open_list("li")
        self._open_list(tag)

    def _end(self, tag: str) -> None:
        if tag in _BOLD or tag == "a":
            self._end_inline("b" if tag in _BOLD else "a")
        elif tag in {"ul", "ol", "li"}:
            if tag in self._lists:
                depth = len(self._lists) - 1 - self._lists[::-1].index(tag)
                self._end_lists(depth)
        elif tag in _HEADINGS:
            self._subhead(self._end_sink())
        elif tag == "figcaption":
            self._caption(self._end_sink())
        elif tag == "cite" and self._quote is not None:
            self._speaker = self._end_sink()[:255]
        elif tag == "blockquote":
            self._end_lists(0)
            self._flush_line()
            self._end_quote()
        elif tag in _BLOCKS:
            self._flush_line()

    def _start_inline(self, tag: str, attrs: dict[str, str | None]) -> None:
        opening = "<b>"
        if tag == "a":
            href = _safe_link(attrs.get("href") or "")
            opening = f'<a href="{escape(href)}">' if href else ""
        if tag not in (name for name, _opening in self._inline):
            self._inline.append((tag, opening))
            self._line.append(opening)

    def _end_inline(self, tag: str) -> None:
        names = [name for name, _opening in self._inline]
        if tag in names:
            place = names.index(tag)
            self._line += [f"</{name}>" for name, opening in self._inline[place:][::-1] if opening]
            del self._inline[place]
            self._line += [opening for _name, opening in self._inline[place:]]

    def _between(self, text: str) -> None:
        """Put a tag between inline elements, not inside them."""
        self._line += [f"</{name}>" for name, opening in self._inline[::-1] if opening]
        self._line.append(text)
        self._line += [opening for _name, opening in self._inline]

    def _open_list(self, tag: str) -> None:
        self._lists.append(tag)
        self._between(f"<{tag}>")

    def _close_list(self) -> None:
        self._between(f"</{self._lists.pop()}>")

    def _end_lists(self, depth: int) -> None:
        if self._lists:
            while len(self._lists) > depth:
                self._close_list()
            if not self._lists:
                self._flush_line(paragraph=False)

    # What is finished

    def _flush_line(self, *, paragraph: bool = True) -> None:
        if self._lists:
            self._line.append(" ")
            return
        closing = [f"</{name}>" for name, opening in self._inline[::-1] if opening]
        html = "".join([*self._line, *closing])
        self._line = [opening for _name, opening in self._inline]
        while (without := _EMPTY.sub("", html)) != html:
            html = without
        html = _AT_EDGE.sub("", html)
        if not _TAG.sub("", html).strip():
            return
        if self._quote is not None:
            self._quote.append(_as_text(html))
        else:
            self._rich.append(f"<p>{html}</p>" if paragraph else html)

    def _flush_rich(self) -> None:
        if self._rich:
            self.parts.append(BodyPart("paragraph", "".join(self._rich)))
            self._rich = []

    def _add(self, kind: str, value: Any) -> None:
        self._flush_rich()
        self.parts.append(BodyPart(kind, value))

    def _end_sink(self) -> str:
        text = _SPACE.sub(" ", "".join(self._sink or [])).strip()
        self._sink = None
        return text

    def _subhead(self, text: str) -> None:
        if text and len(text) <= _LONGEST_SUBHEAD:
            self._add("subhead", text)
        elif text:
            self._rich.append(f"<p><b>{escape(text, quote=False)}</b></p>")

    def _end_quote(self) -> None:
        words = "\n".join(self._quote or [])
        if words:
            self._add("quote", {"text": words, "speaker": self._speaker, "role": ""})
        self._quote, self._speaker = None, ""

    def _image(self, attrs: dict[str, str | None]) -> None:
        if not attrs.get("src"):
            return
        if self._sink is None and self._table is None:
            self._end_lists(0)
            self._flush_line()
        image = {"src": fit(attrs["src"] or "").strip(), "alt": fit(attrs.get("alt") or "").strip()}
        self._add("image", image | {"caption": ""})

    def _caption(self, text: str) -> None:
        if self.parts and not self._rich and self.parts[-1].kind == "image":
            self.parts[-1].value["caption"] = text
        elif text:
            self._rich.append(f"<p>{escape(text, quote=False)}</p>")

    # Tables

    def _start_in_table(self, tag: str, attrs: dict[str, str | None]) -> None:
        table = self._table
        if table is None:
            return
        if tag == "tr":
            self._end_cell()
            table.rows.append([])
        elif tag in {"td", "th"}:
            self._end_cell()
            table.simple &= not (attrs.get("colspan") or attrs.get("rowspan"))
            table.headed |= tag == "th" and len(table.rows) <= 1
            self._sink, self._sink_tag = [], tag
        elif tag == "table":
            table.simple = False
        elif self._sink is not None:
            self._sink.append(" ")

    def _end_in_table(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "table" and self._table is not None:
            table, self._table = self._table, None
            self._finish_table(table)

    def _end_cell(self) -> None:
        if self._sink is not None and self._table is not None:
            if not self._table.rows:
                self._table.rows.append([])
            self._table.rows[-1].append(self._end_sink())

    def _finish_table(self, table: _Table) -> None:
        rows = [row for row in table.rows if any(row)]
        if not rows:
            return
        if not table.simple or len({len(row) for row in rows}) > 1:
            # Its words are kept, a paragraph for each row.
            for row in rows:
                words = escape(" – ".join(filter(None, row)), quote=False)
                self._rich.append(f"<p>{words}</p>")
            return
        heads = rows.pop(0) if table.headed else [""] * len(rows[0])
        columns = [{"type": "text", "heading": head} for head in heads]
        value = {"columns": columns, "rows": [{"values": row} for row in rows], "caption": ""}
        self._add("table", {"caption": "", "table": value})


def _safe_link(href: str) -> str:
    href = "".join(href.split())
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    fine = parts.scheme.lower() in _LINKS and len(href) <= _LONGEST_LINK
    return href if fine and (parts.netloc or parts.scheme not in {"http", "https"}) else ""


def _as_text(html: str) -> str:
    return unescape(_TAG.sub(" ", html.replace("<br/>", "\n"))).strip()
