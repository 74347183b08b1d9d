"""What the desk itself keeps: which group is whose, and the step of the workflow."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState
from wagtail.permissions import policy_registry

from khabar.desk.accounts.models import SignInTries, StaffSession
from khabar.newsroom import rules
from khabar.newsroom.models import Article, Edition, Section

if TYPE_CHECKING:
    from django.contrib.auth.models import User


__all__ = [
    "Role",
    "SectionApprovalTask",
    "SignInTries",
    "StaffGroup",
    "StaffSession",
]


class Role(models.TextChoices):
    """The roles of a newsroom."""

    REPORTER = "reporter", _("Reporters")
    SECTION_EDITOR = "section_editor", _("Section editors")
    CHIEF_EDITOR = "chief_editor", _("Chief editors")
    PHOTO_DESK = "photo_desk", _("Photo desk")
    ADMINISTRATOR = "administrator", _("Administrators")


class StaffGroup(models.Model):
    """The group of one role in one edition; of section editors, one for each section.

    Tells groups apart by what they are for, so that an administrator may rename them.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="staff_group")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="staff_groups")
    role = models.CharField(max_length=20, choices=Role.choices)
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.CASCADE, related_name="staff_groups"
    )
    name_given = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("group of the newsroom")
        verbose_name_plural = _("groups of the newsroom")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "role"],
                condition=models.Q(section__isnull=True),
                name="one_group_a_role",
            ),
            models.UniqueConstraint(
                fields=["role", "section"],
                condition=models.Q(section__isnull=False),
                name="one_group_a_role_and_section",
            ),
        ]

    def __str__(self) -> str:
        """The group's name."""
        return str(self.group)


class SavedView(models.Model):
    """A question to the list of articles that somebody keeps under a name.

    Its owner's alone, or shared: with the people of one group, or with all who see the edition.
    """

    class Sharing(models.TextChoices):
        """Who else finds it."""

        OWN = "own", _("Only me")
        GROUP = "group", _("One group")
        EDITION = "edition", _("The whole edition")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name of the view"), max_length=60)
    query = models.TextField(blank=True, editable=False)
    sharing = models.CharField(
        _("shown to"), max_length=10, choices=Sharing.choices, default=Sharing.OWN
    )
    group = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="saved_views",
        verbose_name=_("group"),
    )

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "edition", "name"],
                name="one_saved_view_a_name",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(sharing="group") ^ models.Q(group__isnull=True),
                name="a_group_where_shared_with_one",
                violation_error_message=_("Choose the group that the view is shared with."),
            ),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class BegunPage(models.Model):
    """The page that the form of a new page made, by the token of that form (writing/once.py)."""

    token = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "by"], name="one_page_a_form"),
        ]

    def __str__(self) -> str:
        """The page."""
        return str(self.page)


class SectionApprovalTask(Task):
    """Approved by those who may publish the page: its section's editors, and the chief editors."""

    class Meta:
        verbose_name = _("approval by the section")
        verbose_name_plural = _("approvals by the section")

    @classmethod
    def get_description(cls) -> str:
        """Whom Wagtail's list of task types says that this asks."""
        return str(_("Whoever may publish the page can approve it."))

    def may_approve(self, obj: Any, user: "User") -> bool:
        """Whether this person may publish this page."""
        return isinstance(obj, Page) and bool(obj.permissions_for_user(user).can_publish())

    def user_can_access_editor(self, obj: Any, user: "User") -> bool:
        """Those who approve may open it."""
        return self.may_approve(obj, user)

    def locked_for_user(self, obj: Any, user: "User") -> bool:
        """While it awaits approval nobody else edits it, its writer included."""
        return not self.may_approve(obj, user)

    def user_can_lock(self, obj: Any, user: "User") -> bool:
        """Those who approve may lock it to themselves."""
        return self.may_approve(obj, user)

    def get_actions(self, obj: Any, user: "User") -> list[tuple[str, Any, bool]]:
        """Return to the writer, or approve."""
        if not self.may_approve(obj, user):
            return []
        return [
            ("reject", _("Return to the writer"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a note"), True),
        ]

    def get_task_states_user_can_moderate(
        self, user: "User", **kwargs: Any
    ) -> "QuerySet[TaskState]":
        """What awaits this person."""
        del kwargs
        waiting: QuerySet[TaskState] = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        ids = [int(ident) for ident in waiting.values_list("workflow_state__object_id", flat=True)]
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_permission_for(user, "publish").filter(pk__in=ids)
        allowed = [str(pk) for pk in pages.values_list("pk", flat=True)]
        return waiting.filter(workflow_state__object_id__in=allowed)

    def on_action(
        self, task_state: TaskState, user: "User", action_name: str, **kwargs: Any
    ) -> str | None:
        """Approve or return. What must not go out yet stays, and the person is told why.

        Returns the address to go on to, when it is not the usual one.
        """
        if action_name == "approve":
            draft = task_state.revision.content_object.get_latest_revision_as_object()
            if isinstance(draft, Article) and rules.obstacles(draft):
                return reverse("khabar_desk:obstacles", args=(draft.pk,))
        super().on_action(task_state, user, action_name, **kwargs)
        return None


class FrontDraft(models.Model):
    """A person's arrangement of the front page that is not published yet."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="front_drafts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="front_drafts"
    )
    arrangement = models.JSONField()
    base = models.PositiveIntegerField()
    """The front's change that it was begun from."""
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft of the front page")
        verbose_name_plural = _("drafts of the front page")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "user"], name="one_front_draft_a_person"),
        ]

    def __str__(self) -> str:
        """Whose, and of which edition."""
        return f"{self.user} – {self.edition}"
