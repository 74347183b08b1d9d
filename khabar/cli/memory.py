"""How often a process looks for what nobody holds any longer."""

import gc
from typing import Final

#: A request makes some hundred objects that end with it, and hardly any rings.
_COLLECTED: Final = (20_000, 20, 20)


def settle_memory() -> None:
    """Leave what was loaded out of the collector's rounds: they took a fifth of a request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
