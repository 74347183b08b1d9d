"""Whether what is kept is what would be rendered now: the edge's main promise, looked at."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from khabar.edge.composing import Placed, compose
from khabar.edge.pieces import Address, Core, Fragment, Piece, encode
from khabar.edge.rendering import Handler, NotKeptError, RenderError, render
from khabar.edge.store import Store

ATTEMPTS: Final = 5
PAUSE_SECONDS: Final = 0.2

Fetch = Callable[[Address, str], tuple[int, bytes]]


@dataclass(frozen=True)
class Difference:
    """A piece that is not what would be rendered, and how."""

    address: Address
    why: str


@dataclass
class Report:
    """What was looked at, by kind, and what differs."""

    looked_at: Counter[str] = field(default_factory=Counter)
    #: Stale pieces: they say of themselves that they will be rendered again.
    stale: int = 0
    differences: list[Difference] = field(default_factory=list)


def kind(piece: Piece) -> str:
    """What a piece is, for counting."""
    if isinstance(piece.content, Fragment):
        return f"fragment {piece.address.path}"
    return f"page {piece.content.status}"


def verify(store: Store, handler: Handler) -> Report:
    """Render each fresh piece again and compare bytes and keys.

    What changes while it is looked at is looked at again, a few times.
    """
    report = Report()
    for ident in store.idents():
        why, piece = _compare(store, ident, handler)
        if piece is None:
            continue
        if why is None:
            report.stale += 1
            continue
        report.looked_at[kind(piece)] += 1
        if why:
            report.differences.append(Difference(piece.address, why))
    return report


def _compare(store: Store, ident: bytes, handler: Handler) -> tuple[str | None, Piece | None]:
    """How the piece differs ("" when it does not), None for a stale one; and the piece."""
    why: str | None = None
    piece: Piece | None = None
    for _attempt in range(ATTEMPTS):
        found = store.read(ident)
        if found is None:
            return None, None
        state, piece = found
        if not state.fresh:
            why = None
        else:
            why = difference(piece, handler)
            if not why:
                return "", piece
            # The change may be committed and not applied yet: once more, a moment later.
        time.sleep(PAUSE_SECONDS)
    return why, piece


def difference(piece: Piece, handler: Handler) -> str:
    """How a piece differs from what is rendered now; "" when it does not."""
    try:
        made = render(piece.address, handler)
    except NotKeptError:
        return "it would not be kept now"
    except RenderError as error:
        return f"it cannot be rendered now: {error}"
    if encode(made) == encode(piece):
        return ""
    if made.content == piece.content:
        return f"its keys: {_keys(piece.keys, made.keys)}"
    return f"its bytes: {_digest(piece)} is kept, {_digest(made)} is rendered"


def _keys(kept: frozenset[str], made: frozenset[str]) -> str:
    gone = [f"-{key}" for key in sorted(kept - made)]
    return " ".join([*gone, *(f"+{key}" for key in sorted(made - kept))])[:300]


def _digest(piece: Piece) -> str:
    return hashlib.sha256(encode(piece)).hexdigest()[:12]


def composed_anew(address: Address, handler: Handler) -> tuple[int, bytes] | None:
    """Status and bytes of a page from a rendering of all its parts; None when it is not kept."""
    try:
        core = render(address, handler).content
        if not isinstance(core, Core):
            return None
        worn = []
        for hole in core.holes:
            where = Address(address.site, hole.name)
            content = render(where, handler).content
            if not isinstance(content, Fragment):
                return None
            worn.append((where.ident, 1, content))
    except (NotKeptError, RenderError):
        return None
    return core.status, compose(core, 1, worn, Placed()).plain()


def verify_served(
    store: Store, handler: Handler, fetch: Fetch, codings: tuple[str, ...]
) -> Iterator[tuple[Address, str, str]]:
    """Fetch each kept page in each coding and compare with a composition from scratch.

    Yields address, coding and how it differs ("" when it does not).
    """
    for ident in store.idents():
        found = store.read(ident)
        if found is not None and not found[1].address.is_fragment:
            address = found[1].address
            for coding in codings:
                yield address, coding, _served(address, coding, handler, fetch)


def _served(address: Address, coding: str, handler: Handler, fetch: Fetch) -> str:
    """How what is served differs from a composition from scratch; "" when it does not."""
    why = ""
    for _attempt in range(ATTEMPTS):
        expected = composed_anew(address, handler)
        if expected is None:
            return ""
        got = fetch(address, coding)
        if got == expected:
            return ""
        why = (
            f"status {got[0]}, not {expected[0]}"
            if got[0] != expected[0]
            else f"{len(got[1])} bytes that differ from the {len(expected[1])} rendered"
        )
        time.sleep(PAUSE_SECONDS)
    return why
