"""Where the index lies: generations of it in folders, of which a pointer names the current one."""

import contextlib
import logging
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tantivy
from django.conf import settings

from khabar.search import schema

logger = logging.getLogger("khabar.search")

POINTER: Final = "current"
STAMP: Final = "stamp"
BROKEN: Final = "broken"
#: A generation that nobody points to any longer is kept so long, for who still reads it.
KEPT_SECONDS: Final = 60.0
_META: Final = "meta.json"

Mark = tuple[int, int, int]


class UnreadableError(Exception):
    """The index is not there, or cannot be read."""


@contextmanager
def engine() -> Iterator[None]:
    """What the engine makes of files that are damaged, as UnreadableError.

    Where it gives up altogether it raises what is no Exception, so that nobody catches it.
    """
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise UnreadableError(str(error)) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise UnreadableError(str(error)) from error


def _mark(path: Path) -> Mark | None:
    """What differs once another file was put in this one's place; None where there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns, facts.st_size


@dataclass
class Generation:
    """One index, opened for reading."""

    path: Path
    index: tantivy.Index
    #: Whether it was made by this form of analysis; one that was not is read until it is replaced.
    ours: bool
    seen: Mark | None = None

    @classmethod
    def open(cls, path: Path) -> "Generation":
        """The index in this folder. Raises UnreadableError."""
        if not (path / _META).exists():
            raise UnreadableError(f"{path} holds no index")
        with engine():
            index = tantivy.Index.open(str(path))
            index.config_reader("manual")
        return cls(path, index, _read(path / STAMP) == schema.stamp())

    def searcher(self) -> tantivy.Searcher:
        """What was committed until now."""
        mark = _mark(self.path / _META)
        with engine():
            if mark != self.seen:
                self.index.reload()
                self.seen = mark
            return self.index.searcher()

    @property
    def schema(self) -> tantivy.Schema:
        """Its fields."""
        return self.index.schema


class Shelf:
    """The generations of one data folder; any process may have one, and any thread ask it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._held: Generation | None = None
        self._pointer: Mark | None = None

    def current(self) -> Generation:
        """The generation that answers now. Raises UnreadableError."""
        with self._lock:
            mark = _mark(self.folder / POINTER)
            if self._held is None or mark != self._pointer:
                self._held, self._pointer = self._open(), mark
            return self._held

    @contextmanager
    def reading(self) -> Iterator[tuple[Generation, tantivy.Searcher]]:
        """The generation that answers, and what was committed until now. Raises UnreadableError.

        Where it turns out within that it cannot be read, whoever follows is told.
        """
        generation = self.current()
        try:
            with engine():
                yield generation, generation.searcher()
        except UnreadableError:
            self.broken(generation.path)
            raise

    def _open(self) -> Generation:
        path = self.pointed()
        if path is None:
            raise UnreadableError("there is no index yet")
        try:
            return Generation.open(path)
        except UnreadableError:
            if self.pointed() != path:
                # Another was put in its place, and this one removed, between two lines.
                return self._open()
            self.broken(path)
            raise

    def pointed(self) -> Path | None:
        """The folder of the current generation, if there is one."""
        name = _read(self.folder / POINTER)
        return self.folder / name if name and "/" not in name else None

    def begin(self) -> Path:
        """A folder for a fresh generation."""
        path = self.folder / f"{int(time.time()):x}-{secrets.token_hex(4)}"
        path.mkdir(parents=True)
        (path / STAMP).write_text(schema.stamp(), encoding="ascii")
        return path

    def point(self, path: Path) -> None:
        """Let this generation be the one that answers, from one moment to the next."""
        fresh = self.folder / f".{POINTER}.{os.getpid()}"
        fresh.write_text(path.name, encoding="ascii")
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(self.folder / POINTER)

    def others(self) -> list[Path]:
        """Generations that nobody points to, and none is made: the pointer has stood for a minute.

        Until then somebody who read it before may be about to open what it named.
        """
        mark = _mark(self.folder / POINTER)
        if mark is None or time.time() - mark[1] / 1e9 < KEPT_SECONDS:
            return []
        current = self.pointed()
        return [path for path in self.folder.glob("*-*") if path != current]

    def broken(self, path: Path) -> None:
        """Tell whoever follows that this generation cannot be read."""
        with contextlib.suppress(OSError):
            (self.folder / BROKEN).write_text(path.name, encoding="ascii")
        # Opened again when it is next asked for.
        self._held = None

    def is_broken(self) -> bool:
        """Whether somebody found so of the generation that is current now."""
        path = self.pointed()
        return path is not None and _read(self.folder / BROKEN) == path.name

    def size(self) -> int:
        """Bytes of the current generation."""
        path = self.pointed()
        files = path.iterdir() if path and path.is_dir() else ()
        return sum(file.stat().st_size for file in files if file.is_file())


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


_shelves: dict[Path, Shelf] = {}


def shelf() -> Shelf:
    """That of this house's data folder."""
    folder = Path(settings.VAR_DIR) / "search"
    found = _shelves.get(folder)
    if found is None:
        found = _shelves.setdefault(folder, Shelf(folder))
    return found
