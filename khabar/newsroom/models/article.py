"""The article."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable, Page
from wagtail.search import index

from khabar.language.slugs import slugify
from khabar.newsroom import publication, revised, settling
from khabar.newsroom.blocks import BodyBlock
from khabar.newsroom.fields import BodyField
from khabar.newsroom.forms import ArticleForm
from khabar.newsroom.models.numbers import PublicNumber
from khabar.newsroom.models.pages import NumberedPage, Section, Story
from khabar.newsroom.models.people import Author, Source, Subject, Topic
from khabar.newsroom.models.take_downs import refuse_what_was_taken_down
from khabar.newsroom.names import Hider, shown
from khabar.newsroom.panels import article_panels, article_promote_panels, article_settings_panels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext.db.models.manager import RelatedManager
    from wagtail.models import Revision

    from khabar.newsroom.models.desk import DeskEntry
    from khabar.newsroom.models.records import Correction, ListEntry, PublishedVersion
    from khabar.newsroom.models.related import RelatedChoice

#: Slug text beside the number; Wagtail's slug column holds 255.
SLUG_LENGTH = 80
BYLINE_LENGTH = 300
#: What saving a draft stores of the article itself: nobody searches for it, it refers to nothing.
_OF_DRAFTS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "wagtail_admin_comments",
    }
)


class Genre(models.TextChoices):
    """What kind of piece it is: sets its label, its schema.org type and its form."""

    NEWS = "news", _("News")
    REPORT = "report", _("Report")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")
    INTERVIEW = "interview", _("Interview")
    INVESTIGATION = "investigation", _("Investigation")
    FACT_CHECK = "fact_check", _("Fact check")
    STATEMENT = "statement", _("Statement")
    PHOTO = "photo", _("Photos")
    VIDEO = "video", _("Video")


def _moment(value: Any) -> datetime | None:
    """A time of a revision's content, which is text once the revision was read back."""
    return parse_datetime(value) if isinstance(value, str) else value


class Article(NumberedPage):
    """One article. Wagtail's ``title`` is its headline.

    ``number`` is its public number; its address is ``/<section>/<number>-<slug>/`` and is resolved
    by the number alone. ``section`` and the media marks are derived when it is saved.
    """

    if TYPE_CHECKING:
        title: str
        slug: str
        locale_id: int
        byline_entries: RelatedManager["BylineEntry"]
        article_sources: RelatedManager["ArticleSource"]
        article_stories: RelatedManager["ArticleStory"]
        related_choices: RelatedManager["RelatedChoice"]
        corrections: RelatedManager["Correction"]
        versions: RelatedManager["PublishedVersion"]
        list_entries: RelatedManager["ListEntry"]
        desk_entry: DeskEntry

    #: A column of its own, for lists and their indexes.
    section = models.ForeignKey(
        Section,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("section"),
    )

    short_headline = models.CharField(
        _("short headline"), max_length=50, blank=True, help_text=_("For tickers and push.")
    )
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    lede = models.TextField(_("lede"), blank=True)
    genre = models.CharField(_("genre"), max_length=20, choices=Genre.choices, default=Genre.NEWS)
    dateline_place = models.CharField(_("dateline"), max_length=80, blank=True)
    hero_photo = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="hero_of",
        verbose_name=_("photo"),
    )
    hero_caption = models.CharField(
        _("caption here"),
        max_length=300,
        blank=True,
        help_text=_("Empty: the photo's own caption."),
    )
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)

    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="articles", verbose_name=_("topics")
    )
    other_sections = ParentalManyToManyField(
        Section, blank=True, related_name="+", verbose_name=_("other sections")
    )
    subjects = ParentalManyToManyField(
        Subject, blank=True, related_name="+", verbose_name=_("subjects (IPTC)")
    )

    slugline = models.CharField(_("slugline"), max_length=120, blank=True)
    urgency = models.PositiveSmallIntegerField(
        _("urgency"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("1 is the most urgent, 9 the least (IPTC)."),
    )
    editor_note = models.TextField(
        _("editor's note"), blank=True, help_text=_("Never shown to readers.")
    )
    sponsored = models.BooleanField(_("sponsored content"), default=False)
    sponsor_name = models.CharField(_("sponsor"), max_length=120, blank=True)
    external_provider = models.CharField(_("provider"), max_length=120, blank=True)
    external_uri = models.CharField(_("provider's id"), max_length=500, blank=True)
    external_version = models.CharField(_("provider's version"), max_length=40, blank=True)
    comments_open = models.BooleanField(_("comments open"), default=True)

    urgent = models.BooleanField(_("urgent"), default=False)
    urgent_until = models.DateTimeField(
        _("urgent until"),
        null=True,
        blank=True,
        help_text=_("Empty: as long as the edition's settings say."),
    )
    embargo_until = models.DateTimeField(
        _("embargoed until"),
        null=True,
        blank=True,
        help_text=_("Nothing leaves before this time, whoever asks."),
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("Orders every list. Empty: the moment of publication. Never in the future."),
    )
    updated_at = models.DateTimeField(_("updated at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(_("reason of withdrawal"), blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name=_("withdrawn by"),
    )

    has_photos = models.BooleanField(default=False, editable=False)
    has_video = models.BooleanField(default=False, editable=False)

    #: What is set by the house alone and held by the database's own constraints: it is not looked
    #: up again with each draft and each publication.
    _given: ClassVar[frozenset[str]] = revised.FACTS | {
        "depth",
        "number",
        "numchild",
        "path",
        "translation_key",
        "url_path",
    }
    #: The worker indexes an article once for each transaction (``settling``).
    search_auto_update = False

    _loaded_live: bool | None = None
    #: Labels of the fields out of which the desk's form left invisible marks.
    marks_dropped: list[str] | tuple[()] = ()

    short_word: ClassVar[str] = "a"
    dated_by: ClassVar[str] = "published_at"

    #: Facts of the article, not of one revision: a revision never brings back older ones.
    kept_between_revisions: ClassVar[tuple[str, ...]] = (
        "number",
        "section_id",
        "updated_at",
        "withdrawn_at",
        "withdrawal_reason",
        "withdrawn_by_id",
    )
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "number",
        "published_at",
        "updated_at",
        "withdrawn_at",
        "withdrawal_reason",
        "withdrawn_by",
        "external_provider",
        "external_uri",
        "external_version",
        "urgent",
        "urgent_until",
        "corrections",
        "versions",
        "list_entries",
        "desk_entry",
    ]

    base_form_class = ArticleForm
    parent_page_types: ClassVar = ["newsroom.Section"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = article_panels()
    promote_panels: ClassVar = article_promote_panels()
    settings_panels: ClassVar = article_settings_panels()
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("lede"),
        index.SearchField("body"),
        index.SearchField("slugline"),
        index.FilterField("section_id"),
        index.FilterField("genre"),
        index.FilterField("published_at"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_provider", "external_uri"],
                condition=~models.Q(external_uri=""),
                name="one_article_an_external_item",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["section", "-published_at"], name="article_section_published"),
            models.Index(
                fields=["urgent_until"], condition=models.Q(urgent=True), name="article_urgent"
            ),
            models.Index(
                fields=["embargo_until"],
                condition=models.Q(embargo_until__isnull=False),
                name="article_embargo",
            ),
        ]

    @property
    def headline(self) -> str:
        """The headline (Wagtail's title)."""
        return str(self.title)

    @property
    def is_withdrawn(self) -> bool:
        """Whether its address answers 410."""
        return self.withdrawn_at is not None and not self.live

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """What readers get of it: the page in both schemes, the card, the short forms."""
        return [
            ("", _("Page")),
            ("dark", _("Page, dark")),
            ("share", _("Share card")),
            ("short", _("Ticker and push")),
        ]

    def make_preview_request(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As any page's; also of an article that has no row yet, and so no section of its own."""
        if self.section_id is None:
            self.section = self.get_parent().specific
        return super().make_preview_request(*args, **kwargs)

    # Addresses

    def get_absolute_url(self) -> str:
        """The canonical path."""
        return f"/{self.section.slug}/{self.slug}/"

    def set_url_path(self, parent: Page | None) -> str:
        """Wagtail's internal path: the edition and the number's slug, without the section's."""
        if parent is None:
            return str(super().set_url_path(parent))
        edition_root, _slash, _section = parent.url_path.rstrip("/").rpartition("/")
        self.url_path = f"{edition_root}/{self.slug}/"
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
        self.slug = self.numbered_slug(self.slug or "")
        if not self.locale_id and (parent := self.get_parent()):
            self.locale_id = parent.locale_id
        super()._set_core_field_defaults()

    def _check_slug_is_unique(self) -> None:
        """It is: it begins with the article's number."""

    def is_site_root(self) -> bool:
        """Never: an edition begins with its front page."""
        return False

    def full_clean(self, exclude: "Iterable[str] | None" = None, **kwargs: Any) -> None:
        """Check what people write."""
        left_out = {*(exclude or ()), *self._given}
        if not self.external_uri:
            # One article an external item: there is none.
            left_out.add("external_uri")
        super().full_clean(exclude=left_out, **kwargs)

    def minimal_clean(self) -> None:
        """Of a draft, also that no other article stands for the same external item."""
        super().minimal_clean()
        if self.external_uri:
            self.validate_constraints()
            refuse_what_was_taken_down(self.external_provider, self.external_uri)

    def numbered_slug(self, slug: str) -> str:
        """The slug as Wagtail keeps it: the number first, then what was typed or the headline."""
        typed = slug.removeprefix(str(self.number)).removeprefix("-")
        text = slugify(typed or self.short_headline or self.title, max_length=SLUG_LENGTH)
        return f"{self.number}-{text}" if text else str(self.number)

    def clean(self) -> None:
        """Refuse a publication time in the future, and going live before the embargo ends."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.published_at and self.published_at > timezone.now():
            errors["published_at"] = _(
                "The publication time cannot be in the future. To publish later, set a schedule."
            )
        if self.embargo_until and self.go_live_at and self.go_live_at < self.embargo_until:
            errors["go_live_at"] = _("The schedule is before the end of the embargo.")
        if self.external_uri and not self.external_provider:
            errors["external_provider"] = _("An external id needs its provider.")
        if errors:
            raise ValidationError(errors)

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """A revision's content on this article; what belongs to the article as a whole stays."""
        made: Article = super().with_content_json(revised.content(content))
        # As stored, not as this object remembers: it may be older than the last publication.
        stored = (
            type(self)
            .objects.filter(pk=self.pk)
            .values(*self.kept_between_revisions, "published_at", "embargo_until")
            .first()
        ) or {name: getattr(self, name) for name in self.kept_between_revisions}
        made.live_revision_id = self.live_revision_id
        published_at = stored.pop("published_at", self.published_at)
        made.embargo_until = publication.later_embargo(
            stored.pop("embargo_until", None), made.embargo_until
        )
        for field, value in stored.items():
            setattr(made, field, value)
        made.published_at = made.published_at or published_at
        made._hide_protected_names()
        made.slug = made.numbered_slug(made.slug)
        made.set_url_path(self.get_parent())
        return made

    @classmethod
    def from_db(cls, *args: Any) -> Self:
        """Remember whether it was live when it was read, so that a stale copy is known."""
        article: Self = super().from_db(*args)
        article._loaded_live = article.__dict__.get("live")
        return article

    def publish(self, revision: "Revision", *args: Any, **kwargs: Any) -> Any:
        """Make the revision live, or schedule it; refused before the embargo's end, whoever asks.

        Scheduling a new version of what is live saves nothing, so that it is asked here.
        """
        said, at = (_moment(revision.content.get(name)) for name in ("embargo_until", "go_live_at"))
        with settling.once():
            if at and at > timezone.now():
                stored = type(self).objects.filter(pk=self.pk)
                held = stored.values_list("embargo_until", flat=True).first()
                publication.refuse_under_embargo(publication.later_embargo(held, said), at)
            return super().publish(revision, *args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> "Revision":
        """Save a draft. An embargo binds from when it is written, not from when it goes out."""
        from khabar.newsroom import desk_drafts  # noqa: PLC0415 (it reads the models defined here)

        with settling.once():
            revision: Revision = super().save_revision(*args, **kwargs)
            if self.has_unpublished_changes:
                settling.entry(self.pk, desk_drafts.of_revision(revision.content))
            stored = type(self).objects.filter(pk=self.pk)
            held = stored.values_list("embargo_until", flat=True).first()
            binds = publication.later_embargo(held, self.embargo_until)
            if binds != held:
                stored.update(embargo_until=binds)
            return revision

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and with it in one transaction all that follows from it.

        Derived fields, the lists of readers and of editors, what it means to readers in the outbox,
        and, when this makes a revision live, the immutable published version. Raises EmbargoError
        when it would be live before its embargo ends, and StaleArticleError when this copy was read
        before a publication that it would undo.
        """
        with settling.once():
            if kwargs.get("update_fields") is None:
                self._save_whole(*args, **kwargs)
            else:
                self._save_some(*args, **kwargs)
        self._loaded_live = self.live

    def _save_some(self, *args: Any, update_fields: "Iterable[str]", **kwargs: Any) -> None:
        from khabar.newsroom.changes import articles as changes  # noqa: PLC0415 (it reads the models defined here)

        named = set(update_fields)
        told = not changes.is_quiet(named)
        before = publication.state_before(self) if told else publication.NOTHING
        with settling.without_wagtail():
            super().save(*args, update_fields=named, **kwargs)
        if told:
            moved = publication.follow(self, before) if publication.concerns(named) else set()
            changes.changed(self.pk, before=before, moved=moved)
        settling.entry(self.pk)
        if not named <= _OF_DRAFTS:
            settling.indexes(self.pk)

    def _save_whole(self, *args: Any, **kwargs: Any) -> None:
        from khabar.newsroom import desk_drafts  # noqa: PLC0415 (it reads the models defined here)
        from khabar.newsroom.changes import articles as changes  # noqa: PLC0415 (as above)

        before = publication.state_before(self)
        if before.live and not self.live and self._loaded_live is False:
            raise publication.StaleArticleError(
                _("The article was published in the meantime. Open it again, then go on.")
            )
        publication.derive(self, before)
        self._hide_protected_names()
        related = dict(getattr(self, "_cluster_related_objects", {}))
        with settling.without_wagtail():
            super().save(*args, **kwargs)
        # As they were just stored: nothing below reads them from the database again.
        self._cluster_related_objects = related
        try:
            serialised = self.serializable_data() if self.live else None
            moved = publication.follow(self, before, serialised)
            changes.follow(self, before, moved, serialised)
            newest = None if self._has_newer_draft else desk_drafts.of_article(self)
        finally:
            self._cluster_related_objects = {}
        settling.entry(self.pk, newest)
        settling.indexes(self.pk)

    @property
    def _has_newer_draft(self) -> bool:
        return bool(self.has_unpublished_changes and self.latest_revision_id)

    def _hide_protected_names(self) -> None:
        """However a protected name comes in (typed, imported, from an old draft), it is hidden."""
        held = getattr(self, "_cluster_related_objects", {}).get("byline_entries") or ()
        written = [entry for entry in held if entry.text]
        if written and (hider := Hider()).hidden:
            for entry in written:
                entry.text = hider.hide(entry.text, BYLINE_LENGTH)


class BylineEntry(Orderable):
    """One entry of a byline: an author, or a source, or free text."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="byline_entries")
    author = models.ForeignKey(
        Author,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="byline_entries",
        verbose_name=_("author"),
    )
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="byline_entries",
        verbose_name=_("source"),
    )
    text = models.CharField(_("name as text"), max_length=BYLINE_LENGTH, blank=True)
    role = models.CharField(_("role"), max_length=80, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="byline_is_one_of_three",
                condition=(
                    models.Q(author__isnull=False, source__isnull=True, text="")
                    | models.Q(author__isnull=True, source__isnull=False, text="")
                    | (models.Q(author__isnull=True, source__isnull=True) & ~models.Q(text=""))
                ),
                violation_error_message=_("A byline is an author, or a source, or a text."),
            ),
        ]

    def __str__(self) -> str:
        """The name, as readers see it."""
        return shown(self.text) or str(self.author or self.source or "")


class ArticleSource(Orderable):
    """One source of an article, in the order printed."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="article_sources")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="article_sources", verbose_name=_("source")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "source"], name="a_source_once"),
        ]

    def __str__(self) -> str:
        """The source's name."""
        return str(self.source)


class ArticleStory(Orderable):
    """An article's place in a story; the first one is its main story."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="article_stories")
    story = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="article_stories", verbose_name=_("story")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "story"], name="a_story_once"),
        ]

    def __str__(self) -> str:
        """The story's title."""
        return str(self.story)
