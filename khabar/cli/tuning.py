"""How Python is to run in a process that stays: a web process, the worker."""

import gc
import sys
from typing import Final

#: A request makes some hundred objects that end with it, and hardly any rings.
_COLLECTED: Final = (20_000, 20, 20)
#: Who waits for the interpreter while another thread renders gets it after so long, not after ten
#: times that: an answer, a purge, the clock.
_SWITCH_SECONDS: Final = 0.0005


def tune() -> None:
    """Leave what was loaded out of the collector's rounds, and let threads take turns sooner.

    The rounds took a fifth of a request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
    sys.setswitchinterval(_SWITCH_SECONDS)
