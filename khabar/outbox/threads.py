"""Database connections of threads that serve no request of Django's."""

from django.db import connections


def give_back() -> None:
    """Close this thread's connections that are old or broken, as the end of a request does."""
    for connection in connections.all(initialized_only=True):
        # Within a transaction it is not ours to close.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
