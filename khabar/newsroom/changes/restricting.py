"""Pages that become private, or public again, with all that stand below them.

Khabar offers no private pages (docs/decisions/0004); a restriction that is made all the same closes
what it covers at once.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.db.models.signals import post_save, pre_delete
from wagtail.models import Page, PageViewRestriction

from khabar.newsroom import keys
from khabar.newsroom.changes.watching import save_in_one_transaction
from khabar.newsroom.models import Article, MostRead
from khabar.outbox.recording import record

#: Of one row: what stands below a page may be a whole archive.
_AT_ONCE: Final = 500


def watch_restrictions(model: type[PageViewRestriction]) -> None:
    """Record what is made private or public."""
    save_in_one_transaction(model)
    name = "khabar.newsroom.changes.restrict"
    post_save.connect(_restricted, sender=model, dispatch_uid=name)
    pre_delete.connect(_opened, sender=model, dispatch_uid=name)


def _restricted(instance: PageViewRestriction, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        for some in _covered(instance.page):
            record("restrict", some, closed=some)
        record("restrict", _most_read(instance.page))


def _opened(instance: PageViewRestriction, **_kwargs: Any) -> None:
    for some in _covered(instance.page):
        record("restrict", some)
    record("restrict", _most_read(instance.page))


def _most_read(page: Page) -> set[str]:
    """The lists of most read articles in which one that is covered stands."""
    listed = {pk for ids in MostRead.objects.values_list("articles", flat=True) for pk in ids}
    covered = Article.objects.filter(pk__in=listed, path__startswith=page.path)
    return {keys.most_read(locale) for locale in covered.values_list("locale_id", flat=True)}


def _covered(page: Page) -> Iterator[set[str]]:
    """The names of the page and all below it at their own addresses, some at a time."""
    below = Page.objects.filter(path__startswith=page.path, live=True)
    # What says that an article was withdrawn names its headline.
    shown = Q(live=True) | Q(withdrawn_at__isnull=False)
    articles = Article.objects.filter(shown, path__startswith=page.path).order_by("pk")
    pages = below.exclude(pk__in=articles.order_by().values("pk"))
    yield {keys.itself(pk) for pk in pages.values_list("pk", flat=True)}
    some: set[str] = set()
    for pk, number in articles.values_list("pk", "number").iterator(chunk_size=_AT_ONCE):
        some |= {keys.article_page(pk), keys.number(number)}
        if len(some) >= 2 * _AT_ONCE:
            yield some
            some = set()
    yield some
