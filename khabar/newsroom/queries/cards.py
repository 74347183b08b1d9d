"""What a list shows of an article."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from khabar.newsroom import keys
from khabar.newsroom.models import Article, Author, BylineEntry, Edition, Photo
from khabar.newsroom.models.article import Genre
from khabar.newsroom.names import is_token, shown, staff_byline
from khabar.outbox.collecting import recalled_each, uses


@dataclass(frozen=True)
class Link:
    """A title and its path."""

    title: str
    url: str


@dataclass(frozen=True)
class Named(Link):
    """A linked thing with its id and slug."""

    id: int = 0
    slug: str = ""


@dataclass(frozen=True)
class BylineName:
    """One name of a byline. ``kind`` is author, source, text, or staff for who is not named."""

    name: str
    kind: str
    url: str | None = None
    role: str = ""
    job_title: str = ""
    photo: Photo | None = None


@dataclass(frozen=True)
class Card:
    """An article as lists show it; headline or photo may be others than the article's own."""

    id: int
    number: int
    headline: str
    short_headline: str
    kicker: str
    lede: str
    genre: str
    genre_label: str
    url: str
    section: Link
    published_at: datetime | None
    updated_at: datetime | None
    urgent: bool
    has_photos: bool
    has_video: bool
    sponsored: bool
    photo: Photo | None
    byline: tuple[BylineName, ...] = ()
    #: HTML that was made of it, by what besides it was made of: drawn once while the card is kept.
    drawn: dict[Hashable, str] = field(default_factory=dict, init=False, compare=False, repr=False)


#: Columns that a card needs; the body, which is most of a row, is not among them.
CARD_FIELDS = (
    "pk",
    "title",
    "slug",
    "locale_id",
    "number",
    "short_headline",
    "kicker",
    "lede",
    "genre",
    "published_at",
    "updated_at",
    "urgent",
    "has_photos",
    "has_video",
    "sponsored",
    "hero_photo",
    "section",
    "section__title",
    "section__slug",
)


def bare_articles() -> "QuerySet[Article]":
    """Articles with what a headline in a list reads: one query."""
    return Article.objects.select_related("section").only(*CARD_FIELDS)


def card_articles() -> "QuerySet[Article]":
    """Articles with all that cards read: a constant number of queries for a list of any length."""
    byline = BylineEntry.objects.order_by("sort_order", "pk").prefetch_related(
        "source__names", Prefetch("author", queryset=authors_with_portraits())
    )
    return pictured_articles().prefetch_related(
        Prefetch("byline_entries", queryset=byline.select_related("source"), to_attr="names"),
    )


def pictured_articles() -> "QuerySet[Article]":
    """Articles with what a headline and its photo read: three queries."""
    return bare_articles().prefetch_related(
        Prefetch("hero_photo", queryset=Photo.objects.prefetch_related("renditions"))
    )


def authors_with_portraits() -> "QuerySet[Author]":
    """Authors with their portraits' renditions."""
    return Author.objects.prefetch_related(
        Prefetch("photo", queryset=Photo.objects.prefetch_related("renditions"))
    )


def cards_of(
    edition: Edition, ids: Sequence[int], *, bare: bool = False, names: bool = True
) -> list[Card]:
    """Cards of these articles, in this order; ids that are not of the edition are left out.

    A bare card has neither photo nor byline, and costs one query; one without names has no byline.
    """
    uses(*(keys.article_card(pk) for pk in ids))
    if not ids:
        return []

    def read(missing: Sequence[int]) -> dict[int, tuple[Card, frozenset[str]]]:
        with_photos = card_articles if names else pictured_articles
        articles = bare_articles() if bare else with_photos()
        return {
            article.pk: (card(article, edition), _shown_by(article))
            for article in articles.filter(pk__in=missing, locale_id=edition.locale_id)
        }

    found = recalled_each({("card", edition.pk, bare, names, pk): pk for pk in ids}, read)
    return [found[pk] for pk in ids if pk in found]


def _shown_by(article: Article) -> frozenset[str]:
    """The keys of all that the card of this article reads; what reading its rows tells of it."""
    people = [entry.author for entry in getattr(article, "names", ()) if entry.author]
    sources = [entry.source for entry in getattr(article, "names", ()) if entry.source]
    photos = [article.hero_photo] if Article.hero_photo.is_cached(article) else []
    photos += [author.photo for author in people]
    return frozenset(
        [
            keys.article_card(article.pk),
            keys.section(article.section_id),
            *(keys.photo(photo.pk) for photo in photos if photo),
            *(keys.author(author.pk) for author in people),
            *(keys.source(source.pk) for source in sources),
        ]
    )


def card(article: Article, edition: Edition) -> Card:
    """The card of one article that came from ``card_articles``."""
    names: Iterable[BylineEntry] = getattr(article, "names", ())
    return Card(
        id=article.pk,
        number=article.number,
        headline=article.title,
        short_headline=article.short_headline,
        kicker=article.kicker,
        lede=article.lede,
        genre=article.genre,
        # Not get_genre_display, which makes all choices hashable anew each time.
        genre_label=str(Genre(article.genre).label) if article.genre in Genre else article.genre,
        url=article.get_absolute_url(),
        section=Link(article.section.title, f"/{article.section.slug}/"),
        published_at=article.published_at,
        updated_at=article.updated_at,
        urgent=article.urgent,
        has_photos=article.has_photos,
        has_video=article.has_video,
        sponsored=article.sponsored,
        photo=article.hero_photo if Article.hero_photo.is_cached(article) else None,
        byline=tuple(byline_names(names, edition)),
    )


def byline_name(entry: BylineEntry, edition: Edition) -> BylineName:
    """A byline entry as readers see it."""
    if entry.author is not None:
        author = entry.author
        if author.protected:
            return BylineName(staff_byline(), "staff")
        return BylineName(
            author.name,
            "author",
            author.get_absolute_url(),
            entry.role,
            author.job_title,
            author.photo,
        )
    if entry.source is not None:
        source = entry.source
        return BylineName(
            source.name_in(edition.locale), "source", source.get_absolute_url(), entry.role
        )
    if is_token(entry.text):
        return BylineName(staff_byline(), "staff")
    return BylineName(shown(entry.text), "text", None, entry.role)


def byline_names(entries: Iterable[BylineEntry], edition: Edition) -> list[BylineName]:
    """A byline as readers see it: «فريق التحرير» once, however many names it stands for."""
    return list(dict.fromkeys(byline_name(entry, edition) for entry in entries))
