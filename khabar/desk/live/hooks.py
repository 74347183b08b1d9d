"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from khabar.desk.live import ticker, views
from khabar.desk.menu import ItemFor
from khabar.live.models import LiveCoverage
from khabar.newsroom.models import Article

_URLS = [
    path("", views.index, name="index"),
    path("new/", views.begin, name="begin"),
    path("ticker/", ticker.show, name="ticker"),
    path("ticker/<int:pk>/", ticker.act, name="ticker_act"),
    path("from/<int:pk>/", views.from_article, name="from_article"),
    path("<int:pk>/", views.write, name="write"),
    path("<int:pk>/since/", views.since, name="since"),
    path("<int:pk>/posts/", views.send, name="send"),
    path("<int:pk>/posts/<int:post_pk>/", views.act, name="act"),
    path("<int:pk>/state/", views.set_state, name="state"),
    path("<int:pk>/summary/", views.set_summary, name="summary"),
]


def _urls() -> list[URLResolver]:
    return [path("live/", include((_URLS, "khabar_live")))]


def _styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/live/live.css"))


def _live_item() -> MenuItem:
    return ItemFor(
        _("Live coverage"),
        reverse("khabar_live:index"),
        name="live-coverage",
        icon_name="media",
        order=20,
        may=views.may_any,
    )


def _ticker_item() -> MenuItem:
    return ItemFor(
        _("Urgent lines"),
        reverse("khabar_live:ticker"),
        name="ticker",
        icon_name="warning",
        order=21,
        may=ticker.may_any,
    )


class _WriteButton(PageMenuItem):
    """From a coverage's page to its writing screen."""

    label = _("Write in the coverage")
    icon_name = "edit"

    def is_shown(self, user: User) -> bool:
        """For those who write there."""
        return bool(views.may_any(user))


class _TellButton(PageMenuItem):
    """From an article to a post."""

    label = _("Tell of it in a live coverage")
    icon_name = "media"

    def is_shown(self, user: User) -> bool:
        """For those who write."""
        return bool(views.may_any(user))


def _page_buttons(page: Page, user: User, **_more: Any) -> Iterator[PageMenuItem]:  # noqa: ARG001 (Wagtail passes it by name)
    if page.specific_class is LiveCoverage:
        yield _WriteButton(url=reverse("khabar_live:write", args=(page.pk,)), page=page, priority=5)
    elif page.specific_class is Article:
        url = reverse("khabar_live:from_article", args=(page.pk,))
        yield _TellButton(url=url, page=page, priority=67)


def register() -> None:
    """Register them; called once."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("insert_global_admin_css", _styles)
    hooks.register("register_admin_menu_item", _live_item)
    hooks.register("register_admin_menu_item", _ticker_item)
    hooks.register("register_page_header_buttons", _page_buttons)
