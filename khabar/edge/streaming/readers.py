"""Those who hold a stream: how many may, and what waits for each."""

import asyncio
import time
from collections import Counter, deque
from typing import Final

from khabar.edge.households import household

#: What may wait for a reader who does not take it; then he is let go, to come back when he can.
MOST_WAITING: Final = 256 * 1024
STUCK_SECONDS: Final = 60.0


class Reader:
    """One stream. Used by the loop's thread alone."""

    __slots__ = ("_size", "_waiting", "_wake", "ended", "said", "writing")

    def __init__(self) -> None:
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._wake: asyncio.Future[None] | None = None
        self.ended = False
        #: What sends to this reader; it may be waiting for him to take what was sent.
        self.writing: asyncio.Task[None] | None = None
        #: When something was last handed to the connection.
        self.said = time.monotonic()

    def push(self, data: bytes) -> None:
        """Have this sent after all that waits; ends the stream of who does not take it."""
        if self.ended or not data:
            return
        if self._size + len(data) > MOST_WAITING:
            self.drop()
            return
        self._waiting.append(data)
        self._size += len(data)
        self._stir()

    def end(self) -> None:
        """Send nothing more."""
        self.ended = True
        self._waiting.clear()
        self._size = 0
        self._stir()

    def drop(self) -> None:
        """End the stream of who does not take it: he comes back when he can."""
        self.end()
        if self.writing is not None:
            self.writing.cancel()

    def is_stuck(self, now: float) -> bool:
        """Whether what was sent long ago has not been taken, and more waits."""
        return bool(self._waiting) and now - self.said > STUCK_SECONDS

    def _stir(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    async def take(self) -> bytes:
        """All that waits, as soon as something does; empty once the stream has ended."""
        while not self._waiting and not self.ended:
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
            self._wake = None
        data = self._waiting[0] if len(self._waiting) == 1 else b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        self.said = time.monotonic()
        return data


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
