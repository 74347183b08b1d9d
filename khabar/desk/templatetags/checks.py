"""What the side panel of checks asks for."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from khabar.newsroom import readiness
from khabar.newsroom.models import Article

register = template.Library()


@register.simple_tag
def readiness_of(page: Any, request: HttpRequest) -> dict[str, Any] | None:
    """Where the panel asks for its list, and the list of what is saved; None for other pages."""
    if not isinstance(page, Article):
        return None
    # A new article becomes a saved one while its editor stays open.
    found: dict[str, Any] = {"edit_url": reverse("khabar_checks:readiness", args=(0,))}
    if page.pk:
        return found | {
            "url": reverse("khabar_checks:readiness", args=(page.pk,)),
            "page_url": reverse("khabar_checks:page", args=(page.pk,)),
            "ready": readiness.look(page),
        }
    match = request.resolver_match
    section = match.kwargs.get("parent_page_id") if match else None
    return found | {"url": reverse("khabar_checks:new", args=(section,))} if section else None
