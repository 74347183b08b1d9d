"""What a writing transaction of the store does to its tables."""

import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from khabar.edge.pieces import ID_BYTES, NUMBER, Piece, decode, encode, encoded_size
from khabar.edge.state import FRAGMENT, STOCK, State

#: How many changes are remembered for what was being rendered while they were applied.
RECENT: Final = 20_000
SAMPLE: Final = 24


class Standing(NamedTuple):
    """What stands in the place of a piece, as if that had changed so many seconds ago."""

    piece: Piece
    age: float = 0.0


#: What stands in the place of a piece that was closed by these keys; None: nothing does.
Stock = Callable[[Piece, Collection[str]], Standing | None]


@dataclass(frozen=True)
class Tables:
    """The store's tables. Pieces and what is known of them lie apart: marking moves no page."""

    meta: Any
    states: Any
    pieces: Any
    stale: Any
    recent: Any
    claims: Any
    #: What could not be rendered when it was last tried, and why.
    failing: Any
    #: Key to pieces, many to many.
    keys: Any


class Inside:
    """A writing transaction; all that is done by one is seen at once or never."""

    def __init__(self, txn: Any, tables: Tables) -> None:
        self.txn, self.tables = txn, tables

    def state(self, ident: bytes) -> State | None:
        """What is known of a piece."""
        data = self.txn.get(ident, db=self.tables.states)
        return State.unpack(data) if data else None

    def set_state(self, ident: bytes, state: State) -> None:
        """Write it, and whether the piece waits to be rendered."""
        self.txn.put(ident, state.pack(), db=self.tables.states)
        if state.fresh:
            self.txn.delete(ident, db=self.tables.stale)
        else:
            self.txn.put(ident, b"", db=self.tables.stale)

    def piece(self, ident: bytes) -> Piece | None:
        """The piece itself."""
        data = self.txn.get(ident, db=self.tables.pieces)
        return decode(bytes(data)) if data else None

    def keep(self, piece: Piece, *, since: float, outdated: float = 0.0, seen: int = 0) -> State:
        """Put a piece in the place of any older version, its keys in the place of the older."""
        ident, data = piece.address.ident, encode(piece)
        held, before = self.state(ident), self.piece(ident)
        wanted = {as_key(key) for key in piece.keys}
        old = {as_key(key) for key in before.keys} if before else set()
        for key in old - wanted:
            self.txn.delete(key, ident, db=self.tables.keys)
        for key in wanted - old:
            self.txn.put(key, ident, db=self.tables.keys)
        state = State(
            version=self.tick(b"version"),
            since=since,
            outdated=outdated,
            size=encoded_size(data),
            seen=max(seen, held.seen if held else 0),
            heat=held.heat if held else 0,
            flags=(FRAGMENT if piece.address.is_fragment else 0) | (STOCK if piece.stock else 0),
        )
        self.txn.put(ident, data, db=self.tables.pieces)
        self.txn.delete(ident, db=self.tables.failing)
        self.set_state(ident, state)
        self.add(b"bytes", state.size - (held.size if held else 0))
        return state

    def mark(self, ident: bytes, now: float) -> None:
        """Mark a piece stale, as of its first change."""
        state = self.state(ident)
        if state is not None and not state.since:
            self.set_state(ident, replace(state, since=now))

    def close(self, ident: bytes, stock: Stock | None, by: Collection[str], now: float) -> None:
        """Take a piece away, and put in its place what stands for it."""
        held, piece = self.state(ident), self.piece(ident)
        if held is None or piece is None:
            return
        standing = stock(piece, by) if stock else None
        if standing is None:
            self.drop(ident)
        else:
            self.keep(standing.piece, since=now - standing.age, outdated=held.outdated)

    def drop(self, ident: bytes) -> None:
        """Forget a piece."""
        state, piece = self.state(ident), self.piece(ident)
        if piece is not None:
            for key in piece.keys:
                self.txn.delete(as_key(key), ident, db=self.tables.keys)
            self.txn.delete(ident, db=self.tables.pieces)
        if state is not None:
            self.add(b"bytes", -state.size)
            self.txn.delete(ident, db=self.tables.states)
        self.txn.delete(ident, db=self.tables.stale)

    def under(self, key: str) -> list[bytes]:
        """The pieces that were rendered from a key."""
        return list(duplicates(self.txn, self.tables, key))

    # What was applied lately

    def remember(self, now: float, keys: Iterable[str], closed: Iterable[str]) -> None:
        """Note a change for what is being rendered while it is applied."""
        number = self.tick(b"applied")
        entry = json.dumps([now, list(keys), list(closed)], ensure_ascii=False).encode()
        self.txn.put(NUMBER.pack(number), entry, db=self.tables.recent)
        if number % 256 == 0:
            cursor = self.txn.cursor(db=self.tables.recent)
            while cursor.first() and NUMBER.unpack(bytes(cursor.key()))[0] < number - RECENT:
                cursor.delete()

    def changed_since(self, keys: frozenset[str], begun: int) -> tuple[float, bool]:
        """When the first change of these keys was applied since then (0 for none), and whether
        one of them was closed.
        """
        last = self.number(b"applied")
        if last <= begun:
            return 0.0, False
        cursor = self.txn.cursor(db=self.tables.recent)
        first = NUMBER.pack(begun + 1)
        if not cursor.set_range(first) or bytes(cursor.key()) != first:
            # Forgotten already: it may have changed.
            return time.time(), False
        since, was_closed = 0.0, False
        for _number, entry in cursor:
            at, changed, closed = json.loads(bytes(entry))
            if not since and not keys.isdisjoint(changed):
                since = float(at)
            was_closed = was_closed or not keys.isdisjoint(closed)
        return since, was_closed

    # The bound

    def evict(self, limit: int, *, spare: bytes) -> None:
        """Drop pages that were not read for longest, among samples, until the bound holds."""
        while self.number(b"bytes") > limit:
            sample = self._sample(os.urandom(ID_BYTES), spare) or self._sample(b"", spare)
            if not sample:
                return
            for _seen, ident in sorted(sample)[: max(1, len(sample) // 4)]:
                self.drop(ident)

    def _sample(self, start: bytes, spare: bytes) -> list[tuple[int, bytes]]:
        """When some pages were read last: names are spread evenly, so any range is a fair one."""
        cursor = self.txn.cursor(db=self.tables.states)
        found: list[tuple[int, bytes]] = []
        if not (cursor.set_range(start) if start else cursor.first()):
            return found
        for ident, data in cursor:
            state = State.unpack(data)
            if bytes(ident) != spare and not state.fragment:
                found.append((state.seen, bytes(ident)))
            if len(found) == SAMPLE:
                break
        return found

    # Numbers

    def number(self, name: bytes) -> int:
        """A number that is kept by name; 0 at first."""
        return as_number(self.txn.get(name, db=self.tables.meta))

    def tick(self, name: bytes) -> int:
        """The next value of a number."""
        return self.add(name, 1)

    def add(self, name: bytes, by: int) -> int:
        """Add to a number, which stays above zero; its new value."""
        value = max(0, self.number(name) + by)
        self.txn.put(name, NUMBER.pack(value), db=self.tables.meta)
        return value


def as_key(key: str) -> bytes:
    """A key as LMDB takes it: at most 511 bytes."""
    return key.encode("utf-8", "surrogatepass")[:500]


def as_number(data: bytes | None) -> int:
    """A number as it lies in the store; 0 for none."""
    return int(NUMBER.unpack(bytes(data))[0]) if data else 0


def duplicates(txn: Any, tables: Tables, key: str) -> Iterator[bytes]:
    """The pieces under a key."""
    cursor = txn.cursor(db=tables.keys)
    if cursor.set_key(as_key(key)):
        yield from [bytes(ident) for ident in cursor.iternext_dup()]
