"""What stands, without any rendering, where something was withdrawn."""

from typing import Final

from khabar.edge.pieces import Core, Piece, Segment

GONE: Final = 410
NOT_FOUND: Final = 404

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
    "ar": ("rtl", "لم تعد هذه الصفحة متاحة", "الصفحة الرئيسية"),
    "en": ("ltr", "This page is no longer available", "Home"),
}


def stock(piece: Piece) -> Piece | None:
    """The stand-in for a withdrawn page; None for a fragment, which is rendered or not shown."""
    content = piece.content
    if not isinstance(content, Core):
        return None
    headers = tuple((name, value) for name, value in content.headers if name.lower() in _KEPT)
    language = {name.lower(): value for name, value in headers}.get("content-language", "ar")
    direction, title, home = _WORDS.get(language, _WORDS["ar"])
    html = _HTML.format(language=language, direction=direction, title=title, home=home)
    status = content.status if content.status in {GONE, NOT_FOUND} else GONE
    core = Core(status, headers, (Segment.of(html.encode()),), ())
    return Piece(piece.address, piece.keys, core, stock=True)
