"""Work on pixels that gives way to readers and editors, where a processor is short.

In a thread of its own: a process may not take back its priority once it has given it up.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final, TypeVar

Made = TypeVar("Made")

#: Of nice(2): a tenth of the share of whoever else wants the processor.
NICENESS: Final = 10


def unhurried(work: Callable[[], Made]) -> Made:
    """What ``work`` returns or raises, done after what others of this machine wait for.

    One at a time in a process. It must not ask the database, and should leave the interpreter to
    other threads: who waits for it would wait as long.
    """
    return _thread().submit(work).result()


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="unhurried", initializer=_give_way)


def _give_way() -> None:
    # Elsewhere it is the process's, not the thread's.
    if sys.platform == "linux":
        os.nice(NICENESS)
