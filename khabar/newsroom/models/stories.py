"""What editors decide about a story's items, and what became of stories that were merged."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khabar.newsroom.models.article import Article
from khabar.newsroom.models.pages import Story


class StoryPin(models.Model):
    """An article that stands before the others of a story, in the editors' order."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="pins")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="story_pins")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("pinned item of a story")
        verbose_name_plural = _("pinned items of stories")
        ordering: ClassVar = ["story", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["story", "article"], name="a_pin_once"),
        ]

    def __str__(self) -> str:
        """Story and position."""
        return f"{self.story} {self.position}"


class MergedStory(models.Model):
    """A story that is no more, and the one that has its items.

    What still names the old one (a draft, a scheduled revision) is read as naming the new one.
    """

    former_id = models.PositiveBigIntegerField(unique=True)
    title = models.CharField(max_length=255)
    into = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="merged")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("merged story")
        verbose_name_plural = _("merged stories")

    def __str__(self) -> str:
        """Its last title."""
        return self.title
