"""What may be meant by the beginning of a question: headlines and names that begin so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import tantivy
from tantivy import Occur, Query

from khabar.language import analysis
from khabar.newsroom.models import Author, Edition, Section, Story, Topic
from khabar.search import documents, schema
from khabar.search.ranking import Asking, any_of

Kind = Literal["article", "story", "topic", "author", "section"]
#: Fewer letters begin too many words.
FEWEST_LETTERS: Final = 2
MOST_WORDS: Final = 8
#: Names come before headlines, but leave them room.
MOST_NAMES: Final = 3
_KINDS: Final[dict[int, Kind]] = {
    schema.STORY: "story",
    schema.TOPIC: "topic",
    schema.AUTHOR: "author",
    schema.SECTION: "section",
}


@dataclass(frozen=True)
class Suggestion:
    """Something to go to: what it is, what it is called, where it is."""

    kind: Kind
    label: str
    url: str
    pk: int


def suggest(
    schema_: tantivy.Schema, searcher: tantivy.Searcher, text: str, edition: Edition, limit: int
) -> list[Suggestion]:
    """Names first, then headlines, the newest first; each has all the words, the last one begun."""
    made = Asking(schema_, searcher)
    clauses = _begun(made, text, edition.locale.language_code)
    if not clauses:
        return []
    clauses.append(made.only("edition", edition.locale_id))
    names = _names(made, clauses, min(limit, MOST_NAMES))
    headlines = _headlines(made, clauses, limit - len(names))
    return [*names, *headlines]


def _begun(made: Asking, text: str, language: str) -> list[tuple[Occur, Query]]:
    terms = analysis.analyse(text[:200], language)[:MOST_WORDS]
    if not terms:
        return []
    whole = terms if text[terms[-1].end :] else terms[:-1]
    clauses = [
        (Occur.Must, any_of(made.term("head", form) for form in _forms(term))) for term in whole
    ]
    if len(whole) < len(terms):
        forms = [form for form in _forms(terms[-1]) if len(form) >= FEWEST_LETTERS]
        if forms:
            begun = (Query.regex_query(made.schema, "head", f"{form}.*") for form in forms)
            clauses.append((Occur.Must, any_of(begun)))
    return clauses


def _forms(term: analysis.Term) -> list[str]:
    return list(dict.fromkeys(documents.beginnings([term])))


def _names(
    made: Asking,
    clauses: list[tuple[Occur, Query]],
    limit: int,
) -> list[Suggestion]:
    query = Query.boolean_query([*clauses, (Occur.MustNot, made.term("kind", schema.ARTICLE))])
    hits = made.searcher.search(query, limit, count=False).hits
    addresses = [address for _score, address in hits]
    kinds = made.searcher.fast_field_values("kind", addresses)
    idents = made.searcher.fast_field_values("id", addresses)
    found = [(int(kind or 0), int(ident or 0)) for kind, ident in zip(kinds, idents, strict=True)]
    known = _there(found)
    return [known[one] for one in sorted(found) if one in known]


def _there(found: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Suggestion]:
    wanted: dict[int, list[int]] = {}
    for kind, ident in found:
        wanted.setdefault(kind, []).append(ident)
    rows = {
        schema.STORY: lambda pks: [
            (row.pk, row.title, f"/stories/{row.slug}/")
            for row in Story.objects.filter(pk__in=pks, live=True).public()
        ],
        schema.SECTION: lambda pks: [
            (row.pk, row.title, f"/{row.slug}/")
            for row in Section.objects.filter(pk__in=pks, live=True).public()
        ],
        schema.TOPIC: lambda pks: [
            (row.pk, row.name, row.get_absolute_url()) for row in Topic.objects.filter(pk__in=pks)
        ],
        schema.AUTHOR: lambda pks: [
            (row.pk, row.name, row.get_absolute_url())
            for row in Author.objects.filter(pk__in=pks, protected=False)
        ],
    }
    return {
        (kind, pk): Suggestion(_KINDS[kind], label, url, pk)
        for kind, pks in wanted.items()
        if kind in rows
        for pk, label, url in rows[kind](pks)
    }


def _headlines(
    made: Asking,
    clauses: list[tuple[Occur, Query]],
    limit: int,
) -> list[Suggestion]:
    query = Query.boolean_query([*clauses, made.only("kind", schema.ARTICLE)])
    hits = made.searcher.search(query, 2 * limit, count=False, order_by_field="at").hits
    idents = made.searcher.fast_field_values("id", [address for _score, address in hits])
    wanted = [int(ident) for ident in idents if ident is not None]
    articles = (
        documents.live(wanted)
        .select_related("section")
        .only("title", "slug", "number", "section__slug")
    )
    known = {
        article.pk: Suggestion("article", article.title, article.get_absolute_url(), article.pk)
        for article in articles
    }
    told: dict[str, Suggestion] = {}
    for ident in wanted:
        if ident in known:
            told.setdefault(known[ident].label, known[ident])
    return list(told.values())[:limit]
