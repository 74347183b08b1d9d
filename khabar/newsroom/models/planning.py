"""What is planned, what was sent out in a hurry, and what went wrong without anybody looking."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from khabar.newsroom.models.article import Article
from khabar.newsroom.models.edition import Edition
from khabar.newsroom.models.pages import Section

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_WORDS = 20_000


class Assignment(models.Model):
    """A piece that somebody is to write: a plan may stand before its article does.

    ``version`` grows with each change, so that of two people who change it at once the second is
    told. It is changed by the verbs of ``planning_actions`` alone.
    """

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in_progress", _("Being written")
        FILED = "filed", _("Filed")
        DROPPED = "dropped", _("Dropped")

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("edition")
    )
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("section")
    )
    title = models.CharField(_("working title"), max_length=160)
    slugline = models.CharField(_("slugline"), max_length=120, blank=True)
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assignments",
        verbose_name=_("article"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assignments",
        verbose_name=_("assignee"),
    )
    deadline = models.DateTimeField(_("deadline"))
    words = models.PositiveIntegerField(
        _("expected length in words"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WORDS)],
    )
    wants_photos = models.BooleanField(_("photos"), default=False)
    wants_video = models.BooleanField(_("video"), default=False)
    wants_graphic = models.BooleanField(_("graphic"), default=False)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.PLANNED
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering: ClassVar = ["deadline", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["edition", "deadline"], name="assignments_by_deadline"),
            models.Index(
                fields=["assignee", "deadline"],
                condition=models.Q(state__in=("planned", "in_progress")),
                name="assignments_to_write",
            ),
        ]

    def __str__(self) -> str:
        """The working title."""
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to write it."""
        return self.state in OPEN_STATES

    def clean(self) -> None:
        """Refuse a section or an article of another edition."""
        super().clean()
        errors = {}
        if self.section_id and self.edition_id and self.section.locale_id != self.edition.locale_id:
            errors["section"] = _("The section belongs to another edition.")
        if self.article and self.edition_id and self.article.locale_id != self.edition.locale_id:
            errors["article"] = _("The article belongs to another edition.")
        if errors:
            raise ValidationError(errors)


OPEN_STATES = (Assignment.State.PLANNED, Assignment.State.IN_PROGRESS)


class Flash(models.Model):
    """An article that was sent out (or submitted) as a flash, and the form that it came from.

    A form has one token; however often it is sent, one article comes of it.
    """

    token = models.UUIDField(unique=True)
    article = models.OneToOneField(
        Article, null=True, on_delete=models.CASCADE, related_name="flash"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("flash")
        verbose_name_plural = _("flashes")

    def __str__(self) -> str:
        """The article's headline."""
        return str(self.article or self.token)


class DeskNotice(models.Model):
    """A failure that somebody must know of; it stands on the first screen until it is settled.

    ``about`` names the object, such as ``article:12``: of one kind about one object there is one
    unsettled notice, which counts. Written through ``notices.report``.
    """

    class Kind(models.TextChoices):
        """What failed."""

        PUBLICATION = "publication", _("A scheduled publication failed")
        RENDITION = "rendition", _("The sizes of a photo could not be made")
        MAIL = "mail", _("Mail could not be sent")
        RENDER = "render", _("Pages could not be rendered")
        FRONT_CACHE = "front-cache", _("The cache before the readers does not take what changed")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    about = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    locale = models.ForeignKey(Locale, null=True, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    message = models.TextField(blank=True)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("failure")
        verbose_name_plural = _("failures")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=models.Q(settled_at__isnull=True),
                name="one_unsettled_notice",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-at"],
                condition=models.Q(settled_at__isnull=True),
                name="notices_unsettled",
            ),
        ]

    def __str__(self) -> str:
        """What failed, of what."""
        return f"{self.get_kind_display()}: {self.name}"


def expected_media(assignment: Assignment) -> "Iterable[str]":
    """The names of the media that an assignment asks for."""
    names = {"wants_photos": _("photos"), "wants_video": _("video"), "wants_graphic": _("graphic")}
    return [str(name) for field, name in names.items() if getattr(assignment, field)]
