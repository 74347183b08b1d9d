"""Links that answer: the real way out, the recorded and the null one, and what is kept."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from django.utils import timezone

from khabar.newsroom.links import asking
from khabar.newsroom.links.transport import (
    Answer,
    HttpLinks,
    LinkTransport,
    NoLinks,
    RecordedLinks,
    is_public,
)
from khabar.newsroom.models import Article, LinkCheck, Section
from tests import factories


class Elsewhere(BaseHTTPRequestHandler):
    """Somebody else's site, with its moods."""

    asked: ClassVar[list[tuple[str, str, str]]] = []

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        code = 200
        if self.path.startswith("/code/"):
            code = int(self.path.removeprefix("/code/"))
        elif self.path == "/get-only" and self.command == "HEAD":
            code = 405
        elif self.path in {"/moved", "/round", "/inside"}:
            code = 302
        elif self.path == "/slow":
            time.sleep(1)
        self.send_response(code)
        if self.path == "/moved":
            self.send_header("Location", "/fine")
        elif self.path == "/round":
            self.send_header("Location", "/round")
        elif self.path == "/inside":
            port = self.headers["Host"].rpartition(":")[2]
            self.send_header("Location", f"http://127.0.0.2:{port}/fine")
        self.end_headers()
        if self.command == "GET":
            self._body()

    def _body(self) -> None:
        if self.path == "/code/500":
            # More than anybody would read: the asker goes away.
            try:
                for _ in range(2000):
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass

    do_GET = do_HEAD = _answer  # noqa: N815 (the names that the server looks for)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Elsewhere.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class TransportContract:
    """What each way out keeps to: an answer for any address, and no exception."""

    def way(self) -> LinkTransport:
        raise NotImplementedError

    @pytest.mark.parametrize(
        "url", ["", "ftp://example.org/", "http://", "http://[", "https://a b/", "http://x:99999/"]
    )
    def test_what_is_no_address_is_answered(self, url: str) -> None:
        answer = self.way().look(url)
        assert answer.code is None
        assert answer.problem


class TestRealTransport(TransportContract):
    def way(self) -> LinkTransport:
        return HttpLinks("Khabar (+http://testserver)", seconds=0.5, allowed=lambda _address: True)

    def test_it_tells_what_a_page_answers(self, site: str) -> None:
        look = self.way().look
        assert look(f"{site}/fine") == Answer(200)
        assert look(f"{site}/code/404") == Answer(404)
        assert look(f"{site}/moved") == Answer(200)
        assert look(f"{site}/get-only") == Answer(200)
        assert look(f"{site}/أخبار?س=ص") == Answer(200)
        assert {agent for _verb, _path, agent in Elsewhere.asked} == {"Khabar (+http://testserver)"}

    def test_it_asks_for_the_head_and_then_for_a_beginning(self, site: str) -> None:
        began = time.monotonic()
        assert self.way().look(f"{site}/code/500") == Answer(500)
        assert time.monotonic() - began < 5
        assert [verb for verb, _path, _agent in Elsewhere.asked] == ["HEAD", "GET"]

    def test_it_waits_for_nobody_and_follows_no_circle(self, site: str) -> None:
        assert self.way().look(f"{site}/slow") == Answer(problem="timeout")
        assert self.way().look(f"{site}/round") == Answer(problem="redirects")
        assert self.way().look("http://127.0.0.1:9/") == Answer(problem="connection")

    def test_a_page_outside_cannot_lead_it_inside(self, site: str) -> None:
        way = HttpLinks("Khabar", allowed=lambda address: address == "127.0.0.1")
        assert way.look(f"{site}/inside") == Answer(problem="private")
        assert [path for _verb, path, _agent in Elsewhere.asked] == ["/inside"]

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"])  # noqa: S104 (addresses to refuse)
    def test_it_does_not_ask_our_own_machine(self, site: str, host: str) -> None:
        port = site.rpartition(":")[2]
        answer = HttpLinks("Khabar").look(f"http://{host}:{port}/fine")
        assert answer.code is None
        assert answer.problem in {"private", "dns"}
        assert Elsewhere.asked == []


class TestNullTransport(TransportContract):
    def way(self) -> LinkTransport:
        return NoLinks()


class TestRecordedTransport(TransportContract):
    def way(self) -> LinkTransport:
        return RecordedLinks({"https://a.example/": Answer(200)})

    def test_it_answers_as_recorded_and_keeps_what_was_asked(self) -> None:
        way = RecordedLinks({"https://a.example/": Answer(200)})
        assert way.look("https://a.example/") == Answer(200)
        assert way.look("https://b.example/") == Answer(problem="dns")
        assert way.asked == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "198.18.0.1", "240.0.0.1"),  # noqa: S104 (an address to refuse)
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "ff02::1"),
        "2002:7f00:1::",
    ],
)
def test_addresses_inside_a_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(address)


FINE, GONE, SHY = "https://fine.example/a?b=1&c=2", "https://gone.example/", "https://shy.example/"
RECORDED = {FINE: Answer(200), GONE: Answer(404), SHY: Answer(403)}


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch, settings: Any) -> RecordedLinks:
    settings.LINK_CHECKS = True
    way = RecordedLinks(RECORDED)
    monkeypatch.setattr(asking, "transport", lambda: way)
    return way


@pytest.fixture
def article(politics: Section) -> Article:
    html = (
        f'<p>من <a href="{FINE.replace("&", "&amp;")}">هنا</a> و<a href="{GONE}">هناك</a>'
        f' و<a href="{GONE}">هناك</a> و<a linktype="page" id="3">عندنا</a>'
        ' و<a href="mailto:a@example.org">بريد</a></p>'
    )
    body = [
        {"type": "paragraph", "value": html},
        {"type": "embed", "value": {"url": SHY, "title": "مقطع", "provider": "", "video": False}},
    ]
    return factories.make_draft(politics, body=body)


def test_the_links_of_a_body_are_asked_once_and_kept_for_a_day(
    article: Article, recorded: RecordedLinks
) -> None:
    assert asking.addresses_of(article) == [FINE, GONE, SHY]
    assert asking.ask(article) == 3
    assert sorted(recorded.asked) == sorted(RECORDED)
    states = {url: row.state for url, row in asking.known(RECORDED).items()}
    assert states == {FINE: "answers", GONE: "broken", SHY: "unknown"}
    assert asking.ask(article) == 0
    LinkCheck.objects.update(
        asked_at=timezone.now() - timedelta(hours=2), checked_at=timezone.now() - timedelta(hours=2)
    )
    assert asking.ask(article) == 2
    LinkCheck.objects.update(
        asked_at=timezone.now() - timedelta(days=2), checked_at=timezone.now() - timedelta(days=2)
    )
    assert asking.ask(article) == 3
    assert LinkCheck.objects.count() == 3


def test_a_task_that_was_lost_is_asked_again_and_one_that_waits_is_not(
    article: Article, recorded: RecordedLinks
) -> None:
    asking.ask(article)
    LinkCheck.objects.update(checked_at=None, asked_at=timezone.now())
    assert asking.ask(article) == 0
    LinkCheck.objects.update(asked_at=timezone.now() - timedelta(minutes=20))
    assert asking.ask(article) == 3
    assert len(recorded.asked) == 6


def test_a_newsroom_that_may_not_look_outside_asks_nobody(article: Article, settings: Any) -> None:
    assert asking.ask(article) == 0
    assert not LinkCheck.objects.exists()
    assert isinstance(asking.transport(), NoLinks)
    settings.LINK_CHECKS = True
    assert isinstance(asking.transport(), HttpLinks)
