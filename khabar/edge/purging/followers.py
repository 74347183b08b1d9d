"""The followers of the log that purge: run by the workers, each in one at a time.

A purge that came before an edge knew of the change would be in vain: the cache would ask again, and
keep what was before. So each change is purged at once, again shortly after, and a last time when
no edge can give out the old as sure any more (docs/decisions/0019-front-caches.md). The last one is
what never fails to come; the first ones are for speed, and wait for no writing to the database.
"""

import logging
import threading
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
from khabar.outbox.following import Batch, Cursor, SiteFollower, read
from khabar.outbox.following.reading import LIMIT
from khabar.outbox.models import Follower

logger = logging.getLogger("khabar.edge")

#: When the same is purged again, for an edge that heard of the change a little later.
SOON_SECONDS: Final = (0.05, 0.15, 0.3, 0.6)
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


class AtOnce(SiteFollower):
    """Applies what comes while it runs, as soon as it comes; its cursor is in memory alone.

    It waits for nobody who writes. What came before it started, and what it could not apply, is
    left to the follower that keeps its cursor in the database.
    """

    def __init__(self, name: str, apply: Callable[[Batch], None]) -> None:
        super().__init__(name, apply)
        self._cursor: Cursor | None = None

    def step(self, limit: int = LIMIT) -> bool:
        """Apply the next batch, if there is one; whether it did."""
        batch = read(self._cursor, limit)
        first, self._cursor = self._cursor is None, batch.cursor
        if first or not (batch.changes or batch.lost):
            return False
        try:
            self.apply(batch)
        except PurgeError as error:
            logger.debug("%s", error)
            return False
        return True


def varnish_followers(varnish: Varnish) -> list[SiteFollower]:
    """One that purges at once and soon again, and one that purges for the last time."""
    name = f"varnish {varnish.host}:{varnish.port}".replace("/", "-")

    def at_once(batch: Batch) -> None:
        plan = Plan.of(batch)
        varnish.purge(plan)
        for seconds in SOON_SECONDS:
            timer = threading.Timer(seconds, _try, (varnish, plan))
            timer.daemon = True
            timer.start()

    def at_last(batch: Batch) -> None:
        time.sleep(LAST_SECONDS)
        varnish.purge(Plan.of(batch))

    return [
        AtOnce(f"{name} at once", at_once),
        Purging(name[-NAME_LENGTH:], varnish, at_last),
    ]


def _try(varnish: Varnish, plan: Plan) -> None:
    """Purge; if that fails the follower that must not fail will know."""
    try:
        varnish.purge(plan)
    except PurgeError as error:
        logger.debug("%s", error)


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
            wanted += varnish_followers(Varnish(host, port))
    elif settings.KHABAR.surrogate == CDN:
        wanted.append(network_follower(Network()))
    for follower in wanted:
        following.register(follower)
