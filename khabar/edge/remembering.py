"""What the pages that a process renders have in common, read once until it changes.

A page's edition, the sections of the menu, the card of an article that stands in six lists: most of
what a page is made of was read for the page before. It is kept here with its keys, as pieces are in
the store, and dropped by the same changes. What is kept was read no earlier than the changes that
it was dropped by so far, so a piece made of it is as new as if it had been read again: what was
not applied yet when the rendering began marks the piece itself.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

from khabar.edge.store import Store
from khabar.outbox.collecting import Kept

#: Things kept in a process: a card with its photo and what was drawn of it takes up to 25 KB.
MOST: Final = 1024


class Remembered:
    """What one process keeps; any thread may ask."""

    def __init__(self, store: Store, most: int = MOST) -> None:
        self._store, self._most = store, most
        self._lock = threading.Lock()
        #: How many changes had been applied when all that is kept was last known to hold.
        self._upto = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._under: dict[str, set[Hashable]] = {}

    def since(self, begun: int) -> "Sitting":
        """The memory for one rendering that begins after so many changes had been applied."""
        with self._lock:
            if begun > self._upto:
                self._come_to(begun)
        return Sitting(self, begun)

    def get(self, name: Hashable) -> Kept | None:
        """What is kept under this name."""
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
            return found

    def keep(self, name: Hashable, kept: Kept, begun: int) -> None:
        """Keep what a rendering read, unless a change came since it began; the least used leaves.

        What has no keys would never be dropped, so it is not kept.
        """
        with self._lock:
            if begun != self._upto or not kept.keys:
                return
            self._drop(name)
            self._kept[name] = kept
            for key in kept.keys:
                self._under.setdefault(key, set()).add(name)
            while len(self._kept) > self._most:
                self._drop(next(iter(self._kept)))

    def __len__(self) -> int:
        return len(self._kept)

    def _come_to(self, begun: int) -> None:
        changes = self._store.changes(self._upto, begun)
        self._upto = begun
        if changes is None:
            # It is not known what changed.
            self._kept.clear()
            self._under.clear()
            return
        for keys, closed in changes:
            for key in (*keys, *closed):
                for name in list(self._under.get(key, ())):
                    self._drop(name)

    def _drop(self, name: Hashable) -> None:
        gone = self._kept.pop(name, None)
        if gone is None:
            return
        for key in gone.keys:
            names = self._under[key]
            names.discard(name)
            if not names:
                del self._under[key]


class Sitting:
    """The memory as one rendering sees it (``outbox.collecting.Memory``)."""

    def __init__(self, memory: Remembered, begun: int) -> None:
        self._memory, self._begun = memory, begun

    def get(self, name: Hashable) -> Kept | None:
        """What is kept under this name."""
        return self._memory.get(name)

    def keep(self, name: Hashable, kept: Kept) -> None:
        """Keep this for later renderings."""
        self._memory.keep(name, kept, self._begun)
