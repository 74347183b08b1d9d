"""The pages that stand: home, sections, stories, standing texts."""

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.url_routing import RouteResult

from khabar.newsroom import keys, serving
from khabar.newsroom.blocks import TextBodyBlock
from khabar.newsroom.models.edition import edition_languages
from khabar.newsroom.models.showing import tells
from khabar.newsroom.models.take_downs import TakeDown
from khabar.newsroom.numbers import number_in
from khabar.newsroom.tree import LockedChildren
from khabar.outbox.collecting import recalled, uses

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import SiteRootPath

#: First words of addresses that others rely on, and words that later rooms will need.
RESERVED_SLUGS = frozenset(
    {
        "a",
        "api",
        "author",
        "authors",
        "comments",
        "corrections",
        "desk",
        "documents",
        "edition",
        "embed",
        "feed",
        "feeds",
        "follow",
        "latest",
        "live",
        "me",
        "media",
        "newsletter",
        "preview",
        "push",
        "robots.txt",
        "rss",
        "search",
        "section",
        "sitemap.xml",
        "sitemaps",
        "source",
        "sources",
        "static",
        "story",
        "stories",
        "sw.js",
        "topic",
        "topics",
    }
)


def refuse_reserved(slug: str) -> None:
    """Raise ValidationError for a slug that is an address of the site itself."""
    if slug in RESERVED_SLUGS:
        why = _("“%(slug)s” is an address of the site itself. Choose another slug.")
        raise ValidationError({"slug": why % {"slug": slug}})


class ServedPage(Page):
    """A page that its registered view serves, at an address of its own edition."""

    #: Lists show every live article, so a page cannot be live for some readers only.
    private_page_options: ClassVar[list[str]] = []
    #: Whether its address is resolved by a number, so that another spelling needs no redirect row.
    found_by_number: ClassVar[bool] = False

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002 (Wagtail's signature)
        """The page as readers get it."""
        request.is_preview = False  # type: ignore[attr-defined]  # Wagtail's own mark on the request.
        return serving.serve(self, request)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """A phone and a desk, as wide as the design has them."""
        phone, desktop = {"name": "mobile", "icon": "mobile-alt"}, {"name": "desktop"}
        return [
            {**phone, "device_width": 390, "label": _("On a phone")},
            {**desktop, "icon": "desktop", "device_width": 1360, "label": _("On a desktop")},
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """The page as an editor previews it: the same view, unless the mode has its own."""
        request.is_preview = True  # type: ignore[attr-defined]  # Wagtail's own mark on the request.
        return serving.preview(self, request, mode_name)

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """What keeps readers from the page; asked for by its ancestors only where there is any."""
        if not PageViewRestriction.objects.exists():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def _get_relevant_site_root_paths(self, cache_object: Any = None) -> "list[SiteRootPath]":
        # Wagtail lists a translated page under every site; an edition has one language, so only
        # the site of that language is the page's own.
        languages = edition_languages()
        return [
            path
            for path in super()._get_relevant_site_root_paths(cache_object)
            if languages.get(path.site_id, path.language_code) == path.language_code
        ]


@tells(keys.text)
class HomePage(ServedPage):
    """The front page of an edition; everything of the edition stands under it."""

    description = models.TextField(_("description"), blank=True)

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["newsroom.Section", "newsroom.StoriesIndexPage", "newsroom.TextPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("description")]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    @property
    def localized(self) -> "HomePage":
        """Itself: an edition's site has its own front page, whatever language is active."""
        return self

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find an article by its number, whatever section and spelling the address has.

        Raises TakenDownError for one that was taken down.
        """
        match path_components:
            case [section, article_slug] if section not in RESERVED_SLUGS:
                number = number_in(article_slug)
                article = self.find_article(number) if number else None
                if article is not None:
                    return RouteResult(article)
                if number:
                    TakeDown.objects.refuse(number, self.locale_id)
            case [_one] | ["stories", _one]:
                return RouteResult(self._standing(request, tuple(path_components)))
        return super().route(request, path_components)

    def _standing(self, request: HttpRequest, steps: tuple[str, ...]) -> Page:
        """The section, story or standing page of this address. Raises Http404.

        It is among the first things that each of its renderings asks for. The caller's own: what is
        kept is shared.
        """
        route = super().route

        def read() -> Page:
            page: Page = route(request, list(steps)).page
            # A move tells this; all else, the key of its kind.
            uses(keys.translations(page.pk))
            return page

        return copy(recalled(("standing", self.pk, *steps), read))

    def find_article(self, number: int) -> Page | None:
        """The article of this edition with this public number, if it is live or was withdrawn."""
        from khabar.newsroom.models.article import Article  # noqa: PLC0415 (articles import sections from here)

        uses(keys.number(number))
        # With the rows that are kept beside it, for its page in one question.
        articles = Article.objects.filter(number=number, locale_id=self.locale_id).select_related(
            "section", "hero_photo", "locale", "kept_faces", "kept_related"
        )
        try:
            # Not first(), whose order Django works out by each of the hundred columns.
            article: Article = articles.get()
        except Article.DoesNotExist:
            return None
        return article if article.live or article.withdrawn_at else None


@tells(keys.section)
class Section(LockedChildren, ServedPage):
    """A section of an edition. Flat under the front page, in an order of its own."""

    class Kind(models.TextChoices):
        """How the section's items are shown."""

        NEWS = "news", _("News")
        OPINION = "opinion", _("Opinion")

    # Named, because Django's default accessor on Page would take the name of Article.section.
    page_ptr = models.OneToOneField(
        Page, on_delete=models.CASCADE, parent_link=True, related_name="as_section"
    )
    description = models.TextField(_("description"), blank=True)
    parent_section = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subsections",
        verbose_name=_("part of"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NEWS)
    menu_order = models.PositiveSmallIntegerField(_("order in the menu"), default=100)
    in_menu = models.BooleanField(_("in the menu"), default=True)
    important = models.BooleanField(
        _("important section"), default=False, help_text=_("Gets a block on the front page.")
    )

    parent_page_types: ClassVar = ["newsroom.HomePage"]
    subpage_types: ClassVar = ["newsroom.Article"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("description"),
        FieldPanel("kind"),
        FieldPanel("parent_section"),
        FieldPanel("menu_order"),
        FieldPanel("in_menu"),
        FieldPanel("important"),
    ]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def clean(self) -> None:
        """Refuse a reserved word as slug, and a section that is part of itself."""
        super().clean()
        refuse_reserved(self.slug)
        if self.pk and self.parent_section_id == self.pk:
            raise ValidationError({"parent_section": _("A section cannot be part of itself.")})

    def _update_descendant_url_paths(self, old_url_path: str, new_url_path: str) -> None:
        # Articles keep an url_path without their section's slug: a rename writes no row for them.
        del old_url_path, new_url_path


class NumberedPage(ServedPage):
    """A page of a section that readers know by its public number: an article, a live coverage.

    No number is given twice, of whatever kind the page is.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True, editable=False)

    found_by_number: ClassVar[bool] = True
    #: The first word of its short address.
    short_word: ClassVar[str]
    #: The column of its publication.
    dated_by: ClassVar[str] = "first_published_at"

    class Meta:
        abstract = True

    @staticmethod
    def kinds() -> "list[type[NumberedPage]]":
        """Every kind that there is, whatever room it is of."""
        return [model for model in get_page_models() if issubclass(model, NumberedPage)]

    @property
    def short_path(self) -> str:
        """The short address for sharing."""
        return f"/{self.short_word}/{self.number}"

    @property
    def dated(self) -> "datetime | None":
        """When it was published."""
        when: datetime | None = getattr(self, self.dated_by)
        return when

    @property
    def section_path(self) -> str:
        """Where in the tree its section is."""
        return self.path[: len(self.path) - self.steplen]

    @property
    def section(self) -> Section:
        """The section that it stands under."""
        held: Section | None = self.__dict__.get("khabar_section")
        if held is None:
            held = self.__dict__["khabar_section"] = Section.objects.get(path=self.section_path)
        return held


def fetch_sections(pages: "Iterable[NumberedPage]") -> None:
    """Give each page its section, in one query; those that keep theirs in a column have it."""
    lack = [page for page in pages if isinstance(type(page).section, property)]
    paths = {page.section_path for page in lack}
    held = {one.path: one for one in Section.objects.filter(path__in=paths)} if paths else {}
    for page in lack:
        if found := held.get(page.section_path):
            page.__dict__["khabar_section"] = found


@tells(keys.text)
class StoriesIndexPage(ServedPage):
    """All stories of an edition, at /stories/."""

    max_count_per_parent = 1
    parent_page_types: ClassVar = ["newsroom.HomePage"]
    subpage_types: ClassVar = ["newsroom.Story"]

    class Meta:
        verbose_name = _("stories index")
        verbose_name_plural = _("stories indexes")

    def clean(self) -> None:
        """Keep the address that others rely on."""
        super().clean()
        if self.slug != "stories":
            raise ValidationError({"slug": _("The address of the stories is fixed: “stories”.")})


@tells(keys.story)
class Story(ServedPage):
    """An ongoing topic with many articles."""

    class State(models.TextChoices):
        """Whether the story goes on."""

        ONGOING = "ongoing", _("Ongoing")
        DORMANT = "dormant", _("Dormant")
        CLOSED = "closed", _("Closed")

    summary = models.TextField(_("summary"), blank=True)
    photo = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.ONGOING
    )
    carousel_order = models.PositiveSmallIntegerField(_("order in the carousel"), default=100)
    closing_note = models.TextField(_("closing note"), blank=True)

    parent_page_types: ClassVar = ["newsroom.StoriesIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("photo"),
    ]
    #: Facts of the story, not of one revision: verbs of their own change them.
    kept_between_revisions: ClassVar[tuple[str, ...]] = ("state", "carousel_order", "closing_note")

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes: ClassVar = [models.Index(fields=["state", "carousel_order"])]

    def with_content_json(self, content: dict[str, Any]) -> "Story":
        """A revision's content on this story; what belongs to the story as a whole stays."""
        revised: Story = super().with_content_json(content)
        stored = type(self).objects.filter(pk=self.pk).values(*self.kept_between_revisions).first()
        for field, value in (stored or {}).items():
            setattr(revised, field, value)
        return revised


@tells(keys.text)
class TextPage(ServedPage):
    """A standing text: about us, a policy."""

    body = StreamField(TextBodyBlock(), verbose_name=_("text"), blank=True)

    parent_page_types: ClassVar = ["newsroom.HomePage", "newsroom.TextPage"]
    subpage_types: ClassVar = ["newsroom.TextPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def clean(self) -> None:
        """Refuse the site's own addresses."""
        super().clean()
        refuse_reserved(self.slug)
