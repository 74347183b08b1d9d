"""Where the followers of one data folder stand: told for people to see, and for nothing else."""

import json
import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from khabar.outbox.following.reading import Cursor

#: A follower tells no more often.
TELL_SECONDS: Final = 10.0
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_told: dict[str, float] = {}


@dataclass(frozen=True)
class Standing:
    """What a local follower last said of itself."""

    name: str
    id: int
    at: datetime
    pid: int


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "followers"


def tell(name: str, cursor: Cursor, *, at_once: bool = False) -> bool:
    """Say where this local follower stands, at most every ten seconds; whether it was said."""
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"“{name}” is no name of a follower: write small letters, digits, hyphens."
        )
    now = time.monotonic()
    if not at_once and now - _told.get(name, -TELL_SECONDS) < TELL_SECONDS:
        return False
    _told[name] = now
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "name": name,
        "id": cursor.id,
        "at": datetime.now(UTC).isoformat(),
        "pid": os.getpid(),
    }
    # Put in place whole: whoever reads it meanwhile reads the one before.
    fresh = folder / f".{name}.{os.getpid()}"
    fresh.write_text(json.dumps(said), encoding="utf-8")
    fresh.replace(folder / f"{name}.json")
    return True


def standings() -> list[Standing]:
    """What the local followers of this data folder last said, by name; broken files left out."""
    found = []
    for path in sorted(_folder().glob("*.json")):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            at = datetime.fromisoformat(said["at"])
            found.append(Standing(str(said["name"]), int(said["id"]), at, int(said["pid"])))
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return found
