"""The committed corpus holds together: what is judged exists, and is judged once."""

import json
from collections import Counter
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from khabar.imports.ninjs import parse

CORPUS = Path(__file__).parent / "corpus"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


def uris() -> Counter[str]:
    return Counter(item["uri"] for item in read("articles.jsonl"))


def test_every_article_is_one_that_the_importer_takes() -> None:
    items = [parse(item, UTC) for item in read("articles.jsonl")]
    assert len(items) >= 200
    assert all(item.headline and item.body_html and not item.notes for item in items)
    assert not [uri for uri, times in uris().items() if times > 1]


@pytest.mark.parametrize(("name", "least"), [("queries.jsonl", 150), ("names.jsonl", 60)])
def test_each_query_is_judged_once_and_by_articles_that_exist(name: str, least: int) -> None:
    queries, known = read(name), uris()
    assert len(queries) >= least
    assert not [query for query, times in Counter(q["query"] for q in queries).items() if times > 1]
    for query in queries:
        assert query["relevant"], query
        assert not [uri for uri in query["relevant"] if uri not in known], query
        assert query["kind"], query


def test_what_is_related_exists_and_is_another_article() -> None:
    judged, known = read("related.jsonl"), uris()
    assert len({one["uri"] for one in judged}) == len(judged) >= 40
    for one in judged:
        assert one["uri"] in known
        assert one["uri"] not in one["related"]
        assert not [uri for uri in one["related"] if uri not in known], one
        assert set(one["related"].values()) <= {1, 2}
