"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from django.contrib.auth.models import User
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from khabar.desk.menu import ItemFor
from khabar.desk.reads import views
from khabar.newsroom.reach import reach_of


def urls() -> list[URLResolver]:
    """The report."""
    patterns = [path("reports/most-read/", views.MostReadView.as_view(), name="report")]
    return [path("", include((patterns, "khabar_reads")))]


def _may_see(user: User) -> bool:
    return bool(reach_of(user).own_editions())


def menu_item() -> MenuItem:
    """The report, among the others."""
    return ItemFor(
        _("Most read"),
        reverse_lazy("khabar_reads:report"),
        name="most-read",
        icon_name="view",
        order=150,
        may=_may_see,
    )


def register() -> None:
    """Register them; called once."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_reports_menu_item", menu_item)
