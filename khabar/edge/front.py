"""The edge as an ASGI application: public addresses from the store, all else to Django."""

import asyncio
import contextlib
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from khabar.edge.assembly import Assembly, Found, Part
from khabar.edge.composing import Composed, accepted
from khabar.edge.failures import Telling
from khabar.edge.hosts import Hosts
from khabar.edge.http import BODY, OK, App, Message, Receive, Scope, Send, matches
from khabar.edge.pieces import Address
from khabar.edge.reads import Reads, hand_over
from khabar.edge.renewing import Outcome
from khabar.edge.store import StoreFullError

logger = logging.getLogger("khabar.edge")

#: What is never anybody's page, or, as answers to questions, nobody else's.
NOT_PUBLIC: Final = (
    "/desk/",
    "/static/",
    "/media/",
    "/documents/",
    "/preview/",
    "/me/",
    "/search/",
)
#: The parameters that choose a page. All others (campaigns, junk) name the same one.
PARAMETERS: Final = frozenset({"page"})
LONGEST_PATH: Final = 2000
#: So long the worker has for rendering ahead what is stale; then this process does it.
AHEAD_SECONDS: Final = 0.15
#: After so many readers a page is compressed as well as can be.
ASKED_AGAIN: Final = 3
SEEN_SECONDS: Final = 10.0
HOSTS_SECONDS: Final = 0.2
RENDER_THREADS: Final = 4
#: After a new build, what readers ask for is rendered here if the worker has not come to it.
OUTDATED_SECONDS: Final = 1.0
NOT_KEPT_SECONDS: Final = 1.0
MOST_REMEMBERED: Final = 1000
ATTEMPTS: Final = 3
FORWARDED_HOST: Final = b"x-forwarded-host"
NOTHING: Final[Message] = {"type": BODY, "body": b""}


class Edge:
    """Answers GET and HEAD of public addresses from the store; everything else goes to ``app``."""

    def __init__(self, app: App, assembly: Assembly, hosts: Hosts, *, counts: bool = True) -> None:
        self.app, self.assembly, self.hosts = app, assembly, hosts
        self.store, self.renewer = assembly.store, assembly.renewer
        self._pool = ThreadPoolExecutor(RENDER_THREADS, thread_name_prefix="edge")
        self._behind = ThreadPoolExecutor(1, thread_name_prefix="edge-better")
        self._not_kept: dict[Address, float] = {}
        self._waiting: dict[Address, asyncio.Task[Outcome]] = {}
        self._reads, self._counts = Reads(), counts
        self._failures = Telling(self.store)
        self._telling: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        page = None
        if _is_public(scope):
            if self._telling is None:
                self._telling = asyncio.ensure_future(self._tell())
            said = dict(scope["headers"])
            page = await self._page(scope, said.get(b"host", b""))
        if page is None:
            await self.app(scope, receive, send)
        else:
            await self.answer(page, said, scope["method"], send)

    def ready(self, host: bytes, path: str) -> Composed | None:
        """The page if this process holds it, put together and current; None when it must look."""
        site = self.hosts.site(host)
        return self.assembly.current(Address(site, path)) if site else None

    async def _page(self, scope: Scope, host: bytes) -> Composed | None:
        """The page that is asked for; None when it is Django's to answer."""
        site = self.hosts.site(host)
        if site is None:
            site = await self._in_thread(self.hosts.look_up, host)
        if not site:
            return None
        address = Address(site, scope["path"] + _query(scope["query_string"]))
        return self.assembly.current(address) or await self._found(address)

    async def _found(self, address: Address) -> Composed | None:
        """The page, composed anew where a part of it moved; None when it is Django's to answer."""
        if self._not_kept.get(address, 0.0) > time.monotonic():
            return None
        asked = time.time()
        for _attempt in range(ATTEMPTS):
            found = self.assembly.find(address, asked=asked)
            if not found.missing:
                return self._shown(found)
            # Each must be rendered before anything can be shown.
            outcomes = await asyncio.gather(*(self._renewed(part) for part in found.missing))
            if Outcome.NOT_KEPT in outcomes:
                self._remember_not_kept(address)
                return None
            if Outcome.FAILED in outcomes or Outcome.BUSY in outcomes:
                break
        # The last good version, however old; what was withdrawn has none.
        return self._shown(self.assembly.find(address, anyhow=True))

    def _shown(self, found: Found) -> Composed | None:
        for part in found.stale:
            self._soon(part)
        return found.page

    def _remember_not_kept(self, address: Address) -> None:
        if len(self._not_kept) >= MOST_REMEMBERED:
            self._not_kept.clear()
        self._not_kept[address] = time.monotonic() + NOT_KEPT_SECONDS

    # Rendering

    async def _renewed(self, part: Part | Address) -> Outcome:
        """Render the part, once for all who wait for it in this process."""
        if isinstance(part, Address):
            return await asyncio.shield(self._rendering(part, 0))
        return await asyncio.shield(self._rendering(part.address, part.state.version))

    def _soon(self, part: Part) -> None:
        """See that a stale part is rendered, by the worker or else here, with nobody waiting."""
        if not self.renewer.failing(part.address):
            after = AHEAD_SECONDS if part.state.since else OUTDATED_SECONDS
            self._rendering(part.address, part.state.version, after=after)

    def _rendering(
        self, address: Address, version: int, *, after: float = 0.0
    ) -> "asyncio.Task[Outcome]":
        """The render of this part that is under way or to come; begun where there is none."""
        task = self._waiting.get(address)
        if task is None:
            task = asyncio.ensure_future(self._render(address, version, after=after))
            self._waiting[address] = task
            task.add_done_callback(lambda _done: self._waiting.pop(address))
        return task

    async def _render(self, address: Address, version: int, *, after: float) -> Outcome:
        if after:
            await asyncio.sleep(after)
            state = self.store.states([address.ident])[1][0]
            if state is not None and (state.fresh or state.version != version):
                return Outcome.FRESH
        return await self._in_thread(
            functools.partial(self.renewer.renew, address, newer_than=version)
        )

    async def _in_thread(self, call: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, call, *args)

    async def _tell(self) -> None:
        """Say now and then what was asked for: no reader's request writes anything."""
        said = time.monotonic()
        while True:
            await asyncio.sleep(HOSTS_SECONDS)
            self.hosts.look_again()
            if time.monotonic() - said < SEEN_SECONDS:
                continue
            said = time.monotonic()
            try:
                await self._in_thread(self._saw, self.assembly.pages.asked())
                await self._hand_over()
                await self._in_thread(self._tell_failures)
            except Exception:
                logger.exception("What was asked for could not be told; it goes on.")

    def _saw(self, asked: dict[Address, int]) -> None:
        if asked:
            reads = {address.ident: count for address, count in asked.items()}
            composed, self.assembly.composed = self.assembly.composed, 0
            with contextlib.suppress(StoreFullError):
                self.store.saw(reads, at=int(time.time()), composed=composed)

    async def _hand_over(self) -> None:
        """Add what was counted to the sums of all processes; kept while the database is away."""
        counts = self._reads.take()
        if counts and not await self._in_thread(hand_over, counts):
            self._reads.put_back(counts)

    def _tell_failures(self) -> None:
        self._failures.once(full=self.renewer.full)

    # Answering

    async def answer(self, page: Composed, said: "Said", method: str, send: Send) -> None:
        """Send the page, or that it did not change; ``said`` are the request's headers."""
        page.asked += 1
        if page.number and self._counts and method == "GET":
            purpose = said.get(b"sec-purpose", b"") or said.get(b"purpose", b"")
            self._reads.saw(page.number, said.get(b"user-agent", b""), purpose)
        if not page.improved and page.asked >= ASKED_AGAIN:
            page.improved = True
            self._behind.submit(page.improve)
        coded = page.coded(accepted(said.get(b"accept-encoding", b"")))
        condition = said.get(b"if-none-match")
        if condition and page.status == OK and matches(condition, coded.etag):
            await send(self._told(page, coded.unchanged))
            await send(NOTHING)
            return
        await send(self._told(page, coded.start))
        await send(NOTHING if method == "HEAD" else coded.body)

    def _told(self, page: Composed, start: Message) -> Message:
        surrogate = self.assembly.surrogate
        if surrogate is None:
            return start
        return {**start, "headers": surrogate.headers(page, start["headers"])}


#: A request's headers, their names in small letters.
Said = Mapping[bytes, bytes]


class Lane:
    """The short way to the edge: a page that is ready goes out before all else is asked.

    What ``app``, which ends in the same edge, would answer to such a request is the same: only the
    host decides which page it is, and a host that a proxy names is left to who knows the proxies.
    """

    def __init__(self, app: App, edge: Edge) -> None:
        self.app, self.edge = app, edge

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request."""
        if scope["type"] == "http" and scope["method"] == "GET" and not scope["query_string"]:
            said = dict(scope["headers"])
            if FORWARDED_HOST not in said:
                page = self.edge.ready(said.get(b"host", b""), scope["path"])
                if page is not None:
                    return self.edge.answer(page, said, "GET", send)
        return self.app(scope, receive, send)


def _is_public(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return False
    path: str = scope["path"]
    return not path.startswith(NOT_PUBLIC) and len(path) <= LONGEST_PATH


def _query(raw: bytes) -> str:
    """The part of a query that chooses the page, in one spelling."""
    if not raw:
        return ""
    try:
        pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return ""
    kept = [(name, value[:20]) for name, value in pairs if name in PARAMETERS]
    return "?" + urlencode(kept) if kept else ""
