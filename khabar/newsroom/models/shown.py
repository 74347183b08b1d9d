"""What readers were last shown of each live article: by it, what a change changes is known."""

from typing import ClassVar

from django.db import models

from khabar.newsroom.models.article import Article


class ShownArticle(models.Model):
    """Fingerprints of what a live article's page, its cards and its address show.

    Derived when the article is saved; only live articles have one. 0 is unknown, and differs from
    whatever comes.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="kept_faces"
    )
    page = models.BigIntegerField(default=0)
    card = models.BigIntegerField(default=0)
    address = models.BigIntegerField(default=0)
    urgent = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "what is shown of an article"
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        """The article's id."""
        return str(self.pk)
