"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
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
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from khabar.desk.checks import previews, views, viewsets
from khabar.newsroom.links import asking
from khabar.newsroom.models import Article

_LOG_ACTIONS = (
    ("khabar.style_accept", gettext_lazy("Accept"), gettext_lazy("Rule accepted")),
    ("khabar.style_reject", gettext_lazy("Reject the rule"), gettext_lazy("Rule rejected")),
)


class _ForEditors(PageMenuItem):
    """A button on an article, for those who may edit it."""

    def is_shown(self, user: User) -> bool:
        """Only on an article that this person may edit."""
        return (
            self.page.specific_class is Article
            and self.page.pk is not None
            and self.page.permissions_for_user(user).can_edit()
        )


def _urls() -> list[URLResolver]:
    patterns = [
        path(
            "articles/<int:page_id>/readiness/", views.ReadinessOnEdit.as_view(), name="readiness"
        ),
        path(
            "articles/new/<int:parent_page_id>/readiness/",
            views.ReadinessOnCreate.as_view(),
            name="new",
        ),
        path("articles/<int:page_id>/ready/", views.ReadinessPage.as_view(), name="page"),
        path("articles/<int:pk>/previews/", previews.PreviewLinksView.as_view(), name="previews"),
        path("previews/", previews.all_links, name="all_previews"),
        path("previews/<int:pk>/revoke/", previews.revoke, name="revoke"),
    ]
    return [path("", include((patterns, "khabar_checks")))]


def _styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/checks/checks.css"))


def _editor_scripts() -> SafeString:
    return format_html(
        '<script src="{}" defer></script><script src="{}" defer></script>',
        static("desk/checks/mend.js"),
        static("desk/checks/readiness.js"),
    )


class _ReadinessButton(_ForEditors):
    """What is missing before publication, on a page of its own."""

    label = gettext_lazy("Readiness for publication")
    icon_name = "check"
    url_name = "khabar_checks:page"


class _PreviewsButton(_ForEditors):
    """The links by which somebody outside reads the draft."""

    label = gettext_lazy("Preview links")
    icon_name = "link"
    url_name = "khabar_checks:previews"


def _buttons(page: Page, first_priority: int) -> Iterator[_ForEditors]:
    yield _ReadinessButton(priority=first_priority, page=page)
    yield _PreviewsButton(priority=first_priority + 1, page=page)


def _header_buttons(
    page: Page,
    user: User,  # noqa: ARG001 (Wagtail passes it by name)
    view_name: str,  # noqa: ARG001 (as above)
    next_url: str | None = None,  # noqa: ARG001 (as above)
) -> Iterator[_ForEditors]:
    return _buttons(page, 71)


def _listing_buttons(
    page: Page,
    user: User,  # noqa: ARG001 (Wagtail passes it by name)
    next_url: str | None = None,  # noqa: ARG001 (as above)
) -> Iterator[_ForEditors]:
    return _buttons(page, 51)


def _ask_links(request: HttpRequest, page: Page) -> None:  # noqa: ARG001 (Wagtail's signature)
    """What is saved may link to what nobody looked at yet."""
    if isinstance(page, Article):
        asking.ask(page)


def _report_item() -> MenuItem:
    return MenuItem(
        _("Preview links"), reverse("khabar_checks:all_previews"), icon_name="link", order=900
    )


def _log_actions(actions: LogActionRegistry) -> None:
    for name, label, message in _LOG_ACTIONS:
        actions.register_action(name, label, message)


def register() -> None:
    """Register them; called once."""
    viewsets.register()
    registered: dict[str, Any] = {
        "register_admin_urls": _urls,
        "insert_global_admin_css": _styles,
        "insert_editor_js": _editor_scripts,
        "register_page_header_buttons": _header_buttons,
        "register_page_listing_more_buttons": _listing_buttons,
        "after_create_page": _ask_links,
        "after_edit_page": _ask_links,
        "register_reports_menu_item": _report_item,
        "register_log_actions": _log_actions,
    }
    for name, function in registered.items():
        hooks.register(name, function)
    hooks.register("register_bulk_action", viewsets.AcceptRules)
    hooks.register("register_bulk_action", viewsets.RejectRules)
