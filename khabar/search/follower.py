"""The index's follower: brings it up to date with the outbox, and sees that there is one."""

import contextlib
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, InterfaceError

from khabar.outbox import following
from khabar.search import applying, rebuilding
from khabar.search.shelf import Generation, Shelf, UnreadableError, shelf
from khabar.search.writing import State, Writer, state_of

logger = logging.getLogger("khabar.search")

NAME: Final = "search"
#: Between two commits: at most four a second.
COMMIT_SECONDS: Final = 0.25
#: Changes that the index does not show are noted no more often.
QUIET_SECONDS: Final = 60.0
#: Between two fresh indexes that are begun.
AGAIN_SECONDS: Final = 30.0


def make_aside() -> "subprocess.Popen[bytes]":
    """Begin to make a fresh index in a process of its own, which gives way to whoever serves."""
    command = [sys.executable, "-m", "khabar.cli", "search", "rebuild", "--aside"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 (our own command)


class Follower(following.LocalFollower):
    """Indexes what the outbox says changed, from wherever the index is.

    Where there is no index, or one that cannot be read, is of another form, or does not know what
    came since, a fresh one is made aside; one that can be read goes on being followed meanwhile.
    """

    title = "Search"
    expected = (DatabaseError, InterfaceError, UnreadableError)
    #: A fresh index is begun no sooner after the last one.
    again_seconds = AGAIN_SECONDS

    def __init__(
        self, shelf: Shelf, make: "Callable[[], subprocess.Popen[bytes]]" = make_aside
    ) -> None:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        super().__init__(NAME, shelf.folder / "follower.lock", logger)
        self.shelf = shelf
        self._make = make
        self._making: subprocess.Popen[bytes] | None = None
        self._begun_at = -AGAIN_SECONDS
        #: Why a fresh index is needed; "" where it is not.
        self._why = ""
        self._writer: Writer | None = None
        self._state = State()
        self._committed = 0.0
        self._lost = self._swept = False

    def step(self) -> None:
        """Index all that came; begin to make a fresh index where one is needed."""
        self._look_at_making()
        self._sweep()
        writer = self._current()
        if self._why:
            self._begin()
        if writer is None or self._lost:
            return
        while not self._stop_asked.is_set() and self._once(writer):
            if self.shelf.pointed() != writer.generation.path:
                return

    def gave_up(self) -> None:
        """Close the index, so that another process may write it."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with contextlib.suppress(UnreadableError):
                writer.close()

    def _current(self) -> Writer | None:
        """The writer of the generation that answers; None where there is none to be followed."""
        path = self.shelf.pointed()
        broken = self.shelf.is_broken()
        held = self._writer
        if held is not None and held.generation.path == path and not broken:
            return held
        self.gave_up()
        if path is None or broken:
            self._why = "there is none" if path is None else "it cannot be read"
            return None
        try:
            generation = Generation.open(path)
            self._state = state_of(generation)
            self._writer = Writer(generation)
        except UnreadableError as error:
            self.shelf.broken(path)
            self._why = str(error)
            return None
        self._lost = self._swept = False
        self._why = "" if generation.ours else "it is of another form"
        return self._writer

    def _once(self, writer: Writer) -> bool:
        """Index what came, and some of what is left to do; whether there may be more at once."""
        held = self._state.cursor
        batch = following.read(following.Cursor.from_text(held) if held else None)
        if batch.lost:
            self._lost, self._why = True, "it does not know what came since"
            self._begin()
            return False
        if not (batch.changes or self._state.todo):
            # PostgreSQL's cursor moves by itself; it is kept with what comes next.
            self._state = State(batch.cursor.text(), ())
            following.tell(NAME, batch.cursor)
            return batch.more
        try:
            state, wrote = applying.apply(writer, batch.changes, self._state)
            wrote = wrote or bool(state.todo)
            state = applying.go_on(writer, state)
            self._state = State(batch.cursor.text(), state.todo)
            if wrote or time.monotonic() - self._committed > QUIET_SECONDS:
                self._pause()
                writer.commit(self._state)
                self._committed = time.monotonic()
        except BaseException:
            # What was written of it is not kept; the next one begins at what was.
            self.gave_up()
            raise
        following.tell(NAME, batch.cursor)
        return bool(batch.more or self._state.todo)

    def _pause(self) -> None:
        since = time.monotonic() - self._committed
        if since < COMMIT_SECONDS:
            self._stop_asked.wait(COMMIT_SECONDS - since)

    def _begin(self) -> None:
        """Have a fresh index made, unless that is under way or was tried just now."""
        if self._making is not None or time.monotonic() - self._begun_at < self.again_seconds:
            return
        logger.info("A fresh search index is made: %s.", self._why)
        self._begun_at = time.monotonic()
        self._making = self._make()

    def _sweep(self) -> None:
        if not self._swept and self.shelf.others():
            self._swept = rebuilding.sweep(self.shelf)

    def _look_at_making(self) -> None:
        if self._making is not None and (code := self._making.poll()) is not None:
            self._making = None
            if code:
                logger.warning("Making a fresh search index failed (%d).", code)


def start() -> Follower:
    """Follow in this process, when it is its turn."""
    follower = Follower(shelf())
    follower.start()
    return follower
