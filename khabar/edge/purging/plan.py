"""What a batch of changes means for the cache in front."""

from collections.abc import Collection
from dataclasses import dataclass

from khabar.edge.surrogate import ALL, purged
from khabar.newsroom import keys
from khabar.outbox.following import Batch


class PurgeError(Exception):
    """Raised when a cache in front did not take a purge; the text says which and why."""


@dataclass(frozen=True)
class Plan:
    """Names of what is to be asked for again, and of what may not be shown even once more."""

    soft: frozenset[str]
    hard: frozenset[str]

    @classmethod
    def of(cls, batch: Batch) -> "Plan":
        """Soft for what changed; hard for what is closed, and for the files of a changed photo.

        A photo's renditions have new addresses when it changes, so the old ones are of no use, and
        may be of one that was taken down. Who is lost knows nothing of what was closed meanwhile.
        """
        if batch.lost:
            return cls(frozenset(), frozenset({ALL}))
        changed = {key for change in batch.changes for key in change.keys}
        closed = {key for change in batch.changes for key in change.closed}
        photos = {files for key in changed if (files := photo_files(key))}
        soft = {name for key in changed - closed for name in purged(key)}
        if any(keys.is_build(key) for key in changed):
            soft.add(ALL)
        hard = {name for key in closed for name in purged(key)} | photos
        return cls(frozenset(soft - hard), frozenset(hard))

    @classmethod
    def joined(cls, plans: "Collection[Plan]") -> "Plan":
        """One for all of these."""
        hard = frozenset[str]().union(*(plan.hard for plan in plans))
        return cls(frozenset[str]().union(*(plan.soft for plan in plans)) - hard, hard)


def photo_files(key: str) -> str:
    """The name under which the VCL keeps a photo's renditions; empty for another key."""
    number = keys.photo_id(key)
    return f"photo-{number}" if number is not None else ""
