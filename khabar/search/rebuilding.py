"""Making a fresh index beside the one that answers, and putting it in its place."""

import fcntl
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from khabar.newsroom.models import Article
from khabar.outbox import following
from khabar.search import documents, naming
from khabar.search.shelf import Shelf
from khabar.search.writing import State, Writer

_LOCK: Final = "rebuild.lock"
_CHUNK: Final = 500


class AlreadyRebuildingError(Exception):
    """Somebody makes a fresh index of this data folder already."""


@dataclass(frozen=True)
class Rebuilt:
    """What was made."""

    articles: int
    seconds: float


@contextmanager
def alone(shelf: Shelf) -> Iterator[None]:
    """While nobody else makes a fresh index here. Raises AlreadyRebuildingError."""
    shelf.folder.mkdir(parents=True, exist_ok=True)
    with (shelf.folder / _LOCK).open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRebuildingError from error
        yield


def rebuild(shelf: Shelf, told: Callable[[int], None] = lambda _count: None) -> Rebuilt:
    """Make a fresh index and let it answer; the old one answers meanwhile.

    ``told`` is called with the count of articles as it grows. What changes meanwhile comes after
    the cursor that is kept with the index, so that its follower applies it.
    """
    began = time.monotonic()
    with alone(shelf):
        _remove(shelf.others())
        path = shelf.begin()
        writer = Writer.create(path)
        cursor = following.read(None).cursor.text()
        count = 0
        for pks in _chunks():
            for entry in documents.entries(pks):
                writer.put([documents.document(entry)])
                count += 1
            told(count)
        writer.put(map(documents.name_document, documents.names()))
        writer.put(naming.documents())
        writer.commit(State(cursor))
        writer.close()
        shelf.point(path)
    return Rebuilt(count, time.monotonic() - began)


def under_way(shelf: Shelf) -> bool:
    """Whether somebody makes a fresh index here."""
    try:
        with alone(shelf):
            return False
    except AlreadyRebuildingError:
        return True


def sweep(shelf: Shelf) -> bool:
    """Remove what is not read any longer; whether somebody else was not at it."""
    try:
        with alone(shelf):
            _remove(shelf.others())
    except AlreadyRebuildingError:
        return False
    return True


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)


def _chunks() -> Iterator[list[int]]:
    """Ids of all live articles, some at a time, by id: rows come and go meanwhile."""
    after = 0
    while True:
        rows = Article.objects.filter(live=True, pk__gt=after).order_by("pk")
        pks = list(rows.values_list("pk", flat=True)[:_CHUNK])
        if not pks:
            return
        yield pks
        after = pks[-1]
