"""Followers of one data folder: one thread among all its processes follows, elected by a lock."""

import fcntl
import logging
import os
import threading
from pathlib import Path
from typing import IO, Final

from django.db import DatabaseError, InterfaceError, connections

from khabar.outbox.following.wakeups import Wakeups
from khabar.outbox.threads import give_back

ELECTION_SECONDS: Final = 0.1
FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0


class LocalFollower(threading.Thread):
    """Follows the log from wherever its kind stopped, whichever process that was in.

    Each web process has one of each kind; the one that holds the lock follows, the others wait for
    its place. A kind says in ``step`` what it does whenever something may have come.
    """

    #: What it calls itself in the log of the process.
    title = "The follower"
    #: It steps so often though nothing came.
    wait_seconds = 0.5
    #: What may happen, and is logged without its traceback.
    expected: tuple[type[Exception], ...] = (DatabaseError, InterfaceError)

    def __init__(self, name: str, lock: Path, logger: logging.Logger) -> None:
        super().__init__(name=f"{name}-follower", daemon=True)
        self._lock, self._logger = lock, logger
        self.leading = threading.Event()
        #: Who follows, here or in another process, has caught up, or found that nobody can.
        self.settled = threading.Event()
        self._stop_asked = threading.Event()
        self._told = False

    def stop(self) -> None:
        """Ask the thread to end."""
        self._stop_asked.set()

    def step(self) -> None:
        """Apply all that came. What it raises is tried again, after a pause that grows."""
        raise NotImplementedError

    def gave_up(self) -> None:
        """It follows no longer: whoever comes next begins with what was kept."""

    def run(self) -> None:
        """Follow until told to stop."""
        with self._lock.open("a+", encoding="ascii") as file:
            while not self._stop_asked.is_set():
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if _is_settled(file):
                        self.settled.set()
                    self._stop_asked.wait(ELECTION_SECONDS)
                    continue
                file.truncate(0)
                self._lead(file)
        connections.close_all()

    def _settle(self, file: IO[str]) -> None:
        """Say that what came so far is known, also to those who wait for this one's place."""
        if not self._told:
            file.write(str(os.getpid()))
            file.flush()
            self._told = True
        self.settled.set()

    def _lead(self, file: IO[str]) -> None:
        self._told = False
        pause = FIRST_PAUSE
        wakeups = Wakeups()
        try:
            while not self._stop_asked.is_set():
                try:
                    give_back()
                    self.step()
                    self.leading.set()
                    self._settle(file)
                    pause = FIRST_PAUSE
                    wakeups.wait(self.wait_seconds)
                except Exception as error:
                    # Readers keep the last good state meanwhile; nothing is skipped. Whatever it
                    # is, nobody else follows while this thread holds the lock.
                    self._logger.warning(
                        "%s cannot follow (%s); trying again in %g s.",
                        self.title,
                        error,
                        pause,
                        exc_info=None if isinstance(error, self.expected) else error,
                    )
                    self._settle(file)
                    connections.close_all()
                    self._stop_asked.wait(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            self.leading.clear()
            self.gave_up()
            wakeups.close()


def _is_settled(file: IO[str]) -> bool:
    """Whether who holds the lock has said so. What a killed one wrote is no word of his."""
    file.seek(0)
    said = file.read()
    return said.isdigit() and Path(f"/proc/{said}").exists()
