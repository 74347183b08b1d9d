"""Pages put together from what the store holds, and what must be rendered before they can be."""

import time
from dataclasses import dataclass
from typing import Final

from khabar.edge.composing import Composed, Pages, Placed, compose
from khabar.edge.http import OK
from khabar.edge.pieces import Address, Core, Fragment, Hole, Piece
from khabar.edge.reads import article_in
from khabar.edge.renewing import Renewer
from khabar.edge.state import State
from khabar.edge.store import Store
from khabar.edge.surrogate import Surrogate, names

#: A part that is stale is shown so long after the change, and no longer.
STALE_SECONDS: Final = 0.8
#: While a part cannot be rendered, its page is looked at so often.
FAILING_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """A core or a fragment as the store has it now; the piece is read where it is needed."""

    address: Address
    state: State
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page, or the parts without which there is none; and the parts that are stale."""

    page: Composed | None
    missing: tuple[Part | Address, ...] = ()
    stale: tuple[Part, ...] = ()


class Assembly:
    """Puts pages together and keeps them in memory. Used by one thread alone: the loop's."""

    def __init__(
        self, store: Store, renewer: Renewer, memory: int, surrogate: Surrogate | None = None
    ) -> None:
        self.store, self.renewer, self.surrogate = store, renewer, surrogate
        # A cache in front shows what it has while it asks: so it may wait, and gets what is fresh.
        self.patience = 0.0 if surrogate else STALE_SECONDS
        self.pages, self.placed = Pages(memory), Placed()
        #: How many pages were joined since that was told.
        self.composed = 0
        self._fragments: dict[Address, tuple[int, Piece]] = {}

    def current(self, address: Address) -> Composed | None:
        """The page from memory, if it holds in the store's present generation."""
        confirmed = self._confirmed()
        page = self.pages.get(address)
        if page is None or time.time() > page.until:
            return None
        if page.generation != self.store.generation() and not self._stands(page):
            return None
        page.confirmed = confirmed
        return page

    def _stands(self, page: Composed) -> bool:
        """Whether what moved in the store was not of this page: its parts lie there as they did."""
        if not page.settled:
            return False
        generation, packed = self.store.packed(page.idents)
        # Asked last: what is closed after this moves the generation once more.
        if packed != page.states or self.store.beside.closed():
            return False
        page.generation = generation
        return True

    def _confirmed(self) -> float:
        # Read before the parts are: they show at least what was committed until then.
        return self.store.confirmed() if self.surrogate else 0.0

    def find(self, address: Address, *, asked: float = 0.0, anyhow: bool = False) -> Found:
        """The page as the store has it; ``anyhow``: also with parts older than the bound.

        ``asked`` is when the reader came, in seconds since the epoch: nobody waits for what changed
        after that.
        """
        confirmed = self._confirmed()
        page = self.pages.get(address)
        # Of a page that is known, all in one look.
        idents = page.idents if page else (address.ident,)
        generation, (state, *others) = self.store.states(idents)
        core = self._core(address, state, page) if state else None
        if core is None:
            return Found(None, (address,))
        holes = page.holes if core.piece is None and page else _holes(core)
        names = [Address(address.site, hole.name) for hole in holes]
        if core.piece is not None or len(others) != len(names):
            others = self.store.states([name.ident for name in names])[1]
        worn = [self._worn(name, held) for name, held in zip(names, others, strict=True)]
        missing = tuple(part for part in worn if isinstance(part, Address))
        if missing:
            return Found(None, missing)
        parts = [core, *(part for part in worn if isinstance(part, Part))]
        now = time.time()
        # Nobody waits for what failed before: it is tried again behind the readers' backs.
        late = tuple(
            part
            for part in parts
            if part.state.since
            # Between the change and now; a change yet to come says that the clock was put back.
            and not 0 <= now - part.state.since <= max(self.patience, now - (asked or now))
            and part.address not in self.renewer.failures
        )
        if late and not anyhow:
            return Found(None, late)
        stale = tuple(part for part in parts if not part.state.fresh)
        page = self._page(address, page, parts)
        if page is None:
            return Found(None, (address,))
        since = [part.state.since for part in stale if part.state.since]
        page.generation, page.confirmed, page.settled = generation, confirmed, not stale
        page.states = tuple(part.state.pack() for part in parts)
        page.until = min(*since, now) + self.patience if since else float("inf")
        failing = anyhow or any(part.address in self.renewer.failures for part in stale)
        if failing:
            page.until = max(page.until, now + FAILING_SECONDS)
        page.moving = bool(since) and not failing
        return Found(page, (), stale)

    def _core(self, address: Address, state: State, page: Composed | None) -> Part | None:
        if (
            page is not None
            and page.versions[0] == state.version
            and not self.store.beside.closed()
        ):
            return Part(address, state)
        return self._read(address)

    def _read(self, address: Address) -> Part | None:
        found = self.store.shown(address.ident)
        return Part(address, *found) if found else None

    def _worn(self, address: Address, state: State | None) -> Part | Address:
        """The fragment with its piece; its address alone where there is none."""
        held = self._fragments.get(address)
        if (
            state is not None
            and held is not None
            and held[0] == state.version
            and not held[1].keys & self.store.beside.closed()
        ):
            return Part(address, state, held[1])
        part = self._read(address)
        if part is None or part.piece is None:
            return address
        self._fragments[address] = (part.state.version, part.piece)
        return part

    def _page(self, address: Address, page: Composed | None, parts: list[Part]) -> Composed | None:
        """The page of these versions: the one in memory if it is of them, else composed anew."""
        versions = tuple(part.state.version for part in parts)
        if page is not None and page.versions == versions:
            return page
        core, *worn = parts
        if core.piece is None:
            read = self._read(address)
            if read is None or read.state.version != core.state.version:
                return None
            core = read
        if core.piece is None or not isinstance(core.piece.content, Core):
            return None
        fragments = [
            (part.address.ident, part.state.version, part.piece.content)
            for part in worn
            if part.piece is not None and isinstance(part.piece.content, Fragment)
        ]
        made = compose(core.piece.content, core.state.version, fragments, self.placed)
        made.idents = (address.ident, *(ident for ident, _version, _content in fragments))
        self.composed += 1
        made.number = article_in(address.path) if made.status == OK else 0
        if self.surrogate:
            pieces = [core.piece, *(part.piece for part in worn if part.piece is not None)]
            made.surrogate = names(key for piece in pieces for key in piece.keys).encode()
        self.pages.put(address, made)
        return made


def _holes(core: Part) -> tuple[Hole, ...]:
    piece = core.piece
    return piece.content.holes if piece and isinstance(piece.content, Core) else ()
