"""Rows of Wagtail's search index for many new articles.

On SQLite modelsearch's own add_bulk reads the whole index for the average length of a title, reads
each body three times, and writes each row twice (each time into the full-text table). Here what is
to be found is read before the transaction begins, and written once. Elsewhere add_bulk is used.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from django.db import connection
from modelsearch.backends import get_search_backends
from modelsearch.utils import get_content_type_pk
from wagtail.search.index import AutocompleteField, SearchField
from wagtail.search.models import IndexEntry

from khabar.newsroom.models import Article

if connection.vendor == "sqlite":
    from modelsearch.backends.database.sqlite.sqlite import ObjectIndexer, SQLiteSearchBackend
else:
    SQLiteSearchBackend = None

#: So many rows of the index are enough to know how long titles are.
_SAMPLE = 1000


@dataclass(frozen=True)
class Texts:
    """What an article is found by."""

    title: str
    body: str
    autocomplete: str


class SearchRows:
    """Writes index entries; knows how long titles are here."""

    def __init__(self) -> None:
        self._backends = list(get_search_backends(with_auto_update=True))
        self._own = [one for one in self._backends if _is_sqlite(one)]
        self._mean_title = 0.0

    def read(self, article: Article) -> Texts | None:
        """What the article is found by; None where the backend reads it for itself."""
        if not self._own:
            return None
        backend: Any = self._own[0]
        indexer = ObjectIndexer(article, backend)
        # As the house's own backend sees it (WAGTAILSEARCH_BACKENDS): by its analysed words.
        seen = backend.as_indexed(article) if hasattr(backend, "as_indexed") else article
        found = [
            pair
            for field in seen.get_search_fields()
            for pair in indexer.prepare_field(article, field)
        ]
        searched = [(field, text) for field, text in found if isinstance(field, SearchField)]
        return Texts(
            title=" ".join(text for field, text in searched if field.field_name == "title"),
            body=" ".join(text for field, text in searched if field.field_name != "title"),
            autocomplete=" ".join(
                text for field, text in found if isinstance(field, AutocompleteField)
            ),
        )

    def add(self, articles: Sequence[Article], texts: Iterable[Texts | None]) -> None:
        """Index new articles, within the transaction that adds them."""
        for backend in self._backends:
            if backend not in self._own:
                backend.add_bulk(Article, articles)
        if not self._own:
            return
        content_type = get_content_type_pk(Article)
        known = [text for text in texts if text is not None]
        mean = self._mean(known)
        IndexEntry.objects.bulk_create(
            IndexEntry(
                content_type_id=content_type,
                object_id=str(article.pk),
                title=text.title,
                body=text.body,
                autocomplete=text.autocomplete,
                # A match in a shorter title ranks higher, as modelsearch reckons it.
                title_norm=mean / len(text.title) if text.title else 1.0,
            )
            for article, text in zip(articles, known, strict=True)
        )

    def _mean(self, coming: Iterable[Texts]) -> float:
        """How long titles are on average; reckoned once."""
        if not self._mean_title:
            newest = IndexEntry.objects.order_by("-pk").values_list("title", flat=True)[:_SAMPLE]
            lengths = [len(title) for title in (*newest, *(text.title for text in coming))]
            self._mean_title = fmean(filter(None, lengths)) if any(lengths) else 1.0
        return self._mean_title


def _is_sqlite(backend: Any) -> bool:
    return SQLiteSearchBackend is not None and isinstance(backend, SQLiteSearchBackend)
