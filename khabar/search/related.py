"""Articles that are about the same: asked with an article's own first words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

import tantivy
from django.utils import timezone
from tantivy import Occur, Query

from khabar.language import analysis
from khabar.language.headlines import same
from khabar.newsroom.body_text import stored_text
from khabar.newsroom.models import Article
from khabar.search import documents, schema
from khabar.search.ranking import STEM_WEIGHT, SURFACE_WEIGHT, Asking, fresh
from khabar.search.shelf import shelf

#: Of the body so many words.
FIRST_WORDS: Final = 40
HEADLINE_TIMES: Final = 2
MOST_WORDS: Final = 80
#: So many times as many are looked at as are wanted: some tell the same, some are gone.
SPARE: Final = 5
#: What scores less, beside what an article scores to its own question, is about something else.
LEAST: Final = 0.1
#: Two articles that share so much of the words they begin with tell the same. Measured: editions of
#: one report share .47 and more, reports of one event .35 and less (docs/reference/related.md).
SAME_BEGINNING: Final = 0.42
FEW_WORDS: Final = 8
#: So many are read from the database at a time, as long as more are wanted.
AT_ONCE: Final = 25


def question(headline: str, lede: str, body: str) -> str:
    """What is asked for an article: its headline counts twice."""
    first = " ".join(body.split()[:FIRST_WORDS])
    return "\n".join([*[headline] * HEADLINE_TIMES, lede, first])


def of_article(article: Article, limit: int, *, now: datetime | None = None) -> list[int]:
    """Articles about the same as this one, as it is now: the best first, each telling otherwise.

    Raises UnreadableError where there is no index.
    """
    language = article.locale.language_code
    text = question(article.title, article.lede, stored_text(article.body))
    with shelf().reading() as (generation, searcher):
        found = _scored(
            generation.schema,
            searcher,
            text,
            locale=article.locale_id,
            language=language,
            now=now or timezone.now(),
            limit=SPARE * (limit + 1),
        )
    # What an article scores to its own question; unknown of one that is not indexed yet.
    own = next((score for score, ident in found if ident == article.pk), 0.0)
    others = (ident for score, ident in found if ident != article.pk and score >= LEAST * own)
    return list(islice(apart(others, language, headline=article.title), limit))


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
    found = _scored(held, searcher, text, locale=locale, language=language, now=now, limit=limit)
    return [ident for _score, ident in found]


def _scored(
    held: tantivy.Schema,
    searcher: tantivy.Searcher,
    text: str,
    *,
    locale: int,
    language: str,
    now: datetime,
    limit: int,
) -> list[tuple[float, int]]:
    wanted = _wanted(Asking(held, searcher), text, locale, language)
    if wanted is None:
        return []
    hits = searcher.search(wanted, limit, count=False).hits
    addresses = [address for _score, address in hits]
    idents = searcher.fast_field_values("id", addresses)
    ats = searcher.fast_field_values("at", addresses)
    scored = [
        (fresh(score, int(at or 0), now), int(ident or 0))
        for (score, _address), at, ident in zip(hits, ats, idents, strict=True)
    ]
    scored.sort(key=lambda pair: -pair[0])
    return scored


def _wanted(made: Asking, text: str, locale: int, language: str) -> Query | None:
    counts = Counter[tuple[str, str]](
        (term.surface, term.stem) for term in analysis.analyse(text, language) if not term.stop
    )
    clauses = []
    for (surface, stem), n in counts.most_common(MOST_WORDS):
        clauses.append((Occur.Should, made.term("surface", surface, SURFACE_WEIGHT * n)))
        clauses.append((Occur.Should, made.term("stem", stem, STEM_WEIGHT * n)))
    if not clauses:
        return None
    return Query.boolean_query(
        [
            (Occur.Must, Query.boolean_query(clauses)),
            made.only("edition", locale),
            made.only("kind", schema.ARTICLE),
        ]
    )


def apart(ids: Iterable[int], language: str, *, headline: str = "") -> Iterator[int]:
    """Those of these articles, in this order, that are there and tell not the same as another.

    The same is told by nearly the same headline, or by nearly the same first words: what an agency
    sent, once more. ``headline`` is that of the article they are shown beside: of that, one other
    telling may be among them.
    """
    wanted = list(ids)
    titles, begins = [headline] if headline else [], list[frozenset[str]]()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        rows = documents.live(some).only("title", "lede", "body", "locale_id").in_bulk()
        for ident in some:
            article = rows.get(ident)
            if article is None or any(same(article.title, one, language) for one in titles):
                continue
            begin = beginning(article.lede, stored_text(article.body), language)
            if any(_share(begin, one) >= SAME_BEGINNING for one in begins):
                continue
            titles.append(article.title)
            begins.append(begin)
            yield ident


def beginning(lede: str, body: str, language: str) -> frozenset[str]:
    """The words with which an article begins, by their stems."""
    first = " ".join(f"{lede} {body}".split()[:FIRST_WORDS])
    return frozenset(analysis.words(first, language)[1])


def _share(words: frozenset[str], other: frozenset[str]) -> float:
    """How much of all their words two texts share; none where one says next to nothing."""
    if min(len(words), len(other)) < FEW_WORDS:
        return 0.0
    return len(words & other) / len(words | other)
