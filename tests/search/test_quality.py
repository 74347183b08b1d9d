"""How well judged questions are answered over our own small corpus, held against floors."""

import hashlib
import json
import math
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from khabar.newsroom.models import Article, Edition
from khabar.search.queries import related

FOLDER = Path(__file__).parent / "corpus"
FLOORS = FOLDER / "floors.json"
#: What freshness goes by, after the last of the invented articles.
NOW = datetime(2027, 1, 1, tzinfo=UTC)
#: One question of a small set more or less is chance.
MARGIN = 0.005
SETS = ("queries", "names")
#: Of what is related, nDCG@5 by the judged grades; 0 where nothing that was judged is among them.
RELATED_FLOOR = 0.80


def related_ndcg() -> float:
    """Over all articles of the set that was judged."""
    pks = dict(Article.objects.values_list("external_uri", "pk"))
    values = []
    for line in (FOLDER / "related.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        grades = {pks[uri]: grade for uri, grade in said["related"].items()}
        article = Article.objects.select_related("locale").get(pk=pks[said["uri"]])
        found = [grades.get(pk, 0) for pk in related(article, 5, now=NOW)]
        best = sorted(grades.values(), reverse=True)[:5]
        values.append(gain(found) / gain(best))
    return sum(values) / len(values)


def gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def corpus_digest() -> str:
    made = hashlib.sha256()
    for name in ("articles", *SETS):
        made.update((FOLDER / f"{name}.jsonl").read_bytes())
    return made.hexdigest()[:16]


def measured() -> dict[str, dict[str, float]]:
    found = {}
    for name in SETS:
        out, errors = StringIO(), StringIO()
        path = FOLDER / f"{name}.jsonl"
        options = {"json": True, "now": NOW.isoformat(), "stdout": out, "stderr": errors}
        call_command("search", "eval", str(path), **options)
        assert not errors.getvalue()
        said = json.loads(out.getvalue())
        found[name] = {metric: round(said[metric], 4) for metric in ("mrr", "recall", "ndcg")}
    return found


@pytest.mark.django_db
def test_quality_is_not_below_its_floors(ar: Edition, index: Callable[[], None]) -> None:
    del ar
    write = bool(getattr(settings, "SEARCH_FLOORS", False))
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if not write else {}
    assert write or floors["corpus"] == corpus_digest(), (
        "The corpus changed: measure the floors anew."
    )
    call_command(
        "import", "ninjs", str(FOLDER / "articles.jsonl"), section="corpus", stdout=StringIO()
    )
    index()
    assert (ndcg := related_ndcg()) >= RELATED_FLOOR, ndcg
    now = measured()
    if write:
        said = {"corpus": corpus_digest(), "floors": now}
        FLOORS.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        return
    below = [
        f"{name} {metric}: {now[name][metric]} below {floor}"
        for name, metrics in floors["floors"].items()
        for metric, floor in metrics.items()
        if now[name][metric] < floor - MARGIN
    ]
    assert not below, now


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "why"),
    [("", "no questions"), ("{", "line 1"), ('{"query": "x"}', "line 1"), ("[]", "line 1")],
)
def test_a_file_that_cannot_be_used_says_why(
    ar: Edition, tmp_path: Path, text: str, why: str
) -> None:
    del ar
    path = tmp_path / "judged.jsonl"
    path.write_text(text)
    with pytest.raises(CommandError, match=why):
        call_command("search", "eval", str(path))
