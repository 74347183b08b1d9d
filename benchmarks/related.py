"""Related articles and what the desk offers, against judgements of the real articles.

``judged/related.jsonl`` holds of articles drawn at random what each result was judged: 2 the same
event or matter, 1 the same people, place or topic, 0 neither. ``judged/stories.jsonl`` holds of
articles that were offered one of the stories of ``judged/stories.json`` whether it belongs there.
Results that nobody judged count as wrong, and are counted.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from benchmarks.measure import say
from khabar.language.lookup import search_words
from khabar.newsroom.body_text import stored_text
from khabar.newsroom.models import Article, ArticleStory, Edition, StoriesIndexPage, Story
from khabar.search import related
from khabar.search.aids import Aids, aids

FOLDER: Final = Path(__file__).with_name("judged")
RELATED: Final = FOLDER / "related.jsonl"
STORIES: Final = FOLDER / "stories.json"
OFFERED: Final = FOLDER / "stories.jsonl"
#: Of the articles that were judged so many are measured by what readers see below them.
SHOWN: Final = 40
TOP: Final = 5


def measure(edition: Edition, now: datetime) -> dict[str, float]:
    """Measure in a database with the real articles and their index; the figures by their names."""
    judged = {said["uri"]: said["grades"] for said in _lines(RELATED)}
    offered = {said["uri"]: said["stories"] for said in _lines(OFFERED)}
    articles = by_uri({*judged, *offered})
    uris = dict(Article.objects.values_list("pk", "external_uri"))
    shown = [
        _graded(grades, [uris[pk] for pk in related.of_article(articles[uri], TOP, now=now)])
        for uri, grades in list(judged.items())[:SHOWN]
    ]
    earlier = [
        _graded(grades, [uris[pk] for pk in helped(articles[uri], edition).earlier])
        for uri, grades in judged.items()
    ]
    figures = {"related nDCG@5": fmean(one.ndcg for one in shown)}
    for name, found in (("related, of readers", shown), ("earlier on this, at the desk", earlier)):
        say(f"{name}: nDCG@5 {fmean(one.ndcg for one in found):.3f}  {_shares(found)}")
    make_stories(edition)
    titles = dict(Story.objects.values_list("pk", "title"))
    right, wrong, new = 0, 0, 0
    for uri, verdicts in offered.items():
        for pk in helped(articles[uri], edition).stories:
            verdict = verdicts.get(titles[pk])
            right += verdict is True
            wrong += verdict is False
            new += verdict is None
    said = right + wrong + new
    figures["stories, precision"] = right / said
    say(f"stories, at the desk: {right} of {said} right, precision {right / said:.3f}, {new} new")
    return figures


class _Graded:
    """What one article was given, by the grades of those who judged."""

    def __init__(self, found: list[int | None], ideal: Iterable[int]) -> None:
        self.found = found
        best = _gain(sorted(ideal, reverse=True)[:TOP])
        # Where nothing in the archive is related, nothing is right.
        self.ndcg = _gain([grade or 0 for grade in found]) / best if best else float(not any(found))


def _graded(grades: Mapping[str, int], uris: list[str]) -> _Graded:
    return _Graded([grades.get(uri) for uri in uris[:TOP]], grades.values())


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _shares(found: Iterable[_Graded]) -> str:
    grades = [grade for one in found for grade in one.found]
    related_ones = sum(bool(grade) for grade in grades) / len(grades)
    same = sum(grade == 2 for grade in grades) / len(grades)  # noqa: PLR2004 (the best grade)
    return (
        f"of {len(grades)} {related_ones:.1%} related, {same:.1%} of the same matter, "
        f"{grades.count(None)} not judged"
    )


def by_uri(uris: Iterable[str]) -> dict[str, Article]:
    """These articles by what they were imported as."""
    found = Article.objects.filter(external_uri__in=list(uris)).select_related("locale")
    return {article.external_uri: article for article in found}


def helped(article: Article, edition: Edition) -> Aids:
    """What the desk offers whoever writes this article."""
    body = stored_text(article.body)
    return aids(article.title, article.lede, body, edition, pk=article.pk)


def make_stories(edition: Edition) -> None:
    """Stories as an archivist would begin them: each has what its headline's words say it has."""
    index = StoriesIndexPage.objects.get(locale=edition.locale)
    heads = [
        (pk, frozenset(search_words(title)))
        for pk, title in Article.objects.filter(live=True).values_list("pk", "title")
    ]
    for number, said in enumerate(json.loads(STORIES.read_text(encoding="utf-8"))):
        story = index.add_child(instance=Story(title=said["title"], slug=f"judged-{number}"))
        asked = [frozenset(search_words(words)) for words in said["headlines"]]
        ArticleStory.objects.bulk_create(
            ArticleStory(article_id=pk, story=story)
            for pk, words in heads
            if any(some <= words for some in asked)
        )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())
