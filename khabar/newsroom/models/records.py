"""What publishing leaves behind: versions, corrections, list entries; and editors' placings."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Locale, Orderable

from khabar.newsroom.models.article import Article
from khabar.newsroom.models.edition import Edition

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext.db.models.manager import RelatedManager


class ImmutableError(Exception):
    """Raised on an attempt to change or delete a published version."""


class VersionQuerySet(models.QuerySet["PublishedVersion"]):
    """Published versions, which many at once are not changed either."""

    def update(self, **fields: Any) -> int:
        """Never: raises ImmutableError."""
        raise ImmutableError(", ".join(sorted(fields)))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Never: raises ImmutableError."""
        raise ImmutableError("deletion")

    def erase(self, at: "datetime") -> int:
        """Empty what these versions said, for a take-down. Number, label, time and hash stay.

        The one way past their immutability; `actions.take_down` alone calls it.
        """
        return super().update(content="", public_note="", erased_at=at)

    def rewrite_names(self, pk: int, content: str) -> int:
        """Put a version's content with a protected name, or with it again, in its place.

        Only names of bylines differ, and the way back is exact: the hash stays that of what was
        published (decision 11). `newsroom.protection` alone calls it.
        """
        return super(VersionQuerySet, self.filter(pk=pk)).update(content=content)


class PublishedVersion(models.Model):
    """What readers could read, as published: appended, never changed.

    ``content`` is canonical JSON (sorted keys, UTF-8); ``hash`` its SHA-256 in hexadecimal. Once
    ``erased_at`` is set the content is gone, and the hash tells what it was.
    """

    class Label(models.TextChoices):
        """What the publication was."""

        PUBLISH = "publish", _("Publication")
        UPDATE = "update", _("Update")
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        WITHDRAWAL = "withdrawal", _("Withdrawal")
        RESTORATION = "restoration", _("Restoration")

    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, related_name="versions"
    )
    article_number = models.PositiveBigIntegerField()
    sequence = models.PositiveIntegerField()
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.PUBLISH)
    content = models.TextField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    public_note = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering: ClassVar = ["article_number", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article_number", "sequence"], name="a_version_once"),
        ]

    def __str__(self) -> str:
        """Number and sequence."""
        return f"{self.article_number}/{self.sequence}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append; raises ImmutableError when the version exists already."""
        if self.pk is not None and not self._state.adding:
            raise ImmutableError(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never."""
        del args, kwargs
        raise ImmutableError(str(self))


class Correction(models.Model):
    """A correction or clarification that readers see."""

    class Kind(models.TextChoices):
        """Which of the two."""

        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="corrections",
        verbose_name=_("article"),
    )
    locale = models.ForeignKey(
        Locale,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("language"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CORRECTION)
    wrong = models.TextField(_("what was wrong"), blank=True)
    right = models.TextField(_("what is right"))
    at = models.DateTimeField(_("time"))
    touches_top = models.BooleanField(
        _("concerns the headline, the lede or a figure"),
        default=False,
        help_text=_("Then it stands above the body."),
    )
    version = models.ForeignKey(
        PublishedVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("written by"),
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["locale", "-at", "-id"], name="corrections_in_order"),
        ]

    def __str__(self) -> str:
        """What is right now."""
        return self.right

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, in the edition of its article."""
        self.locale_id = self.article.locale_id
        super().save(*args, **kwargs)


class ListEntry(models.Model):
    """A live article's place in one list of readers.

    Derived from the live article in the transaction that changes it; only live articles have
    entries. Every list of articles is one range of this table's index.
    """

    key = models.CharField(max_length=48)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="list_entries")
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = "list entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "key"], name="once_in_a_list"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["key", "-published_at", "-article"], name="list_in_order"),
        ]

    def __str__(self) -> str:
        """The list and the article."""
        return f"{self.key} {self.article_id}"


class FrontSlot(models.Model):
    """An article placed by an editor on the front page."""

    class Slot(models.TextChoices):
        """The named places."""

        LEAD = "lead", _("Lead")
        LEAD_RELATED = "lead_related", _("Beside the lead")
        CARD = "card", _("Cards")
        OPINION = "opinion", _("Opinion")
        MEDIA = "media", _("Photos and video")

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="front_slots", verbose_name=_("edition")
    )
    slot = models.CharField(_("place"), max_length=20, choices=Slot.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="front_slots", verbose_name=_("article")
    )
    headline = models.CharField(
        _("headline here"), max_length=160, blank=True, help_text=_("Empty: the article's own.")
    )
    photo = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo here"),
    )
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("places on the front page")
        ordering: ClassVar = ["edition", "slot", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "article"],
                name="an_article_once_on_the_front",
                violation_error_message=_("This article is on the front page already."),
            ),
        ]

    def __str__(self) -> str:
        """Place and article."""
        return f"{self.get_slot_display()} {self.position}: {self.article}"

    def clean(self) -> None:
        """Refuse an article of another edition."""
        super().clean()
        if self.article_id and self.edition_id and self.article.locale_id != self.edition.locale_id:
            raise ValidationError({"article": _("The article belongs to another edition.")})


class Broadcast(ClusterableModel):
    """The live broadcast of an edition."""

    class Mode(models.TextChoices):
        """When it is on air."""

        OFF = "off", _("Off air")
        ALWAYS = "always", _("Always on air")
        SCHEDULED = "scheduled", _("On air by schedule")

    if TYPE_CHECKING:
        programme: RelatedManager["Programme"]

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="broadcast", verbose_name=_("edition")
    )
    title = models.CharField(_("title"), max_length=120)
    hls_url = models.URLField(_("HLS address"), max_length=500)
    poster = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("poster"),
    )
    description = models.TextField(_("description"), blank=True)
    mode = models.CharField(_("on air"), max_length=10, choices=Mode.choices, default=Mode.OFF)
    on_air = models.BooleanField(default=False, editable=False)

    panels: ClassVar = [
        FieldPanel("edition"),
        FieldPanel("title"),
        FieldPanel("hls_url"),
        FieldPanel("poster"),
        FieldPanel("description"),
        FieldPanel("mode"),
        InlinePanel("programme", heading=_("Programme"), label=_("Programme")),
    ]

    class Meta:
        verbose_name = _("live broadcast")
        verbose_name_plural = _("live broadcasts")

    def __str__(self) -> str:
        """The broadcast's title."""
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a mode that needs no clock takes effect at once."""
        if self.mode == self.Mode.ALWAYS:
            self.on_air = True
        elif self.mode == self.Mode.OFF:
            self.on_air = False
        super().save(*args, **kwargs)


class Programme(Orderable):
    """One entry of a broadcast's schedule."""

    broadcast = ParentalKey(Broadcast, on_delete=models.CASCADE, related_name="programme")
    title = models.CharField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))

    panels: ClassVar = [FieldPanel("title"), FieldPanel("starts_at"), FieldPanel("ends_at")]

    class Meta(Orderable.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        """The title."""
        return self.title

    def clean(self) -> None:
        """Refuse an end that is not after the start."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must be after the start.")})
