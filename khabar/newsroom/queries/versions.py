"""Which version of an article a page shows: for telling a reader that there is a newer one."""

from collections.abc import Collection

from khabar.newsroom import keys
from khabar.newsroom.models import Article
from khabar.newsroom.models.shown import ShownArticle
from khabar.outbox.collecting import uses


def of_articles(pks: Collection[int]) -> dict[int, str]:
    """The versions of live articles by id. Another one: the article's page shows something else."""
    rows = ShownArticle.objects.filter(pk__in=pks, article__live=True).values_list("pk", "page")
    return {pk: _written(page) for pk, page in rows}


def of_article(article: Article) -> str:
    """The version of one; empty where it is not known."""
    uses(keys.article_page(article.pk))
    if Article.kept_faces.is_cached(article):
        kept = getattr(article, "kept_faces", None)
        return _written(kept.page) if kept is not None and article.live else ""
    return of_articles([article.pk]).get(article.pk, "")


def live_ids(numbers: Collection[int]) -> dict[int, int]:
    """Ids of live articles by public number."""
    return dict(Article.objects.filter(number__in=numbers, live=True).values_list("number", "pk"))


def _written(page: int) -> str:
    return f"{page & (2**64 - 1):016x}" if page else ""
