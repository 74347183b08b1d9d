"""What two people must agree on."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khabar.newsroom.models.article import Article
from khabar.newsroom.models.protection import BylineProtection

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class RequestQuerySet(models.QuerySet["TwoPersonRequest"]):
    """Requests by their state."""

    def waiting(self, now: datetime | None = None) -> "RequestQuerySet":
        """Those that a second person can still confirm."""
        return self.filter(
            confirmed_at=None, declined_at=None, expires_at__gt=now or timezone.now()
        )


class TwoPersonRequest(models.Model):
    """An act that one person proposes and another one confirms; it is done on confirmation.

    The proposal says nothing of the article but its number, so that it may stay for good.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        TAKE_DOWN = "take_down", _("Take-down")
        UNPROTECT = "unprotect", _("Showing a byline again")
        ERASE_READER = "erase_reader", _("Erasing a reader")

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Awaiting a second person")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.SET_NULL, related_name="two_person_requests"
    )
    article_number = models.PositiveBigIntegerField(_("number"), null=True)
    protection = models.ForeignKey(
        BylineProtection, null=True, on_delete=models.SET_NULL, related_name="requests"
    )
    reason = models.TextField(_("reason"))
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    data = models.JSONField(default=dict, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposer = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(_("proposed at"))
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmer = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("declined by"),
    )
    declined_at = models.DateTimeField(_("declined at"), null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request that needs two people")
        verbose_name_plural = _("requests that need two people")
        ordering: ClassVar = ["-proposed_at", "-pk"]
        default_permissions: ClassVar = ("add", "view")
        permissions: ClassVar = [
            ("confirm_twopersonrequest", _("Can confirm what needs two people")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="two_different_people",
                condition=~Q(proposed_by=models.F("confirmed_by")),
            ),
        ]

    def __str__(self) -> str:
        """Kind and number, and nothing of the article or the name."""
        return f"{self.get_kind_display()} {self.article_number or self.pk or ''}".strip()

    @property
    def state(self) -> str:
        """Where it stands now."""
        if self.confirmed_at:
            return self.State.CONFIRMED
        if self.declined_at:
            return self.State.DECLINED
        return self.State.WAITING if self.expires_at > timezone.now() else self.State.EXPIRED

    @property
    def is_waiting(self) -> bool:
        """Whether a second person can still confirm it."""
        return self.state == self.State.WAITING

    def state_label(self) -> str:
        """The state in words."""
        return str(self.State(self.state).label)


def full_name(user: "User") -> str:
    """A person as a record names them, for as long as the record stays."""
    return (user.get_full_name() or user.get_username())[:200]
