"""The desk's signals, all connected here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState
from wagtail.signals import pre_page_move, task_submitted

from khabar.desk import groups
from khabar.desk.accounts import signal_handlers as accounts
from khabar.desk.mail import AwaitingApproval
from khabar.newsroom.models import Edition, Section, TextPage

awaiting_approval = AwaitingApproval()


def _edition_saved(instance: Edition, created: bool, raw: bool, **_kwargs: Any) -> None:  # noqa: FBT001 (Django's signature)
    if created and not raw:
        groups.ensure_groups(instance)


def _section_saved(instance: Section, created: bool, raw: bool, **_kwargs: Any) -> None:  # noqa: FBT001 (Django's signature)
    if raw:
        return
    if created:
        groups.ensure_section(instance)
    else:
        groups.follow_name(instance)


def _before_move(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any
) -> None:
    # Putting a child elsewhere among its sisters rewrites the path of every page behind it, and
    # shows nowhere: sections and stories have an order of their own, articles their time.
    if parent_page_before.pk == parent_page_after.pk and instance.specific_class is not TextPage:
        raise PermissionDenied(
            _("Pages are not ordered here. Sections and stories have a field for their order.")
        )


def register() -> None:
    """Connect the handlers; called once, by the app's ready()."""
    accounts.register()
    post_save.connect(_edition_saved, sender=Edition, dispatch_uid="khabar.desk.edition")
    post_save.connect(_section_saved, sender=Section, dispatch_uid="khabar.desk.section")
    pre_page_move.connect(_before_move, dispatch_uid="khabar.desk.reorder")
    task_submitted.connect(
        awaiting_approval, sender=TaskState, dispatch_uid="khabar.desk.awaiting_approval"
    )
