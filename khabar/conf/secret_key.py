"""The key that signs sessions: given, or made once and kept in the data folder."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

NAME = "secret-key"


def secret_key(given: str, var: Path) -> str:
    """`given`, or the data folder's own key, which is made on first use and readable by its owner.

    Two processes that start together agree: the file is created exclusively under a name of its
    own and linked into place, so whoever comes second reads the first one's key.
    """
    if given:
        return given
    path = var / NAME
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        draft = var / f".{NAME}-{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(get_random_secret_key())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
