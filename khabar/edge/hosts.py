"""Which site a host asks for, without asking the database each time."""

import logging
from collections import OrderedDict
from typing import Final

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, InterfaceError
from django.http.request import split_domain_port, validate_host
from wagtail.models.sites import get_site_for_hostname

from khabar.edge.store import Store, StoreFullError
from khabar.outbox.threads import give_back

logger = logging.getLogger("khabar.edge")

MOST: Final = 1000
NOTE: Final = "host:"
#: A note that the follower changes when a site or an edition did.
MOVED: Final = "sites"


class Hosts:
    """Sites by host, kept in this process and, for when the database is away, in the store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: OrderedDict[bytes, int] = OrderedDict()
        self._moved = store.note(MOVED)

    def site(self, host: bytes) -> int | None:
        """The site's id; 0 for a host that we do not answer to; None when it must be looked up."""
        return self._known.get(host)

    def look_again(self) -> None:
        """Forget everything if a site or an edition changed; to be called now and then."""
        moved = self.store.note(MOVED)
        if moved != self._moved:
            self._moved = moved
            self._known.clear()

    def look_up(self, host: bytes) -> int:
        """The site's id, 0 for a host that we do not answer to. Asks the database."""
        name = host.decode("latin-1")
        domain, port = split_domain_port(name)
        if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
            return self._keep(host, 0)
        try:
            site = int(get_site_for_hostname(domain, port or "80").pk)
        except ObjectDoesNotExist:
            return 0
        except (DatabaseError, InterfaceError):
            return int(self.store.note(NOTE + name) or 0)
        finally:
            give_back()
        try:
            if self.store.note(NOTE + name) != str(site):
                self.store.set_note(NOTE + name, str(site))
        except StoreFullError:
            logger.warning("The edge's store is full; a host is not remembered in it.")
        return self._keep(host, site)

    def _keep(self, host: bytes, site: int) -> int:
        self._known[host] = site
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return site
