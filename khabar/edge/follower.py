"""The store's follower: one thread among all processes of a data folder, elected by a lock."""

import contextlib
import logging
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, InterfaceError, transaction

from khabar.edge import build, hosts
from khabar.edge.beside import NoRoomError
from khabar.edge.closing import LONG_AGO, stock
from khabar.edge.state import Applied
from khabar.edge.store import Store, StoreFullError
from khabar.newsroom import keys
from khabar.outbox import following
from khabar.outbox.recording import record

logger = logging.getLogger("khabar.edge")

WAIT_SECONDS: Final = 0.5
#: Well below what the surrogate's headers ask for (`surrogate.SURE_SECONDS`).
CONFIRM_SECONDS: Final = 0.25
NAME: Final = "edge"


class Follower(following.LocalFollower):
    """Marks in the store what the outbox says changed, from wherever it stopped."""

    title = "The edge"
    expected = (DatabaseError, InterfaceError, StoreFullError, NoRoomError)

    def __init__(
        self,
        store: Store,
        *,
        in_front: bool = False,
        tell: "Callable[[following.Batch], None] | None" = None,
    ) -> None:
        super().__init__(NAME, store.folder / "follower.lock", logger)
        self.store = store
        #: Told of each batch once the store has it; nobody is waited for.
        self.tell = tell or _nobody
        #: Whether a cache in front is to know how far the store is.
        self.in_front = in_front
        self.wait_seconds = CONFIRM_SECONDS if in_front else WAIT_SECONDS

    def step(self) -> None:
        """Mark all that changed; at first, see whether the build is another."""
        if not self.leading.is_set():
            self.look_at_build()
        began = time.monotonic()
        self.catch_up()
        if self.in_front:
            self._confirm(began)

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
                self.tell(batch)
            elif batch.changes or batch.cursor.text() != held:
                touched += self._apply(batch)
            following.tell(NAME, batch.cursor)
            if not batch.more:
                self.store.beside.say(())
                return touched

    def _apply(self, batch: "following.Batch") -> int:
        changes = [Applied(change.keys, change.closed) for change in batch.changes]
        try:
            touched = self.store.apply(
                changes, cursor=batch.cursor.text(), now=time.time(), stock=stock
            )
        except StoreFullError:
            self._close_beside(batch)
            self.tell(batch)
            raise
        self.tell(batch)
        if any(keys.is_edition(key) for change in changes for key in change.keys):
            self._sites_moved()
        return touched

    def _close_beside(self, batch: "following.Batch") -> None:
        """Close, of all that waits for room in the store, what must not be shown any longer."""
        closed = {key for change in batch.changes for key in change.closed}
        while batch.more:
            batch = following.read(batch.cursor)
            closed |= {key for change in batch.changes for key in change.closed}
        self.store.beside.say(closed)

    def _sites_moved(self) -> None:
        """Have every process look its hosts up again."""
        self.store.set_note(hosts.MOVED, str(time.time()))


def _nobody(_batch: "following.Batch") -> None:
    """Nobody is told."""
