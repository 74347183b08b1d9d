"""Who asks, by which scheme and host: believed from trusted proxies alone."""

import ipaddress
from collections.abc import Iterable

from khabar.conf.environment import Network
from khabar.edge.http import App, Header, Receive, Scope, Send

FORWARDED = frozenset(
    {
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-prefix",
        b"x-forwarded-proto",
        b"x-forwarded-scheme",
        b"x-forwarded-ssl",
        b"x-real-ip",
    }
)


class TrustedProxies:
    """Turns what a trusted proxy says into the scope itself, and removes the headers from all.

    What stands behind sees one truth: `client`, `scheme` and the `host` header. A header name with
    an underscore is dropped too, because WSGI cannot tell `X_Forwarded_For` from the real one.
    """

    def __init__(self, app: App, trusted: Iterable[Network]) -> None:
        self.app = app
        self.trusted = tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            scope = self._rewritten(scope)
        await self.app(scope, receive, send)

    def _rewritten(self, scope: Scope) -> Scope:
        said: list[Header] = []
        kept: list[Header] = []
        for name, value in scope["headers"]:
            if name.lower() in FORWARDED:
                said.append((name.lower(), value))
            elif b"_" not in name:
                kept.append((name, value))
        scope = {**scope, "headers": kept}
        client = scope.get("client")
        if client and said and self._trusts(client[0]):
            self._believe(scope, said)
        return scope

    def _trusts(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        return any(ip in network for network in self.trusted)

    def _believe(self, scope: Scope, said: list[Header]) -> None:
        chain = _values(said, b"x-forwarded-for")
        # From the right: each trusted proxy vouches for the one before it. The first that is not
        # trusted is who asked; what stands left of it, anyone may have written.
        for hop in reversed(chain):
            try:
                address = str(ipaddress.ip_address(hop))
            except ValueError:
                break
            scope["client"] = (address, 0)
            if not self._trusts(address):
                break
        schemes = _values(said, b"x-forwarded-proto")
        if schemes and schemes[-1] in {"http", "https"}:
            scope["scheme"] = schemes[-1]
        hosts = _values(said, b"x-forwarded-host")
        if hosts:
            host = hosts[-1].encode("latin-1")
            others = [header for header in scope["headers"] if header[0].lower() != b"host"]
            scope["headers"] = [*others, (b"host", host)]


def _values(said: list[Header], name: bytes) -> list[str]:
    joined = b",".join(value for header, value in said if header == name).decode("latin-1")
    return [part.strip() for part in joined.split(",") if part.strip()]
