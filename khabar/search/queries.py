"""Asking the index. Whatever it says, only what readers may read now is given out."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Final, Literal
from zoneinfo import ZoneInfo

import tantivy
from django.utils import timezone
from tantivy import Occur, Query

from khabar.language.analysis import Term
from khabar.newsroom.models import Article, Edition
from khabar.search import asking, documents, fallback, naming, schema, spelling, suggesting
from khabar.search import related as asked_by
from khabar.search.ranking import Asking, Clauses, enough, fresh, nearly_all
from khabar.search.shelf import UnreadableError, shelf
from khabar.search.suggesting import Suggestion

logger = logging.getLogger("khabar.search")

#: So many of the best are ranked by their freshness too, and looked up in the database.
WINDOW: Final = 200
#: How much it counts that all words of a question stand in an article, not only some of them.
COVERAGE_POWER: Final = 0.5
#: No page begins after so many.
DEEPEST: Final = 10_000
FACETS: Final = ("section", "story", "author", "source", "media")
FACET_ENTRIES: Final = 20
#: Of a text that is being written so much is read.
SIMILAR_LETTERS: Final = 2_000
_MEDIA: Final = {"photos": schema.PHOTOS, "video": schema.VIDEO}
_MEDIA_NAMES: Final = {number: name for name, number in _MEDIA.items()}


@dataclass(frozen=True)
class Asked:
    """What a reader asks for. Ids are those of the filters chosen."""

    text: str
    edition: Edition
    section: int | None = None
    story: int | None = None
    author: int | None = None
    source: int | None = None
    since: date | None = None
    until: date | None = None
    media: Literal["photos", "video"] | None = None
    order: Literal["relevance", "newest"] = "relevance"
    freshness: bool = True
    page: int = 1
    per_page: int = 20

    @property
    def filtered(self) -> bool:
        """Whether any filter is chosen."""
        chosen = (self.section, self.story, self.author, self.source, self.media)
        return any(chosen) or self.since is not None or self.until is not None


@dataclass(frozen=True)
class Found:
    """What was found: ids of articles in order, and what is told beside them.

    ``facets`` counts the results by each filter's values, the most frequent first. ``meant`` is
    what would have found more. ``terms`` are the words to be marked.
    """

    ids: list[int]
    total: int
    facets: dict[str, list[tuple[int | str, int]]] = field(default_factory=dict)
    meant: str | None = None
    cut: bool = False
    terms: list[Term] = field(default_factory=list)


def search(asked: Asked, *, now: datetime) -> Found:
    """One page of what is found; an empty one for a text and filters that ask for nothing.

    ``now`` is the time that freshness is reckoned from. Answers from the database, the newest
    first, while there is no index.
    """
    question = asking.understand(asked.text, asked.edition.locale.language_code)
    if not question and not asked.filtered:
        return Found([], 0, cut=question.cut)
    try:
        with shelf().reading() as (generation, searcher):
            names = naming.others(generation.schema, searcher, question.words)
            made = Asking(generation.schema, searcher, names)
            return _search(made, asked, question, now)
    except UnreadableError as error:
        _unreadable(error)
        ids, total = fallback.search(asked.edition, question, _page(asked))
        return Found(ids, total, cut=question.cut, terms=question.marked)


def _page(asked: Asked) -> slice:
    start = (max(asked.page, 1) - 1) * asked.per_page
    return slice(start, start + asked.per_page)


def _search(made: Asking, asked: Asked, question: asking.Question, now: datetime) -> Found:
    by_time = asked.order == "newest" or not (question.words or question.phrases)
    least = nearly_all(len(question.words)) if by_time else enough(question)
    filters = _filters(made, asked)
    query = Query.boolean_query([*made.wanted(question, least=least), *filters])
    total, facets = _counted(made.searcher, query)
    if not total and least > 1:
        query = Query.boolean_query([*made.wanted(question), *filters])
        total, facets = _counted(made.searcher, query)
    place = _page(asked)
    if place.start >= min(total, DEEPEST):
        ids: list[int] = []
    elif by_time:
        ids = _newest(made.searcher, query, place)
    else:
        ids = _best(made, query, question, place, now if asked.freshness else None)
    language = asked.edition.locale.language_code
    return Found(
        ids,
        total,
        facets,
        meant=spelling.meant(made, asked.text, question, language),
        cut=question.cut,
        terms=question.marked,
    )


def _filters(made: Asking, asked: Asked) -> Clauses:
    clauses = [made.only("kind", schema.ARTICLE), made.only("edition", asked.edition.locale_id)]
    for name in ("section", "story", "author", "source"):
        ident = getattr(asked, name)
        if ident is not None:
            clauses.append(made.only(name, ident))
    if asked.media is not None:
        clauses.append(made.only("media", _MEDIA[asked.media]))
    days = made.between(asked.since, asked.until, ZoneInfo(asked.edition.time_zone))
    return [*clauses, days] if days is not None else clauses


def _counted(
    searcher: tantivy.Searcher, query: Query
) -> tuple[int, dict[str, list[tuple[int | str, int]]]]:
    """How many there are, in all and by each facet."""
    asked = {name: {"terms": {"field": name, "size": FACET_ENTRIES}} for name in FACETS}
    said = searcher.aggregate(query, {**asked, "all": {"value_count": {"field": "id"}}})
    facets: dict[str, list[tuple[int | str, int]]] = {}
    for name in FACETS:
        rows = [(int(row["key"]), int(row["doc_count"])) for row in said[name]["buckets"]]
        facets[name] = [(_MEDIA_NAMES[key] if name == "media" else key, n) for key, n in rows]
    return int(said["all"]["value"]), facets


def _ids(
    searcher: tantivy.Searcher, hits: Iterable[tuple[object, tantivy.DocAddress]]
) -> list[int]:
    found = searcher.fast_field_values("id", [address for _score, address in hits])
    return [int(value) for value in found if value is not None]


def _best(
    made: Asking,
    query: Query,
    question: asking.Question,
    place: slice,
    now: datetime | None,
) -> list[int]:
    """The place's ids in the order of rank; within the window more counts than the words do."""
    if place.stop > WINDOW:
        size = place.stop - place.start
        deep = made.searcher.search(query, size, count=False, offset=place.start).hits
        return readable(_ids(made.searcher, deep))
    hits = made.searcher.search(query, WINDOW, count=False).hits
    addresses = [address for _score, address in hits]
    ids = _ids(made.searcher, hits)
    scores = {ident: float(score) for ident, (score, _address) in zip(ids, hits, strict=True)}
    if question.only_telling and len(question.words) > 1:
        for ident, share in _shares(made, question, ids):
            scores[ident] *= share**COVERAGE_POWER
    if now is not None:
        ats = made.searcher.fast_field_values("at", addresses)
        for ident, at in zip(ids, ats, strict=True):
            scores[ident] = fresh(scores[ident], int(at or 0), now)
    return readable(sorted(ids, key=lambda ident: -scores[ident]))[place]


def _shares(made: Asking, question: asking.Question, ids: list[int]) -> Iterator[tuple[int, float]]:
    """Of each of these articles, which share of the words stands in it."""
    among = Query.const_score_query(Query.term_set_query(made.schema, "id", ids), 0.0)
    query = Query.boolean_query(
        [(Occur.Must, among), (Occur.Should, made.presence(question.words))]
    )
    hits = made.searcher.search(query, len(ids), count=False).hits
    most = len({term.stem for term in question.words})
    for ident, (score, _address) in zip(_ids(made.searcher, hits), hits, strict=True):
        yield ident, float(score) / most


def _newest(searcher: tantivy.Searcher, query: Query, place: slice) -> list[int]:
    hits = searcher.search(
        query,
        place.stop - place.start,
        count=False,
        offset=place.start,
        order_by_field="at",
    )
    return readable(_ids(searcher, hits.hits))


def readable(ids: list[int]) -> list[int]:
    """Those of these articles that readers may read now, in this order."""
    allowed = set(documents.live(ids).values_list("pk", flat=True))
    return [ident for ident in ids if ident in allowed]


def suggest(text: str, edition: Edition, limit: int = 8) -> list[Suggestion]:
    """What may be meant by the beginning of a question; nothing while there is no index."""
    try:
        with shelf().reading() as (generation, searcher):
            return suggesting.suggest(generation.schema, searcher, text, edition, limit)
    except UnreadableError as error:
        _unreadable(error)
        return []


def related(article: Article, limit: int = 5, *, now: datetime | None = None) -> list[int]:
    """Articles about the same as this one, as it is now: the best first, each telling otherwise.

    Nothing while there is no index.
    """
    try:
        return asked_by.of_article(article, limit, now=now)
    except UnreadableError as error:
        _unreadable(error)
        return []


def similar(
    text: str, edition: Edition, limit: int = 5, *, now: datetime | None = None
) -> list[int]:
    """Articles about what this text is about, which nobody has published yet."""
    language = edition.locale.language_code
    found = _alike(text[:SIMILAR_LETTERS], edition.locale_id, language, now, limit)
    return list(islice(asked_by.apart(found, language), limit))


def _alike(text: str, locale: int, language: str, now: datetime | None, limit: int) -> list[int]:
    try:
        with shelf().reading() as (generation, searcher):
            return asked_by.alike(
                generation.schema,
                searcher,
                text,
                locale=locale,
                language=language,
                now=now or timezone.now(),
                limit=asked_by.SPARE * limit,
            )
    except UnreadableError as error:
        _unreadable(error)
        return []


def _unreadable(error: UnreadableError) -> None:
    logger.warning("The search index does not answer: %s.", error)
