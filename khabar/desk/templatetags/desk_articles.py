"""The menu of a line in the list of articles."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.wagtail_hooks import (
    PageListingAddChildPageButton,
    PageListingDeleteButton,
    PageListingMoveButton,
    PageListingSortMenuOrderButton,
)

from khabar.newsroom.models import Article

register = template.Library()

#: Of the explorer's menu, what has no sense for an article, or is found in its editor and asks the
#: database once a line: whether what stands below may be deleted or moved too.
_LEFT_OUT = (
    PageListingAddChildPageButton,
    PageListingDeleteButton,
    PageListingMoveButton,
    PageListingSortMenuOrderButton,
)


@register.simple_tag
def article_menu(article: Article, user: User, next_url: str) -> SafeString:
    """What can be done with an article of the list: the explorer's menu, without some of it."""
    items = format_html_join(
        "",
        '<li><a href="{}">{}</a></li>',
        ((item.url, item.label) for item in sorted(_buttons(article, user, next_url)) if item.url),
    )
    if not items:
        return SafeString("")
    return format_html(
        '<details class="desk-menu" name="desk-menu"><summary aria-label="{}">'
        '<svg class="icon" aria-hidden="true"><use href="#icon-dots-horizontal"></use></svg>'
        "</summary><ul>{}</ul></details>",
        _("More options for “%(headline)s”") % {"headline": article.get_admin_display_title()},
        items,
    )


def _buttons(article: Article, user: User, next_url: str) -> Iterator[Any]:
    for hook in hooks.get_hooks("register_page_listing_more_buttons"):
        for item in hook(page=article, user=user, next_url=next_url):
            if isinstance(item, _LEFT_OUT):
                continue
            if item.is_shown(user) if isinstance(item, MenuItem) else item.show:
                yield item
