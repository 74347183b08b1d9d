"""What a reader gets from the edge, request by request."""

import asyncio
import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import PageViewRestriction

from khabar.edge import front as edge_front
from khabar.edge import rendering
from khabar.edge.assembly import STALE_SECONDS, Assembly
from khabar.edge.beside import Beside
from khabar.edge.closing import stock
from khabar.edge.follower import Follower
from khabar.edge.front import Edge, Lane
from khabar.edge.hosts import Hosts
from khabar.edge.pieces import Address
from khabar.edge.renewing import Outcome, Renewer
from khabar.edge.state import Applied
from khabar.edge.store import Store, StoreFullError
from khabar.edge.streaming.pieces import NotMadeError, get
from khabar.edge.surrogate import Surrogate
from khabar.newsroom import keys
from khabar.newsroom.models import Article, Edition
from khabar.outbox.recording import record

pytestmark = pytest.mark.django_db(serialized_rollback=True)


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def html(self) -> str:
        coded = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if coded else self.body).decode()


class Asked:
    """An edge over an application that only notes what reaches it; a loop of its own."""

    def __init__(self, store: Store, renewer: Renewer, surrogate: Surrogate | None = None) -> None:
        self.store, self.renewer = store, renewer
        self.passed: list[str] = []
        self.loop = asyncio.new_event_loop()
        assembly = Assembly(store, renewer, 16 << 20, surrogate)
        self.edge = Edge(self._behind, assembly, Hosts(store))
        #: What did not take the short way.
        self.outside: list[str] = []
        self.lane = Lane(self._outside, self.edge)

    async def _outside(self, scope: Any, receive: Any, send: Any) -> None:
        self.outside.append(scope["path"])
        await self.edge(scope, receive, send)

    async def _behind(self, scope: Any, _receive: Any, send: Any) -> None:
        self.passed.append(scope["path"])
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"behind"})

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        answer = Answer()
        path, _mark, query = path.partition("?")
        sent = {"host": "testserver", "accept_encoding": "gzip"} | headers
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()
            ],
        }

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {n.decode(): v.decode() for n, v in message["headers"]}
            else:
                answer.body += message.get("body", b"")

        async def receive() -> Any:
            return {}

        self.loop.run_until_complete(self.lane(scope, receive, send))
        return answer

    def change(self, *changed: str, closed: tuple[str, ...] = (), ago: float = 0.0) -> None:
        self.store.apply([Applied(changed, closed)], cursor="", now=time.time() - ago, stock=stock)

    def close(self) -> None:
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()


def article_at(path: str) -> Article:
    return Article.objects.get(number=int(path.split("/")[2].partition("-")[0]))


@pytest.fixture
def asked(store: Store, renewer: Renewer) -> Iterator[Asked]:
    made = Asked(store, renewer)
    yield made
    made.close()


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were rendered, in order."""
    done: list[str] = []
    real = rendering.render

    def noting(address: Address, handler: Any) -> Any:
        done.append(address.path)
        return real(address, handler)

    monkeypatch.setattr("khabar.edge.renewing.render", noting)
    return done


def test_every_page_is_answered_as_django_does(
    committed: dict[str, str], client: Client, asked: Asked
) -> None:
    for kind, path in committed.items():
        whole, answer = client.get(path), asked.get(path)
        assert (answer.status, answer.html) == (whole.status_code, whole.content.decode()), kind
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert int(answer.headers["content-length"]) == len(answer.body)
        assert not answer.headers.keys() & {"set-cookie", "surrogate-key", "surrogate-control"}
    assert not asked.passed


def test_a_page_is_rendered_once_and_its_fragments_once_for_all(
    committed: dict[str, str], asked: Asked, renders: list[str]
) -> None:
    for _reader in range(3):
        for path in (committed["article"], committed["bare article"], committed["latest"]):
            asked.get(path)
    assert sorted(renders) == sorted(set(renders))
    assert {committed["article"], committed["latest"], "rail", "menu"} <= set(renders)


def test_a_page_that_is_ready_goes_the_short_way(committed: dict[str, str], asked: Asked) -> None:
    path = committed["bare article"]
    article = article_at(path)
    first = asked.get(path)
    assert asked.outside == [path]
    again = asked.get(path)
    assert (again.status, again.headers, again.body) == (first.status, first.headers, first.body)
    assert asked.get(path, if_none_match=first.headers["etag"]).status == 304
    # What it may not decide goes round: another host, said by a proxy or not, and what is asked.
    assert asked.outside == [path]
    asked.get(path, x_forwarded_host="elsewhere.example")
    asked.get(path, host="elsewhere.example")
    asked.get(path, "HEAD")
    asked.get(path + "?page=2")
    asked.get(path, "POST")
    assert asked.outside == [path] * 6
    # A page that moved is looked at where pages are made.
    asked.change(keys.article_page(article.pk))
    asked.get(path)
    assert asked.outside == [path] * 7


def test_campaigns_and_junk_make_no_pages(
    committed: dict[str, str], asked: Asked, renders: list[str]
) -> None:
    plain = asked.get(committed["section"])
    renders.clear()
    for query in ("utm_source=x", "fbclid=%00%ff", "page_=2", "&&=&", "x" * 5000):
        assert asked.get(f"{committed['section']}?{query}").html == plain.html
    assert not renders
    assert asked.get(committed["section 2"]).body != plain.body


def test_what_the_browser_has_is_not_sent_again(committed: dict[str, str], asked: Asked) -> None:
    first = asked.get(committed["article"])
    again = asked.get(committed["article"], if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    plain = asked.get(committed["article"], accept_encoding="identity")
    assert plain.headers["etag"] != first.headers["etag"]
    assert "content-encoding" not in plain.headers
    for _reader in range(edge_front.ASKED_AGAIN):
        asked.get(committed["article"])
    asked.edge._behind.submit(lambda: None).result()
    head, whole = (asked.get(committed["article"], method) for method in ("HEAD", "GET"))
    assert (head.body, head.headers) == (b"", whole.headers)
    gone = asked.get(committed["withdrawn"])
    assert asked.get(committed["withdrawn"], if_none_match=gone.headers["etag"]).status == 410


def test_cookies_change_nothing_and_other_methods_are_djangos(
    committed: dict[str, str], asked: Asked
) -> None:
    plain = asked.get(committed["home"])
    assert asked.get(committed["home"], cookie="khabar-desk=abc").html == plain.html
    assert asked.get(committed["home"], "POST").status == 299
    for path in ("/desk/", "/media/a.jpg", "/documents/1/a.pdf", "/preview/" + "x" * 30 + "/"):
        assert asked.get(path).status == 299


def test_a_change_is_shown_after_its_piece_was_rendered(
    committed: dict[str, str], asked: Asked, renders: list[str]
) -> None:
    path = committed["bare article"]
    before = asked.get(path)
    article = article_at(path)
    Article.objects.filter(pk=article.pk).update(lede="مقدمة جديدة تماما")
    # Nobody said so: a reader keeps what was good.
    assert asked.get(path).html == before.html
    renders.clear()
    # Lately: the older version is shown while the new one is made.
    asked.change(keys.article_page(article.pk))
    assert asked.get(path).html == before.html
    until = time.monotonic() + 10
    while "مقدمة جديدة تماما" not in asked.get(path).html:
        assert time.monotonic() < until
        asked.loop.run_until_complete(asyncio.sleep(0.02))
    assert renders == [path]


def test_nobody_sees_what_is_older_than_the_bound(committed: dict[str, str], asked: Asked) -> None:
    path = committed["bare article"]
    asked.get(path)
    article = article_at(path)
    Article.objects.filter(pk=article.pk).update(lede="مقدمة أخرى")
    asked.change(keys.article_page(article.pk), ago=STALE_SECONDS + 0.01)
    assert "مقدمة أخرى" in asked.get(path).html


def test_a_clock_put_back_keeps_nobody_from_what_is_new(
    committed: dict[str, str], asked: Asked
) -> None:
    path = committed["bare article"]
    asked.get(path)
    article = article_at(path)
    Article.objects.filter(pk=article.pk).update(lede="مقدمة بعد الساعة")
    # Seen from now, the change is an hour ahead.
    asked.change(keys.article_page(article.pk), ago=-3600)
    assert "مقدمة بعد الساعة" in asked.get(path).html


def test_a_stale_fragment_is_held_to_the_same_bound(
    committed: dict[str, str], asked: Asked
) -> None:
    before = asked.get(committed["article"])
    edition = Edition.objects.get()
    Edition.objects.filter(pk=edition.pk).update(tagline="شعار جديد")
    asked.change(keys.edition(edition.locale_id), ago=5.0)
    after = asked.get(committed["article"])
    assert "شعار جديد" in after.html
    assert "شعار جديد" not in before.html


def test_what_is_withdrawn_is_gone_without_any_rendering(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = committed["bare article"]
    headline = "خبر بلا صورة ولا مقدمة"
    assert headline in asked.get(path).html
    number = int(path.split("/")[2].split("-")[0])
    article = Article.objects.get(number=number)
    monkeypatch.setattr(asked.renewer, "handler", lambda _request: 1 / 0)
    asked.change(keys.article_page(article.pk), closed=(keys.article_page(article.pk),))
    for _reader in range(3):
        answer = asked.get(path)
        assert answer.status == 410
        assert headline not in answer.html
    asked.change(keys.article_page(article.pk), ago=9)
    assert asked.get(path).status == 410


def test_what_is_withdrawn_is_gone_also_while_the_store_is_full(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [committed[name] for name in ("bare article", "home")]
    article = Article.objects.get(number=int(paths[0].split("/")[2].split("-")[0]))
    follower = Follower(asked.store)
    follower.catch_up()
    assert [asked.get(path).status for path in paths] == [200, 200]

    def full(*_given: Any, **_named: Any) -> None:
        raise StoreFullError("No space left on device")

    with monkeypatch.context() as patch:
        for name in ("apply", "put", "claim"):
            patch.setattr(asked.store, name, full)
        with transaction.atomic():
            record("withdraw", [], closed=[keys.article_page(article.pk)])
        with pytest.raises(StoreFullError):
            follower.catch_up()
        # It is Django's to answer; all other pages stand.
        assert [asked.get(path).status for path in paths] == [299, 200]
        assert asked.passed == [paths[0]]
        # Nor is it sent on a stream.
        with pytest.raises(NotMadeError):
            get(asked.renewer, Address(Edition.objects.get().site_id, paths[0]))
        # Another process, and one that comes later, know it too.
        assert Beside(asked.store.folder / "closed").closed() == {keys.article_page(article.pk)}
    follower.catch_up()
    assert asked.store.beside.closed() == frozenset()
    assert asked.get(paths[0]).status == 410
    assert asked.passed == [paths[0]]


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
@pytest.mark.parametrize("what", ["article", "section"])
def test_what_is_made_private_fails_closed_and_is_not_kept(
    committed: dict[str, str], asked: Asked, kind: str, what: str
) -> None:
    path, headline = committed["bare article"], "خبر بلا صورة ولا مقدمة"
    article = article_at(path)
    follower = Follower(asked.store)
    follower.catch_up()
    address = Address(Edition.objects.get().site_id, path)
    asked.renewer.renew(address)
    assert headline in asked.get(path).html

    page = article if what == "article" else article.get_parent()
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password="كلمة"
    )
    try:
        follower.catch_up()
        # Before anything was rendered.
        assert (asked.get(path).status, headline in asked.get(path).html) == (410, False)
        stock_page = asked.store.read(address.ident)
        assert stock_page is not None
        asked.renewer.renew(address, newer_than=stock_page[0].version)
        # Neither a form for a password nor the way to a sign-in is kept.
        assert asked.store.read(address.ident) is None
        assert headline not in asked.get(path).html
    finally:
        restriction.delete()
    follower.catch_up()
    asked.renewer.renew(address)
    asked.edge._not_kept.clear()
    assert headline in asked.get(path).html


def test_readers_keep_the_last_good_page_while_rendering_fails(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = asked.get(committed["home"])
    edition = Edition.objects.get()
    real = asked.renewer.handler
    monkeypatch.setattr(asked.renewer, "handler", lambda _request: 1 / 0)
    asked.change(keys.front(edition.locale_id), ago=60)
    assert [asked.get(committed["home"]).html for _reader in range(5)] == [good.html] * 5
    assert asked.renewer.failures
    # What was never rendered is Django's to fail.
    assert asked.get(committed["live"]).status == 299
    monkeypatch.setattr(asked.renewer, "handler", real)
    for failure in asked.renewer.failures.values():
        failure.again = 0.0
    until = time.monotonic() + 10
    while asked.renewer.failures and time.monotonic() < until:
        assert asked.get(committed["home"]).status == 200
        assert asked.get(committed["live"]).status in {200, 299}
        asked.loop.run_until_complete(asyncio.sleep(0.05))
    assert not [a for a in asked.renewer.failures if a.path == committed["home"]]


def test_who_waits_for_another_process_waits_for_no_later_change(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = committed["bare article"]
    asked.get(path)
    article = article_at(path)
    address = Address(Edition.objects.get().site_id, path)
    (state,) = asked.store.states([address.ident])[1]
    assert state is not None
    asked.change(keys.article_page(article.pk))
    elsewhere = Renewer(asked.store, asked.renewer.handler)
    real, tries = asked.store.claim, []

    def taken(ident: bytes, **_named: Any) -> bool:
        """Another process has the claim, renders what changed, and then more changes."""
        tries.append(ident)
        if len(tries) == 1:
            with monkeypatch.context() as patch:
                patch.setattr(asked.store, "claim", real)
                elsewhere.renew(address, newer_than=state.version)
            asked.change(keys.article_page(article.pk))
        return False

    monkeypatch.setattr(asked.store, "claim", taken)
    outcome = asked.renewer.renew(address, newer_than=state.version, wait=2.0)
    assert (outcome, len(tries)) == (Outcome.FRESH, 1)


def test_a_page_stands_while_others_move(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("bare article", "latest"):
        asked.get(committed[kind])
        asked.get(committed[kind])
    article = article_at(committed["bare article"])
    assembly = asked.edge.assembly
    looked: list[str] = []
    find = assembly.find

    def noting(address: Address, **how: Any) -> Any:
        looked.append(address.path)
        return find(address, **how)

    monkeypatch.setattr(assembly, "find", noting)
    asked.change(keys.article_page(article.pk))
    asked.get(committed["latest"])
    assert not looked, "nothing of its own moved"
    # What is stale is looked at each time that something moves: it may be rendered by now.
    asked.get(committed["bare article"])
    asked.change("nobody:1")
    asked.get(committed["bare article"])
    assert looked == [committed["bare article"]] * 2
    looked.clear()
    asked.store.beside.say([keys.itself(article.pk)])
    asked.get(committed["latest"])
    assert looked == [committed["latest"]], "who knows what is closed beside the store"


def test_an_internal_change_renders_nothing(
    committed: dict[str, str], asked: Asked, renders: list[str]
) -> None:
    for path in committed.values():
        asked.get(path)
    renders.clear()
    asked.change("article:999999", "list:1:section:999999", ago=9)
    for path in committed.values():
        asked.get(path)
    assert not renders


def test_a_page_asked_for_again_is_compressed_better(
    committed: dict[str, str], asked: Asked
) -> None:
    first = asked.get(committed["article"])
    for _reader in range(edge_front.ASKED_AGAIN):
        asked.get(committed["article"])
    asked.edge._behind.submit(lambda: None).result()
    again = asked.get(committed["article"])
    assert len(again.body) < len(first.body)
    assert again.html == first.html
    assert (
        asked.get(committed["article"], accept_encoding="gzip, br").headers["content-encoding"]
        == "br"
    )
