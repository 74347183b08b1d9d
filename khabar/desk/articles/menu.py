"""What can be done with an article of the list, asked for when its menu is opened.

Fifty menus of a dozen entries cost more than the list itself, and one or none is opened.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail import hooks
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.wagtail_hooks import (
    PageListingAddChildPageButton,
    PageListingDeleteButton,
    PageListingMoveButton,
    PageListingSortMenuOrderButton,
)

from khabar.desk.accounts.visibility import may_see
from khabar.desk.screens import crumbs, is_script
from khabar.newsroom.models import Article

#: Of the explorer's menu, what has no sense for an article, or is found in its editor.
_LEFT_OUT = (
    PageListingAddChildPageButton,
    PageListingDeleteButton,
    PageListingMoveButton,
    PageListingSortMenuOrderButton,
)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The menu: alone for the list's script, with a page around it for who has none."""
    article = get_object_or_404(Article, pk=pk)
    if not may_see(request.user, article):  # type: ignore[arg-type]  # Nobody anonymous comes here.
        raise PermissionDenied
    headline = article.get_admin_display_title()
    context = {
        "items": _items(article, request.user),  # type: ignore[arg-type]  # As above.
        "page_title": headline,
        "breadcrumbs_items": [
            *crumbs(),
            {"url": reverse("articles:index"), "label": _("Articles")},
            {"url": "", "label": headline},
        ],
    }
    template = "menu" if is_script(request) else "menu_page"
    return render(request, f"desk/articles/{template}.html", context)


def _items(article: Article, user: User) -> list[Any]:
    """As Wagtail's explorer gathers them, less what is taken out of its menus too."""
    found = []
    for hook in hooks.get_hooks("register_page_listing_more_buttons"):
        for item in hook(page=article, user=user, next_url=None):
            if isinstance(item, _LEFT_OUT):
                continue
            shown = item.is_shown(user) if isinstance(item, MenuItem) else item.show
            if shown and item.url:
                found.append(item)
    found.sort()
    for hook in hooks.get_hooks("construct_page_listing_buttons"):
        hook(found, page=article, user=user, context={})
    return found
