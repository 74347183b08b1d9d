"""Being woken when something may have come: one object for each thread that follows."""

import logging
import threading
import time
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from khabar.outbox.recording import CHANNEL

logger = logging.getLogger(__name__)

#: SQLite is looked at so often: ten microseconds each time.
_LOOK_SECONDS: Final = 0.02
#: A wait notices within this time that it was closed, or that its database file was replaced.
_SLICE_SECONDS: Final = 0.5
#: A database that is away is not asked more often.
_AWAY_SECONDS: Final = 1.0


class Wakeups:
    """Wakes one follower, through a connection of its own that reads, listens and never writes.

    ``wait`` from one thread alone; ``close`` from any. A database that is away is no error:
    ``wait`` then takes its time, returns False, and the next one connects again.
    """

    def __init__(self, alias: str = "default") -> None:
        self._alias = alias
        self._connection: BaseDatabaseWrapper | None = None
        # Held while waiting, so that nobody closes a connection under a read.
        self._busy = threading.Lock()
        self._closed = False
        self._away = False
        self._seen: object = None

    def wait(self, timeout: float) -> bool:
        """Wait until something may be new (True), or so many seconds (False).

        True at once after connecting: what came before is not told. Who is told False looks by
        himself now and then; nothing depends on being woken but how soon.
        """
        until = time.monotonic() + timeout
        with self._busy:
            return self._wait_or_connect(until)

    def close(self) -> None:
        """End; a wait under way returns False within half a second."""
        self._closed = True
        with self._busy:
            self._disconnect()

    def _wait_or_connect(self, until: float) -> bool:
        try:
            if self._connection is None:
                if self._closed:
                    return False
                self._connect()
                return True
            return self._wait(self._connection, until)
        except (DatabaseError, InterfaceError, OSError) as error:
            if not self._away and not self._closed:
                self._away = True
                logger.warning("Waiting for changes: the database is away (%s).", error)
            self._disconnect()
            self._sleep(min(until, time.monotonic() + _AWAY_SECONDS))
            return False

    def _connect(self) -> None:
        made = connections.create_connection(self._alias)
        # Closed from another thread, where the follower is told to end.
        made.inc_thread_sharing()
        made.ensure_connection()
        if made.vendor == "postgresql":
            with made.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
        else:
            self._seen = _newest(made)
        self._connection, self._away = made, False

    def _disconnect(self) -> None:
        held, self._connection = self._connection, None
        if held is not None:
            try:
                held.close()
            except (DatabaseError, InterfaceError):
                held.connection = None

    def _sleep(self, until: float) -> None:
        while not self._closed and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE_SECONDS))

    def _wait(self, held: BaseDatabaseWrapper, until: float) -> bool:
        while not self._closed and (left := until - time.monotonic()) > 0:
            most = min(left, _SLICE_SECONDS)
            listen = self._listen if held.vendor == "postgresql" else self._look
            if listen(held, most):
                return True
        return False

    def _listen(self, held: BaseDatabaseWrapper, seconds: float) -> bool:
        wrapper: Any = held
        raw: Any = wrapper.connection
        if raw is None:
            raise InterfaceError("closed")
        try:
            told = list(raw.notifies(timeout=seconds, stop_after=1))
        except Exception as error:
            # The driver's own errors, which Django translates for its cursors alone.
            if isinstance(error, (wrapper.Database.Error, OSError)):
                raise InterfaceError(str(error)) from error
            raise
        return bool(told)

    def _look(self, held: BaseDatabaseWrapper, seconds: float) -> bool:
        until = time.monotonic() + seconds
        with held.cursor() as cursor:
            version = _data_version(cursor)
            while True:
                # Asked first: what was committed before the first look is not missed.
                newest = _newest(held)
                if newest != self._seen:
                    self._seen = newest
                    return True
                while (now := _data_version(cursor)) == version:
                    if self._closed or time.monotonic() >= until:
                        self._follow_file(held)
                        return False
                    time.sleep(_LOOK_SECONDS)
                version = now

    def _follow_file(self, held: Any) -> None:
        """Notice that another file was put in the place of the database, as a backup is."""
        if held.is_replaced():
            connections[self._alias].close()
            raise InterfaceError("another database file was put in its place")


def _data_version(cursor: Any) -> int:
    return int(cursor.execute("PRAGMA data_version").fetchone()[0])


def _newest(held: BaseDatabaseWrapper) -> object:
    with held.cursor() as cursor:
        cursor.execute("SELECT id, nonce FROM outbox_change ORDER BY id DESC LIMIT 1")
        return cursor.fetchone()
