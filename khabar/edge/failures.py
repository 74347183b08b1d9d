"""What could not be rendered: kept in the store by whoever failed, told to the desk behind readers.

Of one cause there is one notice on the desk's first screen, however many pages it keeps from being
rendered and however often they are tried. It is settled when the last of them is rendered again.
Where the database itself is away nothing can be kept in it, and the log is what is left.
"""

import fcntl
import hashlib
import json
import logging
import platform
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khabar.edge.pieces import Address
from khabar.edge.store import Store, StoreFullError
from khabar.newsroom import notices
from khabar.newsroom.models import DeskNotice
from khabar.outbox.threads import give_back

logger = logging.getLogger("khabar.edge")

TOLD: Final = "failures-told"
FULL: Final = "full"
#: As many digits as tell causes, and data folders, apart within what names a notice.
DIGITS: Final = 16
LONGEST_WHY: Final = 500
#: A chain of exceptions is followed so far.
DEEPEST: Final = 8


@dataclass(frozen=True)
class Failed:
    """A page or a fragment that could not be rendered when it was last tried, and why."""

    site: int
    path: str
    cause: str
    why: str
    #: When it failed first, and last.
    since: float
    at: float

    @property
    def address(self) -> Address:
        """What could not be rendered."""
        return Address(self.site, self.path)


def note(store: Store, address: Address, error: Exception) -> None:
    """Keep that this could not be rendered, unless the database is away. Raises StoreFullError."""
    chain = list(_chain(error))
    if any(isinstance(one, OperationalError | InterfaceError) for one in chain):
        return
    last = chain[-1]
    where = traceback.extract_tb(last.__traceback__)[-1:] if last is not error else []
    place = f"{where[0].filename}:{where[0].lineno}" if where else ""
    text = f"{type(last).__name__} {place}" if where else f"{type(last).__name__} {address.path}"
    why = f"{type(last).__name__}: {last}" if where else str(last)
    held, now = store.failure(address.ident), time.time()
    since = json.loads(held)["since"] if held else now
    new = Failed(address.site, address.path, _digest(text), why[:LONGEST_WHY], since, now)
    store.fail(address.ident, json.dumps(asdict(new), ensure_ascii=False).encode())


def failed(store: Store) -> list[Failed]:
    """All that could not be rendered when it was last tried, the first failure first."""
    found = [Failed(**json.loads(data)) for data in store.failing()]
    return sorted(found, key=lambda one: (one.since, one.path))


class Telling:
    """Tells the desk what fails, and what does no more. One in a process; called now and then."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._place = _digest(f"{platform.node()}:{store.folder}")
        self._full_told = False
        self._began = True

    def once(self, *, full: bool = False) -> None:
        """Bring the notices to what is so now; ``full``: nothing can be kept for want of space.

        One process of a data folder does so at a time. What the database does not take is told
        again.
        """
        with (self.store.folder / "failures.lock").open("a", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            try:
                self._tell_full(full)
                if not full:
                    self._tell()
            except (DatabaseError, InterfaceError, StoreFullError) as error:
                logger.warning("What fails could not be told to the desk (%s).", error)
            finally:
                give_back()

    def _tell(self) -> None:
        held = self.store.note(TOLD)
        told: dict[str, int] = json.loads(held) if held else {}
        now: dict[str, list[Failed]] = {}
        for one in failed(self.store):
            now.setdefault(one.cause, []).append(one)
        if self._began:
            self._settle_others(now.keys() | told.keys())
        known = dict(told)
        for cause, those in now.items():
            # A dismissed one stays so until it is clearly worse: nobody is told every ten seconds.
            if len(those) >= 2 * told.get(cause, 0) + (cause not in told) and self._report(those):
                known[cause] = len(those)
        for cause in told.keys() - now.keys():
            notices.settle(self._about(cause), DeskNotice.Kind.RENDER)
            del known[cause]
        if known != told:
            self.store.set_note(TOLD, json.dumps(known))

    def _report(self, those: list[Failed]) -> bool:
        first = those[0]
        name = first.path if first.address.is_fragment is False else _part(first.path)
        message = ngettext(
            "Readers keep the last good version of %(n)s page. %(why)s",
            "Readers keep the last good version of %(n)s pages. %(why)s",
            len(those),
        ) % {"n": len(those), "why": first.why}
        return notices.report(DeskNotice.Kind.RENDER, self._about(first.cause), message, name=name)

    def _tell_full(self, full: bool) -> None:  # noqa: FBT001 (a state)
        if full and not self._full_told:
            message = _("The disk or the store of rendered pages is full. Free space on the disk.")
            self._full_told = notices.report(
                DeskNotice.Kind.RENDER, self._about(FULL), message, name=str(self.store.folder)
            )
        elif not full and (self._full_told or self._began):
            notices.settle(self._about(FULL), DeskNotice.Kind.RENDER)
            self._full_told = False

    def _settle_others(self, causes: "set[str]") -> None:
        """Settle what an earlier store of this folder told, which knows of it no more."""
        ours = DeskNotice.objects.filter(
            kind=DeskNotice.Kind.RENDER, settled_at=None, about__startswith=self._about("")
        )
        kept = {self._about(cause) for cause in {*causes, FULL}}
        for about in ours.exclude(about__in=kept).values_list("about", flat=True):
            notices.settle(about, DeskNotice.Kind.RENDER)
        self._began = False

    def _about(self, cause: str) -> str:
        return f"edge:{self._place}:{cause}"


def _part(name: str) -> str:
    return _("“%(name)s”, which stands on many pages") % {"name": name}


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and those that it came from."""
    for _depth in range(DEEPEST):
        yield error
        cause = error.__cause__ or error.__context__
        if cause is None:
            return
        error = cause


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
