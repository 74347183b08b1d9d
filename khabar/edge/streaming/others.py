"""What a stream carries beside coverages: the urgent lines, and that an article was updated."""

import asyncio
import logging
import re
from collections.abc import Collection
from typing import Final

from khabar.edge.pieces import Address
from khabar.edge.renewing import Renewer
from khabar.edge.streaming import wire
from khabar.edge.streaming.coverages import InThread
from khabar.edge.streaming.pieces import NotMadeError, Said, get
from khabar.edge.streaming.readers import Reader
from khabar.newsroom import keys
from khabar.newsroom.queries import versions

logger = logging.getLogger("khabar.edge")

TICKER: Final = "urgent"
#: So long after a change nobody is shown the page as it was (docs/reference/edge.md).
FRESH_SECONDS: Final = 1.0
#: Where the fragment says which version it is; pages have it from there too.
_STAMP: Final = re.compile(rb'data-ticker="([0-9a-f]+)"')


class Ticker:
    """The urgent lines of a site, to all its readers whenever they change."""

    def __init__(self, site: int, renewer: Renewer, in_thread: InThread) -> None:
        self._address = Address(site, TICKER)
        self._renewer, self._in_thread = renewer, in_thread
        self.readers: set[Reader] = set()
        self._keys: frozenset[str] = frozenset()
        self._stamp = ""
        self._event = b""
        self._reading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def heed(self, changed: Collection[str], _closed: Collection[str]) -> None:
        """Look at what changed."""
        if self._reading.locked() or not self._keys.isdisjoint(changed):
            self.look()

    def look(self) -> None:
        """Look at them anew."""
        task = asyncio.ensure_future(self._look())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look(self) -> None:
        before = self._stamp
        async with self._reading:
            await self._read()
        if self._stamp != before:
            for reader in tuple(self.readers):
                reader.push(self._event)

    async def _read(self) -> None:
        try:
            said: Said = await self._in_thread(get, self._renewer, self._address)
        except NotMadeError:
            return
        found = _STAMP.search(said.content)
        self._keys = said.keys
        self._stamp = found[1].decode() if found else ""
        data = wire.line(stamp=self._stamp, html=said.content.decode())
        self._event = wire.event("ticker", data)

    async def join(self, reader: Reader, stamp: str) -> None:
        """Send the lines if the page has others, and whenever they change."""
        async with self._reading:
            if not self._event:
                await self._read()
        self.readers.add(reader)
        if stamp and self._stamp not in {stamp, ""}:
            reader.push(self._event)


class Articles:
    """Which articles are open, in which version: whoever reads an older one is told."""

    def __init__(self, in_thread: InThread) -> None:
        self._in_thread = in_thread
        #: By the article's id: its number, and its readers with the versions that they have.
        self._open: dict[int, tuple[int, dict[Reader, str]]] = {}
        self._read: dict[Reader, list[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def heed(self, changed: Collection[str], _closed: Collection[str]) -> None:
        """Look at what changed."""
        touched = [pk for pk in self._open if keys.article_page(pk) in changed]
        if touched:
            self.look(touched)

    def look(self, pks: Collection[int] | None = None) -> None:
        """Ask which versions there are now, of these or of all that are open."""
        task = asyncio.ensure_future(self._tell(list(self._open if pks is None else pks)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, pks: list[int]) -> None:
        # Whoever follows the word at once is to find the new page, from any edge.
        await asyncio.sleep(FRESH_SECONDS)
        try:
            now: dict[int, str] = await self._in_thread(versions.of_articles, pks)
        except Exception as error:  # noqa: BLE001 (the database is away: the next change tells)
            logger.warning("Readers are not told of an article's update now: %s", error)
            return
        for pk in pks:
            number, readers = self._open.get(pk, (0, {}))
            for reader, version in tuple(readers.items()):
                if version != now.get(pk, ""):
                    readers[reader] = now.get(pk, "")
                    reader.push(_article(number, now.get(pk, "")))

    async def join(self, reader: Reader, wanted: dict[int, str]) -> None:
        """Tell of those that are newer than the reader has, and of what changes from here on."""
        if not wanted:
            return
        pks: dict[int, int] = await self._in_thread(versions.live_ids, list(wanted))
        for number, pk in pks.items():
            self._open.setdefault(pk, (number, {}))[1][reader] = wanted[number]
            self._read.setdefault(reader, []).append(pk)
        # Asked once it is noted who reads them: what changes meanwhile is told by one or the other.
        now: dict[int, str] = await self._in_thread(versions.of_articles, list(pks.values()))
        for number, version in wanted.items():
            pk = pks.get(number, 0)
            held = self._open[pk][1] if pk in self._open else {}
            if version and version != now.get(pk, "") and held.get(reader, version) == version:
                reader.push(_article(number, now.get(pk, "")))
            if reader in held:
                held[reader] = now.get(pk, "")

    def leave(self, reader: Reader) -> None:
        """Forget a reader."""
        for pk in self._read.pop(reader, ()):
            _number, readers = self._open[pk]
            readers.pop(reader, None)
            if not readers:
                del self._open[pk]


def _article(number: int, version: str) -> bytes:
    return wire.event("article", wire.line(article=number, version=version))
