"""Database connections of threads that serve no request of Django's."""

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def give_back() -> None:
    """Close this thread's connections that are old or broken, as the end of a request does.

    Such threads are few and stay, so one may keep its connection for longer than a request does
    (``THREADS_CONN_MAX_AGE`` seconds).
    """
    for connection in connections.all(initialized_only=True):
        # Within a transaction it is not ours to close.
        if connection.in_atomic_block:
            continue
        closes = connection.close_at
        if closes is not None:
            connection.close_at = closes + max(0, _held(connection))
        connection.close_if_unusable_or_obsolete()
        if connection.connection is not None:
            connection.close_at = closes


def _held(connection: BaseDatabaseWrapper) -> float:
    """For how many seconds longer than a request does."""
    return float(settings.THREADS_CONN_MAX_AGE - (connection.settings_dict["CONN_MAX_AGE"] or 0))
