"""A flood of what readers send is turned away here, before Django, at the cost of a small answer.

What a reader may do in a day, and under which article, is for the comments' own limits to say; this
bound keeps the threads of the process free for the desk and for pages that must be made.
"""

import hashlib
import math
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

from khabar.edge.households import household
from khabar.edge.http import BODY, START, App, Header, Receive, Scope, Send

PATHS: Final = "/me/"
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MINUTE: Final = 60.0
#: So many addresses are told apart; of more, those that were quiet for longest are forgotten.
MOST_KNOWN: Final = 20_000
#: So much may come at once of what a second takes.
AT_ONCE: Final = 2
TOO_MANY: Final = 429
#: Of what is refused so many bytes are taken first: the longest comment is a tenth of it.
MOST_TAKEN: Final = 256 * 1024
_KEY_BYTES: Final = 32

Clock = Callable[[], float]


class Bucket:
    """Holds ``most`` tokens, and gets ``rate`` of them in a second."""

    __slots__ = ("_at", "_left", "most", "rate")

    def __init__(self, rate: float, most: float, now: float) -> None:
        self.rate, self.most = rate, most
        self._left, self._at = most, now

    def lacks(self, now: float) -> float:
        """In how many seconds there is a token; 0 when there is one."""
        self._left = min(self.most, self._left + (now - self._at) * self.rate)
        self._at = now
        return 0.0 if self._left >= 1 else (1 - self._left) / self.rate

    def take(self) -> None:
        """Take the token that there is."""
        self._left -= 1

    def is_full(self, now: float) -> bool:
        """Whether nothing was taken that has not come back."""
        return self._left + (now - self._at) * self.rate >= self.most


class Floods:
    """Refuses posts under ``/me/`` beyond a bound, in all and of one address.

    ``per_second`` is what so many processes take together, each its share; ``per_minute_each`` is
    what one address may send to this one. Used by the loop's thread alone. Of an address a hash is
    kept, under a key that ends with the process, until its minute is over.
    """

    def __init__(
        self,
        app: App,
        per_second: int,
        per_minute_each: int,
        *,
        processes: int = 1,
        clock: Clock = time.monotonic,
    ) -> None:
        self.app, self._clock = app, clock
        self._each = per_minute_each
        share = per_second / processes
        self._all = Bucket(share, max(1.0, share * AT_ONCE), clock())
        self._known: OrderedDict[bytes, Bucket] = OrderedDict()
        self._key = secrets.token_bytes(_KEY_BYTES)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request."""
        if _is_sent(scope) and (wait := self._wait(scope)):
            return _refuse(receive, send, wait)
        return self.app(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        """In how many seconds this would be taken; 0 when it is."""
        now = self._clock()
        mine = self._bucket((scope.get("client") or ("",))[0], now)
        # Who sends too much himself takes nothing of what there is for all.
        wait = mine.lacks(now) or self._all.lacks(now)
        if not wait:
            mine.take()
            self._all.take()
        return wait

    def _bucket(self, address: str, now: float) -> Bucket:
        name = household(address).encode("utf-8", "replace")
        name = hashlib.blake2s(name, key=self._key).digest()
        bucket = self._known.get(name)
        if bucket is None:
            bucket = self._known[name] = Bucket(self._each / MINUTE, self._each, now)
        self._known.move_to_end(name)
        while len(self._known) > MOST_KNOWN or next(iter(self._known.values())).is_full(now):
            if len(self._known) == 1:
                break
            self._known.popitem(last=False)
        return bucket


def _is_sent(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] not in READING
        and scope["path"].startswith(PATHS)
    )


_PAGE: Final = """\
<!doctype html>
<html lang="ar" dir="rtl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>أُرسل الكثير في وقت قصير</title>
<h1>أُرسل الكثير في وقت قصير</h1>
<p>لم يصل ما أرسلته. انتظر قليلًا، ثم عُد إلى الصفحة السابقة وأعد الإرسال: نصّك ما زال فيها.</p>
<div lang="en" dir="ltr">
<h2>Too much was sent in a short time</h2>
<p>What you sent did not arrive. Wait a little, then go back and send it again: your text is still \
there.</p>
</div>
</html>
""".encode()


async def _refuse(receive: Receive, send: Send, wait: float) -> None:
    await _take(receive)
    headers: list[Header] = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(_PAGE)).encode()),
        (b"retry-after", str(math.ceil(wait)).encode()),
        (b"cache-control", b"private, no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'"),
    ]
    await send({"type": START, "status": TOO_MANY, "headers": headers})
    await send({"type": BODY, "body": _PAGE})


async def _take(receive: Receive) -> None:
    """Take what was sent, up to a bound, and throw it away.

    What arrives when the answer is out already ends the connection, and with it, for a reader on a
    slow line, the answer.
    """
    left = MOST_TAKEN
    while left > 0:
        message = await receive()
        if not message.get("more_body"):
            return
        left -= len(message.get("body", b""))
