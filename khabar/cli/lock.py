"""One `khabar up` for each data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FolderTakenError(Exception):
    """Another process serves this data folder; `pid` is its own word for who it is."""

    def __init__(self, folder: Path, pid: str) -> None:
        self.folder, self.pid = folder, pid
        super().__init__(
            f"“khabar up” already serves {folder} (process {pid or 'unknown'}). "
            f"Stop that one first (Ctrl-C where it runs, or: kill {pid or 'PID'}), "
            "or give this one a data folder of its own with KHABAR_VAR and another PORT."
        )


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the folder until the block ends or the process dies, however it dies.

    The kernel keeps the lock, not the file: a file left by a killed process locks nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise FolderTakenError(folder, file.read().strip()) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
