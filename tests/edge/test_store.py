"""The store: what is kept, what a change marks, what leaves."""

import multiprocessing
import os
import time
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from khabar.edge.closing import stock
from khabar.edge.pieces import Address, Core, Fragment, Piece, Segment
from khabar.edge.state import Applied, State
from khabar.edge.store import MEBIBYTE, Store
from tests.edge import children


def page(path: str, *keys: str, text: bytes = b"page", status: int = 200) -> Piece:
    core = Core(status, (("Content-Type", "text/html"),), (Segment.of(text),), ())
    return Piece(Address(1, path), frozenset(keys), core)


def fragment(name: str, *keys: str) -> Piece:
    return Piece(Address(1, name), frozenset(keys), Fragment(b"fragment"))


def change(store: Store, *keys: str, closed: tuple[str, ...] = (), now: float = 100.0) -> int:
    return store.apply([Applied(keys, closed)], cursor="c", now=now, stock=stock)


def put(store: Store, piece: Piece, begun: int | None = None) -> State:
    kept = store.put(piece, begun=store.applied() if begun is None else begun)
    assert kept is not None
    return kept


def state(store: Store, piece: Piece) -> Any:
    return store.states([piece.address.ident])[1][0]


def test_a_piece_is_kept_and_marked_by_its_keys_alone(store: Store) -> None:
    one, other = page("/a/", "article:1", "list:x"), page("/b/", "article:2")
    for piece in (one, other):
        assert put(store, piece).fresh
    before = store.generation()
    assert change(store, "article:1", "nobody:1") == 1
    assert state(store, one).since == 100.0
    assert state(store, other).fresh
    assert store.generation() > before
    assert [ident for ident, _state in store.stale()] == [one.address.ident]
    assert store.read(one.address.ident) == (state(store, one), one)
    assert store.note("cursor") == "c"


def test_a_stale_piece_keeps_the_time_of_its_first_change(store: Store) -> None:
    one = page("/a/", "k")
    store.put(one, begun=0)
    change(store, "k", now=5.0)
    change(store, "k", now=9.0)
    assert state(store, one).since == 5.0
    assert put(store, one).fresh
    assert not store.stale()


def test_keys_follow_what_was_rendered_last(store: Store) -> None:
    store.put(page("/a/", "old", "both"), begun=0)
    store.put(page("/a/", "new", "both"), begun=0)
    assert change(store, "old") == 0
    assert change(store, "new") == 1
    assert len(store.under("both")) == 1


def test_what_changes_while_it_is_rendered_is_kept_as_stale(store: Store) -> None:
    begun = store.applied()
    change(store, "k", now=7.0)
    assert put(store, page("/a/", "k"), begun).since == 7.0
    assert put(store, page("/b/", "other"), begun).fresh
    assert put(store, page("/a/", "k")).fresh


def test_what_is_rendered_across_a_new_build_is_stale(store: Store) -> None:
    begun = store.applied()
    store.outdate(now=5.0)
    assert not put(store, page("/a/", "k"), begun).fresh


def test_what_is_withdrawn_leaves_at_once(store: Store) -> None:
    article, listing = page("/a/", "article:1"), page("/", "article:1:card")
    store.put(article, begun=0)
    store.put(listing, begun=0)
    change(store, "article:1", "article:1:card", closed=("article:1",))
    found = store.read(article.address.ident)
    assert found is not None
    held, piece = found
    assert held.stock
    assert isinstance(piece.content, Core)
    assert piece.content.status == 410
    assert b"page" not in piece.content.segments[0].plain.replace(b"<p", b"")
    assert held.since == 100.0
    assert isinstance(store.read(listing.address.ident)[1].content, Core)  # type: ignore[index]
    assert put(store, article).fresh


def test_what_is_withdrawn_while_it_is_rendered_does_not_come_back(store: Store) -> None:
    article = page("/a/", "article:1")
    store.put(article, begun=0)
    begun = store.applied()
    change(store, "article:1", closed=("article:1",))
    assert store.put(article, begun=begun) is None
    assert state(store, article).stock


def test_the_bound_is_kept_by_leaving_what_was_not_read(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "small", 1 * MEBIBYTE)
    try:
        store.put(fragment("menu", "m"), begun=0)
        for n in range(300):
            store.put(page(f"/{n}/", f"k:{n}", text=os.urandom(8000)), begun=0, seen=n)
        figures = store.figures()
        assert figures.bytes <= figures.limit
        assert figures.pieces > 40
        kept = [n for n in range(300) if state(store, page(f"/{n}/"))]
        assert sum(kept) / len(kept) > 200, "the oldest went first"
        assert state(store, fragment("menu"))
        assert not store.under("k:0")
    finally:
        store.close()


def test_what_is_read_most_is_rendered_first(store: Store) -> None:
    pages = {name: page(f"/{name}/", "k") for name in "abc"}
    for one in pages.values():
        store.put(one, begun=store.applied(), seen=5)
    idents = {one.address.ident: name for name, one in pages.items()}
    a, b = pages["a"].address.ident, pages["b"].address.ident
    store.saw({a: 50, b: 60}, at=9)
    store.apply([Applied(["k"])], cursor="1", now=9.0)
    assert [idents[ident] for ident, _state in store.stale()] == ["b", "a", "c"]
    # Of what was read before, the half is left.
    store.saw({a: 10, b: 1}, at=19)
    assert [idents[ident] for ident, _state in store.stale()] == ["a", "b", "c"]


def test_one_process_renders_a_piece_at_a_time(store: Store) -> None:
    ident = Address(1, "/a/").ident
    context = multiprocessing.get_context("spawn")
    claimed = context.Event()
    child = context.Process(
        target=children.claim_and_wait, args=(str(store.folder), ident, claimed)
    )
    child.start()
    try:
        assert claimed.wait(60)
        assert not store.claim(ident, now=time.time())
    finally:
        child.kill()
        child.join()
    # Who died claims nothing.
    assert store.claim(ident, now=time.time())
    store.release(ident)


def test_a_store_of_another_boot_is_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "edge"
    store = Store.open(folder, 16 * MEBIBYTE)
    store.put(page("/a/", "k"), begun=0)
    store.set_note("cursor", "5")
    store.close()
    again = Store.open(folder, 16 * MEBIBYTE)
    assert state(again, page("/a/"))
    again.close()
    (folder / "made").write_text("1 another-boot", encoding="ascii")
    anew = Store.open(folder, 16 * MEBIBYTE)
    try:
        assert state(anew, page("/a/")) is None
        assert not anew.note("cursor")
    finally:
        anew.close()


def test_killed_readers_do_not_fill_the_table(tmp_path: Path) -> None:
    folder = tmp_path / "edge"
    store = Store.open(folder, 16 * MEBIBYTE)
    store.put(page("/a/", "k"), begun=0)
    context = multiprocessing.get_context("spawn")
    for _n in range(3):
        child = context.Process(target=children.read_and_die, args=(str(folder),))
        child.start()
        child.join()
    assert store.tidy() >= 0
    assert store.read(page("/a/").address.ident)
    store.close()


PATHS = st.integers(0, 7).map(lambda n: f"/{n}/")
KEYS = st.sets(st.integers(0, 5).map(lambda n: f"key:{n}"), min_size=1)


class TheStoreIsAMap(RuleBasedStateMachine):
    """Against a plain dictionary: what is kept, by which keys, and what is stale."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile  # noqa: PLC0415 (a folder for each run)

        self.folder = tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").exists() else None)  # noqa: S108
        self.store = Store.open(Path(self.folder) / "edge", 64 * MEBIBYTE)
        self.kept: dict[str, tuple[frozenset[str], float]] = {}
        self.begun: list[tuple[int, int]] = []
        self.log: list[tuple[float, set[str]]] = []
        self.now = 1.0

    def teardown(self) -> None:
        self.store.close()

    @rule(path=PATHS, keys=KEYS)
    def put(self, path: str, keys: set[str]) -> None:
        self.store.put(page(path, *keys), begun=self.store.applied())
        self.kept[path] = (frozenset(keys), 0.0)

    @rule()
    def begin(self) -> None:
        self.begun.append((self.store.applied(), len(self.log)))

    @precondition(lambda self: self.begun)
    @rule(path=PATHS, keys=KEYS)
    def put_what_was_begun(self, path: str, keys: set[str]) -> None:
        begun, seen = self.begun.pop(0)
        self.store.put(page(path, *keys), begun=begun)
        since = next((at for at, changed in self.log[seen:] if changed & keys), 0.0)
        self.kept[path] = (frozenset(keys), since)

    @rule(keys=KEYS)
    def apply(self, keys: set[str]) -> None:
        self.now += 1
        change(self.store, *keys, now=self.now)
        self.log.append((self.now, set(keys)))
        for path, (held, since) in self.kept.items():
            if held & keys and not since:
                self.kept[path] = (held, self.now)

    @rule(path=PATHS)
    def forget(self, path: str) -> None:
        self.store.forget(page(path).address.ident)
        self.kept.pop(path, None)

    @invariant()
    def holds(self) -> None:
        states = {path: state(self.store, page(path)) for path in (f"/{n}/" for n in range(8))}
        assert {path: s.since for path, s in states.items() if s} == {
            path: since for path, (_keys, since) in self.kept.items()
        }
        for n in range(6):
            key = f"key:{n}"
            assert set(self.store.under(key)) == {
                page(path).address.ident for path, (keys, _s) in self.kept.items() if key in keys
            }
        assert {ident for ident, _state in self.store.stale()} == {
            page(path).address.ident for path, (_keys, since) in self.kept.items() if since
        }
        assert self.store.figures().pieces == len(self.kept)


TestTheStoreIsAMap = TheStoreIsAMap.TestCase
TestTheStoreIsAMap.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
