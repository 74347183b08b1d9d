"""Which keys something was made from: told by the queries that read, gathered by who renders.

Who renders many pages may keep what they all read, for as long as its keys are not told of: the
queries say what is worth keeping (``recalled``), the edge how long.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

_collected: ContextVar[set[str] | None] = ContextVar("khabar_collected_keys", default=None)


@dataclass(frozen=True)
class Kept:
    """Something that was read, and the keys that it was made from."""

    value: Any
    keys: frozenset[str]


class Memory(Protocol):
    """Keeps what was read until one of its keys is told of."""

    def get(self, name: Hashable) -> Kept | None:
        """What is kept under this name."""

    def keep(self, name: Hashable, kept: Kept) -> None:
        """Keep this, where nothing that concerns it came in between."""


_memory: ContextVar[Memory | None] = ContextVar("khabar_memory", default=None)


@contextmanager
def collecting() -> Iterator[set[str]]:
    """Gather the keys of all that is read within, in this thread.

    Nested gatherings are apart: what the inner one gathers, the outer one does not. So a fragment's
    keys are its own and not those of the page that it is placed on.
    """
    gathered: set[str] = set()
    token = _collected.set(gathered)
    try:
        yield gathered
    finally:
        _collected.reset(token)


def uses(*keys: str) -> None:
    """Say that what is being made shows what these keys name; nothing where nobody gathers."""
    gathered = _collected.get()
    if gathered is not None:
        gathered.update(keys)


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """Let what is read within, in this thread, come from this memory."""
    token = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(token)


def recalled(name: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` returns, or returned for an earlier page that nothing has changed since.

    Shared between pages and threads: nobody changes it. ``name`` says all that it depends on but
    the database; all that it depends on there, ``read`` must tell by keys. What it raises
    is raised, and not kept.
    """
    memory = _memory.get()
    if memory is None:
        return read()
    kept = memory.get(name)
    if kept is None:
        used: set[str] = set()
        try:
            with collecting() as used:
                kept = Kept(read(), frozenset(used))
        finally:
            # Also of what raised: that it is missing is shown too.
            uses(*used)
        memory.keep(name, kept)
    else:
        uses(*kept.keys)
    value: T = kept.value
    return value


def recalled_each(
    names: Mapping[Hashable, int],
    read: Callable[[Sequence[int]], Mapping[int, tuple[T, frozenset[str]]]],
) -> dict[int, T]:
    """The same for many things of a kind: ``read`` is given the ids that are not kept.

    It returns each with its own keys. An id of which it returns nothing is not kept.
    """
    memory = _memory.get()
    found: dict[int, T] = {}
    missing: list[int] = []
    for name, ident in names.items():
        kept = memory.get(name) if memory is not None else None
        if kept is None:
            missing.append(ident)
        else:
            uses(*kept.keys)
            found[ident] = kept.value
    made = read(missing) if missing else {}
    for name, ident in names.items():
        if ident in made:
            found[ident], keys = made[ident]
            if memory is not None:
                memory.keep(name, Kept(found[ident], keys))
    return found
