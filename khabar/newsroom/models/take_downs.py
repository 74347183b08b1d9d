"""What stays of an article that was taken down."""

import hashlib
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class TakenDownError(Exception):
    """Raised when somebody asks for what was taken down: the front answers 410."""

    def __init__(self, record: "TakeDown") -> None:
        super().__init__(str(record))
        self.record = record


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    """What was taken down."""

    def of(self, number: int, locale_id: int) -> "TakeDown | None":
        """What stays of the article with this number in this edition."""
        return self.filter(article_number=number, locale_id=locale_id).first()

    def refuse(self, number: int, locale_id: int) -> None:
        """Raise TakenDownError when the article with this number was taken down."""
        if record := self.of(number, locale_id):
            raise TakenDownError(record)


class TakeDown(models.Model):
    """What stays of an article that was taken down by a legal order. Its addresses answer 410."""

    article_number = models.PositiveBigIntegerField(_("number"), unique=True)
    locale = models.ForeignKey(
        Locale, on_delete=models.PROTECT, related_name="+", verbose_name=_("language")
    )
    section_slug = models.CharField(max_length=255)
    at = models.DateTimeField(_("time"))
    reason = models.TextField(_("reason"))
    reference = models.CharField(_("reference"), max_length=200)
    proposed_by = models.CharField(_("proposed by"), max_length=200)
    proposed_at = models.DateTimeField(_("proposed at"))
    confirmed_by = models.CharField(_("confirmed by"), max_length=200)
    external_hash = models.CharField(max_length=64, blank=True, db_index=True)
    erased: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        verbose_name = _("take-down")
        verbose_name_plural = _("take-downs")
        ordering: ClassVar = ["-at", "-pk"]
        default_permissions: ClassVar = ("view",)

    def __str__(self) -> str:
        """The number."""
        return str(self.article_number)

    @property
    def address(self) -> str:
        """The address without the words of the headline."""
        return f"/{self.section_slug}/{self.article_number}/"


def external_hash(provider: str, uri: str) -> str:
    """How a taken-down item of a provider is known when it comes again; "" without an id."""
    return hashlib.sha256(f"{provider}\0{uri}".encode()).hexdigest() if uri else ""


def refuse_what_was_taken_down(provider: str, uri: str) -> None:
    """Raise ValidationError for an item of a provider that was taken down by a legal order."""
    if uri and TakeDown.objects.filter(external_hash=external_hash(provider, uri)).exists():
        raise ValidationError(
            {"external_uri": _("This item was taken down by a legal order and does not come back.")}
        )
