"""Measuring: CPU time, queries, bytes."""

import gzip
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext


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
