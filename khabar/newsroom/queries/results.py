"""What a page of search results shows, and the names of what results are narrowed by."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from django.db.models import Prefetch, QuerySet

from khabar.newsroom.body_text import stored_text
from khabar.newsroom.models import Author, Edition, Photo, Section, Source, Story
from khabar.newsroom.queries.cards import CARD_FIELDS, Card, bare_articles, card

Kind = Literal["section", "story", "author", "source"]
#: By what results are narrowed, in the order in which it is offered.
KINDS: Final[tuple[Kind, ...]] = ("section", "story", "author", "source")


@dataclass(frozen=True)
class Result:
    """An article that was found, with its photo and its words; without a byline."""

    card: Card
    text: str


@dataclass(frozen=True)
class Label:
    """What results are narrowed by: a section, a story, an author or a source."""

    id: int
    name: str
    slug: str


def results(edition: Edition, ids: Sequence[int]) -> list[Result]:
    """These articles in this order, in three queries; those not of the edition are left out."""
    photos = Photo.objects.prefetch_related("renditions")
    articles = (
        bare_articles()
        .only(*CARD_FIELDS, "body")
        .prefetch_related(Prefetch("hero_photo", queryset=photos))
        .filter(pk__in=ids, locale_id=edition.locale_id)
    )
    found = {
        article.pk: Result(
            replace(card(article, edition), photo=article.hero_photo),
            "\n".join(filter(None, (article.lede, stored_text(article.body)))),
        )
        for article in articles
    }
    return [found[pk] for pk in ids if pk in found]


def labels(edition: Edition, kind: Kind, ids: Iterable[int]) -> dict[int, Label]:
    """Names by id; what readers may not see is left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {found.id: found for found in _labels(edition, kind, pk__in=wanted)}


def find_label(edition: Edition, kind: Kind, slug: str) -> Label | None:
    """The one that readers know by this slug, or None."""
    return next(iter(_labels(edition, kind, slug=slug)), None)


def _labels(edition: Edition, kind: Kind, **which: Any) -> list[Label]:
    return [
        Label(found.pk, _NAMES[kind](found, edition), found.slug)
        for found in _ROWS[kind](edition).filter(**which)
    ]


def _sources(_edition: Edition) -> "QuerySet[Source]":
    return Source.objects.prefetch_related("names")


_ROWS: Final[dict[Kind, Callable[[Edition], "QuerySet[Any]"]]] = {
    "section": lambda edition: Section.objects.filter(locale_id=edition.locale_id, live=True),
    "story": lambda edition: Story.objects.filter(locale_id=edition.locale_id, live=True),
    # Whoever is protected is not found under a name, and that is not said either.
    "author": lambda edition: Author.objects.filter(locale_id=edition.locale_id, protected=False),
    "source": _sources,
}
_NAMES: Final[dict[Kind, Callable[[Any, Edition], str]]] = {
    "section": lambda found, _edition: found.title,
    "story": lambda found, _edition: found.title,
    "author": lambda found, _edition: found.name,
    "source": lambda found, edition: found.name_in(edition.locale),
}
