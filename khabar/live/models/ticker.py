"""The lines of «عاجل» that an editor writes by hand."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from khabar.newsroom.models import Edition

#: What stands on every page, and never moves.
MOST_LINES = 3
LINE_LENGTH = 140


class TickerLine(models.Model):
    """One urgent line on every page of an edition, until its time is over or it is taken away."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="ticker", verbose_name=_("edition")
    )
    text = models.CharField(_("line"), max_length=LINE_LENGTH)
    link = models.CharField(
        _("link"),
        max_length=500,
        blank=True,
        help_text=_("An address of this site that begins with a slash, or a whole one."),
    )
    at = models.DateTimeField(_("time"))
    expires_at = models.DateTimeField(_("until"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("urgent line")
        verbose_name_plural = _("urgent lines")
        ordering: ClassVar = ["edition", "position", "pk"]

    def __str__(self) -> str:
        """The line."""
        return self.text

    def clean(self) -> None:
        """Refuse a link that leads nowhere a browser should be sent."""
        super().clean()
        if self.link and not self.link.startswith(("/", "https://", "http://")):
            raise ValidationError(
                {"link": _("Begin with a slash, or give a whole address (https://…).")}
            )
        if self.link.startswith("//"):
            raise ValidationError({"link": _("An address of this site begins with one slash.")})
