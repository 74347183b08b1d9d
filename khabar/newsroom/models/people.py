"""Who writes, who supplies, and what it is about: authors, sources, topics, subjects."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Locale, TranslatableMixin
from wagtail.search import index

from khabar.language.slugs import slugify
from khabar.language.text import matching_key
from khabar.newsroom import keys
from khabar.newsroom.models.showing import tells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext.db.models.manager import RelatedManager

    from khabar.newsroom.models.article import ArticleSource, BylineEntry

SLUG_LENGTH = 100


class Named(models.Model):
    """A named thing with an address of its own and a key by which spellings of its name meet."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        allow_unicode=True,
        blank=True,
        help_text=_("Its part of the address; made from the name when empty."),
    )
    key = models.CharField(max_length=160, db_index=True, editable=False)

    slug_scope: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """The name."""
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with a matching key, and a slug when there is none."""
        self.key = matching_key(self.name)[:160]
        if not self.slug:
            base = slugify(self.name, max_length=SLUG_LENGTH - 8) or "x"
            self.slug, suffix = base, 1
            while self.same_scope().filter(slug=self.slug).exists():
                suffix += 1
                self.slug = f"{base}-{suffix}"
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through.

    def clean(self) -> None:
        """Refuse a slug that another thing of the kind has."""
        super().clean()
        if self.slug and self.same_scope().filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("This slug is taken. Choose another.")})

    def same_scope(self) -> "models.QuerySet[Named]":
        """The things among which this one's slug must be unique."""
        scope = {field: getattr(self, field) for field in self.slug_scope}
        return type(self)._default_manager.filter(**scope).exclude(pk=self.pk)  # noqa: SLF001 (Django's documented name)


@tells(keys.author)
class Author(  # type: ignore[django-manager-missing]  # a parental key of an untyped base
    TranslatableMixin, Named, index.Indexed
):
    """A journalist's public profile in one edition; outlives the staff account linked to it."""

    if TYPE_CHECKING:
        byline_entries: RelatedManager["BylineEntry"]

    job_title = models.CharField(pgettext_lazy("job", "position"), max_length=120, blank=True)
    bio = RichTextField(_("biography"), blank=True, features=["bold", "link"])
    photo = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("portrait"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author_profiles",
        verbose_name=_("staff account"),
    )
    email = models.EmailField(_("public e-mail"), blank=True)
    link = models.URLField(_("public profile elsewhere"), blank=True, max_length=500)
    protected = models.BooleanField(_("protected"), default=False, editable=False)

    slug_scope = ("locale",)

    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("job_title"),
        FieldPanel("bio"),
        FieldPanel("photo"),
        FieldPanel("user"),
        FieldPanel("email"),
        FieldPanel("link"),
        FieldPanel("slug"),
    ]
    search_fields: ClassVar = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["locale", "slug"], name="author_slug_in_edition"),
        ]
        ordering: ClassVar = ["name"]

    def get_absolute_url(self) -> str:
        """The profile's path."""
        return f"/author/{self.slug}/"


@tells(keys.topic)
class Topic(TranslatableMixin, Named, index.Indexed):
    """What an article is about, in the readers' words."""

    description = models.TextField(_("description"), blank=True)

    slug_scope = ("locale",)

    panels: ClassVar = [FieldPanel("name"), FieldPanel("description"), FieldPanel("slug")]
    search_fields: ClassVar = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["locale", "slug"], name="topic_slug_in_edition"),
        ]
        ordering: ClassVar = ["name"]

    def get_absolute_url(self) -> str:
        """The topic page's path."""
        return f"/topic/{self.slug}/"

    def clean(self) -> None:
        """Refuse a second topic whose name is another spelling of this one."""
        super().clean()
        twin = self.same_scope().filter(key=matching_key(self.name)[:160]).first()
        if twin is not None:
            raise ValidationError(
                {"name": _("This topic exists already as “%(name)s”.") % {"name": twin.name}}
            )


@tells(keys.source)
class Source(  # type: ignore[django-manager-missing]  # a parental key of an untyped base
    Named, ClusterableModel, index.Indexed
):
    """An agency or outlet; shared between editions, named in each one's language."""

    class Kind(models.TextChoices):
        """What the source is."""

        AGENCY = "agency", _("News agency")
        OUTLET = "outlet", _("Outlet")
        OTHER = "other", _("Other")

    if TYPE_CHECKING:
        names: RelatedManager["SourceName"]
        byline_entries: RelatedManager["BylineEntry"]
        article_sources: RelatedManager["ArticleSource"]

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.AGENCY)
    url = models.URLField(_("address"), blank=True, max_length=500)

    panels: ClassVar = [
        FieldPanel("name"),
        InlinePanel("names", heading=_("Names in other languages"), label=_("Name")),
        FieldPanel("kind"),
        FieldPanel("url"),
        FieldPanel("slug"),
    ]
    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], name="source_slug"),
        ]
        ordering: ClassVar = ["name"]

    def get_absolute_url(self) -> str:
        """The source page's path, the same in each edition."""
        return f"/source/{self.slug}/"

    def name_in(self, locale: Locale) -> str:
        """The source's name in an edition's language; its own name where none was given."""
        rows: Iterable[SourceName] = self.names.all()
        return next((row.name for row in rows if row.locale_id == locale.pk), self.name)


class SourceName(models.Model):
    """A source's name in one more language."""

    source = ParentalKey(Source, on_delete=models.CASCADE, related_name="names")
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    name = models.CharField(_("name"), max_length=120)

    panels: ClassVar = [FieldPanel("locale"), FieldPanel("name")]

    class Meta:
        verbose_name = _("name in another language")
        verbose_name_plural = _("names in other languages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "locale"], name="one_source_name_a_language"),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Subject(models.Model):
    """One IPTC Media Topic (``medtop:…``), with its label in the desk's languages."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        """The label in the active language, or the code."""
        name = self.name_ar if (get_language() or "").startswith("ar") else self.name_en
        return str(name or self.name_ar or self.name_en or self.code)
