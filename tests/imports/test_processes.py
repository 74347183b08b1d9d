"""Whole processes on one database: killed halfway, and beside each other."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests import processes
from tests.imports.items import ninjs3, write

pytestmark = pytest.mark.slow

MANY = 1200
EDITION = """
from khabar.newsroom.editions import EditionSeed, create_edition
create_edition(EditionSeed("ar", "خبر", "http://localhost"))
"""
STATE = """
import json
from collections import Counter
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry
from khabar.newsroom.models import *
pks = [str(pk) for pk in Article.objects.values_list("pk", flat=True)]
uris = Counter(Article.objects.values_list("external_uri", flat=True))
sections = Section.objects.all()
print(json.dumps({
    "articles": len(pks),
    "twice": [uri for uri, count in uris.items() if uri and count > 1],
    "live": Article.objects.filter(live=True, live_revision__isnull=False).count(),
    "versions": PublishedVersion.objects.count(),
    "revisions": Revision.objects.filter(object_id__in=pks).count(),
    "latest": ListEntry.objects.filter(key__contains=":latest:").count(),
    "found": IndexEntry.objects.filter(object_id__in=pks).count(),
    "sections": sections.count(),
    "numchild": sum(section.numchild for section in sections),
    "problems": [list(part) for part in Page.find_problems() if part],
}))
"""
EDITOR = """
import time
from khabar.newsroom import actions
from khabar.newsroom.models import Article, Section
while not (section := Section.objects.filter(slug="archive").first()):
    time.sleep(0.1)
for number in range(8):
    article = Article(title=f"من المحرر {number}", live=False)
    section.add_child(instance=article)
    article.save_revision()
    actions.publish(article, by=None)
    time.sleep(0.05)
"""


@pytest.fixture
def house(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """The environment of commands with a data folder and a database of their own."""
    with processes.own_house(tmp_path, django_db_blocker, "imports") as environ:
        yield made(environ)


def made(environ: dict[str, str]) -> dict[str, str]:
    command(environ, "shell", "--no-imports", "-c", EDITION)
    return environ


def start(environ: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "khabar.cli", *arguments],
        env=environ,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def command(environ: dict[str, str], *arguments: str) -> str:
    process = start(environ, *arguments)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


def state(environ: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(command(environ, "shell", "--no-imports", "-c", STATE))
    return found


def whole(articles: int) -> dict[str, Any]:
    """The state when every article has all its rows, once."""
    each = dict.fromkeys(
        ("articles", "live", "versions", "revisions", "latest", "found", "numchild"), articles
    )
    return {**each, "twice": [], "sections": 1, "problems": []}


def test_killed_halfway_and_run_again_it_completes(house: dict[str, str], tmp_path: Path) -> None:
    path = write(tmp_path, *map(ninjs3, range(MANY)))
    report = tmp_path / "report.jsonl"
    run = ("import", "ninjs", str(path), "--section", "archive", "--report", str(report))
    process = start(house, *run)
    deadline = time.monotonic() + 120
    while not (report.exists() and report.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    halfway = state(house)
    assert 0 < halfway["articles"] < MANY
    assert halfway == whole(halfway["articles"])
    command(house, *run)
    assert state(house) == whole(MANY)


def test_two_imports_and_an_editor_in_one_section(house: dict[str, str], tmp_path: Path) -> None:
    one = write(tmp_path, *map(ninjs3, range(400)), name="one.jsonl")
    two = write(tmp_path, *map(ninjs3, range(200, 600)), name="two.jsonl")
    processes = [
        start(house, "import", "ninjs", str(one), "--section", "archive"),
        start(house, "import", "ninjs", str(two), "--section", "archive"),
        start(house, "shell", "--no-imports", "-c", EDITOR),
    ]
    said = [process.communicate(timeout=300) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said
    found = state(house)
    # The editor's index rows are made by the worker, which does not run here.
    assert found.pop("found") >= 600
    expected = whole(608)
    del expected["found"]
    assert found == expected
