"""A child that outlives its parent would hold the port and the tasks, so it does not."""

import os
import signal
import threading
import time

LOOK_SECONDS = 0.5
GRACE_SECONDS = 5.0


def end_with_parent() -> None:
    """Stop this process soon after its parent died, even when it was killed.

    A poll rather than Linux's parent-death signal: that one is bound to the parent's *thread*.
    """
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
