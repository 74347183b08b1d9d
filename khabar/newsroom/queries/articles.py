"""One article, and corrections."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from khabar.newsroom import keys
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    BylineEntry,
    Correction,
    Edition,
    ListEntry,
    Photo,
)
from khabar.newsroom.publication import LATEST, list_key
from khabar.newsroom.queries.cards import (
    BylineName,
    Card,
    Link,
    authors_with_portraits,
    byline_names,
)
from khabar.newsroom.queries.lists import PER_PAGE, PastTheEndError, first_of
from khabar.newsroom.queries.related import related
from khabar.outbox.collecting import uses


@dataclass(frozen=True)
class ArticlePage:
    """What stands around an article's own fields."""

    article: Article
    hero_photo: Photo | None
    byline: list[BylineName]
    sources: list[Link]
    stories: list[Link]
    topics: list[Link]
    corrections: list[Correction]
    body_photos: dict[int, Photo]
    also_read: dict[int, Link]
    related: list[Card]


@dataclass(frozen=True)
class CorrectionEntry:
    """A correction as the corrections page lists it."""

    kind: str
    kind_label: str
    wrong: str
    right: str
    at: datetime
    article: Link


def find_article(number: int, edition: Edition | None = None) -> Article | None:
    """The article with this public number, in whatever state; of this edition when one is given."""
    uses(keys.number(number))
    articles = Article.objects.select_related("section").filter(number=number)
    if edition is not None:
        articles = articles.filter(locale_id=edition.locale_id)
    return articles.first()


def article_page(article: Article, edition: Edition) -> ArticlePage:
    """All that the article's page shows of relations; a draft's unsaved ones as they are."""
    uses(keys.article_page(article.pk))
    byline = list(article.byline_entries.all())
    _fetch_people(byline)
    stories = [entry.story for entry in article.article_stories.all() if entry.story.live]
    photo_ids, article_ids = _body_references(article)
    uses(*(keys.article_card(pk) for pk in article_ids))
    photos = Photo.objects.prefetch_related("renditions").in_bulk(
        photo_ids | ({article.hero_photo_id} if article.hero_photo_id else set())
    )
    return ArticlePage(
        article=article,
        hero_photo=photos.get(article.hero_photo_id) if article.hero_photo_id else None,
        byline=byline_names(byline, edition),
        sources=[
            Link(entry.source.name_in(edition.locale), entry.source.get_absolute_url())
            for entry in article.article_sources.all()
        ],
        stories=[Link(story.title, f"/stories/{story.slug}/") for story in stories],
        topics=[Link(topic.name, topic.get_absolute_url()) for topic in article.topics.all()],
        corrections=list(Correction.objects.filter(article_id=article.pk)),
        body_photos=photos,
        also_read=_also_read(article_ids, edition) if article_ids else {},
        related=related(article, edition, article_ids),
    )


def _also_read(ids: set[int], edition: Edition) -> dict[int, Link]:
    found = (
        Article.objects.live()
        .filter(pk__in=ids, locale_id=edition.locale_id)
        .select_related("section")
        .only("title", "slug", "section__slug", "locale_id")
    )
    return {article.pk: Link(article.title, article.get_absolute_url()) for article in found}


def prefetch(article: Article) -> None:
    """Fetch the relations of a stored article in a constant number of queries."""
    byline = (
        BylineEntry.objects.order_by("sort_order", "pk")
        .select_related("source")
        .prefetch_related("source__names")
    )
    sources = ArticleSource.objects.select_related("source").prefetch_related("source__names")
    prefetch_related_objects(
        [article],
        Prefetch("byline_entries", queryset=byline),
        Prefetch("article_sources", queryset=sources),
        Prefetch("article_stories", queryset=ArticleStory.objects.select_related("story")),
        "related_choices",
    )


def _fetch_people(byline: list[BylineEntry]) -> None:
    ids = {entry.author_id for entry in byline if entry.author_id}
    authors = authors_with_portraits().in_bulk(ids) if ids else {}
    for entry in byline:
        if entry.author_id in authors:
            entry.author = authors[entry.author_id]


def _body_references(article: Article) -> tuple[set[int], set[int]]:
    """Ids of the photos, and of the articles, that the body names."""
    photos: set[int] = set()
    articles: set[int] = set()
    for block in article.body:
        value = block.value
        match block.block_type:
            case "photo" if value.get("photo"):
                photos.add(value["photo"].pk)
            case "gallery":
                photos.update(item["photo"].pk for item in value["photos"] if item["photo"])
            case "video" if value.get("poster"):
                photos.add(value["poster"].pk)
            case "also_read" if value.get("article"):
                articles.add(value["article"].pk)
    return photos, articles


def corrections_page(
    edition: Edition, page: int = 1, per_page: int = PER_PAGE
) -> tuple[list[CorrectionEntry], bool]:
    """A page of the edition's corrections, newest first, and whether there are older ones.

    A withdrawn article's corrections leave with it. Raises PastTheEndError.
    """
    start = first_of(page, per_page)
    uses(keys.corrections(edition.locale_id))
    live = list_key(edition.locale_id, LATEST)
    listed = Exists(ListEntry.objects.filter(article=OuterRef("article_id"), key=live))
    rows = list(
        Correction.objects.filter(listed, locale_id=edition.locale_id)
        .select_related("article", "article__section")
        .order_by("-at", "-pk")[start : start + per_page + 1]
    )
    if page > 1 and not rows:
        raise PastTheEndError
    uses(*(keys.article_card(row.article_id) for row in rows))
    entries = [
        CorrectionEntry(
            kind=row.kind,
            kind_label=row.get_kind_display(),
            wrong=row.wrong,
            right=row.right,
            at=row.at,
            article=Link(row.article.title, row.article.get_absolute_url()),
        )
        for row in rows[:per_page]
    ]
    return entries, len(rows) > per_page
