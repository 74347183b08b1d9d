"""Streams request by request: complete, in order, once, whatever is cut; and what was withdrawn."""

import asyncio
import json
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from khabar.edge.follower import Follower
from khabar.edge.hosts import Hosts
from khabar.edge.renewing import Renewer
from khabar.edge.store import Store
from khabar.edge.streaming import coverages, pieces, readers
from khabar.edge.streaming.app import Streams
from khabar.edge.streaming.readers import Places
from khabar.live import actions
from khabar.live.models import LiveCoverage, Post
from khabar.newsroom import actions as newsroom
from khabar.newsroom.models import Article, Edition, Section
from tests.edge.served.test_front import Asked

pytestmark = pytest.mark.django_db(serialized_rollback=True)


class Following:
    """Somebody who follows; ``events`` are all that ever came: kind, place, what it said."""

    def __init__(self, house: "House", query: str, **headers: str) -> None:
        self.house, self.query, self.headers = house, query, headers
        self.events: list[tuple[str, str, dict[str, Any]]] = []
        self.last = ""
        self.status = 0
        self.said: dict[str, str] = {}
        self.body = b""
        self.ended = False
        self.takes = True
        self._gone: asyncio.Event | None = None
        self._answered = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def come(self, address: str = "192.0.2.1") -> None:
        sent = {"host": "testserver"} | ({"last-event-id": self.last} if self.last else {})
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/live/events",
            "query_string": self.query.encode(),
            "client": (address, 0),
            "headers": [(n.encode(), v.encode()) for n, v in (sent | self.headers).items()],
        }
        self.body, self.ended, self._answered = b"", False, asyncio.Event()

        async def run() -> None:
            self._gone = asyncio.Event()
            self._task = asyncio.ensure_future(self.house.streams(scope, self._receive, self._send))
            # The host is looked up in a thread; then all that is begun is a task of its own.
            await asyncio.wait_for(self._answered.wait(), 30)
            await asyncio.sleep(0.02)

        self.house.loop.run_until_complete(run())

    def go(self) -> None:
        async def run() -> None:
            assert self._gone is not None
            assert self._task is not None
            self._gone.set()
            await asyncio.wait_for(self._task, 10)

        self.house.loop.run_until_complete(run())

    async def _receive(self) -> dict[str, Any]:
        assert self._gone is not None
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.said = {n.decode(): v.decode() for n, v in message["headers"]}
            self._answered.set()
            return
        if not self.takes:
            await asyncio.sleep(3600)
        self.body += message.get("body", b"")
        self.ended = not message.get("more_body")
        *whole, self.body = self.body.split(b"\n\n") if self.status == 200 else [self.body]
        for block in whole:
            fields = dict(line.split(": ", 1) for line in block.decode().split("\n"))
            if "id" in fields:
                self.last = fields["id"]
            if "event" in fields:
                said = (fields["event"], fields.get("id", ""), json.loads(fields["data"]))
                self.events.append(said)

    def of(self, *kinds: str) -> list[tuple[str, str, dict[str, Any]]]:
        return [event for event in self.events if event[0] in kinds]


class House:
    """Streams over a store, and its follower, led by hand."""

    def __init__(self, store: Store, renewer: Renewer, places: Places) -> None:
        self.store = store
        self.loop = asyncio.new_event_loop()
        self.behind = Asked(store, renewer)
        self.streams = Streams(self.behind.edge, renewer, Hosts(store), places)
        self.follower = Follower(store)
        self.follower.catch_up()

    def settle(self) -> None:
        """Let all that was committed come to who follows."""
        self.follower.catch_up()
        self.loop.run_until_complete(self._settled())

    async def _settled(self) -> None:
        until = time.monotonic() + 30
        calm = 0
        while calm < 3:
            assert time.monotonic() < until, "it never came to rest"
            await asyncio.sleep(0.01)
            inner = self.streams
            at_rest = inner._following is None or inner._applied == self.store.applied()
            at_rest &= all(one._task is None for one in inner._coverages.values())
            at_rest &= not any(_is_busy(task) for task in asyncio.all_tasks())
            calm = calm + 1 if at_rest else 0

    def wait(self, seconds: float) -> None:
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def close(self) -> None:
        self.streams.end()
        self.wait(0.05)
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.wait(0)
        self.loop.close()
        self.behind.close()


def _is_busy(task: "asyncio.Task[Any]") -> bool:
    name = getattr(task.get_coro(), "__qualname__", "")
    return name.endswith(("._join", "._looking", "._look", "._tell")) and name != "Streams._look"


@pytest.fixture
def house(committed: dict[str, str], store: Store, renewer: Renewer) -> Iterator[House]:  # noqa: ARG001
    made = House(store, renewer, Places(100, 100))
    yield made
    made.close()


@pytest.fixture
def coverage(committed: dict[str, str]) -> LiveCoverage:  # noqa: ARG001
    section = Section.objects.filter(
        locale=Edition.objects.get(locale__language_code="ar").locale
    ).first()
    assert section is not None
    return actions.begin(section, "فيضان", by=None, token=uuid.uuid4(), state="live")


def send(coverage: LiveCoverage, body: str = "ارتفع الماء.", then: Any = "publish") -> Post:
    return actions.send(coverage, by=None, token=uuid.uuid4(), then=then, body=body)


def change(chance: Random, coverage: LiveCoverage) -> None:
    """One change, of readers' concern or not."""
    held = list(Post.objects.filter(coverage=coverage).order_by("pk"))
    post = chance.choice(held) if held else None
    what = chance.choice(["send"] * 4 + ["draft", "edit", "edit", "pin", "withdraw", "restore"])
    if post is None or what == "send":
        send(coverage, f"تحديث {chance.random()}")
    elif what == "draft":
        send(coverage, "مسودة", then="draft")
    elif what == "edit":
        actions.edit(post, by=None, version=post.version, body=f"معدّل {chance.random()}")
    elif what == "pin" and post.is_published:
        (actions.unpin if post.pinned else actions.pin)(post, by=None)
    elif what == "withdraw" and post.is_published:
        actions.withdraw(post, by=None, reason="خطأ")
    elif what == "restore" and post.state == Post.State.WITHDRAWN:
        actions.restore(post, by=None)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_sequence_is_complete_in_order_and_once(
    house: House, coverage: LiveCoverage, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 (no secret)
    clients = [Following(house, f"coverage={coverage.number}:0") for _each in range(4)]
    there: set[Following] = set()
    for _step in range(60):
        for _change in range(chance.randrange(4)):
            change(chance, coverage)
        if chance.random() < 0.7:
            house.settle()
        for client in clients:
            if chance.random() < 0.3:
                if client in there:
                    client.go()
                    there.discard(client)
                else:
                    client.come()
                    there.add(client)
    for client in set(clients) - there:
        client.come()
    house.settle()
    now = {
        post.pk: (post.revision, post.body)
        for post in Post.objects.filter(coverage=coverage, state="published")
    }
    for client in clients:
        is_whole(client, now)


def is_whole(client: Following, now: dict[int, tuple[int, str]]) -> None:
    """What came is in order, none of it twice, and makes what there is now."""
    events = client.of("post", "withdraw", "resync")
    numbers = [int(place.split("@")[1].split(".")[0]) for _kind, place, _said in events]
    assert numbers == sorted(set(numbers)), "in order, and none twice"
    shown: dict[int, dict[str, Any]] = {}
    for kind, _place, said in events:
        assert kind != "resync"
        if kind == "post":
            shown[said["post"]] = said
        else:
            shown.pop(said["post"], None)
    assert {pk: said["revision"] for pk, said in shown.items()} == {
        pk: revision for pk, (revision, _body) in now.items()
    }
    assert all(now[pk][1] in said["html"] for pk, said in shown.items())


def test_who_begins_now_gets_what_comes_from_now_on(house: House, coverage: LiveCoverage) -> None:
    send(coverage)
    client = Following(house, f"coverage={coverage.number}")
    client.come()
    house.settle()
    assert [kind for kind, _place, _said in client.events][:1] == ["at"]
    assert client.said["content-type"].startswith("text/event-stream")
    assert client.said["x-accel-buffering"] == "no"
    assert "set-cookie" not in client.said
    second = send(coverage, "وعاد.")
    house.settle()
    assert [said["post"] for _kind, _place, said in client.of("post")] == [second.pk]


def test_the_page_says_from_where_to_follow_it(house: House, coverage: LiveCoverage) -> None:
    posts = [send(coverage, f"تحديث {n}") for n in range(3)]
    html = house.behind.get(coverage.get_absolute_url()).html
    mark = html.partition('data-mark="')[2].partition('"')[0]
    fourth = send(coverage, "لم يظهر في الصفحة.")
    actions.edit(posts[0], by=None, version=1, body="معدّل")
    client = Following(house, f"coverage={coverage.number}:{mark}")
    client.come()
    house.settle()
    assert [said["post"] for _kind, _place, said in client.of("post")] == [fourth.pk, posts[0].pk]


def test_withdrawn_words_are_sent_to_nobody_who_comes_back(
    house: House, coverage: LiveCoverage
) -> None:
    client = Following(house, f"coverage={coverage.number}:0")
    client.come()
    post = send(coverage, "كلام خاطئ.")
    house.settle()
    actions.withdraw(post, by=None, reason="خطأ")
    house.settle()
    assert [kind for kind, _place, _said in client.of("post", "withdraw")] == ["post", "withdraw"]
    late = Following(house, f"coverage={coverage.number}:0")
    late.come()
    house.settle()
    assert [kind for kind, _place, _said in late.of("post", "withdraw")] == ["withdraw"]
    assert "خاطئ" not in json.dumps(late.events, ensure_ascii=False)


def test_a_withdrawal_while_the_post_is_being_rendered_is_before_it(
    house: House, coverage: LiveCoverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Following(house, f"coverage={coverage.number}:0")
    client.come()
    house.settle()
    slow: list[Any] = []

    def get(renewer: Renewer, address: Any, **more: Any) -> Any:
        said = pieces.get(renewer, address, **more)
        if not slow and more.get("revision"):
            slow.append(address)
            actions.withdraw(Post.objects.latest("pk"), by=None, reason="خطأ")
            house.follower.catch_up()
            # The loop sees it while this thread is still at work.
            time.sleep(0.2)
        return said

    monkeypatch.setattr("khabar.edge.streaming.coverages.get", get)
    send(coverage, "كلام خاطئ.")
    house.settle()
    assert slow
    assert "خاطئ" not in json.dumps(client.events, ensure_ascii=False)
    assert client.of("withdraw")


def test_a_coverage_that_leaves_readers_ends(house: House, coverage: LiveCoverage) -> None:
    send(coverage)
    client = Following(house, f"coverage={coverage.number}")
    client.come()
    house.settle()
    LiveCoverage.objects.get(pk=coverage.pk).unpublish()
    house.settle()
    assert client.events[-1][0] == "gone"
    late = Following(house, f"coverage={coverage.number}:0")
    late.come()
    house.settle()
    assert [kind for kind, _place, _said in late.events] == ["gone"]


def test_a_place_of_another_past_and_a_long_absence_load_the_page_anew(
    house: House, coverage: LiveCoverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = send(coverage)
    post.refresh_from_db()
    other = Following(house, f"coverage={coverage.number}:{post.revision}.{post.pk}.00000000")
    other.come()
    house.settle()
    assert [kind for kind, _place, _said in other.of("post", "resync")] == ["resync"]
    monkeypatch.setattr(coverages, "MOST_RESUMED", 2)
    for n in range(3):
        send(coverage, f"تحديث {n}")
    house.settle()
    late = Following(house, f"coverage={coverage.number}:0")
    late.come()
    house.settle()
    assert [kind for kind, _place, _said in late.of("post", "resync")] == ["resync"]
    send(coverage, "بعدها")
    house.settle()
    assert [kind for kind, _place, _said in late.of("post", "resync")] == ["resync", "post"]


def test_the_frame_follows(house: House, coverage: LiveCoverage) -> None:
    client = Following(house, f"coverage={coverage.number}:0")
    client.come()
    house.settle()
    actions.set_state(coverage, "paused", by=None)
    house.settle()
    until = time.monotonic() + 20
    while "quiet" not in client.of("coverage")[-1][2]["state"]:
        assert time.monotonic() < until, "the frame stayed as it was"
        house.wait(0.1)
    said = client.of("coverage")[-1][2]
    again = Following(house, f"coverage={coverage.number}:0:{said['stamp']}")
    again.come()
    house.settle()
    assert not again.of("coverage"), "the page has this frame"
    assert not again.ended, "nothing to say is no end"


def test_urgent_lines_and_newer_articles_are_told(committed: dict[str, str], house: House) -> None:
    html = house.behind.get(committed["article"]).html
    version = html.partition('data-version="')[2].partition('"')[0]
    number = html.partition('data-article="')[2].partition('"')[0]
    stamp = html.partition('data-ticker="')[2].partition('"')[0]
    client = Following(house, f"ticker={stamp}&article={number}:{version}")
    client.come()
    house.settle()
    assert client.events == []
    edition = Edition.objects.get(locale__language_code="ar")
    actions.add_line(edition, "إغلاق الجسر", by=None, lasts=timedelta(hours=1))
    article = Article.objects.get(number=number)
    article.title = "عنوان آخر"
    article.save_revision()
    newsroom.update(article, by=None, note="")
    house.settle()
    house.wait(0.5)
    ticker, told = client.of("ticker")[-1], client.of("article")[-1]
    assert "إغلاق الجسر" in ticker[2]["html"]
    assert told[2]["article"] == int(number)
    assert told[2]["version"] not in {"", version}
    late = Following(house, f"ticker={stamp}&article={number}:{version}")
    late.come()
    house.settle()
    house.wait(0.2)
    assert [(kind, said) for kind, _place, said in late.events] == [
        ("ticker", ticker[2]),
        ("article", told[2]),
    ]


def test_who_does_not_take_what_is_sent_is_let_go(
    house: House, coverage: LiveCoverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MOST_WAITING", 4000)
    slow, quick = (Following(house, f"coverage={coverage.number}") for _each in range(2))
    slow.takes = False
    slow.come()
    quick.come()
    house.settle()
    for n in range(8):
        send(coverage, f"تحديث {n}")
        house.settle()
    assert len(quick.of("post")) == 8
    assert slow._task is not None
    assert slow._task.done()
    assert house.streams.places._count == 1


def test_there_are_places_for_so_many_and_one_address_has_its_share(
    committed: dict[str, str],  # noqa: ARG001
    store: Store,
    renewer: Renewer,
) -> None:
    house = House(store, renewer, Places(3, 2))
    try:
        came = []
        for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "2001:db8::1", "198.51.100.1"):
            came.append(Following(house, "ticker="))
            came[-1].come(address)
            house.wait(0.05)
        assert [one.status for one in came] == [200, 200, 503, 200, 503]
        assert 15 <= int(came[2].said["retry-after"]) <= 45
        assert b"Come again" in came[2].body
        came[0].go()
        again = Following(house, "ticker=")
        again.come("192.0.2.1")
        house.wait(0.05)
        assert again.status == 200
        house.streams.end()
        house.wait(0.05)
        assert again.ended
        assert house.streams.places._count == 0
    finally:
        house.close()


def test_one_network_of_six_is_one_address() -> None:
    places = Places(10, 1)
    assert places.take("2001:db8::1") == "2001:db8::/64"
    assert places.take("2001:db8:0:1::1") == "2001:db8:0:1::/64"
    assert places.take("2001:db8::ffff") is None
    assert places.take("::ffff:192.0.2.1") == "192.0.2.1"
    assert places.take("192.0.2.1") is None


@pytest.mark.parametrize(
    "query",
    [
        "coverage=x",
        "coverage=1:1.2.zz",
        "article=0",
        "ticker=%22",
        "&".join(f"coverage={n}" for n in range(1, 6)),
        "x=1&" * 60,
    ],
)
def test_what_is_asked_wrongly_is_answered_so(house: House, query: str) -> None:
    client = Following(house, query)
    client.come()
    house.wait(0.05)
    assert client.status == 400
    assert client.said["content-type"].startswith("text/plain")
