"""The store: pieces, their keys and their state, in LMDB under the data folder.

One file, many processes, one writer at a time. A process that is killed loses nothing that was
committed; after a crash of the machine itself the store is begun anew (see ``Store.open``). Reads
copy what they return, and keep no transaction open.

All processes that open one store share a kernel and a PID namespace: LMDB's locks say so.
"""

import fcntl
import json
import os
import shutil
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import lmdb

from khabar.edge.pieces import ID_BYTES, Address, Piece, decode, encode, encoded_size
from khabar.edge.state import FRAGMENT, STOCK, Applied, Figures, State

FORMAT: Final = 1
MEBIBYTE: Final = 1 << 20
#: Beyond this the map is never needed: the bound is kept by our own count of bytes.
MAP_FACTOR: Final = 2
MAX_READERS: Final = 510
#: How many changes are remembered for what was being rendered while they were applied.
RECENT: Final = 20_000
SAMPLE: Final = 24

_NUMBER: Final = struct.Struct(">Q")


class StoreFullError(Exception):
    """Raised when a piece cannot be kept: the disk or the map is full. Readers lose nothing."""


Stock = Callable[[Piece], Piece | None]


class Store:
    """The pieces of one data folder. One object in a process, whatever its number of threads."""

    _opened: "dict[Path, Store]" = {}
    _opening = threading.Lock()

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit
        self._env = lmdb.open(
            str(folder / "pieces"),
            map_size=max(limit * MAP_FACTOR, 64 * MEBIBYTE),
            max_dbs=8,
            max_readers=MAX_READERS,
            max_spare_txns=16,
            # What a killed process committed stays in the kernel's cache; see `open` for the rest.
            sync=False,
            metasync=False,
            readahead=False,
            mode=0o600,
        )
        self._env.reader_check()
        db = self._env.open_db
        self._meta, self._states = db(b"meta"), db(b"states")
        self._pieces, self._stale = db(b"pieces"), db(b"stale")
        self._recent, self._claims = db(b"recent"), db(b"claims")
        self._keys = db(b"keys", dupsort=True, dupfixed=True)

    @classmethod
    def open(cls, folder: Path, limit: int) -> "Store":
        """The store of this folder, the same object for each call in a process.

        It is written without waiting for the disk, which a crash of the machine (not of a process)
        may tear: so a store that was last written before this boot, or by another format of it, is
        begun anew. It holds nothing that cannot be rendered again.
        """
        folder = folder.absolute()
        with cls._opening:
            if folder not in cls._opened:
                _forget_if_older(folder)
                cls._opened[folder] = cls(folder, limit)
            return cls._opened[folder]

    def close(self) -> None:
        """Close; only for tests and commands."""
        with self._opening:
            self._opened.pop(self.folder, None)
            self._env.close()

    def tidy(self) -> int:
        """Free the places of readers that were killed; how many. To be called now and then."""
        return int(self._env.reader_check())

    # Reading

    def generation(self) -> int:
        """A number that moves whenever anything in the store does."""
        with self._env.begin(db=self._meta) as txn:
            return _number(txn.get(b"generation"))

    def states(self, idents: Sequence[bytes]) -> tuple[int, list[State | None]]:
        """The generation, and the states of these pieces in it."""
        with self._env.begin(db=self._states) as txn:
            raw = [txn.get(ident) for ident in idents]
            generation = _number(txn.get(b"generation", db=self._meta))
        return generation, [State.unpack(data) if data else None for data in raw]

    def read(self, ident: bytes) -> tuple[State, Piece] | None:
        """A piece with its state; None when it is not kept."""
        with self._env.begin(db=self._states) as txn:
            state, data = txn.get(ident), txn.get(ident, db=self._pieces)
        return (State.unpack(state), decode(data)) if state and data else None

    def applied(self) -> int:
        """How many changes were applied; to be read before a render begins (see ``put``)."""
        with self._env.begin(db=self._meta) as txn:
            return _number(txn.get(b"applied"))

    def note(self, name: str) -> str:
        """Something kept beside the pieces (the cursor, the build's stamp); empty at first."""
        with self._env.begin(db=self._meta) as txn:
            return bytes(txn.get(b"note:" + name.encode()) or b"").decode()

    def stale(self) -> list[tuple[bytes, State]]:
        """All that is to be rendered again: fragments first, then what was read last."""
        found = []
        with self._env.begin(db=self._stale) as txn:
            for ident, _nothing in txn.cursor():
                data = txn.get(ident, db=self._states)
                if data:
                    found.append((bytes(ident), State.unpack(data)))
        found.sort(key=lambda pair: (not pair[1].fragment, not pair[1].since, -pair[1].seen))
        return found

    def idents(self) -> list[bytes]:
        """All pieces."""
        with self._env.begin(db=self._states) as txn:
            return [bytes(ident) for ident in txn.cursor().iternext(keys=True, values=False)]

    def under(self, key: str) -> list[bytes]:
        """The pieces that were rendered from a key."""
        with self._env.begin(db=self._keys) as txn:
            return list(_duplicates(txn, key))

    def figures(self) -> Figures:
        """What the store holds."""
        pieces = fragments = stale = outdated = 0
        with self._env.begin(db=self._states) as txn:
            for _ident, data in txn.cursor():
                state = State.unpack(data)
                pieces += 1
                fragments += state.fragment
                stale += bool(state.since)
                outdated += bool(state.outdated and not state.since)
            meta = {
                name: _number(txn.get(name, db=self._meta))
                for name in (b"bytes", b"generation", b"applied")
            }
        return Figures(
            pieces,
            fragments,
            stale,
            outdated,
            meta[b"bytes"],
            self.limit,
            meta[b"generation"],
            meta[b"applied"],
            self.note("build"),
            self.note("cursor"),
        )

    # Writing

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        try:
            with self._env.begin(write=True) as txn:
                yield txn
        except (lmdb.MapFullError, lmdb.DiskError) as error:
            raise StoreFullError(str(error)) from error
        except lmdb.Error as error:
            if "No space left" in str(error):
                raise StoreFullError(str(error)) from error
            raise

    def put(self, piece: Piece, *, begun: int, seen: int = 0) -> State:
        """Keep a piece that was rendered after ``begun`` changes had been applied.

        If one of its keys changed while it was being rendered it is kept as stale: it may or may
        not show that change. Raises StoreFullError.
        """
        ident, data = piece.address.ident, encode(piece)
        with self._writing() as txn:
            before = txn.get(ident, db=self._states)
            held = State.unpack(before) if before else None
            since = self._changed_since(txn, piece.keys, begun)
            state = State(
                version=self._tick(txn, b"version"),
                since=since,
                outdated=0.0,
                size=encoded_size(data),
                seen=max(seen, held.seen if held else 0),
                flags=(FRAGMENT if piece.address.is_fragment else 0)
                | (STOCK if piece.stock else 0),
            )
            self._replace(txn, ident, held, state, piece.keys, data)
            self._tick(txn, b"generation")
            self._evict(txn, spare=ident)
        return state

    def _replace(
        self,
        txn: Any,
        ident: bytes,
        held: State | None,
        state: State,
        keys: Iterable[str],
        data: bytes,
    ) -> None:
        wanted = {_key(key) for key in keys}
        old: set[bytes] = set()
        if held is not None:
            previous = txn.get(ident, db=self._pieces)
            old = {_key(key) for key in decode(previous).keys} if previous else set()
        for key in old - wanted:
            txn.delete(key, ident, db=self._keys)
        for key in wanted - old:
            txn.put(key, ident, db=self._keys)
        txn.put(ident, data, db=self._pieces)
        txn.put(ident, state.pack(), db=self._states)
        if state.fresh:
            txn.delete(ident, db=self._stale)
        else:
            txn.put(ident, b"", db=self._stale)
        self._add(txn, b"bytes", state.size - (held.size if held else 0))

    def apply(
        self, changes: Sequence[Applied], *, cursor: str, now: float, stock: Stock | None = None
    ) -> int:
        """Mark what these changes concern, keep the cursor in the same commit; how many pieces.

        What is closed leaves at once: ``stock`` says what stands in its place (None: nothing does,
        and the page is asked for anew). Raises StoreFullError.
        """
        touched: set[bytes] = set()
        with self._writing() as txn:
            for change in changes:
                keys = list(change.keys)
                number = self._tick(txn, b"applied")
                entry = json.dumps([now, keys], ensure_ascii=False).encode()
                txn.put(_NUMBER.pack(number), entry, db=self._recent)
                for key in keys:
                    touched |= {
                        i for i in _duplicates(txn, key, self._keys) if self._mark(txn, i, now)
                    }
                for key in change.closed:
                    for ident in _duplicates(txn, key, self._keys):
                        self._close(txn, ident, stock, now)
                        touched.add(ident)
            txn.put(b"note:cursor", cursor.encode(), db=self._meta)
            if changes:
                self._trim_recent(txn)
                self._tick(txn, b"generation")
        return len(touched)

    def outdate(self, *, now: float, cursor: str | None = None, by_change: bool = False) -> int:
        """Mark everything: after a new build, or when it is not known what changed.

        A new build's old pages may be shown until each is rendered again; ``by_change`` puts them
        under the bound that changes have.
        """
        count = 0
        with self._writing() as txn:
            for ident, data in list(txn.cursor(db=self._states)):
                state = State.unpack(data)
                since = (state.since or now) if by_change else state.since
                marked = State(
                    state.version, since, state.outdated or now, state.size, state.seen, state.flags
                )
                txn.put(ident, marked.pack(), db=self._states)
                txn.put(ident, b"", db=self._stale)
                count += 1
            # What is being rendered meanwhile belongs to the old state too.
            txn.drop(self._recent, delete=False)
            self._tick(txn, b"applied")
            if cursor is not None:
                txn.put(b"note:cursor", cursor.encode(), db=self._meta)
            self._tick(txn, b"generation")
        return count

    def set_note(self, name: str, text: str) -> None:
        """Keep something beside the pieces."""
        with self._writing() as txn:
            txn.put(b"note:" + name.encode(), text.encode(), db=self._meta)

    def saw(self, reads: dict[bytes, int]) -> None:
        """Note when pieces were read last (seconds since the epoch): said in bulk, now and then."""
        with self._writing() as txn:
            for ident, at in reads.items():
                data = txn.get(ident, db=self._states)
                if data and (state := State.unpack(data)).seen < at:
                    marked = State(
                        state.version, state.since, state.outdated, state.size, at, state.flags
                    )
                    txn.put(ident, marked.pack(), db=self._states)

    def sleep(self, idents: Iterable[bytes]) -> None:
        """Leave these stale pieces to whoever asks for them: nobody renders them ahead."""
        with self._writing() as txn:
            for ident in idents:
                txn.delete(ident, db=self._stale)

    def forget(self, ident: bytes) -> None:
        """Drop a piece."""
        with self._writing() as txn:
            self._drop(txn, ident)
            self._tick(txn, b"generation")

    def clear(self) -> None:
        """Drop all pieces; cursor and stamp stay."""
        with self._writing() as txn:
            for db in (self._states, self._pieces, self._stale, self._keys, self._claims):
                txn.drop(db, delete=False)
            txn.put(b"bytes", _NUMBER.pack(0), db=self._meta)
            self._tick(txn, b"generation")

    # One render of a piece at a time, across processes

    def claim(self, ident: bytes, *, now: float, seconds: float = 15.0) -> bool:
        """Whether this process may render the piece now; a claim of a dead process is none."""
        with self._writing() as txn:
            held = txn.get(ident, db=self._claims)
            if held:
                pid, until = json.loads(bytes(held))
                if until > now and pid != os.getpid() and _alive(pid):
                    return False
            txn.put(ident, json.dumps([os.getpid(), now + seconds]).encode(), db=self._claims)
        return True

    def release(self, ident: bytes) -> None:
        """End this process's claim."""
        with self._writing() as txn:
            txn.delete(ident, db=self._claims)

    # Within a transaction

    def _mark(self, txn: Any, ident: bytes, now: float) -> bool:
        data = txn.get(ident, db=self._states)
        if not data:
            return False
        state = State.unpack(data)
        if not state.since:
            marked = State(state.version, now, state.outdated, state.size, state.seen, state.flags)
            txn.put(ident, marked.pack(), db=self._states)
            txn.put(ident, b"", db=self._stale)
        return True

    def _close(self, txn: Any, ident: bytes, stock: Stock | None, now: float) -> None:
        state, data = txn.get(ident, db=self._states), txn.get(ident, db=self._pieces)
        if not state or not data:
            return
        held, piece = State.unpack(state), decode(bytes(data))
        replaced = stock(piece) if stock else None
        if replaced is None:
            self._drop(txn, ident)
            return
        written = encode(replaced)
        closed = State(
            self._tick(txn, b"version"),
            now,
            held.outdated,
            encoded_size(written),
            held.seen,
            held.flags | STOCK,
        )
        self._replace(txn, ident, held, closed, replaced.keys, written)

    def _changed_since(self, txn: Any, keys: frozenset[str], begun: int) -> float:
        """When the first change of these keys was applied since then; 0 for none."""
        last = _number(txn.get(b"applied", db=self._meta))
        if last <= begun:
            return 0.0
        cursor = txn.cursor(db=self._recent)
        if not cursor.set_range(_NUMBER.pack(begun + 1)) or bytes(cursor.key()) != _NUMBER.pack(
            begun + 1
        ):
            # Forgotten already: it may have changed.
            return time.time()
        for _number_of, entry in cursor:
            at, changed = json.loads(bytes(entry))
            if not keys.isdisjoint(changed):
                return float(at)
        return 0.0

    def _trim_recent(self, txn: Any) -> None:
        last = _number(txn.get(b"applied", db=self._meta))
        if last % 256:
            return
        cursor = txn.cursor(db=self._recent)
        while cursor.first() and _NUMBER.unpack(bytes(cursor.key()))[0] < last - RECENT:
            cursor.delete()

    def _drop(self, txn: Any, ident: bytes) -> None:
        state, data = txn.get(ident, db=self._states), txn.get(ident, db=self._pieces)
        if data:
            for key in decode(bytes(data)).keys:
                txn.delete(_key(key), ident, db=self._keys)
            txn.delete(ident, db=self._pieces)
        if state:
            self._add(txn, b"bytes", -State.unpack(state).size)
            txn.delete(ident, db=self._states)
        txn.delete(ident, db=self._stale)

    def _evict(self, txn: Any, *, spare: bytes) -> None:
        """Drop pages that were not read for longest, among samples, until the bound holds."""
        while _number(txn.get(b"bytes", db=self._meta)) > self.limit:
            cursor = txn.cursor(db=self._states)
            if not cursor.set_range(os.urandom(ID_BYTES)) and not cursor.first():
                return
            sample: list[tuple[int, bytes]] = []
            for ident, data in cursor:
                state = State.unpack(data)
                if bytes(ident) != spare and not state.fragment:
                    sample.append((state.seen, bytes(ident)))
                if len(sample) == SAMPLE:
                    break
            if not sample and cursor.first():
                sample = [
                    (state.seen, bytes(ident))
                    for ident, data in cursor
                    if not (state := State.unpack(data)).fragment and bytes(ident) != spare
                ][:SAMPLE]
            if not sample:
                return
            for _seen, ident in sorted(sample)[: max(1, len(sample) // 4)]:
                self._drop(txn, ident)

    def _tick(self, txn: Any, name: bytes) -> int:
        return self._add(txn, name, 1)

    def _add(self, txn: Any, name: bytes, by: int) -> int:
        value = max(0, _number(txn.get(name, db=self._meta)) + by)
        txn.put(name, _NUMBER.pack(value), db=self._meta)
        return value


def address_of(store: Store, ident: bytes) -> Address | None:
    """The address of a kept piece."""
    found = store.read(ident)
    return found[1].address if found else None


def _key(key: str) -> bytes:
    """A key as LMDB takes it: at most 511 bytes."""
    return key.encode("utf-8", "surrogatepass")[:500]


def _duplicates(txn: Any, key: str, db: Any = None) -> Iterator[bytes]:
    cursor = txn.cursor(db=db) if db is not None else txn.cursor()
    if cursor.set_key(_key(key)):
        yield from [bytes(ident) for ident in cursor.iternext_dup()]


def _number(data: bytes | None) -> int:
    return int(_NUMBER.unpack(bytes(data))[0]) if data else 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _forget_if_older(folder: Path) -> None:
    """Begin anew what another boot or another format of the store left; one process at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "made").open("a+", encoding="ascii") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        mark.seek(0)
        wanted = f"{FORMAT} {_boot()}"
        if mark.read().strip() != wanted:
            shutil.rmtree(folder / "pieces", ignore_errors=True)
            mark.truncate(0)
            mark.write(wanted)
        (folder / "pieces").mkdir(exist_ok=True)
