"""Which keys something was made from: told by the queries that read, gathered by who renders."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_collected: ContextVar[set[str] | None] = ContextVar("khabar_collected_keys", default=None)


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
