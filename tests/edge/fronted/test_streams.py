"""Streams through the shipped servers: as they come, and by the reader's own address."""

import http.client
import ssl
import time
from urllib.parse import urlsplit

import pytest

from tests.edge.fronted.conftest import House, wait_for
from tests.edge.fronted.test_nginx import Served, served
from tools.front_servers import Running

pytestmark = pytest.mark.slow
__all__ = ["served"]


class Stream:
    """A stream, read line by line."""

    def __init__(self, url: str, query: str, **headers: str) -> None:
        address = urlsplit(url)
        host, port = address.hostname or "", address.port
        if address.scheme == "https":
            context = ssl._create_unverified_context()  # noqa: S323 (made by the test itself)
            self.held: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=20, context=context
            )
        else:
            self.held = http.client.HTTPConnection(host, port, timeout=20)
        self.held.request("GET", f"/live/events?{query}", headers=headers)
        self.answer = self.held.getresponse()

    def until(self, event: str) -> tuple[list[str], float]:
        """The lines up to this event's data, and when they came."""
        lines: list[str] = []
        while True:
            lines.append(self.answer.readline().decode().rstrip("\n"))
            if lines[-1].startswith("data:") and f"event: {event}" in lines[-2]:
                return lines, time.time()

    def close(self) -> None:
        self.answer.close()
        self.held.close()


def follows(house: House, url: str) -> None:
    """A post comes through as soon as it is published, and is resumed from."""
    coverage, _at = house.edit("coverage")
    stream = Stream(url, f"coverage={coverage}:0", Cookie="khabar-desk=x")
    assert stream.answer.status == 200
    assert stream.answer.headers["Content-Type"].startswith("text/event-stream")
    assert "Set-Cookie" not in stream.answer.headers
    stream.until("coverage")
    post, committed = house.edit("post", coverage, "وصل الماء إلى السوق.")
    lines, came = stream.until("post")
    assert "وصل الماء" in lines[-1]
    assert came - committed < 5, "it was held back on the way"
    stream.close()
    last = next(line for line in reversed(lines) if line.startswith("id: "))[4:]
    second, _at = house.edit("post", coverage, "وعاد.")
    again = Stream(url, f"coverage={coverage}:0", **{"Last-Event-ID": last})
    lines, _came = again.until("post")
    assert f'"post":{second}' in lines[-1]
    assert f'"post":{post}' not in "".join(lines)
    again.close()


def test_varnish_pipes_them(house: House, front: Running) -> None:
    before = front.counter("MAIN.s_pipe")
    follows(house, front.url)
    # Counted when one has ended.
    wait_for(lambda: front.counter("MAIN.s_pipe") > before, what="the count")


def test_nginx_holds_nothing_back(house: House, served: Served) -> None:
    follows(house, served.url)
