"""The store's follower: one thread among all processes of a data folder, elected by a lock."""

import contextlib
import fcntl
import logging
import threading
import time
from typing import Final

from django.db import DatabaseError, InterfaceError, connections, transaction

from khabar.edge import build, hosts
from khabar.edge.closing import LONG_AGO, stock
from khabar.edge.state import Applied
from khabar.edge.store import Store, StoreFullError
from khabar.edge.threads import give_back
from khabar.newsroom import keys
from khabar.outbox import following
from khabar.outbox.recording import record

logger = logging.getLogger("khabar.edge")

ELECTION_SECONDS: Final = 0.1
WAIT_SECONDS: Final = 0.5
#: Well below what the surrogate's headers ask for (`surrogate.SURE_SECONDS`).
CONFIRM_SECONDS: Final = 0.25
FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0
NAME: Final = "edge"


class Follower(threading.Thread):
    """Marks in the store what the outbox says changed, from wherever it stopped.

    Each web process has one; the one that holds the lock follows, the others wait for its place.
    """

    def __init__(self, store: Store, *, in_front: bool = False) -> None:
        super().__init__(name="edge-follower", daemon=True)
        self.store = store
        #: Whether a cache in front is to know how far the store is.
        self.in_front = in_front
        self.leading = threading.Event()
        #: Somebody follows, or it was found that nobody can.
        self.settled = threading.Event()
        self._stop_asked = threading.Event()

    def stop(self) -> None:
        """Ask the thread to end."""
        self._stop_asked.set()

    def run(self) -> None:
        """Follow until told to stop."""
        with (self.store.folder / "follower.lock").open("a", encoding="ascii") as file:
            while not self._stop_asked.is_set():
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    self.settled.set()
                    self._stop_asked.wait(ELECTION_SECONDS)
                    continue
                self._lead()
        connections.close_all()

    def _lead(self) -> None:
        pause = FIRST_PAUSE
        wakeups = following.Wakeups()
        try:
            while not self._stop_asked.is_set():
                try:
                    self._step()
                    self.settled.set()
                    pause = FIRST_PAUSE
                    wakeups.wait(CONFIRM_SECONDS if self.in_front else WAIT_SECONDS)
                except Exception as error:
                    # Readers keep the last good pages meanwhile; nothing is skipped. Whatever it
                    # is, nobody else follows while this thread holds the lock.
                    known = isinstance(error, DatabaseError | InterfaceError | StoreFullError)
                    logger.warning(
                        "The edge cannot follow (%s); trying again in %g s.",
                        error,
                        pause,
                        exc_info=None if known else error,
                    )
                    self.settled.set()
                    connections.close_all()
                    self._stop_asked.wait(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            self.leading.clear()
            wakeups.close()

    def _step(self) -> None:
        if not self.leading.is_set():
            self.look_at_build()
        give_back()
        began = time.monotonic()
        self.catch_up()
        if self.in_front:
            self._confirm(began)
        self.leading.set()

    def _confirm(self, began: float) -> None:
        # On a full disk nothing is confirmed, and so nothing kept in front for long.
        with contextlib.suppress(StoreFullError):
            self.store.confirm(began)

    def look_at_build(self) -> None:
        """After a new build every page is rendered again, and the old one shown until then."""
        made = build.stamp()
        if self.store.note("build") != made:
            if self.in_front:
                with transaction.atomic():
                    record("build", [keys.build(made)])
            count = self.store.outdate(now=time.time())
            self.store.set_note("build", made)
            if count:
                logger.info("A new build: %d pieces are rendered again.", count)

    def catch_up(self) -> int:
        """Apply all changes that there are; how many pieces they concerned."""
        touched = 0
        while True:
            held = self.store.note("cursor")
            batch = following.read(following.Cursor.from_text(held) if held else None)
            if batch.lost:
                # A first start, or another database than the one followed: nothing is known, not
                # even what was withdrawn, so nobody is shown what is there while it is rendered.
                touched += self.store.outdate(
                    now=time.time() - LONG_AGO, cursor=batch.cursor.text(), by_change=True
                )
                self._sites_moved()
            elif batch.changes or batch.cursor.text() != held:
                touched += self._apply(batch)
            following.tell(NAME, batch.cursor)
            if not batch.more:
                return touched

    def _apply(self, batch: "following.Batch") -> int:
        changes = [Applied(change.keys, change.closed) for change in batch.changes]
        touched = self.store.apply(
            changes, cursor=batch.cursor.text(), now=time.time(), stock=stock
        )
        if any(keys.is_edition(key) for change in changes for key in change.keys):
            self._sites_moved()
        return touched

    def _sites_moved(self) -> None:
        """Have every process look its hosts up again."""
        self.store.set_note(hosts.MOVED, str(time.time()))
