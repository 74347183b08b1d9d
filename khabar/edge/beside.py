"""What was closed while the store has no room to say so: beside it, known to all at once."""

import json
import mmap
import os
import struct
from collections.abc import Collection
from pathlib import Path
from typing import Final

_SERIAL: Final = struct.Struct("=Q")
_LENGTH: Final = struct.Struct("=I")
_PLACE_BYTES: Final = 64 << 10
_HEAD_BYTES: Final = 4096


class NoRoomError(Exception):
    """Raised when more was closed than the file holds."""


class Beside:
    """The keys that were closed and that the store could not mark.

    A file whose bytes were taken from the disk when it was made, so that nothing must grow for a
    word to be written. One process writes, the follower's. Two places are written in turn, and the
    serial number says which one holds: a writer that is killed leaves the older word.
    """

    def __init__(self, path: Path) -> None:
        size = _HEAD_BYTES + 2 * _PLACE_BYTES
        with path.open("a+b") as file:
            os.posix_fallocate(file.fileno(), 0, size)
            self._map = mmap.mmap(file.fileno(), size)
        self._read: tuple[int, frozenset[str]] = (0, frozenset())

    def serial(self) -> int:
        """A number that moves whenever the keys do; 0: never were there any."""
        return int(_SERIAL.unpack_from(self._map)[0])

    def closed(self) -> frozenset[str]:
        """The keys, as they are now."""
        while (serial := self.serial()) != self._read[0]:
            place = _place(serial)
            (length,) = _LENGTH.unpack_from(self._map, place)
            begin = place + _LENGTH.size
            said = self._map[begin : begin + length]
            # Two words later the place is written again: then it is read again.
            if self.serial() == serial:
                self._read = (serial, frozenset(json.loads(said or b"[]")))
        return self._read[1]

    def say(self, keys: Collection[str]) -> None:
        """Have these be all that is closed beside the store. Raises NoRoomError."""
        if self.closed() == frozenset(keys):
            return
        said = json.dumps(sorted(keys), separators=(",", ":")).encode()
        if len(said) > _PLACE_BYTES - _LENGTH.size:
            raise NoRoomError(f"{len(keys)} keys are more than can be closed without a store.")
        serial = self.serial() + 1
        place = _place(serial)
        self._map[place + _LENGTH.size : place + _LENGTH.size + len(said)] = said
        _LENGTH.pack_into(self._map, place, len(said))
        _SERIAL.pack_into(self._map, 0, serial)


def _place(serial: int) -> int:
    return _HEAD_BYTES + (serial % 2) * _PLACE_BYTES
