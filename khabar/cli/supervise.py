"""Keeps child processes running until told to stop, and leaves none behind."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# A child that ran this long was well; its next crash is counted as a first one.
WELL_AFTER = 30.0


@dataclass
class Child:
    """One command, started again with growing pauses as often as it ends."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    started: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops children in
        # order, and everything that a child starts can be ended by its group.
        self.process = subprocess.Popen(  # noqa: S603 -- our own commands.
            list(self.command), env=dict(self.environ), start_new_session=True
        )
        self.started = time.monotonic()

    def look(self, now: float) -> None:
        """Start what is due; note what ended."""
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self._end_group(signal.SIGKILL)
        if now - self.started > WELL_AFTER:
            self.pause = FIRST_PAUSE
        logger.error(
            "%s ended by itself (%s); starting it again in %g s", self.name, code, self.pause
        )
        self.process, self.due = None, now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def finish(self, until: float) -> None:
        """Wait for the child, then end whatever is left of its group."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not stop in time and was killed", self.name)
        self._end_group(signal.SIGKILL)
        self.process.wait()

    def _end_group(self, number: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


class Supervisor:
    """Runs children until `stop` is called (SIGINT and SIGTERM call it)."""

    def __init__(self, children: Sequence[Child], *, stop_seconds: float = 15.0) -> None:
        self.children = children
        self.stop_seconds = stop_seconds
        self._stop = threading.Event()

    def stop(self, *_: object) -> None:
        self._stop.set()

    def run(self, *, ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Start everything; `announce` once when `ready` first says yes; return when all ended."""
        previous = {
            number: signal.signal(number, self.stop) for number in (signal.SIGINT, signal.SIGTERM)
        }
        announced = False
        try:
            while not self._stop.is_set():
                now = time.monotonic()
                for child in self.children:
                    child.look(now)
                if not announced and ready():
                    announced = True
                    announce()
                self._stop.wait(LOOK_SECONDS)
        finally:
            self._end_all()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _end_all(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        until = time.monotonic() + self.stop_seconds
        for child in self.children:
            child.finish(until)
