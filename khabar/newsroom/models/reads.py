"""What readers read: counts of whole buckets of time, and the lists made of them.

Nothing here is about a reader: an article's number, a time, a count.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from khabar.newsroom.models.edition import Edition, Window


class ReadCount(models.Model):
    """How often an article was read in the ``minutes`` that began at ``at``.

    Each read is counted twice, in a short bucket and in a long one, so that neither has to be made
    of the other later. Written by ``reads.add`` alone, trimmed by the clock.
    """

    minutes = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    locale = models.ForeignKey(
        Locale,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("language"),
    )
    number = models.PositiveBigIntegerField()
    reads = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "count of reads"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["minutes", "at", "locale", "number"], name="an_article_once_in_a_bucket"
            ),
        ]

    def __str__(self) -> str:
        """The article's number, the bucket and the count."""
        return f"{self.number} {self.at:%Y-%m-%d %H:%M}+{self.minutes}: {self.reads}"


class MostRead(models.Model):
    """The articles that were read most within a window, in order, as they stood at ``taken_at``.

    It holds more than are shown, so that one that is withdrawn leaves no gap. Written by
    ``reads.take`` alone, and only when the order differs.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    window = models.CharField(max_length=10, choices=Window.choices)
    articles: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    taken_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "most read articles"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "window"], name="one_list_for_a_window"),
        ]

    def __str__(self) -> str:
        """The edition and the window."""
        return f"{self.edition}: {self.get_window_display()}"


class ReadPlace(models.Model):
    """How far a front cache's log was counted: kept in one transaction with its counts."""

    name = models.CharField(max_length=200, unique=True)
    place: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "place in a log of reads"
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        """The log's name."""
        return self.name
