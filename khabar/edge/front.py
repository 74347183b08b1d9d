"""The edge as an ASGI application: public addresses from the store, all else to Django."""

import asyncio
import contextlib
import functools
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from khabar.edge.composing import Coded, Composed, Pages, Placed, accepted, compose, matches
from khabar.edge.hosts import Hosts
from khabar.edge.pieces import Address, Core, Fragment
from khabar.edge.renewing import Outcome, Renewer
from khabar.edge.store import State, Store, StoreFullError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: What is never anybody's page.
NOT_PUBLIC: Final = ("/desk/", "/static/", "/media/", "/documents/", "/preview/", "/me/")
#: The parameters that choose a page. All others (campaigns, junk) name the same one.
PARAMETERS: Final = frozenset({"page"})
LONGEST_PATH: Final = 2000
#: A part that is stale is shown so long after the change, and no longer.
STALE_SECONDS: Final = 0.8
#: So long the worker has for rendering ahead what is stale; then this process does it.
AHEAD_SECONDS: Final = 0.15
#: After so many readers a page is compressed as well as can be.
ASKED_AGAIN: Final = 3
SEEN_SECONDS: Final = 10.0
HOSTS_SECONDS: Final = 0.2
RENDER_THREADS: Final = 4


class Edge:
    """Answers GET and HEAD of public addresses from the store; everything else goes to ``app``."""

    def __init__(self, app: App, store: Store, renewer: Renewer, hosts: Hosts, memory: int) -> None:
        self.app, self.store, self.renewer, self.hosts = app, store, renewer, hosts
        self.pages, self.placed = Pages(memory), Placed()
        self.outward: list[tuple[bytes, bytes]] = []
        self._pool = ThreadPoolExecutor(RENDER_THREADS, thread_name_prefix="edge")
        self._behind = ThreadPoolExecutor(1, thread_name_prefix="edge-better")
        self._fragments: dict[Address, tuple[State, Fragment]] = {}
        self._not_kept: dict[Address, float] = {}
        self._waiting: dict[Address, asyncio.Task[Outcome]] = {}
        self._telling: asyncio.Task[None] | None = None
        self._codings: dict[bytes, frozenset[str]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith(NOT_PUBLIC) or len(path) > LONGEST_PATH:
            await self.app(scope, receive, send)
            return
        if self._telling is None:
            self._telling = asyncio.ensure_future(self._tell())
        host = coding = condition = b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"accept-encoding":
                coding = value
            elif name == b"if-none-match":
                condition = value
        site = self.hosts.site(host)
        if site is None:
            site = await self._in_thread(self.hosts.look_up, host)
        page = None
        if site:
            address = Address(site, path + _query(scope["query_string"]))
            page = self._current(address) or await self._found(address)
        if page is None:
            await self.app(scope, receive, send)
            return
        await self._answer(page, self._accepted(coding), condition, scope["method"], send)

    # Which page

    def _current(self, address: Address) -> Composed | None:
        """The page from memory, if it holds in the store's present generation."""
        page = self.pages.get(address)
        if page is None or page.generation != self.store.generation() or time.time() > page.until:
            return None
        return page

    async def _found(self, address: Address) -> Composed | None:
        """The page, composed anew where a part of it moved; None when it is Django's to answer."""
        if self._not_kept.get(address, 0.0) > time.monotonic():
            return None
        for _attempt in range(3):
            page, missing = self._composed(address)
            if not missing:
                return page
            # Each must be rendered before anything can be shown.
            outcomes = await asyncio.gather(*(self._renewed(*part) for part in missing))
            if Outcome.NOT_KEPT in outcomes:
                self._not_kept[address] = time.monotonic() + 1.0
                return None
            if Outcome.FAILED in outcomes or Outcome.BUSY in outcomes:
                # The last good version, however old; what was withdrawn has none.
                return self._composed(address, anyhow=True)[0]
        return self._composed(address, anyhow=True)[0]

    def _composed(
        self, address: Address, *, anyhow: bool = False
    ) -> tuple[Composed | None, list[tuple[Address, int]]]:
        """The page as the store has it, and the parts that must be rendered before.

        ``anyhow``: also with parts that are older than the bound.
        """
        ident = address.ident
        page = self.pages.get(address)
        generation, (state,) = self.store.states([ident])
        if state is None:
            return None, [(address, 0)]
        now = time.time()
        core: Core | None = None
        if page is None or page.versions[0] != state.version:
            found = self.store.read(ident)
            if found is None or not isinstance(found[1].content, Core):
                return None, [(address, 0)]
            state, piece = found
            core = piece.content
            page_holes = core.holes
        else:
            page_holes = page.holes
        parts = [(address, state)]
        worn: list[tuple[bytes, int, Fragment]] = []
        missing: list[tuple[Address, int]] = []
        for hole in page_holes:
            where = Address(address.site, hole.name)
            held = self._fragment(where)
            if held is None:
                missing.append((where, 0))
                continue
            parts.append((where, held[0]))
            worn.append((where.ident, held[0].version, held[1]))
        if missing:
            return None, missing
        late = [(a, s.version) for a, s in parts if s.since and now - s.since > STALE_SECONDS]
        # Nobody waits for what failed before: it is tried again behind the readers' backs.
        waited_for = [part for part in late if part[0] not in self.renewer.failures]
        if waited_for and not anyhow:
            return None, waited_for
        versions = (state.version, *(version for _ident, version, _fragment in worn))
        if page is None or page.versions != versions:
            if core is None:
                found = self.store.read(ident)
                if found is None or not isinstance(found[1].content, Core):
                    return None, [(address, 0)]
                if found[0].version != state.version:
                    return self._composed(address, anyhow=anyhow)
                core = found[1].content
            page = compose(core, state.version, worn, self.placed, self.outward)
            self.pages.put(address, page)
        stale = [s.since for _a, s in parts if s.since]
        page.until = max(min(stale) + STALE_SECONDS, now + 0.1) if stale else float("inf")
        page.generation = generation
        for part, its in parts:
            if not its.fresh:
                self._soon(part, its)
        return page, []

    def _fragment(self, address: Address) -> tuple[State, Fragment] | None:
        ident = address.ident
        (state,) = self.store.states([ident])[1]
        if state is None:
            return None
        held = self._fragments.get(address)
        if held is not None and held[0].version == state.version:
            return state, held[1]
        found = self.store.read(ident)
        if found is None or not isinstance(found[1].content, Fragment):
            return None
        self._fragments[address] = (found[0], found[1].content)
        return found[0], found[1].content

    # Rendering

    async def _renewed(self, address: Address, version: int) -> Outcome:
        """Render the part, once for all who wait for it in this process."""
        task = self._waiting.get(address)
        if task is None:
            task = asyncio.ensure_future(self._render(address, version, after=0.0))
            self._keep(address, task)
        return await asyncio.shield(task)

    def _soon(self, address: Address, state: State) -> None:
        """See that a stale part is rendered, by the worker or else here, with nobody waiting."""
        if address in self._waiting or self.renewer.failing(address):
            return
        after = AHEAD_SECONDS if state.since else 1.0
        task = asyncio.ensure_future(self._render(address, state.version, after=after))
        self._keep(address, task)

    def _keep(self, address: Address, task: "asyncio.Task[Outcome]") -> None:
        self._waiting[address] = task

        def done(_task: "asyncio.Task[Outcome]") -> None:
            if self._waiting.get(address) is task:
                del self._waiting[address]

        task.add_done_callback(done)

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
            asked = self.pages.asked()
            if asked:
                with contextlib.suppress(StoreFullError):
                    await self._in_thread(self._saw, asked)

    def _saw(self, asked: list[Address]) -> None:
        now = int(time.time())
        self.store.saw({address.ident: now for address in asked})

    # Answering

    def _accepted(self, header: bytes) -> frozenset[str]:
        found = self._codings.get(header)
        if found is None:
            found = accepted(header.decode("latin-1"))
            if len(self._codings) < 1000:  # noqa: PLR2004 (a bound on memory, no more)
                self._codings[header] = found
        return found

    async def _answer(
        self, page: Composed, codings: frozenset[str], condition: bytes, method: str, send: Send
    ) -> None:
        page.asked += 1
        if page.asked >= ASKED_AGAIN and not page.improved:
            page.improved = True
            self._behind.submit(page.improve, self.outward)
        coded: Coded = page.coded(codings, self.outward)
        if condition and page.status == 200 and matches(condition, coded.etag):  # noqa: PLR2004 (HTTP's)
            await send({"type": "http.response.start", "status": 304, "headers": coded.unchanged})
            await send({"type": "http.response.body", "body": b""})
            return
        await send(
            {"type": "http.response.start", "status": page.status, "headers": coded.headers}
        )
        await send(
            {"type": "http.response.body", "body": b"" if method == "HEAD" else coded.body}
        )


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
