"""Readers of a coverage, many in one process: each keeps what came, and when.

One in ten is cut off at random and comes back with its last place.
"""

import asyncio
import contextlib
import re
import resource
import sys
import time
from array import array
from pathlib import Path
from random import Random
from typing import Final, cast

import uvloop

#: So many come at once.
AT_ONCE: Final = 40
CUT_ONE_IN: Final = 10
CUT_SECONDS: Final = 5.0
PATIENCE_SECONDS: Final = 20.0
_PLACE: Final = re.compile(
    rb"id: ([0-9]+@[0-9]+\.([0-9]+)\.[0-9a-f]+)\nevent: (?:post|resync|withdraw)"
)


class Reader(asyncio.Protocol):
    """One connection after another, one sequence."""

    def __init__(self, coverage: int) -> None:
        self.coverage = coverage
        self.posts: list[int] = []
        self.times: list[float] = []
        self._place = b""
        self._rest = b""
        self.transport: asyncio.Transport | None = None
        self.there = asyncio.Event()
        self.lost = asyncio.Event()
        self.complete = asyncio.Event()
        self._wanted = 0

    def wait_for(self, count: int) -> None:
        """Let ``complete`` say when so many posts came."""
        self._wanted = count
        self._look()

    def _look(self) -> None:
        if self._wanted and len(self.posts) >= self._wanted:
            self.complete.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is no subclass of asyncio's.
        self.transport, self._rest = cast("asyncio.Transport", transport), b""
        self.lost.clear()
        again = b"Last-Event-ID: " + self._place + b"\r\n" if self._place else b""
        self.transport.write(
            b"GET /live/events?coverage=%d:0 HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
            % (self.coverage, again)
        )

    def data_received(self, data: bytes) -> None:
        now = time.time()
        whole, _blank, rest = (self._rest + data).rpartition(b"\n\n")
        self._rest = rest
        if b"retry:" in whole:
            self.there.set()
        for place, post, *_kind in _PLACE.findall(whole):
            self._place = place
            self.posts.append(int(post))
            self.times.append(now)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's signature)
        self.lost.set()


async def _hold(reader: Reader, port: int, chance: Random | None, doors: asyncio.Semaphore) -> None:
    """Keep the reader connected; with ``chance``, cut it off now and then."""
    loop = asyncio.get_running_loop()
    while True:
        async with doors:
            try:
                await loop.create_connection(lambda: reader, "127.0.0.1", port)
                await asyncio.wait_for(reader.there.wait(), PATIENCE_SECONDS)
            except (OSError, TimeoutError):
                await asyncio.sleep(0.2)
                continue
        if chance is None:
            await reader.lost.wait()
            continue
        await asyncio.sleep(chance.expovariate(1 / CUT_SECONDS))
        if reader.transport is not None:
            reader.transport.abort()
        await reader.lost.wait()
        await asyncio.sleep(chance.random())


async def _main(port: int, coverage: int, count: int, path: Path) -> None:
    chance, doors = Random(count), asyncio.Semaphore(AT_ONCE)  # noqa: S311 (no secret)
    readers = [Reader(coverage) for _reader in range(count)]
    tasks = [
        asyncio.ensure_future(_hold(one, port, chance if n % CUT_ONE_IN == 0 else None, doors))
        for n, one in enumerate(readers)
    ]
    for reader in readers:
        await reader.there.wait()
    cpu = time.process_time()
    sys.stdout.write("there\n")
    sys.stdout.flush()
    line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    until = time.monotonic() + PATIENCE_SECONDS
    for reader in readers:
        reader.wait_for(int(line))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader.complete.wait(), max(0.0, until - time.monotonic()))
    cpu = time.process_time() - cpu
    for task in tasks:
        task.cancel()
    numbers = array("d")
    for reader in readers:
        numbers.append(len(reader.posts))
        for pair in zip(reader.posts, reader.times, strict=True):
            numbers.extend(pair)
    path.write_bytes(numbers.tobytes())  # noqa: ASYNC240 (nobody is served any more)
    sys.stdout.write(f"{cpu}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    said = sys.argv[1:]
    uvloop.run(_main(int(said[0]), int(said[1]), int(said[2]), Path(said[3])))
