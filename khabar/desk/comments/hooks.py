"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from collections.abc import Iterator

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from khabar.comments.actions.desk import MODERATE
from khabar.comments.models import Policy
from khabar.desk.comments import readers, views, viewsets
from khabar.desk.menu import ItemFor
from khabar.newsroom.models import NumberedPage


def urls() -> list[URLResolver]:
    """The screens of moderators."""
    patterns = [
        path("comments/", views.QueueView.as_view(), name="queue"),
        path("comments/act/", views.act, name="act"),
        path("comments/readers/", readers.ReadersView.as_view(), name="readers"),
        path(
            "comments/readers/results/",
            readers.ReadersView.as_view(results_only=True),
            name="readers_results",
        ),
        path("comments/reader/<str:device>/", readers.ReaderView.as_view(), name="reader"),
        path("comments/reader/<str:device>/erase/", readers.EraseView.as_view(), name="erase"),
        path("comments/here/<int:number>/", views.here, name="here"),
        path("comments/page/<int:pk>/<str:verb>/", views.open_or_close, name="page"),
        path("comments/try/<int:pk>/", views.TryView.as_view(), name="try"),
    ]
    return [path("", include((patterns, "khabar_comments")))]


def _may(user: User) -> bool:
    return bool(user.has_perm(MODERATE)) and Policy.objects.exists()


def menu_item() -> MenuItem:
    """The queue, for moderators of a house that takes comments."""
    return ItemFor(
        _("Comments"),
        reverse_lazy("khabar_comments:queue"),
        name="comments",
        icon_name="comment",
        order=150,
        may=_may,
    )


def readers_item() -> MenuItem:
    """Readers with accounts, among the reports."""
    return ItemFor(
        _("Readers"),
        reverse_lazy("khabar_comments:readers"),
        name="readers",
        icon_name="user",
        order=160,
        may=_may,
    )


def page_button(
    page: Page, user: User, next_url: str | None = None, **_more: object
) -> Iterator[Button]:
    """From an article or a coverage to its comments."""
    del next_url
    if issubclass(page.specific_class or Page, NumberedPage) and page.live and _may(user):
        address = f"{reverse('khabar_comments:queue')}?page={page.pk}"
        yield Button(_("Comments"), address, icon_name="comment", priority=60)


def permissions() -> "QuerySet[Permission]":
    """What readers' comments need, for the screen on which groups are edited."""
    asked = ("moderate_comment", "erase_account", "view_address_account")
    return Permission.objects.filter(content_type__app_label="comments", codename__in=asked)


def register() -> None:
    """Register them; called once."""
    viewsets.register()
    hooks.register("register_permissions", permissions)
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", menu_item)
    hooks.register("register_reports_menu_item", readers_item)
    hooks.register("register_page_header_buttons", page_button)
