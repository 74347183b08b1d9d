"""Wagtail's own search of pages, names and photos, by the words that our analysis makes.

What is indexed, and what is asked, is analysed before the database sees it, so that the same is
found on SQLite and PostgreSQL: any spelling of a word, and any form of it. Named by
``WAGTAILSEARCH_BACKENDS``; PostgreSQL is told to leave the words as they are (``simple``).
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import cache
from typing import Any, Final

from modelsearch.backends import database
from modelsearch.index import RelatedFields
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from khabar.language.lookup import forms, found_by, search_words

#: A word that no analysis leaves whole, and so none in the index: for questions without a word.
_NOWHERE: Final = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"


class Analysed:
    """An object as the index is to see it: its fields give the words they are found by."""

    def __init__(self, obj: Any) -> None:
        self._obj = obj
        self.pk = obj.pk

    def get_search_fields(self) -> list[Any]:
        """The object's own, analysed."""
        return [_field(field, self._obj) for field in self._obj.get_search_fields()]


def _field(field: Any, obj: Any = None) -> Any:
    made = copy(field)
    if isinstance(field, RelatedFields):
        made.fields = [_field(one) for one in field.fields]
        made.get_value = lambda given: field.get_value(obj or given)
    else:
        made.get_value = lambda given: " ".join(_words(field.get_value(obj or given)))
    return made


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return found_by(value)
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, Iterable):
        return [word for one in value for word in _words(one)]
    return [] if value is None else found_by(str(value))


class _Index:
    """An index of analysed objects."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Index these."""
        super().add_items(model, [Analysed(obj) for obj in objs])  # type: ignore[misc]  # A mixin of Wagtail's untyped classes.


class _Asks:
    """A compiler of analysed questions."""

    analysed: Callable[[PlainText], SearchQuery]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query: SearchQuery = _asked(self.query, type(self).analysed)


def _asked(query: Any, analysed: Callable[[PlainText], SearchQuery]) -> Any:
    """The same question, of analysed words."""
    if isinstance(query, PlainText):
        return analysed(query)
    if isinstance(query, Phrase):
        return Phrase(" ".join(search_words(query.query_string)) or _NOWHERE)
    if isinstance(query, And | Or):
        return type(query)([_asked(one, analysed) for one in query.subqueries])
    if isinstance(query, Not):
        return Not(_asked(query.subquery, analysed))
    if isinstance(query, Boost):
        return Boost(_asked(query.subquery, analysed), query.boost)
    return query


def whole(query: PlainText) -> SearchQuery:
    """Whole words: the stem of each stands in the index beside it."""
    stems = [_stem(word) for word in search_words(query.query_string)]
    return PlainText(" ".join(stems) or _NOWHERE, query.operator, query.boost)


def unfinished(query: PlainText) -> SearchQuery:
    """Words of which the last may be unfinished: begun as it is typed, or whole, by its stem."""
    words = search_words(query.query_string)
    if not words:
        return PlainText(_NOWHERE, query.operator, query.boost)
    *before, last = words
    stems = [_stem(word) for word in before]
    # The compiler takes the last word for a beginning: a word twice is that word.
    ends = [[last]] if _stem(last) == last else [[last], [_stem(last)] * 2]
    asked = [PlainText(" ".join([*stems, *end]), query.operator) for end in ends]
    return asked[0] if len(asked) == 1 else Or(asked)


def _stem(word: str) -> str:
    return min(forms(word), key=len)


@cache
def _mixed(mixin: type, made: type, analysed: Callable[[PlainText], SearchQuery] = whole) -> type:
    return type(made.__name__, (mixin, made), {"analysed": staticmethod(analysed)})


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 (Wagtail's name for it)
    """Wagtail's own backend of this house's database, given and asked analysed words."""
    backend: Any = database.SearchBackend({"SEARCH_CONFIG": "simple", **params})
    # Whoever writes the index's rows past it (an import) sees objects as it does.
    backend.as_indexed = Analysed
    backend.index_class = _mixed(_Index, backend.index_class)
    backend.query_compiler_class = _mixed(_Asks, backend.query_compiler_class)
    backend.autocomplete_query_compiler_class = _mixed(
        _Asks, backend.autocomplete_query_compiler_class, unfinished
    )
    return backend
