"""Where fragments are placed, and who makes them.

Templates say which fragment stands where. While a page's core is being made, the place is left open
and noted; anywhere else (previews, a server without the edge) the fragment is rendered in place.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from khabar.edge.pieces import Fragment, Hole
from khabar.newsroom.models import Edition

Maker = Callable[[str, Edition], Fragment]
Keeper = Callable[[str, Edition], Fragment | None]


@dataclass
class Open:
    """The places that are left open in the core being made."""

    #: No text can hold it: it was drawn after all text was written, and is used for one core.
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    noted: list[Hole] = field(default_factory=list)

    def note(self, hole: Hole) -> str:
        """Note a place; what to write there."""
        self.noted.append(hole)
        return f"\x00{self.secret}{len(self.noted) - 1}\x00"

    def split(self, html: bytes) -> tuple[list[bytes], list[Hole]]:
        """What stands between the open places, and the places in the order of the page."""
        pieces = re.split(rb"\x00" + self.secret.encode() + rb"([0-9]+)\x00", html)
        return pieces[::2], [self.noted[int(number)] for number in pieces[1::2]]


_open: ContextVar[Open | None] = ContextVar("khabar_open_places", default=None)
_makers: dict[str, Maker] = {}
_keepers: list[Keeper] = []
#: Fragments of which there is one for each thing: «comments:12».
_of_things: set[str] = set()


@contextmanager
def leaving_open() -> Iterator[Open]:
    """Leave the places of fragments open, in this thread, and note them."""
    places = Open()
    token = _open.set(places)
    try:
        yield places
    finally:
        _open.reset(token)


def leave_open(name: str, without: int | None = None) -> str | None:
    """What to write where a fragment stands; None when it is to be rendered in place."""
    places = _open.get()
    if places is None:
        return None
    return places.note(Hole(name, without))


def register(name: str, maker: Maker, *, of_things: bool = False) -> None:
    """Have this fragment made by ``maker``, which is given the name and the edition.

    With ``of_things`` there is one for each thing, named with its number: «comments:12».
    """
    _makers[name] = maker
    if of_things:
        _of_things.add(name)


def take_from(keeper: Keeper) -> None:
    """Have pages that are not kept themselves (the search) wear the fragments that ``keeper`` has.

    It is the only one from then on, and gives none that is stale.
    """
    _keepers[:] = [keeper]


def kept(name: str, edition: Edition) -> Fragment | None:
    """The fragment as it is kept and fresh; None where it is to be made."""
    return next((found for keeper in _keepers if (found := keeper(name, edition))), None)


def names() -> list[str]:
    """The fragments that an edition has one of."""
    return sorted(set(_makers) - _of_things)


def make(name: str, edition: Edition) -> Fragment:
    """The fragment of this edition. Raises ImproperlyConfigured when nobody makes it."""
    kind, colon, _thing = name.partition(":")
    maker = _makers.get(kind) if bool(colon) == (kind in _of_things) else None
    if maker is None:
        msg = f"Nobody makes the fragment {name}: call placing.register() in ready()."
        raise ImproperlyConfigured(msg)
    return maker(name, edition)
