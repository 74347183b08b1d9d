"""Followers of the whole site: at least once, in one worker at a time; and how all stands."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from khabar.cli.worker import Worker
from khabar.outbox import following, trimming
from khabar.outbox.following import Batch, SiteFollower, local, read, site
from khabar.outbox.models import Change, Follower
from khabar.outbox.recording import record
from khabar.outbox.status import status
from tests.outbox.conftest import Run

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def write(name: str) -> None:
    with transaction.atomic():
        record("update", [name], closed=[name] if name.startswith("closed") else ())


class Applied(list[str]):
    """What was applied, in order; “lost” where everything was to be made anew."""

    def __call__(self, batch: Batch) -> None:
        self += ["lost"] if batch.lost else [key for one in batch.changes for key in one.keys]


@pytest.fixture
def applied() -> Applied:
    return Applied()


@pytest.fixture
def no_followers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "_registered", {})


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder where local followers say where they stand, empty."""
    monkeypatch.setattr(local, "_told", {})
    folder = Path(django_settings.VAR_DIR) / "followers"
    for path in folder.glob("*.json"):
        path.unlink()
    yield folder
    for path in folder.glob("*.json"):
        path.unlink()


def test_a_follower_begins_anew_and_goes_on_where_it_stood(applied: Applied) -> None:
    write("before")
    assert SiteFollower("purge", applied).step()
    assert applied == ["lost"]
    write("a")
    write("b")
    # Another worker, which knows of it from the database.
    again = SiteFollower("purge", applied)
    assert again.step(1)
    assert again.step(1)
    while again.step():
        pass
    assert applied == ["lost", "a", "b"]


def test_where_nothing_came_nothing_is_written(applied: Applied) -> None:
    follower = SiteFollower("purge", applied)
    follower.step()
    before = Follower.objects.get()
    assert not follower.step()
    assert Follower.objects.get().at == before.at


def test_what_failed_is_given_again() -> None:
    tries: list[str] = []

    def fail_once(batch: Batch) -> None:
        tries.append(batch.changes[0].keys[0] if batch.changes else "lost")
        if tries == ["lost", "a"]:
            raise RuntimeError

    follower = SiteFollower("purge", fail_once)
    follower.step()
    write("a")
    with pytest.raises(RuntimeError):
        follower.step()
    assert follower.step()
    assert tries == ["lost", "a", "a"]


def test_one_worker_at_a_time_applies(aside: Run) -> None:
    inside, go = threading.Event(), threading.Event()

    def slow(_batch: Batch) -> None:
        inside.set()
        go.wait(10)

    first = aside(SiteFollower("purge", slow).step)
    assert inside.wait(10)
    applied = Applied()
    assert not SiteFollower("purge", applied).step()
    # A slow follower keeps nobody from writing.
    write("meanwhile")
    go.set()
    assert first.result(10)
    assert applied == []
    assert SiteFollower("purge", applied).step()
    assert applied == ["meanwhile"]


@pytest.mark.usefixtures("no_followers")
def test_the_worker_runs_the_followers_as_soon_as_something_comes(
    applied: Applied, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that it is the waking that brings it.
    monkeypatch.setattr("khabar.cli.worker.FOLLOW_SECONDS", 60.0)
    following.register(SiteFollower("purge", applied))
    with pytest.raises(ValueError, match="purge"):
        following.register(SiteFollower("purge", applied))
    worker = Worker("khabar-test", tick=lambda: 0)
    running = threading.Thread(target=worker.run)
    running.start()
    try:
        _until(lambda: applied == ["lost"])
        write("a")
        _until(lambda: applied == ["lost", "a"])
    finally:
        worker.stop()
        running.join(10)
    assert not running.is_alive()


def _until(true: object) -> None:
    until = time.monotonic() + 10
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.02)


def test_old_changes_go_and_the_newest_stays() -> None:
    for name in "abc":
        write(name)
    Change.objects.update(at=timezone.now() - timedelta(days=8))
    cursor = read(None).cursor
    assert trimming.trim() == 2
    assert trimming.trim() == 0
    # Who had read everything has lost nothing.
    assert not read(cursor).lost
    write("d")
    assert trimming.trim() == 1
    assert [row.keys for row in Change.objects.all()] == [["d"]]


@pytest.mark.usefixtures("no_followers")
def test_the_worker_trims(applied: Applied) -> None:
    del applied
    write("a")
    write("b")
    Change.objects.update(at=timezone.now() - timedelta(days=8))
    Worker("khabar-test", tick=lambda: 0)._prune()
    assert Change.objects.count() == 1


def test_how_everything_stands(applied: Applied, told: Path) -> None:
    write("old")
    Change.objects.update(at=timezone.now() - timedelta(minutes=30))
    SiteFollower("purge", applied).step()
    assert following.tell("edge", read(None).cursor)
    # Not more often than every ten seconds.
    write("a")
    assert not following.tell("edge", read(None).cursor)
    (told / "broken.json").write_text("{", encoding="utf-8")
    found = status(timezone.now() + timedelta(seconds=5))
    assert (found.length, found.last_minute, found.last_hour) == (2, 1, 2)
    purge, edge = found.followers
    assert (purge.name, purge.site_wide, purge.behind) == ("purge", True, 1)
    assert (edge.name, edge.site_wide, edge.behind) == ("edge", False, 1)
    assert 5 <= edge.seconds < 60
    assert following.tell("edge", read(None).cursor, at_once=True)
    assert status().followers[1].behind == 0
    with pytest.raises(ValueError, match="small letters"):
        following.tell("../edge", read(None).cursor)


def said(*options: str) -> str:
    out = StringIO()
    call_command("outbox", *options, stdout=out)
    return out.getvalue()


def test_the_command(applied: Applied) -> None:
    assert "Nobody follows it yet." in said()
    SiteFollower("purge", applied).step()
    write("a")
    write("closed:1")
    lines = said().splitlines()
    assert lines[0].startswith("2 changes, ")
    assert lines[1] == "2 in the last minute, 2 in the hour"
    assert lines[2].startswith("purge (whole site): 2 behind")
    assert said("--tail", "1").endswith("update: !closed:1\n")
    assert [row["keys"] for row in json.loads(said("--tail", "9", "--json"))] == [
        ["a"],
        ["closed:1"],
    ]
    assert json.loads(said("--json"))["followers"][0]["behind"] == 2
    with pytest.raises(CommandError, match="from 1 to"):
        said("--tail", "0")
