"""Changes are written in the transaction of what they tell, and in no other."""

import pytest
from django.db import connection, transaction

from khabar.outbox.models import Change
from khabar.outbox.recording import NotInTransactionError, record, together


def rows() -> list[tuple[str, list[str], list[str]]]:
    return list(Change.objects.order_by("pk").values_list("kind", "keys", "closed"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_change_outside_a_transaction_is_refused_with_the_remedy() -> None:
    with pytest.raises(NotInTransactionError, match=r"transaction\.atomic"):
        record("publish", ["article:1"])
    with pytest.raises(NotInTransactionError), together("publish"):
        pass
    assert rows() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_change_goes_with_the_transaction_that_makes_it() -> None:
    with transaction.atomic():
        record("publish", ["b", "a", "b"], closed=["number:1"])
    with transaction.atomic():
        record("publish", ["never"])
        transaction.set_rollback(True)
    assert rows() == [("publish", ["a", "b", "number:1"], ["number:1"])]
    assert Change.objects.get().nonce > 0


@pytest.mark.django_db
def test_no_keys_record_nothing() -> None:
    record("update", [])
    with together("update"):
        record("update", [])
    assert rows() == []


@pytest.mark.django_db
def test_what_is_done_together_is_one_row_of_the_outer_kind() -> None:
    with together("withdraw"):
        record("unpublish", ["a"], closed=["a"])
        with together("move"):
            record("update", ["b"])
    record("update", ["c"])
    assert rows() == [("withdraw", ["a", "b"], ["a"]), ("update", ["c"], [])]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_fails_together_records_nothing() -> None:
    def fail() -> None:
        with transaction.atomic(), together("withdraw"):
            record("unpublish", ["a"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with transaction.atomic():
        record("update", ["after"])
    assert rows() == [("update", ["after"], [])]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no such number")
def test_the_transaction_is_the_outermost_one() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            outer = cursor.fetchone()[0]
        with transaction.atomic():
            Change.objects.create(kind="x", keys=["x"])
            record("update", ["a"])
    assert Change.objects.get(kind="update").transaction == outer
