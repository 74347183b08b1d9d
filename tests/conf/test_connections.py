"""For how long a thread keeps its connection, and which file it is connected to."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from khabar.conf import databases
from khabar.conf.sqlite3.base import DatabaseWrapper
from khabar.outbox import threads


@pytest.fixture(autouse=True)
def _files_of_its_own(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def made(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A connection to a file of its own, with Khabar's settings."""
    settings = connections["default"].settings_dict | databases.database("", tmp_path)
    wrapper = DatabaseWrapper(settings, "apart")
    yield wrapper
    wrapper.close()


def answer(made: DatabaseWrapper) -> Any:
    with made.cursor() as cursor:
        return cursor.execute("SELECT said FROM told").fetchone()[0]


def write(path: Path, said: str) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE told (said TEXT)")
        raw.execute("INSERT INTO told VALUES (?)", [said])
    raw.close()


def test_a_connection_is_kept_between_requests(made: DatabaseWrapper, tmp_path: Path) -> None:
    write(tmp_path / "khabar.sqlite3", "أول")
    assert answer(made) == "أول"
    held = made.connection
    made.close_if_unusable_or_obsolete()
    assert made.connection is held
    made.close_at = time.monotonic()
    made.close_if_unusable_or_obsolete()
    assert made.connection is None, "not for ever"


@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_a_file_that_was_put_in_its_place_is_opened(
    made: DatabaseWrapper, tmp_path: Path, how: str
) -> None:
    path = tmp_path / "khabar.sqlite3"
    write(path, "أول")
    assert answer(made) == "أول"
    other = tmp_path / "backup.sqlite3"
    write(other, "ثان")
    if how == "replaced":
        shutil.move(other, path)
    else:
        path.unlink()
    made.close_if_unusable_or_obsolete()
    assert made.connection is None
    if how == "replaced":
        assert answer(made) == "ثان"


def test_a_transaction_is_left_alone(made: DatabaseWrapper, tmp_path: Path) -> None:
    path = tmp_path / "khabar.sqlite3"
    write(path, "أول")
    answer(made)
    made.in_atomic_block = True
    path.unlink()
    made.close_if_unusable_or_obsolete()
    assert made.connection is not None
    made.in_atomic_block = False


def test_a_thread_that_serves_no_request_keeps_its_own_for_longer(
    made: DatabaseWrapper, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "khabar.sqlite3", "أول")
    made.settings_dict["CONN_MAX_AGE"] = 0
    monkeypatch.setattr(connections, "all", lambda **_how: [made])
    settings.THREADS_CONN_MAX_AGE = 60
    answer(made)
    threads.give_back()
    threads.give_back()
    assert made.connection is not None
    settings.THREADS_CONN_MAX_AGE = 0
    threads.give_back()
    assert made.connection is None
