"""What an article's page leads to: what editors pinned there, then what was found."""

from collections.abc import Collection
from typing import Any, Final

from khabar.language.headlines import same
from khabar.newsroom import keys
from khabar.newsroom.models import Article, Edition, Related, RelatedChoice
from khabar.newsroom.queries.cards import Card, cards_of
from khabar.outbox.collecting import uses

SHOWN: Final = 3


def related(article: Article, edition: Edition, without: Collection[int] = ()) -> list[Card]:
    """Cards, with photos, of what is related; ``without`` what the page leads to already."""
    return cards_of(edition, related_ids(article, without), names=False)


def related_ids(article: Article, without: Collection[int] = ()) -> list[int]:
    """Ids of the articles that are shown as related now, from the list as it is stored.

    Those that editors pinned come first, in their order; of what was found, none that they banned,
    none that is paid for, and none that tells the same as one before it or the article itself.
    """
    if article.pk is None:
        return []
    uses(keys.related(article.pk))
    pinned, banned = _choices(article)
    candidates = list(dict.fromkeys([*pinned, *_found(article)]))
    if not candidates:
        return []
    articles: Any = Article.objects.filter(pk__in=candidates, live=True)
    rows = articles.public().filter(locale_id=article.locale_id)
    shown = {pk: rest for pk, *rest in rows.values_list("pk", "title", "sponsored")}
    chosen: list[int] = []
    told = [article.title]
    for pk in candidates:
        if len(chosen) == SHOWN:
            break
        if pk == article.pk or pk in banned or pk in without:
            continue
        # One that is not shown now may come back to its place.
        uses(keys.article_card(pk))
        if pk not in shown:
            continue
        title, sponsored = shown[pk]
        if pk not in pinned and (sponsored or any(same(title, other) for other in told)):
            continue
        told.append(title)
        chosen.append(pk)
    return chosen


def _found(article: Article) -> list[int]:
    """What was found; it comes with an article that was asked for by its address."""
    if Article.kept_related.is_cached(article):
        kept = getattr(article, "kept_related", None)
        return kept.articles if kept is not None else []
    found = Related.objects.filter(pk=article.pk).values_list("articles", flat=True)
    return found.first() or []


def _choices(article: Article) -> tuple[list[int], set[int]]:
    """What editors pinned, in their order, and what they banned."""
    choices = list(article.related_choices.all())
    pinned = [row.other_id for row in choices if row.choice == RelatedChoice.Choice.PINNED]
    return pinned, {row.other_id for row in choices} - set(pinned)
