"""Followers are woken by a commit, and wake nobody themselves."""

import time
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError

from khabar.outbox.following import Wakeups
from khabar.outbox.recording import record
from tests.outbox.conftest import Run

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
postgresql_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's")


def write(name: str) -> None:
    with transaction.atomic():
        record("update", [name])


def write_soon() -> None:
    time.sleep(0.2)
    write("a")


def timed(wakeups: Wakeups, timeout: float) -> tuple[bool, float]:
    began = time.monotonic()
    return wakeups.wait(timeout), time.monotonic() - began


def test_a_commit_wakes_and_silence_does_not(aside: Run) -> None:
    def follow() -> list[tuple[bool, float]]:
        wakeups = Wakeups()
        found = [timed(wakeups, 5), timed(wakeups, 0.3)]
        aside(write_soon)
        found += [timed(wakeups, 10), timed(wakeups, 0.3)]
        write("between two waits")
        found.append(timed(wakeups, 10))
        wakeups.close()
        found.append(timed(wakeups, 5))
        return found

    connected, silent, woken, again, missed, closed = aside(follow).result(30)
    assert connected[0]
    assert not silent[0]
    assert silent[1] > 0.25
    assert woken[0]
    assert woken[1] < 5
    assert not again[0]
    assert missed[0]
    assert missed[1] < 5
    assert not closed[0]
    assert closed[1] < 4


def test_closing_ends_a_wait_under_way(aside: Run) -> None:
    wakeups = Wakeups()

    def follow() -> tuple[bool, float]:
        wakeups.wait(1)
        return timed(wakeups, 20)

    waiting = aside(follow)
    time.sleep(0.4)
    wakeups.close()
    woken, seconds = waiting.result(10)
    assert not woken
    assert seconds < 10


def test_a_database_that_goes_away_is_waited_for(
    aside: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow() -> list[bool]:
        wakeups = Wakeups()
        found = [wakeups.wait(1)]
        held = wakeups._connection
        assert held is not None
        if held.vendor == "postgresql":
            # As when the server is stopped: the connection is cut, and a new one is refused.
            raw = held.connection
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [raw.info.backend_pid])
        else:
            held.connection.close()
            held.connection = None

        def refuse(*_args: object) -> None:
            raise OperationalError("the server is gone")

        with monkeypatch.context() as patch:
            patch.setattr(type(held), "get_new_connection", refuse)
            found += [wakeups.wait(0.2), wakeups.wait(0.2)]
        # Connected again, and so something may have come.
        found.append(wakeups.wait(1))
        write("after")
        found.append(wakeups.wait(5))
        wakeups.close()
        return found

    assert aside(follow).result(30) == [True, False, False, True, True]


@sqlite_only
def test_what_is_written_elsewhere_than_in_the_log_wakes_nobody(aside: Run) -> None:
    def follow() -> bool:
        wakeups = Wakeups()
        wakeups.wait(1)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE other (id integer)")
            cursor.execute("DROP TABLE other")
        woken = wakeups.wait(0.3)
        wakeups.close()
        return woken

    assert aside(follow).result(10) is False


@sqlite_only
def test_waiting_followers_write_nothing(aside: Run) -> None:
    write("a")
    ends = [Wakeups() for _ in range(3)]

    def follow(wakeups: Wakeups) -> int:
        until, woken = time.monotonic() + 1.5, 0
        while time.monotonic() < until:
            woken += wakeups.wait(0.2)
        wakeups.close()
        return woken

    def version() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchone()[0])

    began = version()
    running = [aside(follow, one) for one in ends]
    # Each is woken by having connected, and by nobody else.
    assert [one.result(20) for one in running] == [1, 1, 1]
    assert version() == began


@sqlite_only
def test_another_file_in_the_place_of_the_database_is_noticed(aside: Run, tmp_path: Path) -> None:
    def follow() -> list[bool]:
        wakeups = Wakeups()
        made = connections.create_connection("default")
        database = tmp_path / "khabar.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(database)])
        made.close()
        settings = connections["default"].settings_dict
        before = settings["NAME"]
        settings["NAME"] = str(database)
        try:
            found = [wakeups.wait(1)]
            copy = tmp_path / "backup.sqlite3"
            copy.write_bytes(database.read_bytes())
            copy.replace(database)
            found += [wakeups.wait(0.3), wakeups.wait(0.3)]
        finally:
            settings["NAME"] = before
            wakeups.close()
        return found

    assert aside(follow).result(10) == [True, False, True]
