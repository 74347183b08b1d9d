"""A QR code as inline SVG, drawn here: its text goes nowhere else."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

#: White around it, in modules; readers need four.
QUIET = 4


def svg(text: str) -> SafeString:
    """The picture, of one path, without a style of its own."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(
        f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on
    )
    return format_html(
        '<svg class="desk-qr" viewBox="0 0 {size} {size}" role="img" aria-hidden="true"'
        ' shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"></rect>'
        '<path d="{dark}" fill="#000"></path></svg>',
        size=len(rows),
        dark=dark,
    )
