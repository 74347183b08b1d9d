"""What stands, without any rendering, where something was withdrawn."""

from collections.abc import Collection
from typing import Final

from khabar.edge.inside import Standing
from khabar.edge.pieces import Core, Fragment, Piece, Segment
from khabar.newsroom.keys import is_part

GONE: Final = 410
NOT_FOUND: Final = 404
BUSY: Final = 503
#: Longer ago than any reader is shown what is stale.
LONG_AGO: Final = 60.0

#: Of the page that stood there, what a browser is to be told again.
_KEPT: Final = frozenset(
    {
        "content-security-policy",
        "content-type",
        "content-language",
        "cross-origin-opener-policy",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
    }
)
_HTML: Final = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title}</title></head>
<body><main><h1>{title}</h1><p><a href="/">{home}</a></p></main></body>
</html>
"""
#: It stands for less than a second, until the page that says when and why is rendered.
_WORDS: Final = {
    "ar": ("rtl", "لم تعد هذه الصفحة متاحة", "هذه الصفحة قيد التحديث", "الصفحة الرئيسية"),
    "en": ("ltr", "This page is no longer available", "This page is being updated", "Home"),
}


def stock(piece: Piece, by: Collection[str]) -> Standing | None:
    """The stand-in for a withdrawn page. Of a fragment there is none: it is rendered or not shown.

    What only showed, among other things, what was closed is still there without it. A reader waits
    for its rendering; the stand-in is for when that fails.
    """
    content = piece.content
    if all(map(is_part, by)):
        rest = _page(content, BUSY) if isinstance(content, Core) else Fragment(b"")
        return Standing(Piece(piece.address, piece.keys, rest, stock=True), LONG_AGO)
    if not isinstance(content, Core):
        return None
    status = content.status if content.status in {GONE, NOT_FOUND} else GONE
    return Standing(Piece(piece.address, piece.keys, _page(content, status), stock=True))


def _page(content: Core, status: int) -> Core:
    headers = tuple((name, value) for name, value in content.headers if name.lower() in _KEPT)
    language = {name.lower(): value for name, value in headers}.get("content-language", "ar")
    direction, *words = _WORDS.get(language, _WORDS["ar"])
    gone, busy, home = words
    if status == BUSY:
        # A feed was no page: what stands there is.
        headers = tuple(pair for pair in headers if pair[0].lower() != "content-type")
        headers += (("Retry-After", "1"), ("Content-Type", "text/html; charset=utf-8"))
    html = _HTML.format(
        language=language, direction=direction, title=busy if status == BUSY else gone, home=home
    )
    return Core(status, headers, (Segment.of(html.encode()),), ())
