"""What the templates of planning and of the first screen ask."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils import timezone

from khabar.desk.planning import blocks, times
from khabar.language.dates import format_date
from khabar.newsroom.models import DeskNotice
from khabar.newsroom.reach import reach_of

register = template.Library()

#: The editor of what a notice is about, by the first half of ``about``.
_EDITORS = {"article": "wagtailadmin_pages:edit", "photo": "wagtailimages:edit"}


@register.simple_tag(takes_context=True)
def desk_today(context: Context) -> dict[str, Any]:
    """The head of the first screen: the day in the person's edition, and what they may begin."""
    reach = reach_of(context["request"].user)
    editions = reach.own_editions() or list(reach.editions.values())
    edition = editions[0] if editions else None
    return {
        "name": edition.name if edition else settings.WAGTAIL_SITE_NAME,
        "date": format_date(timezone.now(), edition.date_style, weekday=True) if edition else "",
        "sections": reach.sections(reach.writes),
        "plans": bool(reach.sees),
        "words": times.countdown_words(),
        "nobody": blocks.nobody_here(),
    }


@register.simple_tag
def notice_url(notice: DeskNotice) -> str:
    """The editor of what failed, or nothing."""
    kind, _colon, ident = notice.about.partition(":")
    return reverse(_EDITORS[kind], args=(ident,)) if kind in _EDITORS else ""
