"""Articles that are about the same: asked with an article's own first words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import tantivy
from tantivy import Occur, Query

from khabar.language import analysis
from khabar.search import documents, schema
from khabar.search.ranking import STEM_WEIGHT, SURFACE_WEIGHT, Asking, fresh

#: Of the body so many words.
FIRST_WORDS: Final = 40
HEADLINE_TIMES: Final = 2
MOST_WORDS: Final = 80
#: Two headlines that share so much of their words tell the same.
SAME: Final = 0.75


def question(headline: str, lede: str, body: str) -> str:
    """What is asked for an article: its headline counts twice."""
    first = " ".join(body.split()[:FIRST_WORDS])
    return "\n".join([*[headline] * HEADLINE_TIMES, lede, first])


def alike(
    held: tantivy.Schema,
    searcher: tantivy.Searcher,
    text: str,
    *,
    locale: int,
    language: str,
    now: datetime,
    limit: int,
) -> list[int]:
    """Ids of live articles about what this text is about, the best first."""
    made = Asking(held, searcher)
    counts = Counter[tuple[str, str]](
        (term.surface, term.stem) for term in analysis.analyse(text, language) if not term.stop
    )
    clauses = []
    for (surface, stem), n in counts.most_common(MOST_WORDS):
        clauses.append((Occur.Should, made.term("surface", surface, SURFACE_WEIGHT * n)))
        clauses.append((Occur.Should, made.term("stem", stem, STEM_WEIGHT * n)))
    if not clauses:
        return []
    query = Query.boolean_query(
        [
            (Occur.Must, Query.boolean_query(clauses)),
            made.only("edition", locale),
            made.only("kind", schema.ARTICLE),
        ]
    )
    hits = searcher.search(query, limit, count=False).hits
    addresses = [address for _score, address in hits]
    idents = searcher.fast_field_values("id", addresses)
    ats = searcher.fast_field_values("at", addresses)
    scored = [
        (fresh(score, int(at or 0), now), int(ident or 0))
        for (score, _address), at, ident in zip(hits, ats, idents, strict=True)
    ]
    scored.sort(key=lambda pair: -pair[0])
    return [ident for _score, ident in scored]


def apart(ids: Iterable[int], language: str, *, headline: str = "") -> Iterator[int]:
    """Those of these articles, in this order, that are there and tell not the same as another.

    ``headline`` is that of the article they are shown beside.
    """
    wanted = list(ids)
    titles = dict(documents.live(wanted).values_list("pk", "title"))
    told = [_words(headline, language)] if headline else []
    for ident in wanted:
        if ident not in titles:
            continue
        words = _words(titles[ident], language)
        if not any(_same(words, other) for other in told):
            told.append(words)
            yield ident


def _words(headline: str, language: str) -> frozenset[str]:
    return frozenset(term.stem for term in analysis.analyse(headline, language))


def _same(words: frozenset[str], other: frozenset[str]) -> bool:
    return bool(words & other) and len(words & other) >= SAME * len(words | other)
