"""Times and menus in the list of articles."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.wagtail_hooks import (
    PageListingAddChildPageButton,
    PageListingDeleteButton,
    PageListingMoveButton,
    PageListingSortMenuOrderButton,
)
from wagtail.admin.widgets.button import Button, ButtonWithDropdown

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
def article_menu(article: Article, user: User, next_url: str) -> ButtonWithDropdown:
    """What can be done with an article of the list: the explorer's menu, without some of it."""
    return ButtonWithDropdown(
        "",
        buttons=sorted(_buttons(article, user, next_url)),
        icon_name="dots-horizontal",
        attrs={
            "aria-label": _("More options for “%(headline)s”")
            % {"headline": article.get_admin_display_title()}
        },
    )


def _buttons(article: Article, user: User, next_url: str) -> Iterator[Any]:
    for hook in hooks.get_hooks("register_page_listing_more_buttons"):
        for item in hook(page=article, user=user, next_url=next_url):
            if isinstance(item, _LEFT_OUT):
                continue
            if not isinstance(item, MenuItem):
                yield item
            elif item.is_shown(user):
                yield Button.from_menu_item(item)


@register.simple_tag
def desk_time(moment: datetime) -> str:
    """Today's by the hour, this year's without the year, older ones by the day."""
    local, today = timezone.localtime(moment), timezone.localdate()
    if local.date() == today:
        return time_format(local, "TIME_FORMAT")
    if local.year == today.year:
        day = date_format(local, "MONTH_DAY_FORMAT")
        return _("%(day)s, %(time)s") % {"day": day, "time": time_format(local, "TIME_FORMAT")}
    return date_format(local, "DATE_FORMAT")
