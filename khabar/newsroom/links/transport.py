"""The port to other people's sites, through which links are looked at: real, none, recorded."""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import SplitResult, quote, urljoin, urlsplit

SECONDS: Final = 5.0
"""How long one question may take to be understood; three of them is the most for one answer."""
MOST_BYTES: Final = 65_536
MOST_REDIRECTS: Final = 5
_PORTS: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_ASK_IN_FULL: Final = 400


@dataclass(frozen=True)
class Answer:
    """What an address answered: a code of HTTP; or none, and what was in the way."""

    code: int | None = None
    problem: str = ""


class LinkTransport(Protocol):
    """Looks at one address of the web."""

    def look(self, url: str) -> Answer:
        """What the address answers; raises nothing."""


class NoLinks:
    """For a newsroom that may not look outside: every answer is that nobody asked."""

    def look(self, url: str) -> Answer:
        """Nothing."""
        del url
        return Answer(problem="not-asked")


@dataclass
class RecordedLinks:
    """Answers as they were recorded, and keeps what was asked. Of others it knows no name."""

    answers: Mapping[str, Answer]
    asked: list[str] = field(default_factory=list)

    def look(self, url: str) -> Answer:
        """The recorded answer."""
        self.asked.append(url)
        return self.answers.get(url, Answer(problem="dns"))


class _RefusedError(Exception):
    """An address that is not asked, by the word of a problem."""


#: The word for each way to fail; the first that fits. A refusal brings its own.
_PROBLEMS: Final[dict[type[Exception], str]] = {
    _RefusedError: "",
    TimeoutError: "timeout",
    socket.gaierror: "dns",
    ssl.SSLError: "tls",
    OSError: "connection",
    http.client.HTTPException: "connection",
    ValueError: "address",
}


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is wrapped in."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if inner and not is_public(str(inner)):
            return False
        # NAT64 carries any IPv4 address in its last four bytes.
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


class HttpLinks:
    """Asks for the head of a page, and for its beginning where the head is refused.

    Connects to no address but those that ``allowed`` takes, each looked up once and connected to as
    it was looked up, so that a name cannot change its mind in between.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        seconds: float = SECONDS,
        allowed: Callable[[str], bool] = is_public,
    ) -> None:
        self.user_agent, self.seconds, self.allowed = user_agent, seconds, allowed

    def look(self, url: str) -> Answer:
        """What the address answers, after its redirects."""
        try:
            return self._follow(url)
        except tuple(_PROBLEMS) as error:
            word = next(word for kind, word in _PROBLEMS.items() if isinstance(error, kind))
            return Answer(problem=word or str(error))

    def _follow(self, url: str) -> Answer:
        for _step in range(MOST_REDIRECTS + 1):
            code, location = self._ask("HEAD", url)
            if code >= _ASK_IN_FULL:
                code, location = self._ask("GET", url)
            if code not in _REDIRECTS or not location:
                return Answer(code)
            url = urljoin(url, location)
        return Answer(problem="redirects")

    def _ask(self, method: str, url: str) -> tuple[int, str]:
        """The code and, if there is one, where it leads."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.username:
            raise _RefusedError("address")
        connection = _Connection(parts, self._resolve(parts), self.seconds)
        # A server that sends a letter now and then would never run into the socket's own timeout.
        over = threading.Timer(self.seconds, connection.cut)
        over.start()
        try:
            connection.request(method, _target(parts), headers={"User-Agent": self.user_agent})
            response = connection.getresponse()
            if method == "GET":
                response.read(MOST_BYTES)
            return response.status, response.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            if connection.was_cut:
                raise TimeoutError from None
            raise
        finally:
            over.cancel()
            connection.close()

    def _resolve(self, parts: SplitResult) -> list[str]:
        """The host's addresses. One that is not public condemns the name."""
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or _PORTS[parts.scheme]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not all(map(self.allowed, addresses)):
            raise _RefusedError("private")
        return list(dict.fromkeys(addresses))


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were looked up before, under the host's own name."""

    def __init__(self, parts: SplitResult, addresses: list[str], seconds: float) -> None:
        host = (parts.hostname or "").encode("idna").decode("ascii")
        super().__init__(host, parts.port or _PORTS[parts.scheme], timeout=seconds)
        self.addresses, self.secure, self.was_cut = addresses, parts.scheme == "https", False
        self.default_port = _PORTS[parts.scheme]

    def connect(self) -> None:
        """The first address that takes us; a machine without IPv6 goes on to the next."""
        for address in self.addresses[:-1]:
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError:
                if self.was_cut:
                    raise
        else:
            self.sock = socket.create_connection((self.addresses[-1], self.port), self.timeout)
        if self.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread."""
        self.was_cut = True
        sock = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                sock.close()


def _target(parts: SplitResult) -> str:
    """Path and query, as they go over the wire."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._')}" if parts.query else path
