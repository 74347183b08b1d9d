"""What the editors' list of articles is made from: one derived row an article, and its keys."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from khabar.newsroom.models.article import Article, Genre
from khabar.newsroom.models.pages import Section


class DeskEntry(models.Model):
    """An article as its editors find it: its newest draft, and where it stands.

    Derived in the transaction that changes what it is derived from (see ``desk_state``). Nothing
    in it depends on the clock: whether an embargo is over is asked when it is shown.
    """

    class State(models.TextChoices):
        """What readers have of it."""

        DRAFT = "draft", pgettext_lazy("article", "Draft")
        PUBLISHED = "published", pgettext_lazy("article", "Published")
        CHANGED = "changed", pgettext_lazy("article", "Published, with a newer draft")
        WITHDRAWN = "withdrawn", pgettext_lazy("article", "Withdrawn")
        UNPUBLISHED = "unpublished", pgettext_lazy("article", "Unpublished")

    class Review(models.TextChoices):
        """Where its draft stands in the workflow."""

        NONE = "", pgettext_lazy("article", "Not submitted")
        AWAITING = "awaiting", pgettext_lazy("article", "Awaiting review")
        IN_REVIEW = "in_review", pgettext_lazy("article", "In review")
        RETURNED = "returned", pgettext_lazy("article", "Returned to the writer")

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="desk_entry"
    )
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", db_index=False)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=State.choices)
    review = models.CharField(max_length=12, choices=Review.choices, blank=True)
    scheduled_for = models.DateTimeField(null=True)
    embargo_until = models.DateTimeField(null=True)
    #: The time that its state speaks of: of publication, of withdrawal, of the schedule, of saving.
    at = models.DateTimeField()
    edited_at = models.DateTimeField()
    headline = models.CharField(max_length=255)
    kicker = models.CharField(max_length=80, blank=True)
    slugline = models.CharField(max_length=120, blank=True)
    genre = models.CharField(max_length=20, choices=Genre.choices)
    #: Kind and id, or kind and name, of each entry: ``["author", 3]``, ``["text", "…"]``.
    byline = models.JSONField(default=list)
    has_photos = models.BooleanField(default=False)
    has_video = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        # Each list is a walk over one of these in its order; what may be asked besides stands in
        # the index itself, so that even a walk that finds little reads nothing else.
        indexes: ClassVar = [
            models.Index(
                fields=[
                    "locale",
                    "-at",
                    "-article",
                    "section",
                    "state",
                    "review",
                    "genre",
                    "scheduled_for",
                    "embargo_until",
                ],
                name="desk_by_time",
            ),
            models.Index(
                fields=[
                    "locale",
                    "-edited_at",
                    "-article",
                    "section",
                    "state",
                    "review",
                    "genre",
                    "scheduled_for",
                    "embargo_until",
                ],
                name="desk_by_edit",
            ),
            models.Index(
                fields=["section", "-at", "-article", "state", "review", "genre"],
                name="desk_section_by_time",
            ),
            models.Index(
                fields=["locale", "state", "-at", "-article", "review", "scheduled_for", "section"],
                name="desk_state_by_time",
            ),
            models.Index(
                fields=["locale", "genre", "-at", "-article", "section", "state"],
                name="desk_genre_by_time",
            ),
            models.Index(
                fields=["locale", "review", "-at", "-article", "section"],
                name="desk_review_by_time",
            ),
            models.Index(
                fields=["locale", "-at", "-article", "section", "scheduled_for"],
                condition=models.Q(scheduled_for__isnull=False),
                name="desk_scheduled",
            ),
            models.Index(
                fields=["locale", "-at", "-article", "section", "embargo_until"],
                condition=models.Q(embargo_until__isnull=False),
                name="desk_embargoed",
            ),
        ]

    def __str__(self) -> str:
        """The headline."""
        return self.headline


class DeskKey(models.Model):
    """Something that an article is found by: a story, a topic, a name, a word.

    Keys are those of ``publication.list_key``; ``at`` repeats the entry's, so that a key's articles
    in order of time are one range of one index.
    """

    key = models.CharField(max_length=48)
    entry = models.ForeignKey(
        DeskEntry, on_delete=models.CASCADE, related_name="keys", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = "desk key"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "key"], name="a_desk_key_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["key", "-at", "-entry"], name="desk_keys_in_order"),
        ]

    def __str__(self) -> str:
        """Key and article."""
        return f"{self.key} {self.entry_id}"
