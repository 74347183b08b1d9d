"""Pieces: what they hold, and how they lie in the store."""

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass, field
from typing import Final, NamedTuple

ID_BYTES: Final = 16
LEVEL: Final = 6
_LENGTH: Final = struct.Struct("<I")
#: Numbers in the store: their order as bytes is their order.
NUMBER: Final = struct.Struct(">Q")


class Address(NamedTuple):
    """What names a page: the site, and path with the few parameters that count.

    A fragment has the site and its name, which begins with no slash. A tuple, because one is made
    and looked up for each request.
    """

    site: int
    path: str

    @property
    def ident(self) -> bytes:
        """A short name, spread evenly: any range of the store is a fair sample of it."""
        text = f"{self.site}|{self.path}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=ID_BYTES).digest()

    @property
    def is_fragment(self) -> bool:
        """Whether it names a fragment."""
        return not self.path.startswith("/")


@dataclass(frozen=True, slots=True)
class Hole:
    """Where a page wears a fragment; ``without`` is the number of the item that is left out."""

    name: str
    without: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Bytes, and the same deflated so that it can be joined to others (RFC 1951)."""

    plain: bytes
    deflated: bytes

    @classmethod
    def of(cls, plain: bytes, level: int = LEVEL) -> "Segment":
        """A segment of these bytes."""
        return cls(plain, deflate(plain, level))


def deflate(plain: bytes, level: int = LEVEL) -> bytes:
    """Whole blocks of a raw deflate stream, ended on a byte and not finished: others may follow.

    Nothing in it points back beyond its own beginning, so it can stand after anything.
    """
    if not plain:
        return b""
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    return squeeze.compress(plain) + squeeze.flush(zlib.Z_SYNC_FLUSH)


@dataclass(frozen=True, slots=True)
class Core:
    """A page without its fragments: one segment more than it has holes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    segments: tuple[Segment, ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """What many pages wear. One with items is a row of them, of which a page leaves out its own."""

    before: bytes
    between: bytes = b""
    after: bytes = b""
    #: What stands there when no item is left.
    empty: bytes = b""
    items: tuple[tuple[int, bytes], ...] = ()
    #: How many items are shown.
    length: int = 0

    def placed(self, without: int | None) -> bytes:
        """As it stands on a page."""
        if not self.length:
            return self.before
        kept = [html for number, html in self.items if number != without][: self.length]
        return self.before + self.between.join(kept) + self.after if kept else self.empty

    def leaves_out(self, without: int | None) -> int | None:
        """The item that this page really leaves out: pages that leave out none are alike."""
        return without if any(number == without for number, _html in self.items) else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A core or a fragment with the keys that it was rendered from."""

    address: Address
    keys: frozenset[str]
    content: Core | Fragment
    #: A stand-in for what was withdrawn, until the page that says so is rendered.
    stock: bool = field(default=False, compare=False)


def encode(piece: Piece) -> bytes:
    """The piece as it lies in the store."""
    content = piece.content
    head: dict[str, object] = {
        "site": piece.address.site,
        "path": piece.address.path,
        "keys": sorted(piece.keys),
    }
    if piece.stock:
        head["stock"] = True
    if isinstance(content, Core):
        parts = [part for seg in content.segments for part in (seg.plain, seg.deflated)]
        head |= {
            "status": content.status,
            "headers": content.headers,
            "holes": [(hole.name, hole.without) for hole in content.holes],
        }
    else:
        parts = [content.before, content.between, content.after, content.empty]
        parts += [html for _number, html in content.items]
        head |= {"length": content.length, "items": [number for number, _html in content.items]}
    head["sizes"] = [len(part) for part in parts]
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(
        "utf-8", "surrogatepass"
    )
    return b"".join([_LENGTH.pack(len(written)), written, *parts])


def decode(data: bytes) -> Piece:
    """The piece that ``encode`` wrote."""
    (length,) = _LENGTH.unpack_from(data)
    start = _LENGTH.size + length
    head = json.loads(data[_LENGTH.size : start].decode("utf-8", "surrogatepass"))
    parts: list[bytes] = []
    for size in head["sizes"]:
        parts.append(data[start : start + size])
        start += size
    content: Core | Fragment
    if "status" in head:
        content = Core(
            status=head["status"],
            headers=tuple((name, value) for name, value in head["headers"]),
            segments=tuple(
                Segment(plain, deflated)
                for plain, deflated in zip(parts[::2], parts[1::2], strict=True)
            ),
            holes=tuple(Hole(name, without) for name, without in head["holes"]),
        )
    else:
        before, between, after, empty, *items = parts
        content = Fragment(
            before,
            between,
            after,
            empty,
            tuple(zip(head["items"], items, strict=True)),
            head["length"],
        )
    address = Address(head["site"], head["path"])
    return Piece(address, frozenset(head["keys"]), content, bool(head.get("stock")))


def encoded_size(data: bytes) -> int:
    """What the piece counts for against the store's bound."""
    return len(data) + 200
