"""Measuring: CPU time, queries, bytes."""

import gzip
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

#: A step says how far it is every so many seconds.
_TELL_SECONDS = 20.0


@dataclass(frozen=True)
class Cost:
    """What one call costs: CPU of this process in ms (median), wall ms (median), SQL queries."""

    cpu: float
    wall: float
    queries: int


def cost(call: Callable[[], object], rounds: int = 15) -> Cost:
    """The cost of a call, after one call to warm up."""
    with CaptureQueriesContext(connection) as captured:
        call()
    queries = len(captured)
    reset_queries()
    cpu, wall = [], []
    for _round in range(rounds):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        call()
        cpu.append((time.process_time() - cpu_start) * 1000)
        wall.append((time.perf_counter() - wall_start) * 1000)
    return Cost(statistics.median(cpu), statistics.median(wall), queries)


def compressed(content: bytes) -> int:
    """Bytes after gzip at level 6."""
    return len(gzip.compress(content, 6))


def say(line: str = "") -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def step(name: str, told: Callable[[], str] | None = None) -> Iterator[None]:
    """Say that a step of a long bench begins, how far it is by ``told``, and what it took."""
    say(f".. {name}")
    wall, cpu = time.perf_counter(), time.process_time()
    ended = threading.Event()
    teller = threading.Thread(target=_tell, args=(told, ended), daemon=True) if told else None
    if teller:
        teller.start()
    try:
        yield
    finally:
        ended.set()
        if teller:
            teller.join()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    say(f".. {name}: {wall:.1f} s, {cpu:.1f} s of CPU")


def _tell(told: Callable[[], str], ended: threading.Event) -> None:
    while not ended.wait(_TELL_SECONDS):
        say(f"   {told()}")
    # Of this thread, and closed with it.
    connection.close()
