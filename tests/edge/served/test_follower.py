"""The store follows the log: elected, resumed, told when all is unknown."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, transaction
from django.http import HttpResponse

from khabar.edge import build, placing, serving
from khabar.edge.assembly import STALE_SECONDS
from khabar.edge.follower import Follower
from khabar.edge.pieces import Address, Core, Piece, Segment
from khabar.edge.store import Store
from khabar.outbox.models import Change
from khabar.outbox.recording import record
from tests.edge import children

pytestmark = pytest.mark.django_db(serialized_rollback=True)


def page(path: str, *keys: str) -> Piece:
    core = Core(200, (("Content-Type", "text/html"),), (Segment.of(b"page"),), ())
    return Piece(Address(1, path), frozenset(keys), core)


def fresh(store: Store, path: str) -> bool:
    (state,) = store.states([Address(1, path).ident])[1]
    return state is not None and state.fresh


def say(*keys: str, closed: tuple[str, ...] = ()) -> None:
    with transaction.atomic():
        record("update", keys, closed=closed)


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """A log with something in it, which leaves nothing."""
    say("before:1")
    yield
    Change.objects.all().delete()


def wait_for(store: Store, path: str, *, is_fresh: bool, seconds: float = 10) -> float:
    began = time.monotonic()
    while fresh(store, path) is not is_fresh:
        assert time.monotonic() - began < seconds, f"{path} stayed as it was"
        time.sleep(0.005)
    return time.monotonic() - began


def test_what_came_while_nobody_followed_is_applied(store: Store) -> None:
    follower = Follower(store)
    follower.catch_up()
    store.put(page("/a/", "article:1"), begun=store.applied())
    store.put(page("/b/", "article:2"), begun=store.applied())
    say("article:1", "number:1")
    assert Follower(store).catch_up() == 1
    assert not fresh(store, "/a/")
    assert fresh(store, "/b/")
    assert Follower(store).catch_up() == 0


def test_many_changes_are_applied_in_more_than_one_batch(store: Store) -> None:
    follower = Follower(store)
    follower.catch_up()
    for n in range(1203):
        store_key = f"article:{n}"
        say(store_key)
    store.put(page("/a/", "article:1202"), begun=store.applied())
    follower.catch_up()
    assert not fresh(store, "/a/")
    assert store.applied() >= 1203


def test_a_first_start_knows_nothing_of_what_is_kept(store: Store) -> None:
    store.put(page("/a/", "article:1"), begun=0)
    assert Follower(store).catch_up() == 1
    assert not fresh(store, "/a/")


def test_yesterdays_database_makes_all_anew(store: Store) -> None:
    follower = Follower(store)
    say("article:5")
    follower.catch_up()
    store.put(page("/a/", "article:1"), begun=store.applied())
    follower.catch_up()
    assert fresh(store, "/a/")
    Change.objects.order_by("-pk").first().delete()  # type: ignore[union-attr]
    follower.catch_up()
    assert not fresh(store, "/a/")
    (state,) = store.states([Address(1, "/a/").ident])[1]
    assert state is not None
    assert time.time() - state.since > STALE_SECONDS, "it is shown to nobody meanwhile"


def test_a_house_that_starts_knows_what_changed_while_it_was_down(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(*_asked: Any) -> None:
        raise AssertionError

    Follower(store).catch_up()
    store.put(page("/a/", "article:1"), begun=store.applied())
    store.set_note("build", build.stamp())
    say("article:1")
    assert fresh(store, "/a/")
    monkeypatch.setattr(serving, "open_store", lambda: store)
    # What it takes fragments from is this process's, and its store is gone after the test.
    monkeypatch.setattr(placing, "_keepers", [])
    serving.start(nobody, lambda _request: HttpResponse())
    try:
        assert not fresh(store, "/a/")
    finally:
        for thread in threading.enumerate():
            if isinstance(thread, Follower):
                thread.stop()
                thread.join(10)


def test_a_running_follower_is_woken_at_once(store: Store) -> None:
    follower = Follower(store)
    follower.start()
    try:
        assert follower.leading.wait(10)
        store.put(page("/a/", "article:1"), begun=store.applied())
        time.sleep(0.3)
        say("article:1")
        assert wait_for(store, "/a/", is_fresh=False) < 0.5
    finally:
        follower.stop()
        follower.join(10)
    assert not follower.is_alive()


def test_who_waits_for_his_turn_waits_until_the_leader_has_caught_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As a house that was killed left it: nobody who lives has said so.
    (store.folder / "follower.lock").write_text("4194305")
    begun, go_on = threading.Event(), threading.Event()
    real = Follower.step

    def step(follower: Follower) -> None:
        begun.set()
        assert go_on.wait(30)
        real(follower)

    monkeypatch.setattr(Follower, "step", step)
    leader, other = Follower(store), Follower(store)
    leader.start()
    assert begun.wait(10)
    other.start()
    try:
        # Time enough for several looks at who leads.
        assert not other.settled.wait(0.5)
        assert not leader.settled.is_set()
        go_on.set()
        assert other.settled.wait(10)
        assert leader.leading.is_set()
        assert not other.leading.is_set()
    finally:
        go_on.set()
        for one in (leader, other):
            one.stop()
            one.join(10)


def test_when_the_leader_is_killed_another_follows(store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    leader = context.Process(target=children.hold_the_lock, args=(str(store.folder), held))
    leader.start()
    assert held.wait(60)
    second = Follower(store)
    second.start()
    try:
        assert not second.leading.wait(0.5)
        store.put(page("/a/", "article:1"), begun=store.applied())
        leader.kill()
        leader.join()
        assert second.leading.wait(10)
        store.put(page("/a/", "article:1"), begun=store.applied())
        say("article:1")
        wait_for(store, "/a/", is_fresh=False)
    finally:
        second.stop()
        second.join(10)
        connections.close_all()


def test_after_a_new_build_all_is_rendered_again_and_shown_until_then(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(store)
    follower.look_at_build()
    store.put(page("/a/", "article:1"), begun=store.applied())
    follower.look_at_build()
    assert fresh(store, "/a/")
    monkeypatch.setattr(build, "stamp", lambda: "another")
    follower.look_at_build()
    (state,) = store.states([Address(1, "/a/").ident])[1]
    assert state is not None
    assert not state.fresh
    assert not state.since, "the bound of changes is not its bound"
