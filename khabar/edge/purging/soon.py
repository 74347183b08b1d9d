"""Purging for speed: as soon as the edge of this data folder has taken a change in, and soon again.

Each edge does so, from the process whose follower leads. A purge that came before would be in
vain: the cache would ask again, and keep what was before. What is lost here (a cache that does not
answer, a process that ends) is left to the last purge, by the followers of the log.
"""

import heapq
import logging
import threading
import time
from typing import Final, Protocol

from khabar.edge.purging.plan import Plan, PurgeError

logger = logging.getLogger("khabar.edge")

#: When the same is purged, in seconds: the later ones for answers that were on their way, and for
#: another edge that heard of the change a little later.
SECONDS: Final = (0.0, 0.05, 0.15, 0.3, 0.6)
#: A cache that takes no purges is told of in the log so often.
SAY_SECONDS: Final = 600.0


class Cache(Protocol):
    """What is purged."""

    def purge(self, plan: Plan) -> None:
        """Have it forget, and ask anew for, what the plan names. Raises PurgeError."""


class Soon(threading.Thread):
    """Purges one cache, in a thread of its own: nobody waits for a cache that does not answer."""

    def __init__(self, cache: Cache) -> None:
        super().__init__(name=f"purging {cache}", daemon=True)
        self.cache = cache
        self._due: list[tuple[float, int, Plan]] = []
        self._count = 0
        self._changed = threading.Condition()
        self._said = -SAY_SECONDS

    def tell(self, plan: Plan) -> None:
        """Purge this now, and soon again. The thread begins with the first that it is told."""
        with self._changed:
            now = time.monotonic()
            for seconds in SECONDS:
                self._count += 1
                heapq.heappush(self._due, (now + seconds, self._count, plan))
            if self.ident is None:
                self.start()
            self._changed.notify()

    def run(self) -> None:
        """Purge what is due, all of it at once, for as long as the process lives."""
        while True:
            with self._changed:
                while (wait := self._wait()) != 0:
                    self._changed.wait(wait)
                plan = self._taken()
            self.purge(plan)

    def _wait(self) -> float | None:
        """How long nothing is due; None for as long as nothing is told."""
        return max(0.0, self._due[0][0] - time.monotonic()) if self._due else None

    def _taken(self) -> Plan:
        now, plans = time.monotonic(), []
        while self._due and self._due[0][0] <= now:
            plans.append(heapq.heappop(self._due)[2])
        return Plan.joined(plans)

    def purge(self, plan: Plan) -> None:
        """Purge, or say now and then why that cannot be done."""
        try:
            self.cache.purge(plan)
        except PurgeError as error:
            if time.monotonic() - self._said >= SAY_SECONDS:
                self._said = time.monotonic()
                logger.warning("Changes are seen late through the cache in front: %s", error)
