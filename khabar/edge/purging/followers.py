"""The followers of the log that purge: run by the workers, each in one at a time.

Each change is purged a last time when no edge can give out the old as sure any more
(docs/decisions/0019-front-caches.md). That one never fails to come; the edges themselves purge
before, for speed (``soon``).
"""

import logging
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings

from khabar.edge.purging import network
from khabar.edge.purging.network import Network
from khabar.edge.purging.plan import Plan, PurgeError
from khabar.edge.purging.varnish import Varnish
from khabar.edge.serving import open_store
from khabar.edge.surrogate import CDN, LAST_SECONDS, VARNISH
from khabar.newsroom import notices
from khabar.newsroom.models import DeskNotice
from khabar.outbox import following
from khabar.outbox.following import Batch, SiteFollower
from khabar.outbox.following.reading import LIMIT
from khabar.outbox.models import Follower

logger = logging.getLogger("khabar.edge")

RETRY_SECONDS: Final = 1.0
#: While a cache does not answer, the desk is told so often.
TELL_SECONDS: Final = 60.0
NAME_LENGTH: Final = 40


class Purging(SiteFollower):
    """A follower whose cache may be away: nothing is skipped, and the desk knows of it."""

    def __init__(self, name: str, cache: object, apply: Callable[[Batch], None]) -> None:
        super().__init__(name, apply)
        self.cache = cache
        self._again = self._told = 0.0
        #: Not known after a start, which may have been in the midst of it.
        self._well: bool | None = None

    def step(self, limit: int = LIMIT) -> bool:
        """As of any such follower; False also while it waits to try again."""
        if time.monotonic() < self._again:
            return False
        try:
            done = super().step(limit)
        except PurgeError as error:
            # The cursor stands where it stood.
            self._again = time.monotonic() + RETRY_SECONDS
            self._failed(str(error))
            return False
        if done and self._well is not True:
            self._recovered()
        return done

    def _failed(self, why: str) -> None:
        now = time.monotonic()
        if self._well is False and now - self._told < TELL_SECONDS:
            return
        self._well, self._told = False, now
        logger.warning("Purges wait, and are tried again each second: %s", why)
        notices.report(DeskNotice.Kind.FRONT_CACHE, self._row(), why, name=str(self.cache))

    def _recovered(self) -> None:
        if self._well is False:
            logger.warning("%s answers again; what waited is purged.", self.cache)
        self._well = True
        notices.settle(self._row(), DeskNotice.Kind.FRONT_CACHE)

    def _row(self) -> Follower:
        return Follower.objects.get_or_create(name=self.name)[0]


def varnish_follower(varnish: Varnish) -> Purging:
    """One that purges for the last time."""
    name = f"varnish {varnish.host}:{varnish.port}".replace("/", "-")

    def apply(batch: Batch) -> None:
        time.sleep(LAST_SECONDS)
        varnish.purge(Plan.of(batch))

    return Purging(name[-NAME_LENGTH:], varnish, apply)


def network_follower(cdn: Network) -> Purging:
    """One that purges what is closed at once, and all when every edge has it."""

    def apply(batch: Batch) -> None:
        store = open_store()
        if batch.lost:
            cdn.purge(network.all_addresses(store))
            return
        closed = {key for change in batch.changes for key in change.closed}
        gone = network.addresses(store, closed)
        cdn.purge(gone)
        time.sleep(LAST_SECONDS)
        changed = {key for change in batch.changes for key in change.keys}
        cdn.purge(gone | network.addresses(store, changed))

    return Purging("cdn", cdn, apply)


def register() -> None:
    """Let the workers run what the settings ask for."""
    wanted: list[SiteFollower] = []
    if settings.KHABAR.surrogate == VARNISH:
        for host, port in settings.KHABAR.varnish:
            wanted.append(varnish_follower(Varnish(host, port)))
    elif settings.KHABAR.surrogate == CDN:
        wanted.append(network_follower(Network()))
    for follower in wanted:
        following.register(follower)
