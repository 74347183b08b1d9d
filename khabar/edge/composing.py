"""Pages from pieces: joined once for each combination of their versions, already compressed."""

import gzip
import hashlib
import re
import struct
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import brotli

from khabar.edge.http import BODY, NOT_MODIFIED, START, Message
from khabar.edge.pieces import Address, Core, Fragment, Hole, Segment, deflate

#: RFC 1952: deflate, no name, no time, no system: the same bytes on every machine.
_GZIP_HEAD: Final = bytes.fromhex("1f8b08000000000002ff")
#: The last block of a deflate stream, empty.
_LAST_BLOCK: Final = b"\x03\x00"
_TAIL: Final = struct.Struct("<II")
#: Headers that a server makes itself, or that belong to one answer.
_OWN: Final = frozenset(
    {"content-length", "content-encoding", "etag", "vary", "cache-control", "date", "connection"}
)
_TEXTUAL: Final = re.compile(r"text/|application/([\w.+-]+\+)?(json|xml|javascript)\b")
BROTLI_QUALITY: Final = 6
GZIP_LEVEL: Final = 9
#: What a composed page is reckoned to cost beside its bytes.
OVERHEAD: Final = 2000


@dataclass(slots=True)
class Coded:
    """One coding of a page: what is sent of it, and what instead to those who have it already.

    Messages are made once and sent as they are to each reader.
    """

    start: Message
    body: Message
    etag: bytes
    unchanged: Message

    @property
    def content(self) -> bytes:
        """The page's bytes in this coding."""
        return bytes(self.body["body"])


class Composed:
    """A page as it goes out. Coded on demand; gzip at first from what the pieces hold."""

    __slots__ = (
        "_content",
        "_headers",
        "asked",
        "codings",
        "confirmed",
        "generation",
        "holes",
        "idents",
        "improved",
        "moving",
        "number",
        "settled",
        "size",
        "states",
        "status",
        "surrogate",
        "told",
        "until",
        "versions",
    )

    def __init__(
        self,
        core: Core,
        fragments: Sequence[Segment],
        versions: tuple[int, ...],
    ) -> None:
        parts: list[Segment] = [core.segments[0]]
        for segment, fragment in zip(core.segments[1:], fragments, strict=True):
            parts += (fragment, segment)
        self.status, self.holes = core.status, core.holes
        self.versions = versions
        #: What its core and its fragments are called in the store, and their states as they lay
        #: there when they were last looked at.
        self.idents: tuple[bytes, ...] = ()
        self.states: tuple[bytes | None, ...] = ()
        #: The store's generation in which the versions were last seen to hold.
        self.generation = -1
        #: Until when (seconds since the epoch) it may be shown although a part of it is stale.
        self.until = float("inf")
        #: Whether all its parts were as they would be rendered then.
        self.settled = False
        #: Whether a part changed lately, and is about to be rendered.
        self.moving = False
        #: For a cache in front: when, by this machine's clock, the follower had caught up before
        #: the parts were last looked at; and the names of the page's keys.
        self.confirmed = 0.0
        self.surrogate = b""
        self.asked = self.told = 0
        #: Of an article's own page its public number; 0 of any other.
        self.number = 0
        self.improved = False
        plain = b"".join(part.plain for part in parts)
        self._content = hashlib.sha256(plain).hexdigest()[:32]
        self._headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in core.headers
            if name.lower() not in _OWN
        ]
        kind = next((value for name, value in core.headers if name.lower() == "content-type"), "")
        self.codings: dict[str, Coded] = {}
        if _TEXTUAL.match(kind):
            tail = _LAST_BLOCK + _TAIL.pack(zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
            joined = b"".join([_GZIP_HEAD, *(part.deflated for part in parts), tail])
            self._add("gzip", joined)
        else:
            self._add("identity", plain)
        # With what better codings will add: the count of a page that is kept does not move.
        self.size = 2 * sum(len(coded.content) for coded in self.codings.values()) + OVERHEAD

    def _add(self, coding: str, body: bytes) -> None:
        etag = f'"{self._content}-{coding}"'.encode()
        always = [
            (b"cache-control", b"no-cache"),
            (b"etag", etag),
            (b"vary", b"Accept-Encoding"),
        ]
        headers = [*self._headers, *always, (b"content-length", str(len(body)).encode())]
        if coding != "identity":
            headers.append((b"content-encoding", {"brotli": b"br"}.get(coding, coding.encode())))
        self.codings[coding] = Coded(
            start={"type": START, "status": self.status, "headers": headers},
            body={"type": BODY, "body": body},
            etag=etag,
            unchanged={"type": START, "status": NOT_MODIFIED, "headers": always},
        )

    def plain(self) -> bytes:
        """The page's own bytes."""
        identity = self.codings.get("identity")
        if identity is not None:
            return identity.content
        return gzip.decompress(self.codings["gzip"].content)

    def coded(self, accepted: frozenset[str]) -> Coded:
        """In the best coding that is accepted and made."""
        codings = self.codings
        if "br" in accepted and "brotli" in codings:
            return codings["brotli"]
        if "gzip" in accepted and "gzip" in codings:
            return codings["gzip"]
        if "identity" not in codings:
            self._add("identity", self.plain())
        return codings["identity"]

    def improve(self) -> None:
        """Compress the whole better, for a page that is asked for again and again."""
        self.improved = True
        if "gzip" not in self.codings:
            return
        plain = self.plain()
        squeeze = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
        deflated = squeeze.compress(plain) + squeeze.flush()
        tail = _TAIL.pack(zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
        self._add("gzip", b"".join([_GZIP_HEAD, deflated, tail]))
        self._add("brotli", brotli.compress(plain, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))


class Placed:
    """Fragments as they stand on pages, compressed; those of the last versions are kept."""

    def __init__(self, most: int = 512) -> None:
        self._kept: OrderedDict[tuple[bytes, int, int | None], Segment] = OrderedDict()
        self._most = most

    def segment(self, ident: bytes, version: int, fragment: Fragment, hole: Hole) -> Segment:
        """The fragment as this page wears it."""
        key = (ident, version, fragment.leaves_out(hole.without))
        found = self._kept.get(key)
        if found is None:
            plain = fragment.placed(hole.without)
            found = Segment(plain, deflate(plain))
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


class Pages:
    """Composed pages in this process's memory, the least recently asked for dropped first."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._pages: OrderedDict[Address, Composed] = OrderedDict()

    def get(self, address: Address) -> Composed | None:
        """The page, now the most recent."""
        page = self._pages.get(address)
        if page is not None:
            self._pages.move_to_end(address)
        return page

    def put(self, address: Address, page: Composed) -> None:
        """Keep the page in the place of any other version."""
        self.drop(address)
        self._pages[address] = page
        self.size += page.size
        while self.size > self.limit and len(self._pages) > 1:
            _old, dropped = self._pages.popitem(last=False)
            self.size -= dropped.size

    def drop(self, address: Address) -> None:
        """Forget a page."""
        held = self._pages.pop(address, None)
        if held is not None:
            self.size -= held.size

    def asked(self) -> dict[Address, int]:
        """The pages that were asked for since this was last called, and how often each."""
        found = {}
        for address, page in self._pages.items():
            if page.asked != page.told:
                found[address] = page.asked - page.told
                page.told = page.asked
        return found

    def __len__(self) -> int:
        """How many pages are kept."""
        return len(self._pages)


@lru_cache(maxsize=1000)
def accepted(header: bytes) -> frozenset[str]:
    """The codings that an Accept-Encoding allows, of those that there are (RFC 9110, 12.5.3)."""
    allowed: dict[str, bool] = {}
    for part in header.decode("latin-1").lower().split(","):
        coding, _semicolon, parameters = part.partition(";")
        quality = re.search(r"q\s*=\s*([0-9.]+)", parameters)
        try:
            allowed[coding.strip()] = not quality or float(quality[1]) > 0
        except ValueError:
            allowed[coding.strip()] = True
    others = allowed.get("*", False)
    return frozenset(
        coding
        for coding in ("br", "gzip")
        if allowed.get(coding, allowed.get(f"x-{coding}", others))
    )


def compose(
    core: Core,
    version: int,
    worn: Sequence[tuple[bytes, int, Fragment]],
    placed: Placed,
) -> Composed:
    """The page of a core and, for each of its holes in order, a fragment with id and version."""
    fragments = [
        placed.segment(ident, number, fragment, hole)
        for (ident, number, fragment), hole in zip(worn, core.holes, strict=True)
    ]
    versions = (version, *(number for _ident, number, _fragment in worn))
    return Composed(core, fragments, versions)
