"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.models import Page

from khabar.desk.fronts import board, history, placing, site, stories, views
from khabar.desk.menu import ItemFor
from khabar.newsroom.models import Article, FrontState

_URLS = [
    path("front/", views.show, name="board"),
    path("front/act/", views.act, name="act"),
    path("front/preview/", site.preview, name="preview"),
    path("front/history/", history.show, name="history"),
    path("front/place/<int:pk>/", placing.place, name="place"),
    path("front/place/number/<int:number>/", placing.by_number, name="place_by_number"),
    path("front/undo/<int:edition_pk>/<int:sequence>/", placing.undo, name="undo"),
    path("front/stories/", stories.index, name="stories"),
    path("front/stories/<int:pk>/", stories.one, name="story"),
    path("site/<int:edition_pk>/", site.show, name="site"),
    path("site/<int:edition_pk>/<path:path>", site.show),
]


def _urls() -> list[URLResolver]:
    return [path("", include((_URLS, "khabar_fronts")))]


def _styles() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        static("desk/fronts/board.css"),
        static("desk/fronts/pin.css"),
    )


def _scripts() -> SafeString:
    return format_html(
        '<script src="{}" defer></script><script src="{}" defer></script>',
        static("desk/fronts/board.js"),
        static("desk/fronts/pin.js"),
    )


class StoriesItem(MenuItem):
    """«الملفات», for those who arrange them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for those."""
        return stories.may_any(request)


def _front_item() -> MenuItem:
    return ItemFor(
        gettext_lazy("Front page"),
        reverse("khabar_fronts:board"),
        name="front-board",
        icon_name="home",
        order=205,
        may=board.editions_for,
    )


def _stories_item() -> MenuItem:
    return StoriesItem(
        gettext_lazy("Stories"),
        reverse("khabar_fronts:stories"),
        name="front-stories",
        icon_name="folder-open-inverse",
        order=206,
    )


def may_pin(page: Page, user: User) -> bool:
    if not page.live or page.specific_class is not Article:
        return False
    if user.has_perm("newsroom.change_frontslot"):
        return True
    # Asked once for all the lines of a list; the menu itself asks exactly.
    let = user.__dict__.get("khabar_sections_place")
    if let is None:
        let = FrontState.objects.filter(section_editors_place=True).exists()
        user.__dict__["khabar_sections_place"] = let
    return bool(let and page.permissions_for_user(user).can_publish())


def _pin_attributes(page: Page) -> dict[str, str]:
    title = page.get_admin_display_title()
    return {
        "data-front-pin": "",
        "aria-label": _("Place “%(headline)s” on the front page") % {"headline": title},
        "title": _("Place on the front page"),
    }


def _listing_button(page: Page, user: User, next_url: str | None = None) -> Iterator[Button]:
    if may_pin(page, user):
        yield ListingButton(
            "",
            place_url(page, next_url),
            icon_name="thumbtack",
            classname="front-pin",
            attrs=_pin_attributes(page),
            priority=20,
        )


def place_url(page: Page, next_url: str | None) -> str:
    url = reverse("khabar_fronts:place", args=(page.pk,))
    return f"{url}?next={next_url}" if next_url else url


class SiteButton(PageMenuItem):
    """The page on the site, with the desk's tools in it."""

    label = gettext_lazy("On the site, with tools")
    icon_name = "desktop"

    def is_shown(self, user: User) -> bool:  # noqa: ARG002 (Wagtail's signature)
        """Only of what readers can read."""
        return bool(self.page.live and self.url)


def _site_buttons(page: Page, user: User, **_more: Any) -> Iterator[SiteButton]:  # noqa: ARG001 (Wagtail passes it by name)
    parts = page.specific.get_url_parts() if page.live else None
    if parts is not None:
        site_id, _root, where = parts
        edition = board.edition_of_site(site_id)
        if edition is not None:
            url = reverse("khabar_fronts:site", args=(edition,)) + where.lstrip("/")
            yield SiteButton(url=url, page=page, priority=66)


def _permissions() -> QuerySet[Permission]:
    """What lets a person arrange the front page, for the screen on which groups are edited."""
    return Permission.objects.filter(
        content_type__app_label="newsroom", codename="change_frontslot"
    )


def register() -> None:
    """Register them; called once."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_permissions", _permissions)
    hooks.register("insert_global_admin_css", _styles)
    hooks.register("insert_global_admin_js", _scripts)
    hooks.register("register_admin_menu_item", _front_item)
    hooks.register("register_admin_menu_item", _stories_item)
    hooks.register("register_page_listing_buttons", _listing_button)
    hooks.register("register_page_header_buttons", _site_buttons)
