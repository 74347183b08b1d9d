"""A content delivery network, told by address through Wagtail's backends."""

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Site

from khabar.edge.pieces import Address
from khabar.edge.purging.plan import PurgeError
from khabar.edge.store import Store

#: As many as a backend is given at once.
MOST: Final = 1000


class Network:
    """What stands in WAGTAILFRONTENDCACHE."""

    def __str__(self) -> str:
        """As people name it."""
        return f"CDN ({urlsplit(settings.KHABAR.cdn).scheme})"

    def purge(self, addresses: Iterable[str]) -> None:
        """Have it ask for these addresses anew. Raises PurgeError."""
        urls = sorted(addresses)
        for backend in get_backends().values():
            mine = [url for url in urls if backend.invalidates_hostname(urlsplit(url).netloc)]
            for first in range(0, len(mine), MOST):
                with _heard() as said:
                    try:
                        backend.purge_batch(mine[first : first + MOST])
                    except Exception as error:
                        # Each client raises what it likes; whatever it is, the purge was not taken.
                        raise PurgeError(f"{self}: {error}") from error
                if said:
                    raise PurgeError(f"{self}: {said[0]}")


class _Listener(logging.Handler):
    """Notes what this thread logs as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it if it is of the thread that listens."""
        if record.thread == self._thread:
            self.said.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What is said within. Wagtail's backends say to the log alone that they failed, some of them
    to the root's.
    """
    listener, root = _Listener(), logging.getLogger()
    root.addHandler(listener)
    try:
        yield listener.said
    finally:
        root.removeHandler(listener)


def addresses(store: Store, keys: Iterable[str]) -> set[str]:
    """The public addresses of the pages that this data folder's edge made from any of these keys.

    Not of those that only wear a fragment made from them.
    """
    return _public(store, {ident for key in keys for ident in store.under(key)})


def all_addresses(store: Store) -> set[str]:
    """The public addresses of all pages that this data folder's edge has."""
    return _public(store, store.idents())


def _public(store: Store, idents: Iterable[bytes]) -> set[str]:
    sites = {site.pk: site.root_url for site in Site.objects.all()}
    found = set()
    for ident in idents:
        read = store.read(ident)
        if read and not read[1].address.is_fragment and read[1].address.site in sites:
            address = read[1].address
            found.add(sites[address.site] + _quoted(address))
    return found


def _quoted(address: Address) -> str:
    path, mark, query = address.path.partition("?")
    return quote(path, safe="/~!$&'()*+,;=:@") + mark + query
