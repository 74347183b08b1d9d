"""The worker runs tasks and the clock, and survives what happens to its database."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from khabar.cli import worker as module
from khabar.cli.worker import ATTEMPTS, KEEP, Worker, worker_name
from khabar.newsroom.tasks import make_photo_renditions

from . import tasks

NAME = "khabar-test"


@pytest.fixture
def queue(db: None, settings: Settings) -> None:
    del db
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    tasks.ran.clear()


def quiet(**more: object) -> Worker:
    return Worker(NAME, **{"tick": lambda: 0, **more})  # type: ignore[arg-type]


def statuses() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


@pytest.mark.usefixtures("queue")
def test_what_is_waiting_is_run_in_order() -> None:
    for text in ("first", "second"):
        tasks.note.enqueue(text)
    quiet()._tasks()
    assert tasks.ran == ["first", "second"]
    assert statuses() == ["SUCCESSFUL", "SUCCESSFUL"]


@pytest.mark.usefixtures("queue")
def test_the_renditions_that_nobody_waits_for_come_last() -> None:
    make_photo_renditions.enqueue(1_000_000)
    tasks.note.enqueue("somebody waits")
    first = quiet()._take()
    assert first is not None
    assert first.task.module_path.endswith("note")


@pytest.mark.usefixtures("queue")
def test_a_task_that_fails_hinders_no_other() -> None:
    tasks.fail.enqueue()
    tasks.note.enqueue("after")
    quiet()._tasks()
    assert tasks.ran == ["after"]
    assert statuses() == ["FAILED", "SUCCESSFUL"]


@pytest.mark.usefixtures("queue")
def test_a_task_for_later_waits() -> None:
    tasks.note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    quiet()._tasks()
    assert tasks.ran == []


@pytest.mark.usefixtures("queue")
def test_once_asked_to_stop_no_task_is_begun() -> None:
    tasks.note.enqueue("too late")
    worker = quiet()
    worker.stop()
    worker._tasks()
    assert tasks.ran == []


def interrupted(by: list[str]) -> "DBTaskResult[..., None]":
    """A task that was running when its worker was killed."""
    result = tasks.note.enqueue("again")
    DBTaskResult.objects.filter(pk=result.id).update(status="RUNNING", worker_ids=by)
    return DBTaskResult.objects.get(pk=result.id)


@pytest.mark.usefixtures("queue")
def test_what_an_earlier_worker_left_half_done_is_run_again() -> None:
    interrupted([NAME])
    worker = quiet()
    worker._take_back()
    worker._tasks()
    assert tasks.ran == ["again"]


@pytest.mark.usefixtures("queue")
def test_what_another_machine_is_doing_is_left_to_it() -> None:
    interrupted([NAME, "another"])
    quiet()._take_back()
    assert statuses() == ["RUNNING"]


@pytest.mark.usefixtures("queue")
def test_a_task_that_ends_its_worker_each_time_is_given_up() -> None:
    result = interrupted([NAME] * ATTEMPTS)
    quiet()._take_back()
    result.refresh_from_db()
    assert result.status == "FAILED"
    assert "TaskLostError" in result.exception_class_path


@pytest.mark.usefixtures("queue")
def test_old_results_are_forgotten_and_young_ones_kept() -> None:
    for text in ("old", "young"):
        tasks.note.enqueue(text)
    worker = quiet()
    worker._tasks()
    old = DBTaskResult.objects.order_by("enqueued_at").first()
    assert old is not None
    DBTaskResult.objects.filter(pk=old.pk).update(
        finished_at=timezone.now() - KEEP - timedelta(seconds=1)
    )
    worker._pruned = 0.0
    worker._prune()
    assert not DBTaskResult.objects.filter(pk=old.pk).exists()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.usefixtures("queue")
def test_sqlite_is_told_how_large_its_tables_are() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL counts its tables by itself.")
    tasks.note.enqueue("one")
    worker = quiet()
    worker._pruned = 0.0
    worker._prune()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'django_content_type'")
        (counted,) = cursor.fetchone()
    assert int(counted.split()[0]) > 10


def test_the_loop_waits_for_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    calls: list[str] = []
    worker = quiet()

    def once() -> None:
        calls.append("once")
        if calls.count("once") < 3:
            raise OperationalError("the database is away")
        worker.stop()

    worker._repeat("The loop", 0.0, once, before=lambda: calls.append("before"))
    assert calls == ["before", "once"] * 3
    assert "trying again in 0.01 s" in caplog.text
    assert "trying again in 0.02 s" in caplog.text


def test_the_clock_goes_on_after_an_error_that_is_not_the_databases(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        raise ValueError("one bad article")

    worker = quiet(tick=tick)
    worker._tick()
    worker._tick()
    assert len(ticks) == 2
    assert "one bad article" in caplog.text


def test_a_worker_keeps_its_name_and_shares_it_with_no_other_folder(tmp_path: Path) -> None:
    assert worker_name(tmp_path) == worker_name(tmp_path / "x" / "..")
    assert worker_name(tmp_path) != worker_name(tmp_path / "other")
    assert len(worker_name(tmp_path)) <= 64
