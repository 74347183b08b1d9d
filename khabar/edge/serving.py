"""The edge of a web process, put together."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http.response import HttpResponseBase

from khabar.edge.follower import Follower
from khabar.edge.front import App, Edge
from khabar.edge.hosts import Hosts
from khabar.edge.rendering import Handler
from khabar.edge.renewing import Renewer
from khabar.edge.store import MEBIBYTE, Store


def open_store() -> Store:
    """The store of this data folder."""
    return Store.open(Path(settings.KHABAR.var) / "edge", settings.KHABAR.edge_megabytes * MEBIBYTE)


def start(app: App, handler: "Handler | Callable[..., HttpResponseBase]") -> Edge:
    """The edge before ``app``, following the outbox. To be called in the process that serves."""
    store = open_store()
    hosts = Hosts(store)
    Follower(store).start()
    memory = settings.KHABAR.edge_memory_megabytes * MEBIBYTE
    return Edge(app, store, Renewer(store, handler), hosts, memory)
