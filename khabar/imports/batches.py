"""How much goes into one transaction: others write to the same database meanwhile."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import transaction

#: No transaction is to hold the database longer; half of it is aimed at.
LONGEST_SECONDS: Final = 0.2
_AIM_SECONDS: Final = 0.1
_LEAST, _MOST, _FIRST = 5, 100, 16
#: Between two transactions the database is left alone at least so long.
_PAUSE_SECONDS: Final = 0.004


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the garbage for afterwards: nobody waits for the database then."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def long_lived_set_aside() -> Iterator[None]:
    """Keep what is loaded already, which is much, out of every later collection."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class Pace:
    """Sizes batches by how long the last ones took."""

    def __init__(self) -> None:
        self.size = _FIRST
        self.count = 0
        self.longest = 0.0
        self.too_long = 0
        self._ended = 0.0

    @contextmanager
    def transaction(self, count: int = 0) -> Iterator[None]:
        """A transaction, timed from when it holds the database; learnt from if it has a count."""
        time.sleep(max(0.0, self._ended + _PAUSE_SECONDS - time.monotonic()))
        began = time.monotonic()
        try:
            with _no_collection(), transaction.atomic():
                began = time.monotonic()
                yield
        finally:
            self._ended = time.monotonic()
            self._learn(count, self._ended - began)

    def _learn(self, count: int, seconds: float) -> None:
        self.count += 1
        self.longest = max(self.longest, seconds)
        self.too_long += seconds > LONGEST_SECONDS
        if count < self.size:
            # Fewer than were to be: a file's end, or one of the singles.
            return
        if seconds < _AIM_SECONDS:
            self.size = min(_MOST, self.size + max(1, self.size // 8))
        else:
            self.size = max(_LEAST, int(self.size * max(0.5, _AIM_SECONDS / seconds)))
