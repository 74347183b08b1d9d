"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page, Task
from wagtail.permissions import policy_registry

from khabar.desk.models import SectionApprovalTask
from khabar.desk.planning import assignments, blocks, board, flash

#: One key, the same on every keyboard: letters are elsewhere on an Arabic one.
FLASH_KEY = "f8"

#: What our own blocks say better.
REPLACED = (RecentEditsPanel, UserObjectsInWorkflowModerationPanel)


class StaffItem(MenuItem):
    """An entry for who may do any of some things to any page; Wagtail's menu has asked before."""

    def __init__(self, *args: Any, allowed: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = allowed

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether it is for this person."""
        policy = policy_registry.get_by_type(Page)
        return bool(policy.user_has_any_permission(request.user, self.allowed))


def flash_item() -> MenuItem:
    """The first entry of the main menu, and its key."""
    return StaffItem(
        _("Flash"),
        reverse("khabar_flash:write"),
        name="flash",
        icon_name="warning",
        order=10,
        allowed=frozenset({"add", "publish"}),
        attrs={
            "data-controller": "w-kbd",
            "data-w-kbd-key-value": FLASH_KEY,
            "data-w-kbd-scope-value": "global",
            "aria-keyshortcuts": FLASH_KEY.upper(),
        },
    )


def planning_item() -> MenuItem:
    """The board's entry."""
    return StaffItem(
        _("Planning"),
        reverse("khabar_planning:board"),
        name="planning",
        icon_name="calendar-alt",
        order=90,
        allowed=frozenset({"add", "change", "publish"}),
    )


def urls() -> list[URLResolver]:
    """The addresses of flash and planning."""
    flashes = [
        path("", flash.FlashView.as_view(), name="write"),
        path("<int:pk>/", flash.SentView.as_view(), name="sent"),
    ]
    plans = [
        path("", board.BoardView.as_view(), name="board"),
        path("move/", board.move, name="move"),
        path("new/", assignments.AssignmentView.as_view(), name="assign"),
        path("<int:pk>/", assignments.ChangeAssignmentView.as_view(), name="change"),
        path("<int:pk>/begin/", assignments.begin, name="begin"),
        path("failures/<int:pk>/settle/", assignments.settle, name="settle"),
    ]
    return [
        path("flash/", include((flashes, "khabar_flash"))),
        path("planning/", include((plans, "khabar_planning"))),
    ]


def first_screen(request: HttpRequest, panels: list[Any]) -> None:
    """A newsroom's blocks, instead of Wagtail's own that say less.

    Wagtail's list of what awaits approval stays where an administrator set up another kind of task
    than ours: only Wagtail knows whom it asks.
    """
    others = Task.objects.filter(active=True).exclude(
        content_type__app_label=SectionApprovalTask._meta.app_label  # noqa: SLF001 (Django's documented name)
    )
    gone = REPLACED if others.exists() else (*REPLACED, WorkflowObjectsToModeratePanel)
    panels[:] = [panel for panel in panels if not isinstance(panel, gone)]
    panels += blocks.arranged(blocks.blocks_for(request))


def styles() -> SafeString:
    """The style sheet of the first screen, the board and the flash."""
    return format_html(
        '<link rel="stylesheet" href="{}">', versioned_static("desk/planning/planning.css")
    )


def register() -> None:
    """Register them; called once."""
    hooks.register("register_admin_menu_item", flash_item)
    hooks.register("register_admin_menu_item", planning_item)
    hooks.register("register_admin_urls", urls)
    hooks.register("construct_homepage_panels", first_screen)
    hooks.register("insert_global_admin_css", styles)
