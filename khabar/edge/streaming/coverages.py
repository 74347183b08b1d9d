"""A coverage that somebody follows: its order in memory, and what is sent of it."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from khabar.edge.http import OK
from khabar.edge.pieces import Address
from khabar.edge.renewing import Renewer
from khabar.edge.streaming import wire
from khabar.edge.streaming.pieces import NotMadeError, Said, get
from khabar.edge.streaming.readers import Reader
from khabar.live import sequence
from khabar.live.sequence import Mark, Step
from khabar.newsroom import keys

logger = logging.getLogger("khabar.edge")

T = TypeVar("T")
#: Runs a call in a thread that may ask the database.
InThread = Callable[..., Awaitable[Any]]

#: Who lacks more than this many posts is told to load the page anew.
MOST_RESUMED: Final = 200
#: Posts whose bytes are kept, beyond what the store keeps.
MOST_KEPT: Final = MOST_RESUMED + 56
#: The frame of the page (state, summary, title) follows a flood of posts so often.
FRAME_SECONDS: Final = 0.5
PAUSE_SECONDS: Final = 1.0
#: Who comes while the database does not answer waits so long, and is told to load the page anew.
PATIENCE_SECONDS: Final = 3.0
ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the database said: the coverage's id, or None; what came, with the bytes of each."""

    pk: int | None
    steps: tuple[Step, ...] = ()
    events: tuple[bytes, ...] = ()


class Coverage:
    """Sends each change of its posts to all who follow it, in order, once.

    Used by the loop's thread alone; what asks the database runs in threads.
    """

    def __init__(
        self, site: int, locale: int, number: int, renewer: Renewer, in_thread: InThread
    ) -> None:
        self.site, self.locale, self.number = site, locale, number
        self._renewer, self._in_thread = renewer, in_thread
        self.readers: set[Reader] = set()
        self._pk: int | None = None
        self._steps: dict[int, Step] = {}
        #: Numbers in order, to posts: only the last of each post counts.
        self._order: list[Step] = []
        self._head = Step(0, 0, "", shown=False)
        self._bytes: OrderedDict[int, tuple[int, bytes]] = OrderedDict()
        self._frame = b""
        self._stamp = ""
        self._told_stamp = ""
        #: How often something was closed: what was read before the last time is not sent.
        self._closures = 0
        self._current = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._framing: asyncio.Task[None] | None = None
        self._again = False
        self._filling = asyncio.Lock()
        #: How many are about to follow.
        self.joining = 0
        #: What was closed while the database was being asked: its answer may be older than that.
        self._closed: set[int] = set()
        self._shut = False

    # What changed

    def heed(self, changed: Collection[str], closed: Collection[str]) -> None:
        """Look at what changed. What was closed is sent to nobody from here on."""
        if closed:
            # The frame has headlines too.
            self._closures += 1
            self._frame, self._stamp = b"", ""
        for key in closed:
            post = keys.post_id(key)
            if post is not None:
                self._closed.add(post)
            if post in self._steps:
                self._bytes.pop(post, None)
                self._put(replace(self._steps[post], shown=False))
        if closed and (self._pk is None or keys.itself(self._pk) in closed):
            self._bytes.clear()
            self._shut = True
            self._current.clear()
        if self._concerns(changed):
            self.look()

    def _concerns(self, changed: Collection[str]) -> bool:
        pk = self._pk
        if pk is None:
            # Not there for readers: an address of its edition moves when it comes.
            return keys.routes(self.locale) in changed
        own = {keys.coverage(pk), keys.posts(pk), keys.itself(pk)}
        return any(
            key in own or ((post := keys.post_id(key)) is not None and post in self._steps)
            for key in changed
        )

    def look(self, *, unsure: bool = False) -> None:
        """Ask the database what came, soon, and once for all that ask meanwhile.

        Who comes until then gets what is known, unless it is not known what was closed.
        """
        if unsure or self._pk is None:
            self._current.clear()
        self._again = True
        if self._task is None:
            self._task = asyncio.ensure_future(self._looking())

    async def _looking(self) -> None:
        try:
            while self._again:
                self._again, self._shut = False, False
                self._closed.clear()
                opening = self._pk is None
                try:
                    loaded = await self._in_thread(self._load, self._head.revision, opening)
                except Exception as error:  # noqa: BLE001 (whatever it is, readers wait for what comes)
                    logger.warning("Coverage %s cannot be followed now: %s", self.number, error)
                    self._again = True
                    await asyncio.sleep(PAUSE_SECONDS)
                    continue
                if self._shut and loaded.pk is not None:
                    self._again = True
                else:
                    self._take_in(loaded, opening=opening)
                    self._current.set()
        finally:
            self._task = None

    def _load(self, after: int, opening: bool) -> _Loaded:  # noqa: FBT001 (a state)
        """In a thread: what came after this number, each rendered."""
        pk = sequence.open_coverage(self.number, self.locale)
        if pk is None:
            return _Loaded(None)
        came = sequence.steps(pk, after)
        if opening:
            # Nobody has followed it here: only what is asked for is rendered.
            return _Loaded(pk, tuple(came))
        return _Loaded(pk, tuple(came), tuple(self._event(step) for step in came))

    def _event(self, step: Step) -> bytes:
        """In a thread: the event of a step."""
        if not step.shown:
            return self._withdrawal(step)
        address = Address(self.site, f"/live/{self.number}/{step.post}.json")
        try:
            said = get(self._renewer, address, revision=step.revision)
        except NotMadeError:
            return self._anew(step.mark)
        if said.status != OK:
            return self._withdrawal(step)
        return wire.event("post", said.content, self.number, step.mark)

    def _withdrawal(self, step: Step) -> bytes:
        said = wire.line(coverage=self.number, post=step.post)
        return wire.event("withdraw", said, self.number, step.mark)

    def _anew(self, mark: Mark) -> bytes:
        return wire.event("resync", wire.line(coverage=self.number), self.number, mark)

    def _take_in(self, loaded: _Loaded, *, opening: bool) -> None:
        self._pk = loaded.pk
        if loaded.pk is None:
            self._steps.clear()
            self._order.clear()
            self._bytes.clear()
            self._head = Step(0, 0, "", shown=False)
            if not opening:
                self._send(self._gone())
            return
        steps = [self._as_known(step) for step in loaded.steps]
        for step in steps:
            self._put(step)
            self._head = step
        self._tidy()
        if opening:
            return
        for step, event in zip(steps, loaded.events, strict=True):
            self._keep(step, event if step.shown else self._withdrawal(step))
        self._send(b"".join(self._held(step) or b"" for step in steps))
        self._frame_soon()

    def _as_known(self, step: Step) -> Step:
        return replace(step, shown=step.shown and step.post not in self._closed)

    def _put(self, step: Step) -> None:
        held = self._steps.get(step.post)
        self._steps[step.post] = step
        if held is not None and held.revision == step.revision:
            self._order[self._order.index(held)] = step
        else:
            self._order.append(step)

    def _tidy(self) -> None:
        """Leave each post its last place alone, once in a while."""
        if len(self._order) > 2 * len(self._steps):
            self._order = [step for step in self._order if self._steps[step.post] == step]

    def _keep(self, step: Step, event: bytes) -> None:
        self._bytes[step.post] = (step.revision, event)
        self._bytes.move_to_end(step.post)
        while len(self._bytes) > MOST_KEPT:
            self._bytes.popitem(last=False)

    def _send(self, data: bytes) -> None:
        for reader in tuple(self.readers):
            reader.push(data)

    def _gone(self) -> bytes:
        return wire.event("gone", wire.line(coverage=self.number))

    # The frame

    def _frame_soon(self) -> None:
        if self._framing is None:
            self._framing = asyncio.ensure_future(self._look_at_frame())

    async def _look_at_frame(self) -> None:
        try:
            await asyncio.sleep(FRAME_SECONDS)
        finally:
            self._framing = None
        await self._read_frame()
        if self._stamp not in {self._told_stamp, ""}:
            self._told_stamp = self._stamp
            self._send(self._frame)

    async def _read_frame(self) -> None:
        address = Address(self.site, f"/live/{self.number}/now.json")
        closures = -1
        while closures != self._closures:
            closures = self._closures
            try:
                said: Said = await self._in_thread(get, self._renewer, address)
            except NotMadeError:
                return
        if said.status == OK:
            self._stamp = str(said.json()["stamp"])
            self._frame = wire.event("coverage", said.content)

    # Who comes

    async def join(self, reader: Reader, known: Mark | None, stamp: str) -> None:
        """Send what came since this mark, then all that comes; a mark of another past: resync."""
        self.joining += 1
        try:
            await self._ready(known)
        finally:
            self.joining -= 1
        # Nothing is waited for between here and the first event, so nothing comes in between.
        self.readers.add(reader)
        if not self._current.is_set():
            reader.push(self._anew(known or Mark()))
            return
        reader.push(self._first(known))
        if self._pk is not None and self._stamp not in {stamp, ""}:
            reader.push(self._frame)

    async def _ready(self, known: Mark | None) -> None:
        """Have in memory what this reader is to be sent first."""
        if self._pk is None and self._task is None:
            self.look()
        for _attempt in range(ATTEMPTS):
            if not await self._settled() or self._pk is None:
                return
            if known is not None and known.revision > self._head.revision:
                # Another process has seen more: the database knows.
                self.look()
                if self._task is not None:
                    await asyncio.wait({self._task}, timeout=PATIENCE_SECONDS)
            async with self._filling:
                if not self._stamp:
                    await self._read_frame()
                if lacking := self._lacking(known):
                    await self._fill(lacking)
            if self._current.is_set() and not self._lacking(known):
                return

    async def _settled(self) -> bool:
        try:
            await asyncio.wait_for(self._current.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            return False
        return True

    def _since(self, known: Mark | None) -> list[Step] | None:
        """What came since; None where it cannot be told, or is too much."""
        if known is None:
            return []
        if known.revision:
            held = self._steps.get(known.post)
            if held is None or held.proof != known.proof or held.revision < known.revision:
                return None
            if known.revision > self._head.revision:
                return None
        came = [
            step
            for step in self._order
            if step.revision > known.revision and self._steps[step.post] == step
        ]
        return came if len(came) <= MOST_RESUMED else None

    def _lacking(self, known: Mark | None) -> list[Step]:
        """What came since and has no bytes in memory."""
        return [step for step in self._since(known) or () if self._held(step) is None]

    def _held(self, step: Step) -> bytes | None:
        if not step.shown:
            return self._withdrawal(step)
        revision, event = self._bytes.get(step.post, (0, b""))
        return event if revision == step.revision else None

    async def _fill(self, lacking: list[Step]) -> None:
        events = await self._in_thread(lambda: [self._event(step) for step in lacking])
        for step, event in zip(lacking, events, strict=True):
            # What was withdrawn or changed meanwhile has another step now.
            if self._steps.get(step.post) == step:
                self._keep(step, event)

    def _first(self, known: Mark | None) -> bytes:
        if self._pk is None:
            return self._gone()
        if known is None:
            said = wire.line(coverage=self.number)
            return wire.event("at", said, self.number, self._head.mark)
        came = self._since(known)
        if came is None:
            return self._anew(self._head.mark)
        return b"".join(self._held(step) or self._anew(step.mark) for step in came)
