"""Followers that purge: what they ask for, and that nothing is lost while a cache is away."""

import logging
import threading
from typing import Any

import pytest
from django.db import transaction

from khabar.edge import follower as edge
from khabar.edge.pieces import Address, Core, Fragment, Piece, Segment
from khabar.edge.purging import followers, network
from khabar.edge.purging.plan import Plan, PurgeError
from khabar.edge.purging.soon import Soon
from khabar.edge.store import Store, StoreFullError
from khabar.edge.surrogate import short
from khabar.newsroom.models import DeskNotice, Edition
from khabar.outbox.following import Batch
from khabar.outbox.models import Follower
from khabar.outbox.recording import record
from tests.edge.fronted.conftest import wait_for
from tests.edge.networks import Recording

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def say(*keys: str, closed: tuple[str, ...] = ()) -> None:
    with transaction.atomic():
        record("update", keys, closed=closed)


class Cache:
    """A cache in front that is away when told so."""

    def __init__(self) -> None:
        self.plans: list[Plan] = []
        self.away = False

    def __str__(self) -> str:
        return "Cache"

    def purge(self, plan: Plan) -> None:
        if self.away:
            raise PurgeError("Cache does not answer: refused")
        self.plans.append(plan)


@pytest.fixture
def cache() -> Cache:
    return Cache()


@pytest.fixture
def follower(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> followers.Purging:
    """One that stands at the end of the log."""
    monkeypatch.setattr(followers, "RETRY_SECONDS", 0.0)
    say("before:1")
    made = followers.Purging("test", cache, lambda batch: cache.purge(Plan.of(batch)))
    assert made.step()
    assert cache.plans.pop() == Plan(frozenset(), frozenset({"all"})), (
        "who knows nothing, purges all"
    )
    return made


def test_what_is_closed_is_purged_hard_and_the_rest_softly(
    follower: followers.Purging, cache: Cache
) -> None:
    say("article:1", "article:1:card", closed=("article:1", "number:7"))
    assert follower.step()
    (plan,) = cache.plans
    assert {short("article:1"), short("number:7")} <= plan.hard
    assert short("article:1:card") in plan.soft
    assert not plan.soft & plan.hard
    assert not follower.step()


def test_files_of_a_changed_photo_are_purged_hard(
    follower: followers.Purging, cache: Cache
) -> None:
    say("photo:12")
    follower.step()
    assert cache.plans[0].hard == {"photo-12"}
    assert short("photo:12") in cache.plans[0].soft
    say("photo-files:12")
    follower.step()
    assert cache.plans[1].hard == {"photo-12"}


def test_a_new_build_asks_for_every_page_anew(follower: followers.Purging, cache: Cache) -> None:
    say("build:abc")
    follower.step()
    assert "all" in cache.plans[0].soft
    assert not cache.plans[0].hard


def test_while_it_is_away_nothing_is_lost_and_the_desk_knows(
    follower: followers.Purging, cache: Cache, caplog: pytest.LogCaptureFixture
) -> None:
    held = Follower.objects.get(name="test").cursor
    cache.away = True
    say("article:1")
    with caplog.at_level(logging.WARNING):
        assert not any(follower.step() for _time in range(5))
    assert len(caplog.records) == 1, "once, and not every second"
    assert Follower.objects.get(name="test").cursor == held
    notice = DeskNotice.objects.get(settled_at=None)
    assert (notice.kind, notice.name, notice.times) == ("front-cache", "Cache", 1)
    say("article:2")
    cache.away = False
    assert follower.step()
    assert {short("article:1"), short("article:2")} <= cache.plans[0].soft
    assert not DeskNotice.objects.filter(settled_at=None).exists()


def test_a_worker_that_starts_anew_settles_what_the_last_one_told(
    follower: followers.Purging, cache: Cache
) -> None:
    cache.away = True
    say("article:1")
    follower.step()
    cache.away = False
    again = followers.Purging("test", cache, lambda batch: cache.purge(Plan.of(batch)))
    assert again.step()
    assert not DeskNotice.objects.filter(settled_at=None).exists()


@pytest.fixture
def recorded(settings: Any, monkeypatch: pytest.MonkeyPatch, store: Store) -> list[Any]:
    """What a content delivery network was told, address by address."""
    settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": "tests.edge.networks.Recording"}}
    monkeypatch.setattr(followers, "LAST_SECONDS", 0.0)
    monkeypatch.setattr(followers, "open_store", lambda: store)
    monkeypatch.setattr(Recording, "told", [])
    monkeypatch.setattr(Recording, "error", "")
    return Recording.told


def page(site: int, path: str, *keys: str) -> Piece:
    core = Core(200, (("Content-Type", "text/html"),), (Segment.of(b"page"),), ())
    return Piece(Address(site, path), frozenset(keys), core)


def test_a_network_is_told_the_addresses_of_what_changed(
    recorded: list[Any], store: Store, ar: Edition
) -> None:
    site = ar.site
    store.put(page(site.pk, "/سياسة/7-خبر/", "article:1", "number:7"), begun=0)
    store.put(page(site.pk, "/latest/?page=2", "article:1:card"), begun=0)
    store.put(page(site.pk, "/about/", "page:5"), begun=0)
    worn = Piece(Address(site.pk, "rail"), frozenset({"article:1:card"}), Fragment(b"rail"))
    store.put(worn, begun=0)
    follower = followers.network_follower(network.Network())
    follower.step()
    recorded.clear()
    say("article:1:card", closed=("article:1",))
    assert follower.step()
    gone = f"{site.root_url}/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/7-%D8%AE%D8%A8%D8%B1/"
    assert recorded == [[gone], sorted([gone, f"{site.root_url}/latest/?page=2"])]


def test_a_network_that_says_no_to_the_log_alone_is_heard(
    recorded: list[Any], store: Store, ar: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(page(ar.site.pk, "/about/", "page:5"), begun=0)
    follower = followers.network_follower(network.Network())
    follower.step()
    recorded.clear()
    monkeypatch.setattr(followers, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(Recording, "error", "quota exceeded")
    say("page:5")
    assert not follower.step()
    assert "quota exceeded" in DeskNotice.objects.get(settled_at=None).message
    monkeypatch.setattr(Recording, "error", "")
    assert follower.step()
    assert recorded[-1] == [f"{ar.site.root_url}/about/"]


@pytest.fixture
def soon(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> Soon:
    monkeypatch.setattr("khabar.edge.purging.soon.SECONDS", (0.0, 0.1))
    return Soon(cache)


def test_an_edge_purges_what_its_store_has(store: Store, cache: Cache, soon: Soon) -> None:
    applied: list[int] = []

    def tell(batch: Batch) -> None:
        applied.append(store.applied())
        soon.tell(Plan.of(batch))

    follower = edge.Follower(store, tell=tell)
    follower.step()
    applied.clear()
    wait_for(lambda: len(cache.plans) == 2, 5)
    cache.plans.clear()
    before = store.applied()
    say("article:1", closed=("page:1:itself",))
    follower.step()
    assert applied == [before + 1], "told once the store has it"
    wait_for(lambda: len(cache.plans) == 2, 5)
    for plan in cache.plans:
        assert short("article:1") in plan.soft
        assert short("page:1:itself") in plan.hard
    follower.step()
    assert len(applied) == 1, "nothing came, nothing is told"


def test_what_cannot_be_kept_is_purged_all_the_same(
    store: Store, cache: Cache, soon: Soon, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = edge.Follower(store, tell=lambda batch: soon.tell(Plan.of(batch)))
    follower.step()
    wait_for(lambda: len(cache.plans) == 2, 5)
    cache.plans.clear()

    def full(*_args: object, **_kwargs: object) -> int:
        raise StoreFullError("full")

    monkeypatch.setattr(store, "apply", full)
    say("article:1", closed=("page:1:itself",))
    with pytest.raises(StoreFullError):
        follower.step()
    wait_for(lambda: bool(cache.plans), 5)
    assert short("page:1:itself") in cache.plans[0].hard


def test_what_waits_is_purged_together_and_what_is_hard_stays_hard(
    cache: Cache, soon: Soon, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    purge = cache.purge

    def slow(plan: Plan) -> None:
        held.wait(5)
        purge(plan)

    monkeypatch.setattr(cache, "purge", slow)
    soon.tell(Plan(frozenset({"first"}), frozenset()))
    wait_for(lambda: len(soon._due) == 1, 5)
    soon.tell(Plan(frozenset({"both", "second"}), frozenset()))
    soon.tell(Plan(frozenset(), frozenset({"both"})))
    held.set()
    wait_for(lambda: not soon._due and len(cache.plans) >= 3, 5)
    assert cache.plans[0] == Plan(frozenset({"first"}), frozenset())
    assert cache.plans[1] == Plan(frozenset({"second"}), frozenset({"both"}))


def test_a_cache_that_takes_nothing_is_told_of_once(
    cache: Cache, soon: Soon, caplog: pytest.LogCaptureFixture
) -> None:
    cache.away = True
    plan = Plan(frozenset({"one"}), frozenset())
    with caplog.at_level(logging.WARNING):
        soon.tell(plan)
        wait_for(lambda: not soon._due, 5)
        soon.purge(plan)
    assert [record.getMessage() for record in caplog.records] == [
        "Changes are seen late through the cache in front: Cache does not answer: refused"
    ]
    cache.away = False
    soon.tell(plan)
    wait_for(lambda: plan in cache.plans, 5)
