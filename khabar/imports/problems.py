"""What can be wrong with what comes in."""

from dataclasses import dataclass


class ItemError(Exception):
    """One item cannot be taken; the text says why. It stops nothing else."""


class FileError(Exception):
    """A file cannot be read, or not to its end; the text says why."""


@dataclass(frozen=True)
class Note:
    """Something about an item that was taken which an editor may want to know."""

    code: str
    message: str
    level: str = "warning"
