"""Templates into responses, with nothing of the request in them."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from khabar.front.fragments import Today
from khabar.front.head import Head


def render(
    today: Today, template: str, head: Head, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the edition. Its template has no request: it cannot depend on who asks."""
    edition = today.edition
    base = {"edition": edition, "style": edition.date_style, "today": today, "head": head}
    html = render_to_string(f"front/{template}.html", base | context)
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-cache"})
