"""A log that others write and rotate, read line by line, each whole line once."""

import contextlib
import hashlib
import logging
import os
import re
import select
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

logger = logging.getLogger("khabar.edge")

CHUNK: Final = 1 << 20
HEAD: Final = 256
#: A server goes on writing to a file that was renamed until it is told to open the new one.
GRACE_SECONDS: Final = 5.0
PIPE_CHUNK: Final = 1 << 16


class Lines:
    """Whole lines out of bytes as they come; one that never ends is left out."""

    def __init__(self) -> None:
        self._rest = b""
        self._too_long = False

    @property
    def open(self) -> int:
        """Bytes of a line that has not ended."""
        return len(self._rest)

    def add(self, data: bytes) -> list[bytes]:
        """The lines that ended with these bytes."""
        *lines, rest = (self._rest + data).split(b"\n")
        if self._too_long and lines:
            lines, self._too_long = lines[1:], False
        self._rest = rest
        if len(rest) > CHUNK:
            self._rest, self._too_long = b"", True
        return lines


class Pipe:
    """A stream without a place, such as the output of varnishncsa."""

    place: dict[str, Any] | None = None

    def __init__(self, descriptor: int, *, wait: float) -> None:
        self.ended = False
        self._descriptor, self._wait = descriptor, wait
        self._lines = Lines()

    def read(self) -> list[bytes]:
        """What came, waiting a little for it."""
        if not select.select([self._descriptor], [], [], self._wait)[0]:
            return []
        data = os.read(self._descriptor, PIPE_CHUNK)
        self.ended = not data
        return self._lines.add(data or b"\n")

    def close(self) -> None:
        """The stream belongs to who opened it."""


class LogFile:
    """A file and those that take its place when it is rotated, from a remembered place on.

    The place is the file's inode, how far whole lines were read, and a hash of how it begins: an
    inode is given to a new file soon after the old one is deleted, and a file may be emptied in
    place. Without a place it begins at the end, or at the beginning when ``from_start``.
    """

    def __init__(
        self, path: Path, place: dict[str, Any] | None, *, follow: bool, from_start: bool = False
    ) -> None:
        self.path, self.follow = path, follow
        self.ended = False
        self._file: BinaryIO | None = None
        self._offset = 0
        self._idle = time.monotonic()
        self._begins = b""
        self._lines = Lines()
        self._later: list[Path] = []
        self._begin(place, from_start=from_start)

    @property
    def place(self) -> dict[str, Any] | None:
        """Where the next whole line begins."""
        if self._file is None:
            return None
        offset = self._offset - self._lines.open
        return {
            "inode": _inode_of(self._file),
            "offset": offset,
            # As it was read: the file may have been emptied since.
            "head": _hash(self._begins[: min(offset, HEAD)]),
        }

    def read(self) -> list[bytes]:
        """The next whole lines; none when there are none yet."""
        if self._file is None:
            self._open(self.path)
            if self._file is None:
                self.ended = not self.follow
                return []
        if not self._holds(self._file):
            logger.warning("%s was emptied; it is read from its beginning.", self.path)
            self._go_to(0)
        self._file.seek(self._offset)
        data = self._file.read(CHUNK)
        if data:
            self._idle = time.monotonic()
            self._offset += len(data)
            if len(self._begins) < HEAD:
                self._begins = os.pread(self._file.fileno(), min(self._offset, HEAD), 0)
            return self._lines.add(data)
        self._turn()
        return []

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

    def _holds(self, file: BinaryIO) -> bool:
        """Whether what was read still stands there; not when the file was emptied in place."""
        number = file.fileno()
        return (
            os.fstat(number).st_size >= self._offset
            and os.pread(number, len(self._begins), 0) == self._begins
        )

    def _turn(self) -> None:
        """At the end of a file: go on with the one that took its place."""
        if self._later:
            self._open(self._later.pop(0))
            return
        if self._file is not None and _inode(self.path) not in {None, _inode_of(self._file)}:
            if time.monotonic() - self._idle >= GRACE_SECONDS or not self.follow:
                # It may have been rotated more than once meanwhile.
                chain = [*_rotated(self.path), self.path]
                inodes = [_inode(path) for path in chain]
                inode = _inode_of(self._file)
                later = chain[inodes.index(inode) + 1 :] if inode in inodes else chain[-1:]
                self._open(later[0])
                self._later = later[1:]
            return
        self.ended = not self.follow

    def _begin(self, place: dict[str, Any] | None, *, from_start: bool) -> None:
        if place:
            chain = [*_rotated(self.path), self.path]
            for n, path in enumerate(chain):
                if self._open(path) and self._file and _stands(self._file, place):
                    self._go_to(int(place["offset"]))
                    self._later = [later for later in chain[n + 1 :] if later.exists()]
                    return
            logger.warning(
                "Where the log %s was read last is gone; it is read from its beginning.", self.path
            )
        if self._open(self.path) and self._file and not (from_start or place):
            end = os.fstat(self._file.fileno()).st_size
            tail = os.pread(self._file.fileno(), CHUNK, max(0, end - CHUNK))
            # A line that is being written is still to come.
            self._go_to(end - len(tail) + tail.rfind(b"\n") + 1)

    def _open(self, path: Path) -> bool:
        if self._file is not None:
            self._file.close()
        self._file = None
        with contextlib.suppress(FileNotFoundError):
            self._file = path.open("rb")
        self._go_to(0)
        return self._file is not None

    def _go_to(self, offset: int) -> None:
        self._offset, self._lines, self._idle = offset, Lines(), time.monotonic()
        self._begins = b""
        if self._file is not None and offset:
            self._begins = os.pread(self._file.fileno(), min(offset, HEAD), 0)


def _stands(file: BinaryIO, place: dict[str, Any]) -> bool:
    """Whether this is the file in which that place is."""
    facts, offset = os.fstat(file.fileno()), int(place["offset"])
    return (
        facts.st_ino == place["inode"]
        and facts.st_size >= offset
        and _hash(os.pread(file.fileno(), min(offset, HEAD), 0)) == place["head"]
    )


def _hash(head: bytes) -> str:
    return hashlib.sha256(head).hexdigest()


def _inode_of(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_ino


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def _rotated(path: Path) -> list[Path]:
    """What this log was renamed to before, the oldest first; not what was compressed since."""

    def found() -> Iterator[tuple[float, Path]]:
        when = r"[.-][0-9][0-9.T_-]*"
        stem, suffix = re.escape(path.stem), re.escape(path.suffix)
        named = re.compile(rf"{stem}({when}{suffix}|{suffix}{when})")
        for entry in path.parent.iterdir():
            if named.fullmatch(entry.name):
                with contextlib.suppress(FileNotFoundError):
                    yield entry.stat().st_mtime, entry

    return [entry for _time, entry in sorted(found())]
