"""The streams of a web process: an ASGI application before the edge."""

import asyncio
import functools
import logging
import random
import signal
import time
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from khabar.edge.hosts import Hosts
from khabar.edge.http import BODY, OK, START, App, Header, Message, Receive, Scope, Send
from khabar.edge.renewing import Renewer
from khabar.edge.streaming import wire
from khabar.edge.streaming.coverages import Coverage
from khabar.edge.streaming.others import Articles, Ticker
from khabar.edge.streaming.readers import Places, Reader
from khabar.edge.streaming.sites import locale_of
from khabar.newsroom import keys
from khabar.outbox.threads import give_back

logger = logging.getLogger("khabar.edge")

PATH: Final = "/live/events"
#: The server's first process says so when it is asked to end: open streams would make it wait.
END: Final = signal.SIGUSR1
LOOK_SECONDS: Final = 0.02
BEAT_SECONDS: Final = 20.0
BEATS_SECONDS: Final = 2.5
THREADS: Final = 4
BAD_REQUEST, NOT_ALLOWED, BUSY = 400, 405, 503
RETRY_SECONDS: Final = (15, 45)
_HEADERS: Final[list[Header]] = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Streams:
    """Answers ``/live/events``; all else goes to ``app``. Used by the loop's thread alone."""

    def __init__(self, app: App, renewer: Renewer, hosts: Hosts, places: Places) -> None:
        self.app, self.renewer, self.hosts, self.places = app, renewer, hosts, places
        self.store = renewer.store
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="stream")
        self._readers: set[Reader] = set()
        self._coverages: dict[tuple[int, int], Coverage] = {}
        self._tickers: dict[int, Ticker] = {}
        self._articles = Articles(self._in_thread)
        self._locales: dict[int, int] = {}
        self._applied = -1
        self._following: asyncio.Task[None] | None = None
        self._ending = False

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request, or live as long as the server does."""
        if scope["type"] == "lifespan":
            return self._live(receive, send)
        if scope["type"] == "http" and scope["path"] == PATH:
            return self._answer(scope, receive, send)
        return self.app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        asyncio.get_running_loop().add_signal_handler(END, self.end)
        while True:
            kind = (await receive())["type"]
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return

    def end(self) -> None:
        """End all streams, and begin none: their readers come back to who follows."""
        self._ending = True
        for reader in tuple(self._readers):
            reader.end()

    # One stream

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        admitted = await self._admit(scope, receive, send)
        if admitted is None:
            return
        reader, wanted = admitted
        # The stream is held for hours: nothing of the request is kept beside it.
        scope.clear()
        hearing = asyncio.ensure_future(_hear(receive, reader))
        try:
            self._readers.add(reader)
            self._follow()
            await send({"type": START, "status": OK, "headers": _HEADERS})
            reader.push(wire.OPENING)
            reader.joining = asyncio.ensure_future(self._join(reader, wanted))
            del admitted, wanted
            await reader.over
            if reader.takes and not hearing.done():
                await send({"type": BODY, "body": b""})
        finally:
            joining = reader.joining
            reader.end()
            hearing.cancel()
            if joining is not None:
                await asyncio.wait({joining})
            self._leave(reader)

    async def _admit(
        self, scope: Scope, receive: Receive, send: Send
    ) -> tuple[Reader, wire.Wanted] | None:
        """Who may have a stream, and what he wants of it; None when he was answered otherwise."""
        if scope["method"] not in {"GET", "HEAD"}:
            await _plain(send, NOT_ALLOWED, "Only GET.", [(b"allow", b"GET, HEAD")])
            return None
        headers = dict(scope["headers"])
        last = headers.get(b"last-event-id", b"").decode("latin-1")
        try:
            wanted = wire.wanted(scope["query_string"], last)
        except wire.AskedWronglyError as error:
            await _plain(send, BAD_REQUEST, str(error))
            return None
        host = headers.get(b"host", b"")
        site = self.hosts.site(host)
        if site is None:
            site = await self._in_thread(self.hosts.look_up, host)
        if not site:
            await self.app(scope, receive, send)
            return None
        if scope["method"] == "HEAD":
            await send({"type": START, "status": OK, "headers": _HEADERS})
            await send({"type": BODY, "body": b""})
            return None
        place = None if self._ending else self.places.take((scope.get("client") or ("",))[0])
        if place is None:
            after = random.randint(*RETRY_SECONDS)  # noqa: S311 (so that they do not come at once)
            text = f"Too many streams are open. Come again in {after} seconds."
            await _plain(send, BUSY, text, [(b"retry-after", str(after).encode())])
            return None
        return Reader(send, place, site, tuple(wanted.coverages)), wanted

    async def _join(self, reader: Reader, wanted: wire.Wanted) -> None:
        site = reader.site
        try:
            if site not in self._locales:
                self._locales[site] = await self._in_thread(locale_of, site)
            locale = self._locales[site]
            for number, (known, stamp) in wanted.coverages.items():
                coverage = self._coverages.get((site, number))
                if coverage is None:
                    coverage = Coverage(site, locale, number, self.renewer, self._in_thread)
                    self._coverages[site, number] = coverage
                await coverage.join(reader, known, stamp)
            ticker = self._tickers.get(site)
            if ticker is None:
                ticker = self._tickers[site] = Ticker(site, self.renewer, self._in_thread)
            await ticker.join(reader, wanted.ticker)
            await self._articles.join(reader, wanted.articles)
        except Exception as error:  # noqa: BLE001 (whatever it is: the browser comes again)
            logger.warning("A stream could not begin: %s", error)
            reader.end()
        finally:
            reader.joining = None

    def _leave(self, reader: Reader) -> None:
        self.places.give_back(reader.place)
        self._readers.discard(reader)
        for number in reader.coverages:
            coverage = self._coverages.get((reader.site, number))
            if coverage is not None:
                coverage.readers.discard(reader)
                if not coverage.readers and not coverage.joining:
                    del self._coverages[reader.site, number]
        if reader.site in self._tickers:
            self._tickers[reader.site].readers.discard(reader)
        self._articles.leave(reader)

    async def _in_thread(self, call: Callable[..., Any], *args: Any) -> Any:
        asked = functools.partial(_with_connection, call, *args)
        return await asyncio.get_running_loop().run_in_executor(self._pool, asked)

    # What changed

    def _follow(self) -> None:
        if self._following is None:
            self._applied = self.store.applied()
            self._following = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        beaten = time.monotonic()
        try:
            while self._readers:
                await asyncio.sleep(LOOK_SECONDS)
                try:
                    self._heed()
                except Exception:
                    logger.exception("Streams cannot see what changed; they go on.")
                    await asyncio.sleep(1)
                if time.monotonic() - beaten > BEATS_SECONDS:
                    beaten = time.monotonic()
                    self._beat(beaten)
        finally:
            self._following = None

    def _heed(self) -> None:
        applied = self.store.applied()
        if applied == self._applied:
            return
        entries = self.store.changes(self._applied, applied)
        self._applied = applied
        if entries is None:
            # It is not known what changed: what is open is looked at anew.
            self._locales.clear()
            for coverage in self._coverages.values():
                coverage.look(unsure=True)
            for ticker in self._tickers.values():
                ticker.look()
            self._articles.look()
            return
        for changed, closed in entries:
            self._tell(changed, closed)

    def _tell(self, changed: Collection[str], closed: Collection[str]) -> None:
        if any(map(keys.is_edition, changed)):
            self._locales.clear()
        for coverage in self._coverages.values():
            coverage.heed(changed, closed)
        for ticker in self._tickers.values():
            ticker.heed(changed, closed)
        self._articles.heed(changed, closed)

    def _beat(self, now: float) -> None:
        for reader in tuple(self._readers):
            if reader.is_stuck(now):
                reader.end()
            elif now - reader.said >= BEAT_SECONDS - BEATS_SECONDS:
                reader.push(wire.BEAT)


def _with_connection(call: Callable[..., Any], *args: Any) -> Any:
    give_back()
    try:
        return call(*args)
    finally:
        give_back()


async def _hear(receive: Receive, reader: Reader) -> None:
    """End the stream of who has gone."""
    message: Message = {"type": ""}
    while message["type"] != "http.disconnect":
        message = await receive()
    reader.end()


async def _plain(send: Send, status: int, text: str, headers: Collection[Header] = ()) -> None:
    body = f"{text}\n".encode()
    common = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": START, "status": status, "headers": [*common, *headers]})
    await send({"type": BODY, "body": body})
