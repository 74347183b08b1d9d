"""What other processes do in these tests. It knows no Django: a child begins in a moment."""

import fcntl
import os
import time
from pathlib import Path
from typing import Any

from khabar.edge.pieces import Address
from khabar.edge.store import MEBIBYTE, Store

#: Longer than any test waits.
LONG = 120


def hold_the_lock(folder: str, held: Any) -> None:
    """Hold the follower's lock, as a leader does, until killed."""
    with (Path(folder) / "follower.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        held.set()
        time.sleep(LONG)


def claim_and_wait(folder: str, ident: bytes, claimed: Any) -> None:
    """Claim a piece until killed."""
    store = Store.open(Path(folder), 64 * MEBIBYTE)
    assert store.claim(ident, now=time.time(), seconds=LONG)
    claimed.set()
    time.sleep(LONG)


def read_and_die(folder: str) -> None:
    """Read something and end without closing anything."""
    store = Store.open(Path(folder), 16 * MEBIBYTE)
    store.read(Address(1, "/a/").ident)
    os._exit(1)
