"""How a question is asked of the engine, and what is ranked before what.

Each word counts by its surface, more by its stem, and a little by each four letters of it (BM25,
k1 1.2 and b 0.75, as the engine fixes them); one of these is enough. docs/reference/search.md says
what was measured.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

import tantivy
from tantivy import Occur, Query

from khabar.language import analysis
from khabar.language.analysis import Term
from khabar.language.transliteration import sound
from khabar.search.asking import Question
from khabar.search.naming import Form

SURFACE_WEIGHT: Final = 1.0
STEM_WEIGHT: Final = 2.0
GRAM_WEIGHT: Final = 0.8
NAMED_WEIGHT: Final = 0.3
SOUND_WEIGHT: Final = 0.3
PHRASE_WEIGHT: Final = 3.0
#: What was published now counts so much more than what is very old…
FRESH_GAIN: Final = 0.1
#: …and half as much more after so many days.
FRESH_DAYS: Final = 30.0
_ARTICLE: Final = "ال"
_DAY: Final = 86_400.0

Clauses = list[tuple[Occur, Query]]
Names = Mapping[Form, Sequence[Form]]


def enough(words: int) -> int:
    """How many of so many words an article must have, to be a result at all."""
    return 1 + words // 3


def nearly_all(words: int) -> int:
    """As above, where results are not ordered by how well they match."""
    return words if words < 3 else words - words // 3  # noqa: PLR2004 (of two words both)


def any_of(queries: Iterable[Query]) -> Query:
    """What one of these finds; the more of them, the better."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


class Asking:
    """Makes the engine's questions, by the fields of one index, for one who asks it."""

    def __init__(
        self, held: tantivy.Schema, searcher: tantivy.Searcher, names: Names | None = None
    ) -> None:
        self.schema, self.searcher = held, searcher
        self._names = names or {}

    def term(self, field: str, value: str | int, weight: float = 1.0) -> Query:
        """What has this in that field."""
        option = _OPTIONS.get(field, "basic")
        query = Query.term_query(self.schema, field, value, index_option=option)
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def only(self, field: str, value: int) -> tuple[Occur, Query]:
        """A condition that says nothing of the rank."""
        return Occur.Must, Query.const_score_query(self.term(field, value), 0.0)

    def phrase(self, surfaces: Sequence[str]) -> Query:
        """These words beside one another."""
        if len(surfaces) == 1:
            return self.term("exact", surfaces[0])
        return Query.phrase_query(self.schema, "exact", list(surfaces))

    def between(
        self, since: date | None, until: date | None, zone: tzinfo
    ) -> tuple[Occur, Query] | None:
        """What was published on these days, in the edition's zone."""
        if since is None and until is None:
            return None
        first = _midnight(since, zone) if since else None
        last = _midnight(until + timedelta(days=1), zone) - 1 if until else None
        within = Query.range_query(self.schema, "at", tantivy.FieldType.Integer, first, last)
        return Occur.Must, Query.const_score_query(within, 0.0)

    def wanted(self, question: Question, *, least: int = 1) -> Clauses:
        """What this question wants and does not want; of its words at least so many."""
        clauses: Clauses = [(Occur.Must, self.phrase(phrase)) for phrase in question.phrases]
        as_it_is = Occur.Should if question.phrases else Occur.Must
        if question.only_stops:
            clauses.append((as_it_is, self._stop_words(question.words)))
        elif question.words:
            clauses.append((as_it_is, self._words(question.words, least)))
            clauses += [(Occur.Should, query) for query in self._grams(question.words)]
        if not clauses:
            clauses.append((Occur.Must, Query.all_query()))
        clauses += [(Occur.MustNot, self.term("stem", term.stem)) for term in question.unwanted]
        clauses += [(Occur.MustNot, self.phrase(phrase)) for phrase in question.unwanted_phrases]
        return clauses

    def presence(self, words: Sequence[Term]) -> Query:
        """Scores how many of these words stand in an article."""
        return any_of(
            Query.const_score_query(any_of(self._word(term)), 1.0)
            for term in {term.stem: term for term in words}.values()
        )

    def _words(self, words: Sequence[Term], least: int) -> Query:
        found = [self._word(term) for term in words]
        if least <= 1:
            return any_of(query for queries in found for query in queries)
        groups = [(Occur.Should, any_of(queries)) for queries in found]
        return Query.boolean_query(groups, minimum_number_should_match=least)

    def _word(self, term: Term) -> list[Query]:
        """Whatever tells that this word stands in an article."""
        found = [
            self.term("surface", term.surface, SURFACE_WEIGHT),
            self.term("stem", term.stem, STEM_WEIGHT),
            self.term("named", term.stem, NAMED_WEIGHT),
        ]
        found += [self.term("stem", stem, STEM_WEIGHT) for stem in _otherwise(term)]
        if heard := sound(term.surface):
            found.append(self.term("sound", heard, SOUND_WEIGHT))
        for form, others in self._names.items():
            if term.surface in form:
                found += map(self._spelling, others)
        return found

    def _spelling(self, form: Form) -> Query:
        weight = SURFACE_WEIGHT + STEM_WEIGHT
        if len(form) == 1:
            return self.term("surface", form[0], weight)
        return Query.boost_query(self.phrase(form), weight)

    def _grams(self, words: Iterable[Term]) -> list[Query]:
        grams = [gram for term in words for gram in analysis.ngrams(term.surface, 4)]
        return [self.term("gram", gram, GRAM_WEIGHT) for gram in dict.fromkeys(grams)]

    def _stop_words(self, words: Sequence[Term]) -> Query:
        surfaces = [term.surface for term in words]
        found = [self.term("exact", surface) for surface in surfaces]
        if len(surfaces) > 1:
            found.append(Query.boost_query(self.phrase(surfaces), PHRASE_WEIGHT))
        return any_of(found)


_OPTIONS: Final = {
    "exact": "position",
    **dict.fromkeys(("surface", "stem", "gram", "sound", "named"), "freq"),
}


def _otherwise(term: Term) -> list[str]:
    """Stems that the word has with the article, or without it: «وزير», of which light stemming
    takes the و for an “and”, is «الوزير» all the same.
    """
    bare = term.surface.removeprefix(_ARTICLE)
    both = (bare, _ARTICLE + bare) if bare > "\u0600" else ()
    stems = (form.stem for word in both for form in analysis.analyse(word))
    return [stem for stem in dict.fromkeys(stems) if stem != term.stem]


def _midnight(day: date, zone: tzinfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def fresh(score: float, at: int, now: datetime) -> float:
    """The score of what was published then, as it counts now."""
    days = max(now.timestamp() - at, 0.0) / _DAY
    return float(score * (1.0 + FRESH_GAIN * 0.5 ** (days / FRESH_DAYS)))
