"""What readers send beyond a bound is turned away before Django, by who asks and in all."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from khabar.cli.forwarded import TrustedProxies
from khabar.conf.environment import read
from khabar.edge import floods
from khabar.edge.floods import Floods
from khabar.edge.http import Message, Receive, Scope, Send
from tests.cli.conftest import Answer, ask

PROXY = "10.0.0.7"
WRITE = "/me/comments/12/"


class Flooded:
    """The bound as a web process has it: behind the proxies that it trusts, before Django."""

    def __init__(
        self, per_second: int = 20, per_minute_each: int = 30, *, processes: int = 1
    ) -> None:
        self.now = 1000.0
        self.passed: list[str] = []
        #: Parts of bodies that were taken of what is refused, and what each part is.
        self.taken = 0
        self.part: Message = {"type": "http.request", "body": b"name=1&body=1", "more_body": False}
        self.floods = Floods(
            self._django,
            per_second,
            per_minute_each,
            processes=processes,
            clock=lambda: self.now,
        )
        trusted = read({"KHABAR_TRUSTED_PROXIES": "10.0.0.0/8"}).trusted_proxies
        self.app = TrustedProxies(self.floods, trusted)

    def flood(self, addresses: Iterable[str]) -> list[int]:
        """200 posts a second from these addresses; how each was answered."""
        begun, statuses = self.now, []

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        async def sent() -> Message:
            self.taken += 1
            return self.part

        async def all_of_them() -> None:
            for n, address in enumerate(addresses):
                self.now = begun + n / 200
                forwarded = [(b"x-forwarded-for", address.encode())]
                scope = {"type": "http", "method": "POST", "path": WRITE, "client": (PROXY, 1)}
                await self.app(scope | {"headers": forwarded}, sent, send)

        asyncio.run(all_of_them())
        return statuses

    async def _django(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.passed.append(scope["client"][0])
        await send({"type": "http.response.start", "status": 299, "headers": []})

    def post(self, address: str, path: str = WRITE, method: str = "POST", **more: Any) -> Answer:
        return ask(
            self.app,
            path,
            method,
            client=(PROXY, 4711),
            headers={"X-Forwarded-For": address},
            **more,
        )


def test_a_flood_from_one_address_leaves_the_others_their_way() -> None:
    flooded = Flooded()
    one, other = "198.51.100.4", "203.0.113.9"
    statuses = flooded.flood(other if n % 200 == 50 else one for n in range(2000))
    assert flooded.passed.count(other) == 10
    # What a minute may hold at first, then what comes back of it in ten seconds.
    assert 30 <= flooded.passed.count(one) <= 36
    # What was sent is taken before the answer goes out, or it ends the connection.
    assert statuses.count(429) == 2000 - len(flooded.passed) == flooded.taken
    flooded.now += 60
    assert flooded.post("198.51.100.4").status == 299


def test_a_flood_from_everywhere_is_bounded_in_all() -> None:
    flooded = Flooded()
    statuses = flooded.flood(f"198.51.{n // 250}.{n % 250}" for n in range(2000))
    # Two seconds' worth at once, and 20 in each of ten seconds.
    assert 200 <= statuses.count(299) <= 241
    # Reading, and what else is sent, is not held up by it.
    assert flooded.post("198.51.9.1", method="GET").status == 299
    assert flooded.post("198.51.9.1", path="/desk/login/").status == 299
    assert flooded.post("198.51.9.1").status == 429


def test_the_bound_is_that_of_the_house_and_each_process_has_its_share() -> None:
    everywhere = [f"198.51.{n // 250}.{n % 250}" for n in range(2000)]
    assert 100 <= Flooded(processes=2).flood(everywhere).count(299) <= 121
    # However small the share, a post comes through at times.
    least = Flooded(per_second=1, processes=64)
    assert [least.post(f"198.51.100.{n}").status for n in range(2)] == [299, 429]
    least.now += 64
    assert least.post("198.51.100.9").status == 299


def test_the_refusal_says_when_and_in_both_languages_that_nothing_is_lost() -> None:
    flooded = Flooded(per_minute_each=1)
    assert flooded.post("198.51.100.4").status == 299
    flooded.now += 12.5
    refused = flooded.post("198.51.100.4")
    assert refused.status == 429
    assert refused.headers["retry-after"] == "48"
    assert refused.headers["cache-control"] == "private, no-store"
    page = refused.body.decode()
    assert refused.headers["content-length"] == str(len(refused.body))
    assert "انتظر قليلًا" in page
    assert "Wait a little" in page
    flooded.now += 47.5
    assert flooded.post("198.51.100.4").status == 299


def test_a_network_of_ipv6_is_one_and_what_a_stranger_forwards_is_nobody() -> None:
    flooded = Flooded(per_minute_each=2)
    statuses = [flooded.post(f"2001:db8:1:2::{n:x}").status for n in range(4)]
    assert statuses == [299, 299, 429, 429]
    assert flooded.post("2001:db8:1:3::1").status == 299
    stranger = {"client": ("192.0.2.1", 1)}
    asked = [
        ask(flooded.app, WRITE, "POST", headers={"X-Forwarded-For": f"198.51.100.{n}"}, **stranger)
        for n in range(4)
    ]
    assert [answer.status for answer in asked] == [299, 299, 429, 429]


def test_no_address_is_kept_and_who_was_quiet_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    flooded = Flooded(per_second=10_000)
    flooded.post("198.51.100.4")
    known = flooded.floods._known
    assert not any(b"198.51.100.4" in name for name in known)
    flooded.now += 61
    flooded.post("203.0.113.9")
    assert len(known) == 1
    monkeypatch.setattr(floods, "MOST_KNOWN", 100)
    flooded.flood(f"198.51.100.{n}" for n in range(150))
    assert len(known) == 100


def test_what_never_ends_is_not_taken_for_ever() -> None:
    flooded = Flooded(per_minute_each=1)
    flooded.part = {"type": "http.request", "body": b"x" * 16384, "more_body": True}
    assert flooded.flood(["198.51.100.4"] * 2) == [299, 429]
    assert flooded.taken == floods.MOST_TAKEN // 16384
