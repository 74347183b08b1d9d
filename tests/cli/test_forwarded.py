"""Forwarded headers are believed from trusted proxies alone."""

from typing import Any

import pytest

from khabar.cli.forwarded import TrustedProxies
from khabar.conf.environment import read
from khabar.edge.http import Receive, Scope, Send

from .conftest import ask

PROXY, STRANGER, READER = "10.0.0.7", "192.0.2.1", "198.51.100.4"
FORWARDED = {
    "X-Forwarded-For": READER,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "news.example",
    "Host": "127.0.0.1:8000",
}


def seen(client: str, headers: dict[str, str], trusted: str = "10.0.0.0/8") -> Scope:
    """The scope that the application behind is given."""
    scopes: list[Scope] = []

    async def behind(scope: Scope, _receive: Receive, send: Send) -> None:
        scopes.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    networks = read({"KHABAR_TRUSTED_PROXIES": trusted}).trusted_proxies
    ask(TrustedProxies(behind, networks), "/", headers=headers, client=(client, 4711))
    return scopes[0]


def headers_of(scope: Scope) -> dict[str, Any]:
    return {name.decode(): value.decode() for name, value in scope["headers"]}


def test_a_trusted_proxy_is_believed() -> None:
    scope = seen(PROXY, FORWARDED)
    assert scope["client"][0] == READER
    assert scope["scheme"] == "https"
    assert headers_of(scope) == {"host": "news.example"}


@pytest.mark.parametrize("trusted", ["10.0.0.0/8", ""])
def test_a_stranger_is_not(trusted: str) -> None:
    scope = seen(STRANGER, FORWARDED, trusted)
    assert scope["client"][0] == STRANGER
    assert scope["scheme"] == "http"
    assert headers_of(scope) == {"host": "127.0.0.1:8000"}


def test_what_a_reader_wrote_before_the_proxy_is_not() -> None:
    scope = seen(PROXY, {"X-Forwarded-For": f"127.0.0.1, {READER}, 10.1.1.1"})
    assert scope["client"][0] == READER


def test_a_chain_of_trusted_ones_names_the_first() -> None:
    assert seen(PROXY, {"X-Forwarded-For": "10.2.2.2, 10.1.1.1"})["client"][0] == "10.2.2.2"


def test_nonsense_names_the_proxy() -> None:
    scope = seen(
        PROXY, {"X-Forwarded-For": "<script>", "X-Forwarded-Proto": "gopher", "X-Real-Ip": READER}
    )
    assert (scope["client"][0], scope["scheme"]) == (PROXY, "http")


def test_a_proxy_in_ipv6_dress_is_the_same_proxy() -> None:
    assert seen(f"::ffff:{PROXY}", FORWARDED)["client"][0] == READER


def test_an_underscore_does_not_smuggle() -> None:
    scope = seen(PROXY, {"X_Forwarded_For": "127.0.0.1", "Accept": "*/*"})
    assert scope["client"][0] == PROXY
    assert headers_of(scope) == {"accept": "*/*"}


def test_without_a_forwarded_header_the_proxy_asks_itself() -> None:
    assert seen(PROXY, {"Host": "localhost"})["client"][0] == PROXY
