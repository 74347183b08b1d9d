"""The server's interface in types (ASGI 3.0), and what of HTTP our applications share."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

START: Final = "http.response.start"
BODY: Final = "http.response.body"

OK: Final = 200
NOT_MODIFIED: Final = 304


def matches(header: bytes, etag: bytes) -> bool:
    """Whether an If-None-Match names this etag (RFC 9110, 13.1.2: compared weakly)."""
    if header.strip() == b"*":
        return True
    return any(tag.strip().removeprefix(b"W/") == etag for tag in header.split(b","))
