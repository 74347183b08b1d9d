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
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import lmdb

from khabar.edge.beside import Beside
from khabar.edge.inside import Inside, Stock, Tables, as_number, duplicates
from khabar.edge.pieces import NUMBER, Piece, decode
from khabar.edge.state import Applied, Figures, State

FORMAT: Final = 2
MEBIBYTE: Final = 1 << 20
#: Beyond this the map is never needed: the bound is kept by our own count of bytes.
MAP_FACTOR: Final = 2
MAX_READERS: Final = 510
HOTTEST: Final = 2**31
#: What LMDB says of a full disk: the second where the last of it took a part of what was written.
_NO_ROOM: Final = ("No space left", "Input/output error")


def map_bytes(limit: int) -> int:
    """How large the map is of a store that keeps so many bytes."""
    return max(limit * MAP_FACTOR, 64 * MEBIBYTE)


class StoreFullError(Exception):
    """Raised when a piece cannot be kept: the disk or the map is full. Readers lose nothing."""


class Store:
    """The pieces of one data folder. One object in a process, whatever its number of threads."""

    _opened: "dict[Path, Store]" = {}
    _opening = threading.Lock()

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit
        self._env = lmdb.open(
            str(folder / "pieces"),
            map_size=map_bytes(limit),
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
        #: What is closed though there is no room for it in here.
        self.beside = Beside(folder / "closed")
        table = self._env.open_db
        self._tables = Tables(
            **{
                name: table(name.encode())
                for name in ("meta", "states", "pieces", "stale", "recent", "claims", "failing")
            },
            keys=table(b"keys", dupsort=True, dupfixed=True),
        )

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
        """A number that moves whenever anything in the store, or beside it, does."""
        beside = self.beside.serial()
        with self._env.begin(db=self._tables.meta) as txn:
            return as_number(txn.get(b"generation")) + beside

    def states(self, idents: Sequence[bytes]) -> tuple[int, list[State | None]]:
        """The generation, and the states of these pieces in it."""
        generation, packed = self.packed(idents)
        return generation, [State.unpack(data) if data else None for data in packed]

    def packed(self, idents: Sequence[bytes]) -> tuple[int, tuple[bytes | None, ...]]:
        """The same, the states as they lie in the store."""
        beside = self.beside.serial()
        with self._env.begin(db=self._tables.states) as txn:
            packed = tuple([txn.get(ident) for ident in idents])
            generation = as_number(txn.get(b"generation", db=self._tables.meta))
        return generation + beside, packed

    def read(self, ident: bytes) -> tuple[State, Piece] | None:
        """A piece with its state; None when it is not kept."""
        with self._env.begin(db=self._tables.states) as txn:
            state, data = txn.get(ident), txn.get(ident, db=self._tables.pieces)
        return (State.unpack(state), decode(data)) if state and data else None

    def shown(self, ident: bytes) -> tuple[State, Piece] | None:
        """The same for readers: None also of a piece that was closed beside the store."""
        found = self.read(ident)
        return None if found is None or found[1].keys & self.beside.closed() else found

    def applied(self) -> int:
        """How many changes were applied; to be read before a render begins (see ``put``)."""
        with self._env.begin(db=self._tables.meta) as txn:
            return as_number(txn.get(b"applied"))

    def changes(self, after: int, upto: int) -> list[tuple[list[str], list[str]]] | None:
        """The changes that were applied as these numbers: keys, and which of them closed.

        None when they are forgotten, or when it was not known what changed.
        """
        found = []
        with self._env.begin(db=self._tables.recent) as txn:
            for number in range(after + 1, upto + 1):
                data = txn.get(NUMBER.pack(number))
                if data is None:
                    return None
                _at, keys, closed = json.loads(bytes(data))
                found.append((keys, closed))
        return found

    def note(self, name: str) -> str:
        """Something kept beside the pieces (the cursor, the build's stamp); empty at first."""
        with self._env.begin(db=self._tables.meta) as txn:
            return bytes(txn.get(b"note:" + name.encode()) or b"").decode()

    def confirmed(self) -> float:
        """When, by this machine's clock, the follower was last known to have caught up."""
        return float(self.note("confirmed") or 0.0)

    def confirm(self, at: float) -> None:
        """Note that all that was committed by then is applied. Moves no generation."""
        self.set_note("confirmed", repr(at))

    def stale(self) -> list[tuple[bytes, State]]:
        """All that is to be rendered again: fragments first, then what is read most."""
        found = []
        with self._env.begin(db=self._tables.stale) as txn:
            for ident, _nothing in txn.cursor():
                data = txn.get(ident, db=self._tables.states)
                if data:
                    found.append((bytes(ident), State.unpack(data)))
        found.sort(
            key=lambda pair: (not pair[1].fragment, not pair[1].since, -pair[1].heat, -pair[1].seen)
        )
        return found

    def idents(self) -> list[bytes]:
        """All pieces."""
        with self._env.begin(db=self._tables.states) as txn:
            return [bytes(ident) for ident in txn.cursor().iternext(keys=True, values=False)]

    def under(self, key: str) -> list[bytes]:
        """The pieces that were rendered from a key."""
        with self._env.begin(db=self._tables.keys) as txn:
            return list(duplicates(txn, self._tables, key))

    def failure(self, ident: bytes) -> bytes | None:
        """What ``fail`` kept of this piece."""
        with self._env.begin(db=self._tables.failing) as txn:
            data = txn.get(ident)
        return bytes(data) if data else None

    def failing(self) -> list[bytes]:
        """What is known of each piece that could not be rendered (see ``failures``)."""
        with self._env.begin(db=self._tables.failing) as txn:
            return [bytes(data) for _ident, data in txn.cursor()]

    def figures(self) -> Figures:
        """What the store holds."""
        pieces = fragments = stale = outdated = 0
        with self._env.begin(db=self._tables.states) as txn:
            for _ident, data in txn.cursor():
                state = State.unpack(data)
                pieces += 1
                fragments += state.fragment
                stale += bool(state.since)
                outdated += bool(state.outdated and not state.since)
            meta = {
                name: as_number(txn.get(name, db=self._tables.meta))
                for name in (b"bytes", b"generation", b"applied", b"version", b"composed")
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
            meta[b"version"],
            meta[b"composed"],
            self.note("build"),
            self.note("cursor"),
        )

    # Writing

    @contextmanager
    def _writing(self) -> Iterator[Inside]:
        try:
            with self._env.begin(write=True) as txn:
                yield Inside(txn, self._tables)
        except (lmdb.MapFullError, lmdb.DiskError) as error:
            raise StoreFullError(str(error)) from error
        except lmdb.Error as error:
            if any(said in str(error) for said in _NO_ROOM):
                raise StoreFullError(str(error)) from error
            raise

    def put(self, piece: Piece, *, begun: int, seen: int = 0) -> State | None:
        """Keep a piece that was rendered after ``begun`` changes had been applied.

        If one of its keys changed while it was being rendered it is kept as stale: it may or may
        not show that change. If one was closed it is not kept (None). Raises StoreFullError.
        """
        with self._writing() as inside:
            since, closed = inside.changed_since(piece.keys, begun)
            if closed:
                return None
            state = inside.keep(piece, since=since, seen=seen)
            inside.tick(b"generation")
            inside.evict(self.limit, spare=piece.address.ident)
        return state

    def apply(
        self, changes: Sequence[Applied], *, cursor: str, now: float, stock: Stock | None = None
    ) -> int:
        """Mark what these changes concern, keep the cursor in the same commit; how many pieces.

        What is closed leaves at once: ``stock`` says what stands in its place, of the keys by which
        it was closed (None: nothing does, and the page is asked for anew). Raises StoreFullError.
        """
        touched: set[bytes] = set()
        with self._writing() as inside:
            for change in changes:
                inside.remember(now, change.keys, change.closed)
                for ident in (ident for key in change.keys for ident in inside.under(key)):
                    inside.mark(ident, now)
                    touched.add(ident)
                closed: dict[bytes, set[str]] = {}
                for key in change.closed:
                    for ident in inside.under(key):
                        closed.setdefault(ident, set()).add(key)
                for ident, by in closed.items():
                    inside.close(ident, stock, by, now)
                    touched.add(ident)
            inside.txn.put(b"note:cursor", cursor.encode(), db=self._tables.meta)
            if changes:
                inside.tick(b"generation")
        return len(touched)

    def outdate(self, *, now: float, cursor: str | None = None, by_change: bool = False) -> int:
        """Mark everything: after a new build, or when it is not known what changed.

        A new build's old pages may be shown until each is rendered again; ``by_change`` puts them
        under the bound that changes have.
        """
        with self._writing() as inside:
            idents = list(inside.txn.cursor(db=self._tables.states).iternext(values=False))
            for ident in idents:
                state = inside.state(ident)
                if state is not None:
                    since = min(state.since or now, now) if by_change else state.since
                    marked = replace(state, since=since, outdated=state.outdated or now)
                    inside.set_state(ident, marked)
            # What is being rendered meanwhile belongs to the old state too.
            inside.txn.drop(self._tables.recent, delete=False)
            inside.tick(b"applied")
            if cursor is not None:
                inside.txn.put(b"note:cursor", cursor.encode(), db=self._tables.meta)
            inside.tick(b"generation")
        return len(idents)

    def set_note(self, name: str, text: str) -> None:
        """Keep something beside the pieces."""
        with self._writing() as inside:
            inside.txn.put(b"note:" + name.encode(), text.encode(), db=self._tables.meta)

    def saw(self, reads: Mapping[bytes, int], *, at: int, composed: int = 0) -> None:
        """Note how often pieces were read until then (seconds since the epoch), and pages joined.

        Said in bulk, now and then; of what was said before, the half is remembered each time.
        """
        with self._writing() as inside:
            for ident, count in reads.items():
                state = inside.state(ident)
                if state is not None:
                    heat = min(state.heat // 2 + count, HOTTEST)
                    packed = replace(state, seen=max(state.seen, at), heat=heat).pack()
                    inside.txn.put(ident, packed, db=self._tables.states)
            if composed:
                inside.add(b"composed", composed)

    def fail(self, ident: bytes, data: bytes) -> None:
        """Keep why a piece could not be rendered, until it is, or is forgotten."""
        with self._writing() as inside:
            inside.txn.put(ident, data, db=self._tables.failing)

    def sleep(self, idents: Iterable[bytes]) -> None:
        """Leave these stale pieces to whoever asks for them: nobody renders them ahead."""
        with self._writing() as inside:
            for ident in idents:
                inside.txn.delete(ident, db=self._tables.stale)

    def forget(self, ident: bytes) -> None:
        """Drop a piece."""
        with self._writing() as inside:
            inside.drop(ident)
            inside.txn.delete(ident, db=self._tables.failing)
            inside.tick(b"generation")

    def clear(self) -> None:
        """Drop all pieces; cursor and stamp stay."""
        tables = self._tables
        with self._writing() as inside:
            for table in (
                tables.states,
                tables.pieces,
                tables.stale,
                tables.keys,
                tables.claims,
                tables.failing,
            ):
                inside.txn.drop(table, delete=False)
            inside.txn.put(b"bytes", NUMBER.pack(0), db=tables.meta)
            inside.tick(b"generation")

    # One render of a piece at a time, across processes

    def claim(self, ident: bytes, *, now: float, seconds: float = 15.0) -> bool:
        """Whether this process may render the piece now; a claim of a dead process is none."""
        with self._writing() as inside:
            held = inside.txn.get(ident, db=self._tables.claims)
            if held:
                pid, until = json.loads(bytes(held))
                if until > now and pid != os.getpid() and _alive(pid):
                    return False
            claim = json.dumps([os.getpid(), now + seconds]).encode()
            inside.txn.put(ident, claim, db=self._tables.claims)
        return True

    def release(self, ident: bytes) -> None:
        """End this process's claim."""
        with self._writing() as inside:
            inside.txn.delete(ident, db=self._tables.claims)


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
            (folder / "closed").unlink(missing_ok=True)
            mark.truncate(0)
            mark.write(wanted)
        (folder / "pieces").mkdir(exist_ok=True)
