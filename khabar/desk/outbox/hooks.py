"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from khabar.desk.menu import ItemFor
from khabar.desk.outbox import views


def urls() -> list[URLResolver]:
    """The report."""
    report = views.OutboxView
    patterns = [
        path("reports/outbox/", report.as_view(), name="report"),
        path("reports/outbox/results/", report.as_view(results_only=True), name="results"),
    ]
    return [path("", include((patterns, "khabar_outbox")))]


def menu_item() -> MenuItem:
    """The report, among the others."""
    return ItemFor(
        _("Changes on their way to readers"),
        reverse_lazy("khabar_outbox:report"),
        name="outbox",
        icon_name="history",
        order=1300,
        may=views.may_see,
    )


def register() -> None:
    """Register them; called once."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_reports_menu_item", menu_item)
