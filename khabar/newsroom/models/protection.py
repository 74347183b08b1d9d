"""Names that readers see no more: the record that alone keeps them."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class ProtectionQuerySet(models.QuerySet["BylineProtection"]):
    """Protections by their state."""

    def in_force(self) -> "ProtectionQuerySet":
        """Those that hide a name now."""
        return self.filter(lifted_at=None)


class BylineProtection(models.Model):
    """A name that is printed as «فريق التحرير», everywhere it ever stood.

    The name stands here alone, in the spellings that were found; elsewhere a token stands for it
    (see `newsroom.protection`).
    """

    name = models.CharField(_("name"), max_length=300)
    key = models.CharField(max_length=320, db_index=True)
    spellings: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    authors: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list
    )
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("protected by"),
    )
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(_("time"))
    settled_at = models.DateTimeField(_("all old copies rewritten at"), null=True)
    lifted_at = models.DateTimeField(_("shown again since"), null=True)

    objects = ProtectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("protected byline")
        verbose_name_plural = _("protected bylines")
        ordering: ClassVar = ["-at", "-pk"]
        default_permissions: ClassVar = ("add", "view")

    def __str__(self) -> str:
        """Its number: the audit never says the name."""
        return f"#{self.pk}"
