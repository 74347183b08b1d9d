"""Writing the log."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection
from django.db.transaction import TransactionManagementError

from khabar.outbox.models import Change, TopTransaction

#: What waiting followers listen to on PostgreSQL.
CHANNEL = "khabar_outbox"


class NotInTransactionError(TransactionManagementError):
    """Raised when a change would be recorded apart from what it tells."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"The change “{kind}” was recorded outside a transaction, so that it could be lost, or "
            "tell of something that never happened. Do what changes and what records it together "
            "in one “with transaction.atomic():”."
        )


@dataclass
class _Gathering:
    """The one row that several recordings become."""

    kind: str
    keys: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)


_gathering: ContextVar[_Gathering | None] = ContextVar("khabar_change", default=None)


def record(kind: str, keys: Iterable[str], *, closed: Iterable[str] = ()) -> None:
    """Append a change of what these keys name, in the transaction of the caller.

    ``closed`` are those of them that must not be shown any longer, whatever comes: their old state
    is gone from readers at once. No keys record nothing. Raises NotInTransactionError outside a
    transaction.
    """
    shut = set(closed)
    named = set(keys) | shut
    if not named:
        return
    if not connection.in_atomic_block:
        raise NotInTransactionError(kind)
    gathering = _gathering.get()
    if gathering is not None:
        gathering.keys |= named
        gathering.closed |= shut
        return
    _append(kind, named, shut)


@contextmanager
def together(kind: str) -> Iterator[None]:
    """What is recorded within becomes one row of this kind, written at the end, within its own
    transaction; of two that are nested, the outer one's.
    """
    if _gathering.get() is not None:
        yield
        return
    if not connection.in_atomic_block:
        raise NotInTransactionError(kind)
    gathering = _Gathering(kind)
    token = _gathering.set(gathering)
    try:
        yield
    finally:
        _gathering.reset(token)
    if gathering.keys:
        _append(gathering.kind, gathering.keys, gathering.closed)


def _append(kind: str, keys: set[str], closed: set[str]) -> None:
    Change.objects.create(
        kind=kind, keys=sorted(keys), closed=sorted(closed), transaction=TopTransaction()
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Told at the commit, once for the transaction.
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
