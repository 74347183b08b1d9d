"""A follower gets each change once, as soon as it is committed, however transactions interleave."""

import threading
import time
from dataclasses import replace

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khabar.outbox.following import Batch, Cursor, read
from khabar.outbox.models import Change
from khabar.outbox.recording import record
from tests.outbox.conftest import Run

postgresql_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def write(*names: str) -> None:
    with transaction.atomic():
        for name in names:
            record("update", [name])


def keys(batch: Batch) -> list[str]:
    return [key for change in batch.changes for key in change.keys]


def end() -> Cursor:
    return read(None).cursor


def follow(cursor: Cursor, limit: int = 500) -> tuple[list[str], Cursor]:
    """All that there is after the cursor."""
    got: list[str] = []
    while True:
        batch = read(cursor, limit)
        assert not batch.lost
        got += keys(batch)
        cursor = batch.cursor
        if not batch.more:
            return got, cursor


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_has_no_cursor_makes_everything_anew_and_goes_on_from_there() -> None:
    write("before")
    batch = read(None)
    assert (batch.lost, keys(batch)) == (True, [])
    write("a", "b")
    write("c")
    batch = read(batch.cursor)
    assert (batch.lost, keys(batch), batch.more) == (False, ["a", "b", "c"], False)
    assert keys(read(batch.cursor)) == []
    assert batch.changes[0].kind == "update"
    assert batch.changes[0].at.utcoffset() is not None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_empty_log_is_followed_from_its_beginning() -> None:
    cursor = end()
    write("first")
    assert follow(cursor)[0] == ["first"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_cursor_survives_being_kept_as_text() -> None:
    write("a")
    cursor = end()
    assert Cursor.from_text(cursor.text()) == cursor
    for broken in ("", "{}", "[1]", "null", '{"id": 1, "nonce": 2, "after": 3}', "no JSON"):
        assert Cursor.from_text(broken) is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_many_changes_come_in_batches_each_once(limit: int) -> None:
    cursor = end()
    wanted = [f"k{number}" for number in range(7)]
    for name in wanted[:4]:
        write(name)
    write(*wanted[4:])
    got, cursor = follow(cursor, limit)
    assert got == wanted
    assert follow(cursor, limit)[0] == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_restored_backup_is_noticed() -> None:
    write("a")
    kept = end()
    write("b")
    later = end()
    # Restored to before b, and gone on from there.
    Change.objects.filter(pk__gt=kept.id).delete()
    assert read(later).lost
    assert not read(kept).lost
    Change.objects.create(pk=later.id, kind="update", keys=["other"])
    assert read(later).lost
    assert read(read(later).cursor).lost is False


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_was_trimmed_past_makes_everything_anew() -> None:
    write("a")
    cursor = end()
    write("b")
    Change.objects.filter(pk=cursor.id).delete()
    assert read(cursor).lost


@pytest.mark.django_db
def test_within_a_transaction_its_own_changes_come_once() -> None:
    record("update", ["before"])
    cursor = end()
    record("update", ["a"])
    record("update", ["b"])
    got, cursor = follow(cursor)
    assert got == ["a", "b"]
    assert follow(cursor)[0] == []


@pytest.mark.django_db
def test_a_savepoint_rolled_back_hides_nothing_of_its_transaction() -> None:
    record("update", ["before"])
    cursor = end()
    for name in ("a", "b"):
        with transaction.atomic():
            record("update", ["never"])
            transaction.set_rollback(True)
        cursor = follow(cursor)[1]
        record("update", [name])
        got, cursor = follow(cursor)
        assert got == [name]
    assert follow(cursor)[0] == []


@postgresql_only
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_long_transaction_delays_nobody_and_is_not_left_out(aside: Run) -> None:
    cursor = end()
    written, go = threading.Event(), threading.Event()

    def long() -> None:
        with transaction.atomic():
            record("update", ["long"])
            written.set()
            go.wait(30)

    running = aside(long)
    assert written.wait(10)
    for number in range(5):
        write(f"quick{number}")
        got, cursor = follow(cursor)
        assert got == [f"quick{number}"]
        time.sleep(0.5)
    # The row with the least id comes last, from the same cursor, even from one kept as text.
    cursor = Cursor.from_text(cursor.text()) or cursor
    go.set()
    running.result(10)
    got, cursor = follow(cursor)
    assert got == ["long"]
    assert follow(cursor)[0] == []


@postgresql_only
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_ids_that_were_rolled_back_hold_nobody_up() -> None:
    cursor = end()
    with transaction.atomic():
        record("update", ["never"])
        transaction.set_rollback(True)
    write("a")
    assert follow(cursor)[0] == ["a"]


@postgresql_only
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_savepoint_tells_the_transaction_that_it_is_part_of(aside: Run) -> None:
    cursor = end()
    written, go = threading.Event(), threading.Event()

    def nested() -> None:
        with transaction.atomic():
            with transaction.atomic():
                record("update", ["inner"])
            written.set()
            go.wait(30)

    running = aside(nested)
    assert written.wait(10)
    got, cursor = follow(cursor)
    assert got == []
    go.set()
    running.result(10)
    assert follow(cursor)[0] == ["inner"]


@postgresql_only
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_commits_between_two_batches_is_not_left_out(aside: Run) -> None:
    cursor = end()
    written, go = threading.Event(), threading.Event()

    def early() -> None:
        with transaction.atomic():
            record("update", ["early"])
            written.set()
            go.wait(30)

    running = aside(early)
    assert written.wait(10)
    write("a")
    write("b")
    first = read(cursor, 1)
    assert (keys(first), first.more) == (["a"], True)
    # Its transaction is a lesser one than what was given out already.
    go.set()
    running.result(10)
    got, cursor = follow(first.cursor, 1)
    assert got == ["b", "early"]
    assert follow(cursor, 1)[0] == []


@postgresql_only
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_another_database_and_an_earlier_state_are_noticed() -> None:
    write("a")
    cursor = end()
    assert not read(cursor).lost
    assert read(replace(cursor, database="1:2:1")).lost
    assert read(replace(cursor, snapshot="900000000:900000000:")).lost
    assert read(Cursor(cursor.id, cursor.nonce)).lost


@postgresql_only
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rows_that_a_backup_brought_from_a_busier_database_are_not_new() -> None:
    Change.objects.create(kind="update", keys=["foreign"], transaction=10**12)
    cursor = end()
    assert follow(cursor)[0] == []
    write("own")
    got, cursor = follow(cursor)
    assert got == ["own"]
    assert follow(cursor)[0] == []


class Writer(threading.Thread):
    """A transaction that is told what to do next, step by step."""

    def __init__(self) -> None:
        super().__init__()
        self.begin, self.done = threading.Semaphore(0), threading.Semaphore(0)
        self.step = ""

    def run(self) -> None:
        try:
            with transaction.atomic():
                while True:
                    self.begin.acquire()
                    if self.step in {"commit", "abort"}:
                        break
                    record("update", [self.step])
                    self.done.release()
                if self.step == "abort":
                    raise RuntimeError  # noqa: TRY301 (rolls the transaction back)
        except RuntimeError:
            pass
        finally:
            connection.close()
            self.done.release()

    def do(self, step: str) -> None:
        self.step = step
        self.begin.release()
        assert self.done.acquire(timeout=10)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "commit", "abort", "read", "read one", "keep"]),
        st.integers(0, 3),
    ),
    max_size=25,
)


@postgresql_only
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_however_transactions_interleave_each_change_comes_once(
    steps: list[tuple[str, int]],
) -> None:
    cursor = end()
    writers: dict[int, Writer] = {}
    pending: dict[int, list[str]] = {}
    committed: set[str] = set()
    got: list[str] = []
    for number, (step, who) in enumerate(steps):
        match step:
            case "read" | "read one":
                batch = read(cursor, 1 if step == "read one" else 500)
                assert not batch.lost
                got += keys(batch)
                cursor = batch.cursor
                if not batch.more and step == "read":
                    assert set(got) == committed
            case "keep":
                cursor = Cursor.from_text(cursor.text()) or cursor
            case "write":
                if who not in writers:
                    writers[who], pending[who] = Writer(), []
                    writers[who].start()
                writers[who].do(f"k{number}")
                pending[who].append(f"k{number}")
            case _ if who in writers:
                writer = writers.pop(who)
                writer.do(step)
                writer.join(10)
                said = pending.pop(who)
                if step == "commit":
                    committed |= set(said)
    for who, writer in writers.items():
        writer.do("commit")
        writer.join(10)
        committed |= set(pending[who])
    more, cursor = follow(cursor, 2)
    got += more
    assert sorted(got) == sorted(committed)
    assert follow(cursor)[0] == []
