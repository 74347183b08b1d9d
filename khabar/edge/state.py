"""What is known of pieces, and of the store as a whole, without reading any."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_STATE: Final = struct.Struct("<QddIIIB")
FRAGMENT, STOCK = 1, 2


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a piece without reading it.

    ``since`` is when a change of one of its keys was applied, in seconds since the epoch; 0 while
    it is fresh. ``outdated`` is the same for a new build, or where changes are not known. ``heat``
    is how much it was read of late: it tells which of two is rendered first.
    """

    version: int
    since: float
    outdated: float
    size: int
    seen: int
    heat: int
    flags: int

    @classmethod
    def unpack(cls, data: bytes) -> "State":
        """As it lies in the store."""
        return cls(*_STATE.unpack(bytes(data)))

    @property
    def fresh(self) -> bool:
        """Whether it is what would be rendered now."""
        return not self.since and not self.outdated

    @property
    def stock(self) -> bool:
        """Whether it stands in for what was withdrawn."""
        return bool(self.flags & STOCK)

    @property
    def fragment(self) -> bool:
        """Whether it is a fragment."""
        return bool(self.flags & FRAGMENT)

    def pack(self) -> bytes:
        """As it lies in the store."""
        return _STATE.pack(
            self.version,
            self.since,
            self.outdated,
            self.size,
            self.seen,
            self.heat,
            self.flags,
        )


@dataclass(frozen=True)
class Applied:
    """A change as the follower applies it: which keys, and which of them must leave at once."""

    keys: Iterable[str]
    closed: Iterable[str] = ()


@dataclass(frozen=True)
class Figures:
    """What `khabar edge status` says."""

    pieces: int
    fragments: int
    stale: int
    outdated: int
    bytes: int
    limit: int
    generation: int
    applied: int
    #: How many pieces were rendered, and pages joined, since the store was begun.
    rendered: int
    composed: int
    build: str
    cursor: str
