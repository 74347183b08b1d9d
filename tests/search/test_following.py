"""The index follows what is published, whatever happens to whoever writes it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from khabar.newsroom import actions
from khabar.newsroom.models import Article, Author, BylineEntry, Edition, Section, Story
from khabar.outbox import following
from khabar.search import rebuilding
from khabar.search.follower import Follower
from khabar.search.models import NameSpelling
from khabar.search.queries import Asked, search, suggest
from khabar.search.shelf import STAMP, Shelf
from tests import factories, processes

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Made:
    """A fresh index made in this process, where the house begins another."""

    def __init__(self, shelf: Shelf) -> None:
        rebuilding.rebuild(shelf)

    def poll(self) -> int:
        return 0


@pytest.fixture
def follower(index: Callable[[], None]) -> Iterator[Follower]:
    """Follows as the house's does, one step at a time; no two steps within the same quarter."""
    del index
    shelf = Shelf(Path(settings.VAR_DIR) / "search")
    made = Follower(shelf, lambda: Made(shelf))
    made.again_seconds = 0
    made.step()
    made.step()
    yield made
    made.gave_up()


def found(edition: Edition, text: str, **more: Any) -> list[int]:
    return search(Asked(text, edition, **more), now=NOW).ids


@pytest.mark.django_db
def test_each_change_is_followed(ar: Edition, politics: Section, follower: Follower) -> None:
    article = factories.make_article(politics, "اتفاق جديد على الحدود")
    assert found(ar, "اتفاق") == []
    follower.step()
    assert found(ar, "اتفاق") == [article.pk]
    article.title = "هدنة على الحدود"
    article.save_revision()
    actions.update(article, by=None)
    follower.step()
    assert (found(ar, "اتفاق"), found(ar, "هدنة")) == ([], [article.pk])
    actions.withdraw(article, reason="خطأ", by=None)
    follower.step()
    assert found(ar, "هدنة") == []


@pytest.mark.django_db
def test_names_are_followed_to_their_articles(
    ar: Edition, politics: Section, sport: Section, follower: Follower
) -> None:
    author = Author.objects.create(name="ليلى حداد", locale=ar.locale)
    story = factories.make_story(ar)
    article = factories.make_article(politics, byline=[author], stories=[story])
    follower.step()
    assert found(ar, "ليلى") == found(ar, "مفاوضات") == [article.pk]
    author.name = "سامية نادر"
    author.save()
    story.title = "ملف المعابر"
    story.save_revision().publish()
    follower.step()
    assert (found(ar, "ليلى"), found(ar, "سامية"), found(ar, "ملف")) == (
        [],
        [article.pk],
        [article.pk],
    )
    assert [one.label for one in suggest("سام", ar)] == ["سامية نادر"]
    # A section that becomes part of another brings its articles along.
    politics.parent_section = sport
    politics.save_revision().publish()
    follower.step()
    assert found(ar, "", section=sport.pk) == [article.pk]


@pytest.mark.django_db
def test_a_section_added_to_an_article_is_followed(
    ar: Edition, politics: Section, sport: Section, follower: Follower
) -> None:
    article = factories.make_article(politics)
    follower.step()
    article.other_sections = [sport]
    article.save_revision()
    actions.publish(article, by=None)
    follower.step()
    assert found(ar, "", section=sport.pk) == [article.pk]


@pytest.mark.django_db
def test_a_protected_name_is_found_nowhere(
    ar: Edition, politics: Section, follower: Follower
) -> None:
    author = Author.objects.create(name="ليلى حداد", locale=ar.locale)
    factories.make_article(politics, byline=[author])
    follower.step()
    Author.objects.filter(pk=author.pk).update(protected=True)
    author.refresh_from_db()
    author.job_title = "مراسلة"
    author.save()
    follower.step()
    assert found(ar, "ليلى") == []
    assert suggest("ليل", ar) == []
    assert BylineEntry.objects.filter(author=author).exists()


@pytest.mark.django_db
def test_editors_add_spellings_of_names(ar: Edition, politics: Section, follower: Follower) -> None:
    article = factories.make_article(politics, "ستولتنبرغ في بروكسل")
    follower.step()
    assert found(ar, "ينس الأمين") == []
    row = NameSpelling.objects.create(name="ستولتنبرغ", spellings="ينس الأمين\nجنس")
    follower.step()
    assert found(ar, "جنس") == found(ar, "ينس الأمين") == [article.pk]
    row.delete()
    follower.step()
    assert found(ar, "جنس") == []


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["emptied", "form", "nothing"])
def test_an_index_that_cannot_be_used_is_made_anew(
    ar: Edition, politics: Section, follower: Follower, damage: str
) -> None:
    article = factories.make_article(politics)
    follower.step()
    path = follower.shelf.pointed()
    assert path is not None
    follower.gave_up()
    if damage == "emptied":
        for file in path.glob("*.term"):
            file.write_bytes(b"")
        (path / "meta.json").write_text("{")
    elif damage == "form":
        (path / STAMP).write_text("older")
    else:
        (follower.shelf.folder / "current").unlink()
    # Meanwhile it is answered all the same.
    assert found(ar, "اتفاق") == [article.pk]
    again = Follower(follower.shelf, lambda: Made(follower.shelf))
    again.step()
    again.step()
    assert follower.shelf.pointed() != path
    assert found(ar, "اتفاق") == [article.pk]
    again.gave_up()


@pytest.mark.django_db
def test_a_cursor_of_another_database_is_known(
    ar: Edition, politics: Section, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = factories.make_article(politics)
    before = follower.shelf.pointed()
    lost = following.Batch((), following.read(None).cursor, lost=True)
    with monkeypatch.context() as patch:
        patch.setattr("khabar.search.follower.following.read", lambda *_args: lost)
        follower.step()
    follower.step()
    follower.step()
    assert follower.shelf.pointed() != before
    assert found(ar, "اتفاق") == [article.pk]


# Real processes

PREPARE = """
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import Section
edition = create_edition(EditionSeed("ar", "خبر", "http://localhost"))
home = edition.site.root_page
home.add_child(instance=Section(title="سياسة", slug="politics", locale=edition.locale))
"""
PUBLISH = """
import sys
from khabar.newsroom import actions
from khabar.newsroom.models import Article, Section
section = Section.objects.get()
for number in range(40):
    article = Article(title=f"حبر {number}", live=False)
    section.add_child(instance=article)
    article.save_revision()
    actions.publish(article, by=None)
    print(number, flush=True)
"""
FOLLOW = """
import time
from khabar.search.follower import Follower
from khabar.search.shelf import shelf
follower = Follower(shelf())
follower.start()
follower.leading.wait(30)
print("leading", flush=True)
time.sleep(120)
"""
COUNT = """
import json, time
from django.utils import timezone
from khabar.newsroom.models import Article, Edition
from khabar.search.follower import Follower
from khabar.search.queries import Asked, search
from khabar.search.shelf import shelf
follower = Follower(shelf())
follower.start()
until = time.monotonic() + 60
edition, live = Edition.objects.get(), Article.objects.live().count()
while time.monotonic() < until:
    with_index = shelf().pointed() is not None
    n = search(Asked("حبر", edition), now=timezone.now()).total if with_index else 0
    if n == live:
        break
    time.sleep(0.1)
print(json.dumps([n, live]))
"""


def shell(code: str) -> list[str]:
    return [sys.executable, "-m", "khabar.cli", "shell", "--no-imports", "-c", code]


@pytest.mark.slow
def test_kill_9_while_indexing_loses_nothing(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with processes.own_house(tmp_path, django_db_blocker, "search") as environ:
        migrate = [sys.executable, "-m", "khabar.cli", "migrate", "--verbosity=0"]
        subprocess.run(migrate, env=environ, check=True)
        subprocess.run(shell(PREPARE), env=environ, check=True)
        with (
            subprocess.Popen(shell(FOLLOW), env=environ, stdout=subprocess.PIPE) as follows,
            subprocess.Popen(shell(PUBLISH), env=environ, stdout=subprocess.PIPE) as publishes,
        ):
            assert publishes.stdout is not None
            assert follows.stdout is not None
            follows.stdout.readline()
            for line in publishes.stdout:
                if int(line) == 15:
                    os.kill(follows.pid, signal.SIGKILL)
            assert publishes.wait() == 0
        said = subprocess.run(shell(COUNT), env=environ, check=True, capture_output=True)
        assert json.loads(said.stdout.splitlines()[-1]) == [40, 40]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_rebuild_under_load_answers_every_question(
    ar: Edition, politics: Section, index: Callable[[], None]
) -> None:
    articles = [factories.make_article(politics, f"اتفاق جديد {n}") for n in range(3)]
    index()
    wrong: list[list[int]] = []
    asked = 0
    ended = threading.Event()

    def ask() -> None:
        nonlocal asked
        from django.db import connections  # noqa: PLC0415 (of this thread)

        while not ended.is_set():
            ids = found(ar, "اتفاق")
            asked += 1
            if len(ids) != len(articles):
                wrong.append(ids)
        connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        for _round in range(3):
            index()
            time.sleep(0.05)
    finally:
        ended.set()
        thread.join()
    assert asked
    assert not wrong
    assert Article.objects.live().count() == len(articles)
    assert Story.objects.count() == 0
