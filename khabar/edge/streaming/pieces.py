"""What is sent, as pieces of the store: rendered once for all processes of a data folder."""

import json
from dataclasses import dataclass
from typing import Any, Final

from khabar.edge.http import OK
from khabar.edge.pieces import Address, Core, Fragment, Piece
from khabar.edge.renewing import Outcome, Renewer

ATTEMPTS: Final = 5


class NotMadeError(Exception):
    """Raised when a piece could not be rendered."""


@dataclass(frozen=True, slots=True)
class Said:
    """A piece's bytes and status, and the keys that it was rendered from."""

    status: int
    content: bytes
    keys: frozenset[str]

    def json(self) -> dict[str, Any]:
        """Its content, where it is JSON."""
        said: dict[str, Any] = json.loads(self.content)
        return said


def get(renewer: Renewer, address: Address, *, revision: int = 0) -> Said:
    """The piece as fresh as it can be; of JSON with a ``revision``, at least this one.

    That is asked for where the store may not know yet of what the database says. Raises
    NotMadeError. To be called in a thread.
    """
    newer_than = 0
    for attempt in range(ATTEMPTS):
        found = renewer.store.shown(address.ident)
        if found is not None:
            state, piece = found
            said = _said(piece)
            just_made = attempt > 0 and state.version > newer_than
            known = not piece.stock and (state.fresh or just_made)
            if known and _is_of(said, revision, just_made=just_made):
                return said
            newer_than = state.version
        if renewer.renew(address, newer_than=newer_than) in {Outcome.FAILED, Outcome.NOT_KEPT}:
            break
    raise NotMadeError(address.path)


def _is_of(said: Said, revision: int, *, just_made: bool) -> bool:
    if not revision:
        return True
    if said.status != OK:
        # Gone, or not there yet when it was asked for: only a rendering of now can tell.
        return just_made
    return int(said.json()["revision"]) >= revision


def _said(piece: Piece) -> Said:
    content = piece.content
    if isinstance(content, Fragment):
        return Said(OK, content.placed(None), piece.keys)
    return Said(content.status, _whole(content), piece.keys)


def _whole(content: Core) -> bytes:
    return b"".join(segment.plain for segment in content.segments)
