"""The lexicon of names in the index: how each is spelt, for questions with any of the spellings."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import tantivy
from tantivy import Query

from khabar.language.analysis import Term
from khabar.search import schema
from khabar.search.models import NameSpelling

#: A name has at most so many words.
LONGEST: Final = 3
MOST_NAMES: Final = 10

Form = tuple[str, ...]


def documents(pks: Iterable[int] | None = None) -> Iterator[tantivy.Document]:
    """These rows of the lexicon as the index keeps them; all, where none are named."""
    rows = NameSpelling.objects.all()
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    for row in rows.iterator():
        made = tantivy.Document()
        made.add_text("key", f"name-spelling:{row.pk}")
        made.add_integer("kind", schema.NAME)
        forms = [" ".join(form) for form in row.forms()]
        for form in forms:
            made.add_text("spelled", form)
        made.add_text("kept", "\n".join(forms))
        yield made


def others(
    held: tantivy.Schema, searcher: tantivy.Searcher, terms: Sequence[Term]
) -> dict[Form, list[Form]]:
    """Of each name in this question its other spellings; the longest name at a place alone."""
    surfaces = [term.surface for term in terms]
    asked = {
        " ".join(surfaces[start : start + size]): tuple(surfaces[start : start + size])
        for size in range(1, LONGEST + 1)
        for start in range(len(surfaces) - size + 1)
    }
    if not asked:
        return {}
    query = Query.term_set_query(held, "spelled", list(asked))
    found: dict[Form, list[Form]] = {}
    for _score, address in searcher.search(query, MOST_NAMES, count=False).hits:
        forms = str(searcher.doc(address)["kept"][0]).split("\n")
        for form in forms:
            if form in asked:
                rest = [tuple(other.split()) for other in forms if other != form]
                found.setdefault(asked[form], []).extend(rest)
    return found
