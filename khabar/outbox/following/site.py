"""Followers of the whole site: each runs in one worker at a time, its cursor in the database."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from khabar.outbox.following.reading import LIMIT, Batch, Cursor, read
from khabar.outbox.models import Follower

Apply = Callable[[Batch], None]

_registered: dict[str, "SiteFollower"] = {}


class SiteFollower:
    """Applies each change at least once, in the one worker that holds its place.

    ``apply`` is given batches; of a ``lost`` one it makes everything anew. It may be given a batch
    again, when the worker ended before its cursor was kept: so it does nothing that must not be
    done twice. What it raises comes out of ``step``, and the batch is given again.
    """

    def __init__(self, name: str, apply: Apply) -> None:
        self.name = name
        self.apply = apply

    def step(self, limit: int = LIMIT) -> bool:
        """Apply the next batch, if there is one and no other worker is about it; whether it did.

        Where nothing came, nothing is written.
        """
        if not self._is_behind():
            return False
        with self._alone() as row:
            if row is None:
                return False
            batch = read(Cursor.from_text(row.cursor), limit)
            if not (batch.changes or batch.lost):
                return False
            self.apply(batch)
            row.cursor, row.at = batch.cursor.text(), timezone.now()
            row.save(update_fields=["cursor", "at"])
        return True

    def _is_behind(self) -> bool:
        held = Follower.objects.filter(name=self.name).values_list("cursor", flat=True).first()
        batch = read(Cursor.from_text(held or ""), 1)
        return bool(batch.changes or batch.lost)

    @contextmanager
    def _alone(self) -> Iterator[Follower | None]:
        """The follower's row, held against other workers until the end; None if one has it."""
        Follower.objects.get_or_create(name=self.name)
        if connection.vendor == "postgresql":
            with transaction.atomic():
                rows = Follower.objects.select_for_update(skip_locked=True)
                yield rows.filter(name=self.name).first()
            return
        # A transaction would keep everybody else from writing while a remote service is waited for.
        folder = Path(settings.VAR_DIR) / "followers"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{self.name}.lock").open("a", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
                return
            yield Follower.objects.get(name=self.name)


def register(follower: SiteFollower) -> None:
    """Let the workers run this follower; called by an app's ready()."""
    known = _registered.setdefault(follower.name, follower)
    if known is not follower:
        raise ValueError(f"There is a follower “{follower.name}” already.")


def registered() -> list[SiteFollower]:
    """The site's followers, by name."""
    return [_registered[name] for name in sorted(_registered)]
