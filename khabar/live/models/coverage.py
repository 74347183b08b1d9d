"""A live coverage: the page that readers follow, and the course that it takes."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from khabar.language.slugs import slugify
from khabar.newsroom import keys
from khabar.newsroom.models import NumberedPage, PublicNumber, Story
from khabar.newsroom.models.showing import tells

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from khabar.live.models.posts import Post

#: Slug text beside the number, as an article's.
SLUG_LENGTH = 80
MOST_POINTS = 8
POINT_LENGTH = 200


@tells(keys.coverage, by="page_ptr_id")
class LiveCoverage(NumberedPage):
    """An event followed minute by minute. Wagtail's ``title`` is its title.

    Its address is ``/live/<number>-<slug>/`` and is resolved by the number alone: neither a renamed
    section nor another title takes it away. What changes while the event goes on is its
    ``CoverageState`` and its posts, never the page.
    """

    class Order(models.TextChoices):
        """Which post comes first."""

        NEWEST = "newest", _("Newest first")
        OLDEST = "oldest", _("Oldest first")

    if TYPE_CHECKING:
        title: str
        slug: str
        course: "CoverageState"
        posts: "RelatedManager[Post]"

    lede = models.TextField(_("lede"), blank=True)
    hero_photo = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo"),
    )
    starts_at = models.DateTimeField(
        _("begins at"),
        null=True,
        blank=True,
        help_text=_("What readers are told while the coverage is only announced."),
    )
    order = models.CharField(
        _("order of posts"), max_length=10, choices=Order.choices, default=Order.NEWEST
    )
    stories = ParentalManyToManyField(
        Story, blank=True, related_name="coverages", verbose_name=_("stories")
    )

    short_word: ClassVar[str] = "live"

    #: The number is the page's for ever, whatever a revision says.
    kept_between_revisions: ClassVar[tuple[str, ...]] = ("number",)
    exclude_fields_in_copy: ClassVar[list[str]] = ["number", "course", "posts"]

    parent_page_types: ClassVar = ["newsroom.Section"]
    subpage_types: ClassVar[list[str]] = []
    #: Begun on the desk's own screen, which asks two things and no more.
    is_creatable = False
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lede"),
        FieldPanel("hero_photo"),
        FieldPanel("starts_at"),
        FieldPanel("order"),
        FieldPanel("stories"),
    ]

    class Meta:
        verbose_name = _("live coverage")
        verbose_name_plural = _("live coverages")

    # Addresses

    def get_absolute_url(self) -> str:
        """The canonical path."""
        return f"/live/{self.slug}/"

    def set_url_path(self, parent: Page | None) -> str:
        """Wagtail's internal path: the edition and the number's slug, without the section's."""
        if parent is None:
            return str(super().set_url_path(parent))
        edition_root, _slash, _section = parent.url_path.rstrip("/").rpartition("/")
        self.url_path = f"{edition_root}/live/{self.slug}/"
        return str(self.url_path)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Site, site root address, and the canonical path as it goes over the wire."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, _path = parts
        return site_id, root_url, iri_to_uri(self.get_absolute_url())

    # Saving

    def _set_core_field_defaults(self) -> None:
        if self._state.adding and not self.number:
            self.number = PublicNumber.take()
        typed = (self.slug or "").removeprefix(str(self.number)).removeprefix("-")
        text = slugify(typed or self.title, max_length=SLUG_LENGTH)
        self.slug = f"{self.number}-{text}" if text else str(self.number)
        super()._set_core_field_defaults()

    def with_content_json(self, content: dict[str, Any]) -> "LiveCoverage":
        """A revision's content on this coverage; what belongs to the coverage as a whole stays."""
        revised: LiveCoverage = super().with_content_json(content)
        stored = type(self).objects.filter(pk=self.pk).values(*self.kept_between_revisions).first()
        for field, value in (stored or {}).items():
            setattr(revised, field, value)
        return revised


class CoverageState(models.Model):
    """How a coverage goes: facts of the event, changed by verbs alone and kept by no revision.

    ``revision`` grows by one with each change of the coverage's state or posts, under the lock of
    this row, which is held until the commit. So its numbers have the order of the commits, with
    none left out, on either database.
    """

    class State(models.TextChoices):
        """How far it is."""

        ANNOUNCED = "announced", _("Announced")
        LIVE = "live", pgettext_lazy("coverage", "Live")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    coverage = models.OneToOneField(
        LiveCoverage, on_delete=models.CASCADE, related_name="course", primary_key=True
    )
    token = models.UUIDField(null=True, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.ANNOUNCED
    )
    started_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    summary: models.JSONField[list[str], list[str]] = models.JSONField(_("summary"), default=list)
    revision = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("state of a live coverage")
        verbose_name_plural = _("states of live coverages")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        """The state's name."""
        return str(self.get_state_display())

    @property
    def is_open(self) -> bool:
        """Whether something may still come."""
        return self.state != self.State.ENDED

    def clean(self) -> None:
        """Refuse a summary that nobody would read."""
        super().clean()
        if len(self.summary) > MOST_POINTS:
            raise ValidationError({"summary": _("A summary has eight points at most.")})
        if any(len(point) > POINT_LENGTH for point in self.summary):
            raise ValidationError({"summary": _("A point has 200 letters at most.")})
