"""How a question is asked of the engine, and what is ranked before what.

Each word counts by its surface and, more, by its stem (BM25, k1 1.2, b 0.75, as the engine fixes
them); one of the two is enough. docs/reference/search.md says what was measured.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

import tantivy
from tantivy import Occur, Query

from khabar.language.analysis import Term
from khabar.search.asking import Question

SURFACE_WEIGHT: Final = 1.0
STEM_WEIGHT: Final = 2.0
NAMED_WEIGHT: Final = 1.0
#: What was published now counts so much more than what is very old…
FRESH_GAIN: Final = 0.1
#: …and half as much more after so many days.
FRESH_DAYS: Final = 30.0
_DAY: Final = 86_400.0


class Asking:
    """Makes the engine's questions, by the fields of one index."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def term(self, field: str, value: str | int, weight: float = 1.0) -> Query:
        """What has this in that field."""
        option = "position" if field == "exact" else "freq"
        if field in {"key", "head", "spelled", "kept"} or isinstance(value, int):
            option = "basic"
        query = Query.term_query(self._schema, field, value, index_option=option)
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def only(self, field: str, value: int) -> tuple[Occur, Query]:
        """A condition that says nothing of the rank."""
        return Occur.Must, Query.const_score_query(self.term(field, value), 0.0)

    def phrase(self, surfaces: Sequence[str]) -> Query:
        """These words beside one another."""
        if len(surfaces) == 1:
            return self.term("exact", surfaces[0])
        return Query.phrase_query(self._schema, "exact", list(surfaces))

    def between(self, since: date | None, until: date | None, zone: tzinfo) -> Query | None:
        """What was published on these days, in the edition's zone."""
        if since is None and until is None:
            return None
        first = _midnight(since, zone) if since else None
        last = _midnight(until + timedelta(days=1), zone) - 1 if until else None
        return Query.const_score_query(
            Query.range_query(self._schema, "at", tantivy.FieldType.Integer, first, last),
            0.0,
        )

    def word(self, term: Term) -> list[Query]:
        """Whatever tells that this word stands in an article."""
        return [
            self.term("surface", term.surface, SURFACE_WEIGHT),
            self.term("stem", term.stem, STEM_WEIGHT),
            self.term("named", term.stem, NAMED_WEIGHT),
        ]

    def wanted(self, question: Question, *, least: int = 1) -> list[tuple[Occur, Query]]:
        """What this question wants and does not want; of its words at least so many."""
        clauses = [(Occur.Must, self.phrase(phrase)) for phrase in question.phrases]
        must_match = Occur.Should if question.phrases else Occur.Must
        if question.only_stops:
            surfaces = [term.surface for term in question.words]
            loose = [(Occur.Should, self.term("exact", surface)) for surface in surfaces]
            if len(surfaces) > 1:
                together = Query.boost_query(self.phrase(surfaces), 3.0)
                loose.append((Occur.Should, together))
            clauses.append((must_match, Query.boolean_query(loose)))
        elif question.words:
            clauses.append((must_match, self._words(question.words, least)))
        if not clauses:
            clauses.append((Occur.Must, Query.all_query()))
        for term in question.unwanted:
            clauses.append((Occur.MustNot, self.term("stem", term.stem)))
        clauses += [(Occur.MustNot, self.phrase(phrase)) for phrase in question.unwanted_phrases]
        return clauses

    def _words(self, words: Iterable[Term], least: int) -> Query:
        found = [self.word(term) for term in words]
        if least <= 1:
            flat = [(Occur.Should, query) for queries in found for query in queries]
            return Query.boolean_query(flat)
        groups = [
            (Occur.Should, Query.boolean_query([(Occur.Should, query) for query in queries]))
            for queries in found
        ]
        return Query.boolean_query(groups, minimum_number_should_match=least)


def _midnight(day: date, zone: tzinfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def fresh(score: float, at: int, now: datetime) -> float:
    """The score of what was published then, as it counts now."""
    days = max(now.timestamp() - at, 0.0) / _DAY
    return score * (1.0 + FRESH_GAIN * math.pow(0.5, days / FRESH_DAYS))
