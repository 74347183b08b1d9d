"""The posts of a live coverage, each a row of its own."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents import get_document_model_string

from khabar.live.models.coverage import LiveCoverage
from khabar.newsroom import keys
from khabar.newsroom.models import Article, Author, Source
from khabar.newsroom.models.showing import tells

BODY_LENGTH = 8000


@tells(keys.post)
class Post(models.Model):
    """One entry of a live coverage. Changed by the verbs of ``khabar.live.actions`` alone.

    ``body`` is text with the few marks of ``khabar.live.markup``. ``token`` is the form's that it
    came from: however often that form is sent, one post comes of it. ``revision`` is the coverage's
    number of the post's last change, and ``version`` grows with each change of its words.
    """

    class Kind(models.TextChoices):
        """What kind of entry it is: sets its label and what it must have."""

        UPDATE = "update", pgettext_lazy("live post", "Update")
        KEY_EVENT = "key_event", pgettext_lazy("live post", "Key event")
        BREAKING = "breaking", pgettext_lazy("live post", "Breaking")
        QUOTE = "quote", pgettext_lazy("live post", "Quote")
        PHOTO = "photo", pgettext_lazy("live post", "Photo")
        VIDEO = "video", pgettext_lazy("live post", "Video")
        DOCUMENT = "document", pgettext_lazy("live post", "Document")
        CORRECTION = "correction", pgettext_lazy("live post", "Correction")

    class State(models.TextChoices):
        """Who sees it."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Awaiting review")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DISCARDED = "discarded", pgettext_lazy("draft", "Put away")

    coverage = models.ForeignKey(LiveCoverage, on_delete=models.CASCADE, related_name="posts")
    token = models.UUIDField(unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveBigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.UPDATE)
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    body = models.TextField(_("text"), max_length=BODY_LENGTH, blank=True)
    speaker = models.CharField(_("speaker"), max_length=160, blank=True)
    photo = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo"),
    )
    caption = models.CharField(
        _("caption here"),
        max_length=300,
        blank=True,
        help_text=_("Empty: the photo's own caption."),
    )
    unverified = models.BooleanField(
        _("not verified"), default=False, help_text=_("Readers see “circulating, not verified”.")
    )
    video_url = models.URLField(_("address of the video (MP4 or HLS)"), max_length=500, blank=True)
    document = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("document"),
    )
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("article"),
        help_text=_("Readers find the way to it under the post, once it is published."),
    )
    sources = models.ManyToManyField(
        Source, blank=True, related_name="+", verbose_name=_("sources")
    )
    authors = models.ManyToManyField(
        Author, blank=True, related_name="+", verbose_name=_("authors")
    )

    at = models.DateTimeField(_("time"), null=True, blank=True)
    pinned = models.BooleanField(_("pinned"), default=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    correction = models.TextField(blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("post of a live coverage")
        verbose_name_plural = _("posts of live coverages")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar = [
            models.Index(
                fields=["coverage", "at", "id"],
                condition=models.Q(state="published"),
                name="posts_in_order",
            ),
            models.Index(fields=["coverage", "revision"], name="posts_by_revision"),
        ]

    def __str__(self) -> str:
        """Its headline, or how it begins."""
        return self.headline or self.body[:60]

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return f"post-{self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether readers have it."""
        return self.state == self.State.PUBLISHED

    def clean(self) -> None:
        """Refuse a post that says nothing, or lacks what its kind promises. By field."""
        super().clean()
        errors: dict[str, Any] = {}
        kind = self.Kind(self.kind)
        needs: dict[Post.Kind, tuple[str, object, object]] = {
            self.Kind.KEY_EVENT: ("headline", self.headline, _("A key event needs a headline.")),
            self.Kind.BREAKING: ("headline", self.headline, _("Breaking news needs a headline.")),
            self.Kind.PHOTO: ("photo", self.photo_id, _("Choose the photo.")),
            self.Kind.VIDEO: ("video_url", self.video_url, _("Give the video's address.")),
            self.Kind.DOCUMENT: ("document", self.document_id, _("Choose the document.")),
        }
        if len(self.body) > BODY_LENGTH:
            errors["body"] = _("A post has 8000 letters at most.")
        if kind in needs and not needs[kind][1]:
            errors[needs[kind][0]] = needs[kind][2]
        if kind is self.Kind.QUOTE and not self.speaker:
            errors["speaker"] = _("Say whose words these are.")
        shown = (self.headline, self.body, self.photo_id, self.video_url, self.document_id)
        if not errors and not any(shown):
            errors["body"] = _("Write something.")
        locale = self.coverage.locale_id if self.coverage_id else None
        if self.article and locale and self.article.locale_id != locale:
            errors["article"] = _("The article belongs to another edition.")
        if errors:
            raise ValidationError(errors)
