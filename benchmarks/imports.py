"""How fast articles come in: the real 17,088 where they are, else invented ones.

`BENCH_ITEMS` limits how many. The baseline is the same items published one by one.
"""

import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connection

from benchmarks.measure import say
from benchmarks.shared import ARTICLES as REAL
from khabar.imports.building import Builder
from khabar.imports.matching import Matching
from khabar.imports.ninjs import parse
from khabar.imports.photos import LocalPhotos
from khabar.imports.reading import items, opened
from khabar.imports.sections import find_or_make_section
from khabar.newsroom import actions
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import Article, Edition

INVENTED = 2000
ONE_BY_ONE = 100


def run() -> None:
    """Import, and say what it cost."""
    edition = create_edition(EditionSeed("ar", "خبر", "http://localhost", "Asia/Riyadh"))
    limit = int(os.environ.get("BENCH_ITEMS", "0")) or None
    with tempfile.TemporaryDirectory() as folder:
        path = _source(Path(folder), limit)
        slow = _one_by_one(edition, path)
        say(f"one by one     {slow:8.1f} articles a second of CPU ({ONE_BY_ONE} articles)")
        before = Article.objects.count()
        wall, cpu = time.perf_counter(), time.process_time()
        call_command("import", "ninjs", str(path), section="archive", provider="bench", verbosity=2)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        count = Article.objects.count() - before
    say(f"import         {count / wall:8.1f} articles a second ({count:,} in {wall:.1f} s)")
    say(f"               {count / cpu:8.1f} articles a second of CPU ({cpu / count * 1000:.2f} ms)")
    say(f"database       {_size() / 1e6:8.1f} MB")
    say(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.1f} MB")


def _source(folder: Path, limit: int | None) -> Path:
    if REAL.exists() and limit is None:
        return REAL
    path = folder / "items.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for item in islice(_real() if REAL.exists() else _invented(), limit):
            out.write(json.dumps(item) + "\n")
    return path


def _real() -> Iterator[dict[str, Any]]:
    with opened(str(REAL)) as (_raw, file):
        yield from (item.data for item in items(file))


def _invented() -> Iterator[dict[str, Any]]:
    say("(the real articles are not here; invented ones instead)")
    paragraph = "<p>" + "قال رئيس المجلس إن أعمال الجسر تنتهي قبل موعدها بشهرين. " * 6 + "</p>"
    for number in range(INVENTED):
        yield {
            "uri": f"urn:bench:{number}",
            "version": "1",
            "firstCreated": f"2020-01-01T{number % 24:02}:00:00Z",
            "headlines": [{"value": f"الجسر يفتح أبوابه للمرة {number}"}],
            "bodies": [{"contentType": "text/html", "value": paragraph * 5}],
            "infoSources": [{"name": f"صحيفة {number % 12}"}],
            "by": f"كاتب {number % 500}",
        }


def _one_by_one(edition: Edition, path: Path) -> float:
    """Articles a second of CPU, each published by itself."""
    builder = Builder(edition, "slow", Matching(edition), LocalPhotos(None))
    section = find_or_make_section(edition, "one-by-one", "", dry_run=False)
    with opened(str(path)) as (_raw, file):
        found = [item.data for item in islice(items(file), ONE_BY_ONE)]
    began = time.process_time()
    for data in found:
        article = builder.build(parse(data, ZoneInfo(edition.time_zone))).article()
        section.add_child(instance=article)
        article.save_revision()
        actions.publish(article, by=None)
    return len(found) / (time.process_time() - began)


def _size() -> int:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size: int = cursor.fetchone()[0]
    return size
