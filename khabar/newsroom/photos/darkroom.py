"""The process that makes the renditions nobody waits for.

It gives way to whoever else wants the processor. A thread that does so stands in the way of all
others while it waits with the interpreter in its hands. And what a picture does to a decoder, it
does to that process alone.

It is started when there is something to do, is told what by its standard input, and ends when it is
idle or when that is closed: nothing is left of it, whatever becomes of who started it.
"""

import atexit
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import Any, Final

from khabar.newsroom.photos import pixels
from khabar.newsroom.photos.pixels import Cut, Rendered
from khabar.newsroom.photos.stamp import Stamp

#: Of nice(2): after everybody else.
NICENESS: Final = 19
IDLE_SECONDS: Final = 60.0
_COMMAND: Final = (sys.executable, "-m", "khabar.newsroom.photos.darkroom")


class DarkroomError(OSError):
    """The process ended with the picture, as one does that the system takes the memory of."""


class Darkroom:
    """One such process; whoever comes while it works waits."""

    def __init__(self, command: Sequence[str] = _COMMAND) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def develop(
        self, original: bytes, size: tuple[int, int], cuts: Sequence[Cut], stamp: Stamp
    ) -> list[Rendered]:
        """As ``pixels.develop``, with what it raises; DarkroomError if the process ends twice."""
        job = original, size, cuts, stamp
        with self._lock:
            # It may have ended since the last picture; two ends are the picture's doing.
            made = self._ask(job) or self._ask(job)
        if made is None:
            raise DarkroomError("The process that makes the renditions ended with it.")
        if isinstance(made, Exception):
            raise made
        return made

    def close(self) -> None:
        """End the process, if there is one; the next picture starts another."""
        with self._lock:
            self._end()

    def _ask(self, job: object) -> list[Rendered] | Exception | None:
        """What it answers; None where it ended instead."""
        process = self._process
        if process is None or process.poll() is not None:
            self._end()
            process = self._process = subprocess.Popen(  # noqa: S603 (our own module)
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        assert process.stdin is not None  # noqa: S101 (piped above)
        assert process.stdout is not None  # noqa: S101 (as above)
        try:
            pickle.dump(job, process.stdin)
            process.stdin.flush()
            answer: list[Rendered] | Exception = pickle.load(process.stdout)  # noqa: S301 (our own process's)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            self._end()
            return None
        except BaseException:
            # Whatever it answers now would be taken for the answer to the next.
            self._end()
            raise
        return answer

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        # What it was not told any more is in the pipe's buffer.
        with suppress(BrokenPipeError), process:
            pass


@cache
def darkroom() -> Darkroom:
    """The one that this process has begun, or will."""
    room = Darkroom()
    atexit.register(room.close)
    return room


def _work() -> None:
    """Answer until nothing has come for a while, or nobody is there."""
    # Whoever started it is told to stop, finishes what is at hand, and closes its input.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    os.nice(NICENESS)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while select.select([asked], [], [], IDLE_SECONDS)[0]:
        try:
            original, *how = pickle.load(asked)  # noqa: S301 (of who started this process)
        except EOFError:
            return
        pickle.dump(_made(BytesIO(original), how), answers)
        answers.flush()


def _made(original: BytesIO, how: list[Any]) -> list[Rendered] | Exception:
    try:
        return list(pixels.develop(original, *how))
    except Exception as error:  # noqa: BLE001 (raised where it was asked for)
        return error


if __name__ == "__main__":
    _work()
