"""Those who hold a stream: how many may, and what waits for each.

There may be thousands, so each has as little as can be: no task of its own that writes, no queue
before something waits.
"""

import asyncio
import time
import types
from collections import Counter
from collections.abc import Awaitable, Generator
from typing import Any, Final

from khabar.edge.households import household
from khabar.edge.http import BODY, Message, Send

#: What may wait for a reader who does not take it; then he is let go, to come back when he can.
MOST_WAITING: Final = 256 * 1024
STUCK_SECONDS: Final = 60.0


class Reader:
    """One stream. Used by the loop's thread alone."""

    __slots__ = (
        "_send",
        "_size",
        "_waiting",
        "_writing",
        "coverages",
        "ended",
        "joining",
        "over",
        "place",
        "said",
        "site",
    )

    def __init__(self, send: Send, place: str, site: int, coverages: tuple[int, ...]) -> None:
        self._send = send
        #: Under which name it has its place, and what it follows.
        self.place, self.site, self.coverages = place, site, coverages
        #: Sends what it lacks at first; None once that is done.
        self.joining: asyncio.Task[None] | None = None
        #: What waits until the connection has taken what it was given before.
        self._waiting: list[bytes] = []
        self._size = 0
        self._writing: asyncio.Task[None] | None = None
        self.ended = False
        #: Done once the stream has ended.
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        #: When something was last handed to the connection.
        self.said = time.monotonic()

    @property
    def takes(self) -> bool:
        """Whether the connection has taken what it was given."""
        return self._writing is None

    def push(self, data: bytes) -> None:
        """Have this sent after all that waits; ends the stream of who does not take it."""
        if self.ended or not data:
            return
        if self._writing is None:
            self._write(data)
        elif self._size + len(data) > MOST_WAITING:
            self.end()
        else:
            self._waiting.append(data)
            self._size += len(data)

    def end(self) -> None:
        """Send nothing more; who is let go comes back when he can."""
        self.ended = True
        self._waiting.clear()
        for task in (self._writing, self.joining):
            if task is not None:
                task.cancel()
        if not self.over.done():
            self.over.set_result(None)

    def is_stuck(self, now: float) -> bool:
        """Whether what was sent long ago has not been taken, and more waits."""
        return bool(self._waiting) and now - self.said > STUCK_SECONDS

    def _write(self, data: bytes) -> None:
        """Hand this over at once; where the connection is full, a task waits until it is not."""
        self.said = time.monotonic()
        try:
            rest = begin(self._send(_body(data)))
        except Exception:  # noqa: BLE001 (whatever a connection says that is gone: others go on)
            self.end()
            return
        if rest is not None:
            self._writing = asyncio.ensure_future(self._go_on(rest))

    async def _go_on(self, rest: Awaitable[None]) -> None:
        try:
            await rest
            while self._waiting:
                data = b"".join(self._waiting)
                self._waiting.clear()
                self._size = 0
                self.said = time.monotonic()
                await self._send(_body(data))
        except Exception:  # noqa: BLE001 (as above)
            self.end()
        else:
            self._writing = None


def _body(data: bytes) -> Message:
    return {"type": BODY, "body": data, "more_body": True}


def begin(call: Awaitable[None]) -> Awaitable[None] | None:
    """Go as far as can be gone without waiting; what is left to await, or None once it is done.

    As an eager task does (Python 3.12), and without a task where there is nothing to wait for: the
    server takes what fits into its buffer at once.
    """
    steps = call.__await__()
    try:
        waited = next(steps)
    except StopIteration:
        return None
    return _rest(waited, steps)


@types.coroutine
def _rest(waited: Any, steps: Generator[Any, Any, None]) -> Generator[Any, Any, None]:
    # The first thing that it waits for was asked for already.
    yield waited
    yield from steps


class Places:
    """How many streams there may be: in this process, and from one address."""

    def __init__(self, most: int, most_each: int) -> None:
        self.most, self.most_each = most, most_each
        self._held: Counter[str] = Counter()
        self._count = 0

    def take(self, address: str) -> str | None:
        """A place, to be given back under the name returned; None when there is none."""
        name = household(address)
        if self._count >= self.most or self._held[name] >= self.most_each:
            return None
        self._count += 1
        self._held[name] += 1
        return name

    def give_back(self, name: str) -> None:
        """End a stream's claim."""
        self._count -= 1
        self._held[name] -= 1
        if not self._held[name]:
            del self._held[name]
