"""What a read is, and how many there were: sums by article, and nothing of who read."""

import logging
from collections import Counter
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from khabar.newsroom import reads
from khabar.newsroom.models import RESERVED_SLUGS
from khabar.newsroom.numbers import number_in
from khabar.outbox.threads import give_back

logger = logging.getLogger("khabar.edge")

#: In the name of a browser none of these stands; in those of nearly all machines one does.
MACHINES: Final = (
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scrap",
    "fetch",
    "monitor",
    "preview",
    "facebookexternalhit",
    "whatsapp/",
    "archiver",
    "headless",
    "lighthouse",
    "curl/",
    "wget",
    "python",
    "java/",
    "okhttp",
    "go-http-client",
    "libwww",
    "axios",
    "feed",
    "validator",
    "http://",
    "https://",
)


@lru_cache(maxsize=1000)
def is_reader(agent: str) -> bool:
    """Whether a User-Agent is a browser's, as far as it says so; who says nothing is none."""
    # A make of telephones.
    small = agent.lower().replace("cubot", "")
    return bool(small.strip("- ")) and not any(word in small for word in MACHINES)


def is_ahead(purpose: str) -> bool:
    """Whether a browser fetches what nobody asked for yet (the header Sec-Purpose)."""
    return "prefetch" in purpose.lower()


@lru_cache(maxsize=5000)
def _is_read(agent: bytes, purpose: bytes) -> bool:
    """The same of headers as they came: asked for each reader."""
    return is_reader(agent.decode("latin-1")) and not is_ahead(purpose.decode("latin-1"))


def article_in(path: str) -> int:
    """The number of the article whose own address this path is; 0 for any other."""
    parts = path.partition("?")[0].split("/")
    if len(parts) != len(("", "section", "number-slug", "")) or parts[0] or parts[3]:
        return 0
    if not parts[1] or unquote(parts[1]) in RESERVED_SLUGS:
        return 0
    return number_in(parts[2]) or 0


def hand_over(counts: dict[int, int]) -> bool:
    """Add sums to the database's; whether that was done. For a thread that serves nobody."""
    try:
        reads.add(counts, timezone.now())
    except (DatabaseError, InterfaceError) as error:
        logger.warning("Reads could not be added (%s); tried again with the next.", error)
        return False
    finally:
        give_back()
    return True


class Reads:
    """Counts in the memory of one process, until they are handed over. Used by one thread."""

    def __init__(self) -> None:
        self._counts = Counter[int]()

    def saw(self, number: int, agent: bytes, purpose: bytes) -> None:
        """Somebody was answered with this article, or with word that he has it as it is.

        Who comes back to an article that did not change reads it again, so that a 304 counts.
        """
        if _is_read(agent, purpose):
            self._counts[number] += 1

    def take(self) -> dict[int, int]:
        """What was counted since this was last called."""
        taken, self._counts = self._counts, Counter()
        return dict(taken)

    def put_back(self, counts: dict[int, int]) -> None:
        """Keep what could not be handed over."""
        self._counts.update(counts)
