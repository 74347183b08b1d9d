"""Rendering pieces into the store: one render of a piece at a time, failures remembered."""

import logging
import threading
import time
from dataclasses import dataclass
from enum import Enum
from typing import Final

from khabar.edge import failures
from khabar.edge.pieces import Address
from khabar.edge.remembering import Remembered
from khabar.edge.rendering import Handler, NotKeptError, RenderError, render
from khabar.edge.state import State
from khabar.edge.store import Store, StoreFullError
from khabar.outbox.collecting import remembering
from khabar.outbox.threads import give_back

logger = logging.getLogger("khabar.edge")

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0
LOOK_SECONDS: Final = 0.01
#: A shared fragment's version advances at most so often: each makes all pages anew.
FRAGMENT_SECONDS: Final = 0.25
#: What is rendered ahead is put in order anew so often.
LOOK_AGAIN_SECONDS: Final = 0.25
#: What failed is tried again by the worker after so long, so many at once.
AGAIN_SECONDS: Final = 60.0
AT_ONCE: Final = 20


class Outcome(Enum):
    """What came of asking for a render."""

    MADE = "made"
    FRESH = "fresh"
    FAILED = "failed"
    NOT_KEPT = "not kept"
    BUSY = "busy"


@dataclass
class Failure:
    """A piece that could not be rendered, and when to try again."""

    why: str
    again: float
    pause: float


class Renewer:
    """Renders pieces on demand. One in a process; any thread may ask."""

    def __init__(self, store: Store, handler: Handler) -> None:
        self.store, self.handler = store, handler
        self.remembered = Remembered(store)
        self.failures: dict[Address, Failure] = {}
        #: Whether nothing could be kept the last time, for want of space.
        self.full = False
        self._lock = threading.Lock()
        self._busy: dict[Address, threading.Event] = {}

    def failing(self, address: Address) -> bool:
        """Whether the last render failed so lately that it is not tried again yet."""
        failure = self.failures.get(address)
        return failure is not None and time.monotonic() < failure.again

    def renew(self, address: Address, *, newer_than: int = 0, wait: float = 10.0) -> Outcome:
        """See that a version newer than this is in the store, rendered here or elsewhere.

        Waits for whoever renders it already, in this process or another, at most ``wait`` seconds.
        What changes after the call is not waited for: under a stream of changes that would not end.
        """
        until, asked = time.monotonic() + wait, time.time()
        while True:
            if self.failing(address):
                return Outcome.FAILED
            mine, done = self._enter(address)
            if mine:
                try:
                    outcome = self._claimed(address, newer_than, asked)
                finally:
                    self._leave(address)
                if outcome is not Outcome.BUSY:
                    return outcome
                time.sleep(LOOK_SECONDS)
            else:
                done.wait(max(0.0, until - time.monotonic()))
            if _is_new(self._state(address), newer_than, asked):
                return Outcome.FRESH
            if time.monotonic() >= until:
                return Outcome.BUSY

    def _enter(self, address: Address) -> tuple[bool, threading.Event]:
        with self._lock:
            running = self._busy.get(address)
            if running is not None:
                return False, running
            mine = self._busy[address] = threading.Event()
            return True, mine

    def _leave(self, address: Address) -> None:
        with self._lock:
            self._busy.pop(address).set()

    def _state(self, address: Address) -> State | None:
        return self.store.states([address.ident])[1][0]

    def _claimed(self, address: Address, newer_than: int, asked: float) -> Outcome:
        ident = address.ident
        if _is_new(self._state(address), newer_than, asked):
            return Outcome.FRESH
        try:
            if not self.store.claim(ident, now=time.time()):
                return Outcome.BUSY
        except StoreFullError as error:
            return self._fail(address, error)
        try:
            return self._render(address)
        finally:
            give_back()
            try:
                self.store.release(ident)
            except StoreFullError:
                logger.warning("The edge's store is full; a claim ends by itself.")

    def _render(self, address: Address) -> Outcome:
        try:
            # Before the first query: what is applied from now on may not be seen by it.
            begun = self.store.applied()
            with remembering(self.remembered.since(begun)):
                piece = render(address, self.handler)
            self.store.put(piece, begun=begun, seen=int(time.time()))
        except NotKeptError:
            self.store.forget(address.ident)
            return Outcome.NOT_KEPT
        except (RenderError, StoreFullError) as error:
            return self._fail(address, error)
        self.failures.pop(address, None)
        self.full = False
        return Outcome.MADE

    def _fail(self, address: Address, error: Exception) -> Outcome:
        held = self.failures.get(address)
        pause = min(held.pause * 2, LONGEST_PAUSE) if held else FIRST_PAUSE
        why = f"{error} {error.__cause__ or ''}".strip()
        self.failures[address] = Failure(why, time.monotonic() + pause, pause)
        try:
            if isinstance(error, StoreFullError):
                raise error
            failures.note(self.store, address, error)
        except StoreFullError:
            self.full = True
        log = logger.error if held is None else logger.warning
        log(
            "%s Readers keep what they have; it is tried again in %g s.",
            why,
            pause,
            exc_info=error.__cause__ if held is None else None,
        )
        return Outcome.FAILED


def _is_new(state: State | None, newer_than: int, asked: float) -> bool:
    """Whether a later version is there that shows all that was known when it was asked for."""
    return (
        state is not None
        and state.version > newer_than
        and (state.fresh or asked < state.since <= time.time())
    )


class Ahead:
    """Renders ahead what readers asked for lately and is stale; runs in a thread of the worker.

    Nothing depends on it: without it each page is rendered when it is asked for.
    """

    def __init__(self, renewer: Renewer, *, lately: float = 120.0) -> None:
        self.renewer, self.lately = renewer, lately
        self._addresses: dict[bytes, Address] = {}
        self._advanced: dict[bytes, float] = {}

    def once(self) -> bool:
        """Render what is stale and was read lately, the most read first; whether something waits.

        Not everything at once: what changes meanwhile may be read more than what is left.
        """
        store, now = self.renewer.store, time.time()
        until = time.monotonic() + LOOK_AGAIN_SECONDS
        waits, asleep = False, []
        for ident, state in store.stale():
            if time.monotonic() > until:
                waits = True
                break
            if not state.fragment and now - state.seen >= self.lately:
                asleep.append(ident)
                continue
            address = self._address(ident)
            if address is None:
                continue
            if self._too_soon(ident, state) or self.renewer.failing(address):
                waits = True
                continue
            outcome = self.renewer.renew(address, newer_than=state.version, wait=0.0)
            waits = waits or outcome is Outcome.BUSY
            if outcome is Outcome.MADE:
                self._advanced[ident] = time.monotonic()
        if asleep:
            store.sleep(asleep)
        return waits

    def try_again(self) -> None:
        """Try what failed and nobody asked for since: so the desk learns that it works again."""
        before = time.time() - AGAIN_SECONDS
        for one in failures.failed(self.renewer.store)[:AT_ONCE]:
            if one.at < before and not self.renewer.failing(one.address):
                self.renewer.renew(one.address, wait=0.0)

    def _too_soon(self, ident: bytes, state: State) -> bool:
        last = self._advanced.get(ident, 0.0)
        return state.fragment and time.monotonic() - last < FRAGMENT_SECONDS

    def _address(self, ident: bytes) -> Address | None:
        known = self._addresses.get(ident)
        if known is None:
            found = self.renewer.store.read(ident)
            if found is None:
                return None
            if len(self._addresses) > 50_000:  # noqa: PLR2004 (a bound on memory, no more)
                self._addresses.clear()
            known = self._addresses[ident] = found[1].address
        return known
