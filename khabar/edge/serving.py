"""The edge of a web process, put together."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase

from khabar.edge import placing
from khabar.edge.assembly import Assembly
from khabar.edge.failures import Telling
from khabar.edge.floods import Floods
from khabar.edge.follower import Follower
from khabar.edge.front import Edge
from khabar.edge.hosts import Hosts
from khabar.edge.http import App
from khabar.edge.pieces import Address, Fragment
from khabar.edge.purging.plan import Plan
from khabar.edge.purging.soon import Soon
from khabar.edge.purging.varnish import Varnish
from khabar.edge.rendering import Handler
from khabar.edge.renewing import Ahead, Renewer
from khabar.edge.store import MEBIBYTE, Store
from khabar.edge.streaming.app import Streams
from khabar.edge.streaming.readers import Places
from khabar.edge.surrogate import VARNISH, Surrogate
from khabar.newsroom.models import Edition
from khabar.outbox.following import Batch

logger = logging.getLogger("khabar.edge")

LOOK_SECONDS: Final = 0.02
TIDY_SECONDS: Final = 60.0
TELL_SECONDS: Final = 10.0
PAUSE_SECONDS: Final = 1.0
SETTLE_SECONDS: Final = 10.0


class Renderer:
    """Renders ahead whenever the store moves, until told to stop."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ahead = Ahead(Renewer(store, WSGIHandler().get_response))
        self.failures = Telling(store)

    def run(self, stopped: threading.Event) -> None:
        """Render until the event is set. Whatever fails is logged, and tried again later."""
        seen, tidied, told = -1, time.monotonic(), 0.0
        while not stopped.wait(LOOK_SECONDS):
            try:
                generation = self.store.generation()
                if generation != seen:
                    seen = -1 if self.ahead.once() else generation
                if time.monotonic() - told > TELL_SECONDS:
                    told = time.monotonic()
                    self.ahead.try_again()
                    self.failures.once(full=self.ahead.renewer.full)
                if time.monotonic() - tidied > TIDY_SECONDS:
                    tidied = time.monotonic()
                    self.store.tidy()
            except Exception:
                logger.exception("Rendering ahead failed; it goes on.")
                stopped.wait(PAUSE_SECONDS)


def open_store() -> Store:
    """The store of this data folder."""
    return Store.open(Path(settings.KHABAR.var) / "edge", settings.KHABAR.edge_megabytes * MEBIBYTE)


def ahead() -> Renderer:
    """What renders ahead, for the worker to run in a thread."""
    return Renderer(open_store())


def keeper(store: Store) -> placing.Keeper:
    """Gives the fragments that this store has and that no change has touched since."""

    def fresh(name: str, edition: Edition) -> Fragment | None:
        found = store.shown(Address(edition.site_id, name).ident)
        if found is None or not found[0].fresh:
            return None
        content = found[1].content
        return content if isinstance(content, Fragment) else None

    return fresh


def _front(kind: str) -> "Callable[[Batch], None] | None":
    """Tells each Varnish in front what this edge has taken in; None where there is none."""
    if kind != VARNISH:
        return None
    caches = [Soon(Varnish(host, port)) for host, port in settings.KHABAR.varnish]

    def tell(batch: Batch) -> None:
        plan = Plan.of(batch)
        for cache in caches:
            cache.tell(plan)

    return tell


class Served(NamedTuple):
    """The edge, and the application whose last but one part it is."""

    app: App
    edge: Edge


def start(app: App, handler: "Handler | Callable[..., HttpResponseBase]") -> Served:
    """Streams, the bound on what readers send, and the edge before ``app``, following the outbox.

    To be called in the process that serves.
    """
    store = open_store()
    hosts = Hosts(store)
    kind = settings.KHABAR.surrogate
    follower = Follower(store, in_front=bool(kind), tell=_front(kind))
    follower.start()
    # What changed while the house was down is known before the first reader is answered.
    follower.settled.wait(SETTLE_SECONDS)
    placing.take_from(keeper(store))
    memory = settings.KHABAR.edge_memory_megabytes * MEBIBYTE
    surrogate = Surrogate(kind) if kind else None
    renewer = Renewer(store, handler)
    assembly = Assembly(store, renewer, memory, surrogate)
    edge = Edge(app, assembly, hosts, counts=settings.KHABAR.reads_from == "edge")
    places = Places(settings.KHABAR.streams, settings.KHABAR.streams_per_address)
    house = settings.KHABAR
    floods = Floods(edge, house.posts, house.posts_per_address, processes=house.web_processes)
    return Served(Streams(floods, renewer, hosts, places), edge)
