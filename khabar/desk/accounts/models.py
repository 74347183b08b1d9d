"""What the desk keeps of sign-ins: the sessions that are open, and tries that failed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StaffSession(models.Model):
    """One browser in which somebody is signed in; taking the row away ends it.

    It holds no address. The browser is kept as the two names that a person knows it by.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_sessions"
    )
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "desk"
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar = ["-seen_at"]

    def __str__(self) -> str:
        """The browser and its system."""
        return " – ".join(filter(None, (self.browser, self.system)))


class SignInTries(models.Model):
    """How often somebody tried lately, under one key; the key is a keyed hash, never the thing."""

    key = models.CharField(max_length=64, unique=True)
    #: The hash of the account that was tried, so that an administrator can open it again.
    account = models.CharField(max_length=64, blank=True, db_index=True)
    count = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "desk"
        verbose_name = _("sign-in tries")
        verbose_name_plural = _("sign-in tries")

    def __str__(self) -> str:
        """How many."""
        return str(self.count)
