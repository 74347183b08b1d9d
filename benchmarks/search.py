"""How well and how fast readers find: the real articles and judged questions, where they are.

Quality is held against the floors in ``search-floors.json``, which names the corpus by its digest;
``SEARCH_FLOORS=lower`` writes what was measured, lower or not. ``SEARCH_ARTICLES=500000`` measures
speed in an archive of so many invented articles, and nothing else. Beside it, on the same articles
and in the same run, Wagtail's own search of this database.
"""

import gzip
import hashlib
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any, Final, Literal

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from modelsearch.backends import get_search_backend

from benchmarks import analysis, archive, related
from benchmarks.measure import say, step
from benchmarks.newsroom import make
from benchmarks.shared import ARTICLES, DATA
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import Article, Edition
from khabar.search import documents, rebuilding
from khabar.search.evaluating import Judged, Quality, evaluate
from khabar.search.queries import Asked, search, suggest
from khabar.search.shelf import shelf
from khabar.search.writing import State, Writer

FLOORS: Final = Path(__file__).with_name("search-floors.json")
#: When the last of the real articles was published, so that freshness counts as it does to readers.
NOW: Final = datetime(2015, 9, 1, tzinfo=UTC)
#: MRR@10 and R@10 that each half must reach, whatever the floors are.
GOALS: Final = {
    "headline mixed": (0.95, 0.99),
    "lead mixed": (0.80, 0.94),
    "xquad": (0.87, 0.92),
}
#: Ways of typing that make no difference at all.
UNHEARD: Final = ("hamza", "ta", "ya", "marks", "digits")
#: Below a floor by no more than this is chance: one question of a half more or less.
MARGIN: Final = 0.004
TYPED: Final = 60
#: Of a set so many questions are asked of Wagtail's search, each of which takes it seconds.
BESIDE: Final = 40
BATCH: Final = 500
#: Of the invented archive: different words, how flat their frequency begins, sentences.
_VOCABULARY: Final = 100_000
_FLAT: Final = 50
_SENTENCES: Final = 20_000
_SENTENCE: Final = 30
Sets = dict[str, tuple[list[Judged], list[Judged]]]


def run() -> None:
    """Measure, and end with an error below a floor."""
    size = int(os.environ.get("SEARCH_ARTICLES", "0"))
    if size:
        _archive(size)
        return
    if not ARTICLES.exists():
        say(f"(the real articles are not at {ARTICLES}: nothing is measured)")
        return
    with step("analysis"):
        analysis.run()
    edition = create_edition(EditionSeed("ar", "خبر", "http://localhost", "Asia/Riyadh"))
    with step("import", lambda: f"{Article.objects.count():,} articles"):
        _import()
    with step("index, from memory"):
        figures = _index_rate()
    with step("rebuild, from the database"):
        call_command("search", "rebuild")
    say(f"size           {shelf().size() / 1e6:8.1f} MB")
    sets = _sets()
    with step("quality"):
        measured = _quality(sets, edition)
    with step("speed"):
        figures |= _speed(
            edition, [one.query for halves in sets.values() for half in halves for one in half]
        )
    say(f"memory at most {_memory():8.1f} MB")
    with step("related articles, and what the desk offers"):
        figures |= related.measure(edition, NOW)
    with step("beside: Wagtail's own search of the database"):
        _beside(sets, edition)
    _hold(measured, figures)


def _memory() -> float:
    """Megabytes that this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# What is searched


def _import() -> None:
    call_command("import", "ninjs", str(ARTICLES), section="archive", provider="bench")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for said in _lines(DATA / "search/xquad-ar.jsonl.gz"):
            if said.get("kind") == "passage":
                out.write(json.dumps(_passage(said)) + "\n")
        out.flush()
        call_command("import", "ninjs", out.name, section="passages", provider="bench")


def _passage(said: dict[str, Any]) -> dict[str, Any]:
    text = said["text"].strip()
    return {
        "uri": said["id"],
        "version": "1",
        "firstCreated": "2015-07-15T00:00:00Z",
        # A passage has no headline: its first words stand for it.
        "headlines": [{"value": " ".join(text.split()[:8])}],
        "bodies": [{"contentType": "text/plain", "value": text}],
    }


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _sets() -> Sets:
    """The judged questions by kind, each in two halves: all of one target's are in one."""
    sets: Sets = {}
    known: dict[str, int] = {}

    def add(name: str, query: str, relevant: str) -> None:
        half = known.setdefault(relevant, len(known) % 2)
        sets.setdefault(name, ([], []))[half].append(Judged(query, (relevant,)))

    for said in _lines(DATA / "search/known-item.jsonl.gz"):
        add(f"{said['part']} {said['noise']}", said["query"], said["relevant"])
    for said in _lines(DATA / "search/xquad-ar.jsonl.gz"):
        if said.get("kind") == "query":
            add("xquad", said["text"], said["relevant"])
    return sets


# Quality


def _quality(sets: Sets, edition: Edition) -> dict[str, list[float]]:
    """Of each set the MRR and recall of both halves."""
    say("MRR@10, R@10, nDCG@10 of both halves; milliseconds, p50 and p95; seconds")
    measured = {}
    for name, halves in sets.items():
        began = time.perf_counter()
        found = [evaluate(half, edition, now=NOW) for half in halves]
        say(
            f"{name:22} {_said(found[0])} {_said(found[1])} {found[0].p50:6.1f} {found[0].p95:6.1f}"
            f" {time.perf_counter() - began:6.1f}"
        )
        measured[name] = [round(value, 4) for one in found for value in (one.mrr, one.recall)]
    for name in GOALS:
        found = [evaluate(half, edition, now=NOW, freshness=False) for half in sets[name]]
        say(f"{name + ', no freshness':22} {_said(found[0])} {_said(found[1])}")
    return measured


def _said(quality: Quality) -> str:
    return f"  {quality.mrr:.3f} {quality.recall:.3f} {quality.ndcg:.3f}    "


def _corpus() -> str:
    made = hashlib.sha256()
    for path in (ARTICLES, *sorted((DATA / "search").glob("*.gz"))):
        made.update(path.read_bytes())
    return made.hexdigest()[:16]


def _hold(measured: dict[str, list[float]], figures: dict[str, float]) -> None:
    """Compare with the goals and the floors; write the floors on demand."""
    held = json.loads(FLOORS.read_text(encoding="utf-8"))
    if os.environ.get("SEARCH_FLOORS") == "lower":
        held |= {"corpus": _corpus(), "floors": measured}
        FLOORS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
        say(f"floors written to {FLOORS.name}")
    if held["corpus"] != _corpus():
        raise SystemExit(
            f"The floors in {FLOORS.name} are of another corpus. Write those of this one with "
            "SEARCH_FLOORS=lower."
        )
    below = [
        f"{name}: {now} below {floor}"
        for name, floors in held["floors"].items()
        for now, floor in zip(measured.get(name, [0.0] * 4), floors, strict=True)
        if now < floor - MARGIN
    ]
    below += [
        f"{name}: {measured[name]} misses {goal}"
        for name, goal in GOALS.items()
        if any(now < wanted for now, wanted in zip(measured[name], goal * 2, strict=True))
    ]
    below += [
        f"{part} {noise} is not answered as clean is"
        for part in ("headline", "lead")
        for noise in UNHEARD
        if measured[f"{part} {noise}"] != measured[f"{part} clean"]
    ]
    below += [
        f"{name}: {figures[name]:.4g}, least {least}"
        for name, least in held["least"].items()
        if figures[name] < least
    ]
    below += [
        f"{name}: {figures[name]:.4g}, most {most}"
        for name, most in held["most"].items()
        if figures[name] > most
    ]
    if below:
        raise SystemExit("Below the floor:\n" + "\n".join(below))
    say("no floor is broken")


# Speed


def _index_rate() -> dict[str, float]:
    """Articles a second into the index alone: they are read from the database beforehand."""
    pks = list(Article.objects.filter(live=True).values_list("pk", flat=True))
    entries = list(documents.entries(pks))
    path = shelf().begin()
    writer = Writer.create(path)
    wall, cpu = time.perf_counter(), time.process_time()
    writer.put(map(documents.document, entries))
    writer.commit(State())
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    writer.close()
    say(f"index          {len(entries) / wall:8.1f} articles a second")
    say(f"               {len(entries) / cpu:8.1f} articles a second of CPU, all threads")
    return {"indexed, articles a second": len(entries) / wall}


def _speed(edition: Edition, queries: list[str]) -> dict[str, float]:
    """Milliseconds of questions and suggestions, of the slowest twentieth the fastest."""
    chosen = random.Random(7).sample(queries, min(len(queries), 400))  # noqa: S311 (a sample)
    now = timezone.now()
    figures = {}
    orders: tuple[Literal["relevance", "newest"], ...] = ("relevance", "newest")
    for order in orders:
        took = []
        for query in chosen:
            asked = Asked(query, edition, order=order)
            took.append(_milliseconds(lambda asked=asked: search(asked, now=now)))
        say(f"by {order:11} {_parts(took)}")
        figures[f"by {order}, p95 ms"] = _p95(took)
    took = [
        _milliseconds(lambda text=text: suggest(text, edition))
        for query in chosen[:TYPED]
        for text in (query[:end] for end in range(2, min(len(query), 20)))
    ]
    say(f"{'suggestions':14} {_parts(took)}")
    return figures | {"suggestions, p95 ms": _p95(took)}


def _milliseconds(call: Any) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _p95(took: list[float]) -> float:
    return quantiles(took, n=20)[18]


def _parts(took: list[float]) -> str:
    parts = quantiles(took, n=20)
    return f"p50 {parts[9]:8.2f} ms   p95 {parts[18]:8.2f} ms   ({len(took):,})"


def _beside(sets: Sets, edition: Edition) -> None:
    """Wagtail's own search as a site gets it: of this database, knowing nothing of our analysis."""
    backend = get_search_backend("modelsearch.backends.database", SEARCH_CONFIG="arabic")
    articles = Article.objects.filter(locale=edition.locale_id, live=True)
    began = time.perf_counter()
    pks = list(articles.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        found = Article.objects.filter(pk__in=pks[start : start + BATCH])
        with transaction.atomic():
            backend.get_index_for_model(Article).add_items(Article, list(found))
    name = f"Wagtail on {connection.vendor}"
    say(f"{name}: {len(pks) / (time.perf_counter() - began):.1f} articles a second")
    for kind in ("headline clean", "headline mixed", "lead mixed", "xquad"):
        ranks, took = [], []
        for one in sets[kind][0][:BESIDE]:
            began = time.perf_counter()
            ids = [article.external_uri for article in backend.search(one.query, articles)[:10]]
            took.append((time.perf_counter() - began) * 1000)
            ranks.append(next((1 / n for n, uri in enumerate(ids, 1) if uri in one.relevant), 0.0))
        recall = fmean(rank > 0 for rank in ranks)
        say(f"{name}, {kind}: MRR@10 {fmean(ranks):.3f}  R@10 {recall:.3f}  {_parts(took)}")


# An archive


def _archive(size: int) -> None:
    """Speed alone, among so many invented articles of different words.

    Their rows are put into the database as they are, since publishing so many takes hours; they
    are read from it and indexed as those of any archive.
    """
    room = make()
    text = _invented()
    sentences = [f"{text(_SENTENCE)}. " for _ in range(_SENTENCES)]
    chance = random.Random(13)  # noqa: S311 (invented text)
    done = 0

    def vary(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
        nonlocal done
        done = number
        value = f"<p>{''.join(chance.choices(sentences, k=5))}</p>"
        body = json.dumps([{"type": "paragraph", "value": value, "id": "x"}])
        return {"title": text(8)}, {"lede": text(20), "body": body}

    def tell(number: int) -> None:
        nonlocal done
        done = number

    with step(f"{size:,} rows, put into the database as they are", lambda: f"{done:,}"):
        archive.clone(room.article, size, room.sections, vary)
    with step("index, from the database", lambda: f"{done:,}"):
        wall, cpu = time.perf_counter(), time.process_time()
        rebuilding.rebuild(shelf(), tell)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    say(f"index          {size / wall:8.1f} articles a second, {size / cpu:.1f} of CPU")
    say(f"size           {shelf().size() / 1e6:8.1f} MB")
    say(f"memory at most {_memory():8.1f} MB, after indexing")
    _speed(room.edition, [text(chance.randint(2, 6)) for _ in range(400)])
    say(f"memory at most {_memory():8.1f} MB")


def _invented() -> Callable[[int], str]:
    """What makes a text of so many words, of which few are frequent, as in a language (Zipf)."""
    words = _words(_VOCABULARY)
    chance = random.Random(11)  # noqa: S311 (invented text)
    # Without function words, which the index leaves out: the most frequent stands in a third.
    steep = 1 + len(words) / _FLAT

    def text(count: int) -> str:
        places = (int(_FLAT * (steep ** chance.random() - 1)) for _ in range(count))
        return " ".join([words[place] for place in places])

    return text


def _words(count: int) -> list[str]:
    """Invented words in Arabic letters."""
    chance = random.Random(5)  # noqa: S311 (invented text)
    letters = "ابتجحدرسشصعفقكلمنهوي"
    return ["".join(chance.choices(letters, k=4 + n % 4)) for n in range(count)]
