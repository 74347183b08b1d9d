"""The front page through time: its state, its versions, and what is scheduled for it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khabar.newsroom import arrangement
from khabar.newsroom.models.edition import Edition


class FrontState(models.Model):
    """How the front page of an edition stands: one row an edition, locked by whoever changes it."""

    class Layout(models.TextChoices):
        """What the upper part of the page looks like."""

        ORDINARY = arrangement.ORDINARY, _("Ordinary: one lead")
        TWO_LEADS = arrangement.TWO_LEADS, _("Two leads")
        WIDE = arrangement.WIDE, _("Wide: a big event")

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="front_state")
    layout = models.CharField(
        _("layout"), max_length=20, choices=Layout.choices, default=Layout.ORDINARY
    )
    sequence = models.PositiveIntegerField(default=0)
    """Of the newest version."""
    changed = models.PositiveIntegerField(default=0)
    """Of the newest version that a person or a schedule brought about."""
    section_editors_place = models.BooleanField(
        _("section editors may place articles of their own section"), default=False
    )

    class Meta:
        verbose_name = _("state of the front page")
        verbose_name_plural = _("states of the front page")

    def __str__(self) -> str:
        """The edition and the version."""
        return f"{self.edition} {self.sequence}"


class FrontVersion(models.Model):
    """The front page from one moment on: appended with each change, never changed.

    ``arrangement`` is what was placed, ``shown`` the ids of what readers saw at the top, what time
    filled included. Neither holds an article's words: those are in its published versions.
    """

    class Why(models.TextChoices):
        """What brought it about."""

        BEGIN = "begin", _("Beginning of the record")
        PLACE = "place", _("Article placed")
        REMOVE = "remove", _("Article removed")
        ARRANGE = "arrange", _("Arrangement published")
        PLAN = "plan", pgettext_lazy("front version", "Scheduled change")
        UNDO = "undo", _("Change undone")
        ENDED = "ended", _("Time of a place ended")
        GONE = "gone", _("Article no longer published")
        FILLED = "filled", _("Filled by time")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="front_versions")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(_("time"))
    why = models.CharField(max_length=10, choices=Why.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    arrangement = models.JSONField()
    shown = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("version of the front page")
        verbose_name_plural = _("versions of the front page")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "sequence"], name="a_front_version_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["edition", "-at", "-sequence"], name="front_versions_in_time"),
        ]

    def __str__(self) -> str:
        """Edition and sequence."""
        return f"{self.edition_id}/{self.sequence}"


class FrontPlan(models.Model):
    """A change of the front page that takes effect at a time: a whole arrangement, or one entry."""

    class Kind(models.TextChoices):
        """What will be done."""

        ARRANGE = "arrange", _("A whole arrangement")
        PLACE = "place", _("Placing one article")
        REMOVE = "remove", _("Removing one article")

    class State(models.TextChoices):
        """What has become of it."""

        WAITING = "waiting", pgettext_lazy("front plan", "Scheduled")
        DONE = "done", pgettext_lazy("front plan", "Done")
        CANCELLED = "cancelled", pgettext_lazy("front plan", "Cancelled")
        FAILED = "failed", pgettext_lazy("front plan", "Not done")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="front_plans")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(_("time"))
    payload = models.JSONField()
    """An arrangement, or ``slot`` and ``article``."""
    base = models.PositiveIntegerField(default=0)
    """The front's change that it was prepared from."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.TextField(blank=True)

    class Meta:
        verbose_name = _("scheduled change of the front page")
        verbose_name_plural = _("scheduled changes of the front page")
        indexes: ClassVar = [
            models.Index(
                fields=["at"], condition=models.Q(state="waiting"), name="front_plans_waiting"
            ),
            models.Index(fields=["edition", "-at"], name="front_plans_in_time"),
        ]

    def __str__(self) -> str:
        """What, and when."""
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
