"""How well judged questions are answered: by the index that readers ask, as they ask it."""

import gzip
import json
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any, Final

from khabar.newsroom.models import Article, Edition
from khabar.search.queries import Asked, search

#: So many results are looked at.
DEPTH: Final = 10
_CHUNK: Final = 500


class JudgedFileError(Exception):
    """A file of judged questions that cannot be used; says where and why."""


@dataclass(frozen=True)
class Judged:
    """A question, and the uris of the articles that answer it."""

    query: str
    relevant: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """How well a set of questions was answered."""

    queries: int
    mrr: float
    recall: float
    ndcg: float
    #: Milliseconds.
    p50: float
    p95: float
    #: Uris that no article was imported with.
    unknown: int = 0


def read(path: Path) -> list[Judged]:
    """The questions of a file of JSON Lines, which may be gzipped. Raises JudgedFileError."""
    opened: Any = gzip.open if path.suffix == ".gz" else open
    found = []
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found.append(_judged(line, f"{path}, line {number}"))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise JudgedFileError(f"{path}: {error}") from error
    if not found:
        raise JudgedFileError(f"{path} holds no questions.")
    return found


def _judged(line: str, place: str) -> Judged:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise JudgedFileError(f"{place} is no JSON: {error}.") from error
    query = said.get("query") if isinstance(said, dict) else None
    relevant = said.get("relevant") if isinstance(said, dict) else None
    uris = [relevant] if isinstance(relevant, str) else relevant
    if not isinstance(query, str) or not isinstance(uris, list) or not uris:
        raise JudgedFileError(f"{place}: write “query”, and “relevant” as one uri or a list.")
    return Judged(query, tuple(map(str, uris)))


def evaluate(
    judged: Sequence[Judged], edition: Edition, *, now: datetime, freshness: bool = True
) -> Quality:
    """Ask all of these questions."""
    pks = _articles({uri for one in judged for uri in one.relevant})
    ranks: list[tuple[float, float, float]] = []
    milliseconds = []
    for one in judged:
        asked = Asked(one.query, edition, freshness=freshness, per_page=DEPTH)
        began = time.perf_counter()
        ids = search(asked, now=now).ids
        milliseconds.append((time.perf_counter() - began) * 1000)
        ranks.append(_measure(ids, {pks[uri] for uri in one.relevant if uri in pks}, one))
    mrr, recall, ndcg = (fmean(column) for column in zip(*ranks, strict=True))
    parts = quantiles(milliseconds, n=20) if len(milliseconds) > 1 else milliseconds * 19
    unknown = len({uri for one in judged for uri in one.relevant} - pks.keys())
    return Quality(len(judged), mrr, recall, ndcg, parts[9], parts[18], unknown)


def _measure(ids: Sequence[int], relevant: set[int], one: Judged) -> tuple[float, float, float]:
    """Reciprocal rank, recall and nDCG of one answer; an article that is not here is not found."""
    hits = [place for place, ident in enumerate(ids[:DEPTH], 1) if ident in relevant]
    count = len(set(one.relevant))
    gain = sum(1 / math.log2(place + 1) for place in hits)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(count, DEPTH) + 1))
    return (1 / hits[0] if hits else 0.0), len(hits) / min(count, DEPTH), gain / ideal


def _articles(uris: set[str]) -> dict[str, int]:
    pks: dict[str, int] = {}
    for some in _chunks(sorted(uris)):
        rows = Article.objects.filter(external_uri__in=some)
        pks |= dict(rows.values_list("external_uri", "pk"))
    return pks


def _chunks(values: Sequence[str]) -> Iterator[Iterable[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
