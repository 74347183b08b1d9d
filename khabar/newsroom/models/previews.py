"""Links by which somebody outside reads a draft for a while."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khabar.newsroom.models.article import Article


class PreviewLink(models.Model):
    """One link to an article's latest draft. Its secret is kept as a hash: nobody reads it here."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="preview_links", verbose_name=_("article")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField(_("for whom"), max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    opened = models.PositiveIntegerField(pgettext_lazy("preview link", "opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened"), null=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="preview_link_expiry")]

    def __str__(self) -> str:
        """Whom it is for, or the article's headline."""
        return self.note or str(self.article)

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether its time is not over and nobody revoked it."""
        return self.revoked_at is None and (now or timezone.now()) < self.expires_at
