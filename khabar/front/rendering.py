"""Templates into responses, with nothing of the request in them."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from khabar.front.head import Head
from khabar.newsroom.models import Edition


def render(
    edition: Edition, template: str, head: Head, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the edition. The template is not given the request: it cannot depend on who asks."""
    html = render_to_string(
        f"front/{template}.html",
        {"edition": edition, "style": edition.date_style, "head": head, **context},
    )
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-cache"})
