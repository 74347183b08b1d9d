"""What the edge says to the cache in front of it, and to nobody else.

A page may be kept there for long, because what changes it is purged; but only if what the edge
gives out is surely up to date: if the follower is known to have caught up lately. What was
committed since, it may not have heard of; the last purge of that comes later than any page given
out without it (docs/decisions/0019-front-caches.md).
"""

import hashlib
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from khabar.edge.http import Header

if TYPE_CHECKING:
    from khabar.edge.composing import Composed

VARNISH, CDN = "varnish", "cdn"
#: Every page has this name.
ALL: Final = "all"
#: A page is surely up to date if the follower had caught up with the log so long ago or later.
SURE_SECONDS: Final = 0.75
#: The last purge of a change comes so long after it was read. What lies between the two is the time
#: that an answer may take from the edge into the cache.
LAST_SECONDS: Final = 1.5
#: How long a page is kept in front that is purged by its keys; nothing depends on it.
KEPT_SECONDS: Final = 3600
#: The same where purges go by address, and a page's fragments have none.
CDN_SECONDS: Final = 60
#: How long what may not be up to date is kept.
UNSURE_SECONDS: Final = 1
#: The same where a part of it changed while it was put together: the new one is all but there.
MOVING_SECONDS: Final = 0.02
#: Beyond so many keys a page names groups of keys, of which there are so many.
MOST_KEYS: Final = 400
GROUPS: Final = 1024
_BYTES: Final = 6


@lru_cache(maxsize=100_000)
def short(key: str) -> str:
    """A key's name in headers: eight letters, the same on every machine.

    Two keys with one name, once in 2⁴⁸, are purged together; none is ever left out.
    """
    return urlsafe_b64encode(_digest(key)).decode()


def group(key: str) -> str:
    """The name of the group that a key belongs to, for pages of very many keys."""
    return f"g{int.from_bytes(_digest(key)) % GROUPS}"


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()


def names(keys: Iterable[str]) -> str:
    """The keys of a page as its header has them: never more than about 5 KB."""
    named = set(keys)
    found = {(short if len(named) <= MOST_KEYS else group)(key) for key in named}
    return " ".join([ALL, *sorted(found)])


def purged(key: str) -> tuple[str, str]:
    """The names under which pages that were made from a key are found."""
    return short(key), group(key)


class Surrogate:
    """Writes the headers for one kind of cache."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def headers(self, page: "Composed", headers: list[Header]) -> list[Header]:
        """These headers of a page, with what the cache in front is to know."""
        known = time.monotonic() - page.confirmed < SURE_SECONDS
        if self.kind == CDN:
            kept = CDN_SECONDS if known and page.settled else UNSURE_SECONDS
            others = [header for header in headers if header[0] != b"cache-control"]
            control = f"max-age=0, must-revalidate, s-maxage={kept}"
            return [
                *others,
                (b"cache-control", control.encode()),
                (b"cdn-cache-control", b"max-age=%d" % kept),
            ]
        seconds: float = UNSURE_SECONDS
        if known and (page.settled or page.moving):
            seconds = KEPT_SECONDS if page.settled else MOVING_SECONDS
        return [
            *headers,
            (b"surrogate-control", b"max-age=%g" % seconds),
            (b"surrogate-key", page.surrogate),
        ]
