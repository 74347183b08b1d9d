"""Whom the desk tells of what, by Wagtail's notifications."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.mail import BaseGroupApprovalTaskStateEmailNotifier
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from khabar.desk.models import SectionApprovalTask
from khabar.newsroom import notices
from khabar.newsroom.models import DeskNotice


class AwaitingApproval(BaseGroupApprovalTaskStateEmailNotifier):
    """Tells those who may publish a page that it awaits them."""

    notification = "submitted"

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        """Only what our own task asks."""
        del kwargs
        return isinstance(instance.task.specific, SectionApprovalTask) and isinstance(
            instance.workflow_state.content_object, Page
        )

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> "QuerySet[User]":
        """The editors of the section and the chief editors, but not who submitted it."""
        page = task_state.workflow_state.content_object
        policy = policy_registry.get_by_type(Page)
        editors: QuerySet[User] = policy.users_with_any_permission_for_instance(
            {"publish"}, page, include_superusers=False
        )
        submitter = kwargs.get("user")
        return editors.exclude(pk=submitter.pk) if submitter else editors

    def send_emails(
        self, template_set: Any, context: dict[str, Any], recipients: Any, **kwargs: Any
    ) -> bool:
        """Send, and where mail does not go out, say so on the desk's first screen."""
        page: Page = context["object"]
        sent = bool(super().send_emails(template_set, context, recipients, **kwargs))
        if sent:
            notices.settle(page, DeskNotice.Kind.MAIL)
        else:
            notices.report(
                DeskNotice.Kind.MAIL,
                page,
                _("Those who may approve it were not all told by mail that it awaits them."),
                name=page.draft_title,
            )
        return sent
