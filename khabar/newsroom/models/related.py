"""What stands below an article as related: found by the index, and what editors say of it."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from khabar.newsroom.models.article import Article


class RelatedChoice(Orderable):
    """What an editor says of another article: it stands first among the related ones, or never.

    A part of the article like its byline: it is drafted, published and put back with it.
    """

    class Choice(models.TextChoices):
        """The two things that may be said."""

        PINNED = "pinned", pgettext_lazy("related article", "Always")
        BANNED = "banned", pgettext_lazy("related article", "Never")

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="related_choices")
    other = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )
    choice = models.CharField(
        _("shown"), max_length=10, choices=Choice.choices, default=Choice.PINNED
    )

    class Meta(Orderable.Meta):
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article", "other"],
                name="a_related_article_once",
                violation_error_message=_("This article is named already."),
            ),
        ]

    def __str__(self) -> str:
        """The other article's headline."""
        return str(self.other)

    def clean(self) -> None:
        """Refuse the article itself, and one of another edition."""
        super().clean()
        article: Any = self.article if self.article_id else None
        if not self.other_id or article is None:
            return
        if self.other_id == self.article_id:
            raise ValidationError({"other": _("This is the article itself.")})
        if article.locale_id and self.other.locale_id != article.locale_id:
            raise ValidationError({"other": _("The article belongs to another edition.")})


class Related(models.Model):
    """The articles that are about the same as one, the best first, as the index had them.

    It holds more than are shown, so that one that is withdrawn leaves no gap. Written by
    ``related.keep`` alone, and only when it differs.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="kept_related"
    )
    articles: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    taken_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "related articles as found"
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        """The article, and how many."""
        return f"{self.article_id}: {len(self.articles)}"
