"""Files into raw items, each with its line: one item, an array, or JSON Lines; plain, gzip, xz.

An item that is no JSON carries its reason instead; a file that breaks off raises FileError after
the items before the break.
"""

import codecs
import contextlib
import gzip
import json
import lzma
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, Final, cast

from khabar.imports.problems import FileError

STDIN: Final = "-"
#: One item of text never comes near this; what does is not news.
MAX_ITEM_BYTES: Final = 32 * 1024 * 1024
_CHUNK: Final = 1024 * 1024
_BROKEN: Final = (OSError, EOFError, lzma.LZMAError, zlib.error)


@dataclass(frozen=True)
class RawItem:
    """One item as it lies in a file; ``problem`` when it cannot be read."""

    line: int
    data: dict[str, Any]
    problem: str = ""


@contextlib.contextmanager
def opened(name: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The file's bytes, and the same without compression. Raises FileError."""
    with contextlib.ExitStack() as stack:
        try:
            raw = sys.stdin.buffer if name == STDIN else stack.enter_context(Path(name).open("rb"))
        except OSError as error:
            raise FileError(error.strerror or str(error)) from error
        yield raw, _uncompressed(raw)


def _uncompressed(file: IO[bytes]) -> IO[bytes]:
    """Told by the first bytes, since standard input has no name."""
    try:
        start = file.peek(6)[:6] if isinstance(file, BufferedReader) else b""
    except OSError as error:
        raise FileError(error.strerror or str(error)) from error
    if start.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.open(file))
    if start.startswith(b"\xfd7zXZ\x00"):
        return lzma.open(file)
    return file


def items(file: IO[bytes]) -> Iterator[RawItem]:
    """The raw items of an uncompressed file, in order. Raises FileError where it breaks off."""
    try:
        yield from _items(file)
    except _BROKEN as error:
        raise FileError(f"the file is damaged: {error}") from error


def _items(file: IO[bytes]) -> Iterator[RawItem]:
    lines = _lines(file)
    head = _first(lines)
    if head is None:
        return
    line, text = head
    if text.startswith(b"["):
        yield from _array(file, line, text)
        return
    first = _parsed(line, text)
    if first.problem and text.startswith(b"{"):
        second = _first(lines)
        if second is None or not second[1].startswith(b"{"):
            rest = [text] if second is None else [text, second[1]]
            rest += [part for _line, part in lines]
            yield _parsed(line, b"".join(rest))
            return
        yield first
        yield _parsed(*second)
    else:
        yield first
    for number, content in lines:
        if content.strip():
            yield _parsed(number, content)


def _first(lines: Iterator[tuple[int, bytes]]) -> tuple[int, bytes] | None:
    return next(((line, text) for line, text in lines if text.strip()), None)


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers, without a mark of byte order; too long ones are cut short."""
    line = 0
    while text := file.readline(MAX_ITEM_BYTES):
        line += 1
        while not text.endswith(b"\n") and (more := file.readline(MAX_ITEM_BYTES)):
            if more.endswith(b"\n"):
                break
        yield line, text.removeprefix(codecs.BOM_UTF8) if line == 1 else text


def _parsed(line: int, text: bytes) -> RawItem:
    if len(text) >= MAX_ITEM_BYTES:
        return RawItem(line, {}, f"longer than {MAX_ITEM_BYTES // 1024 // 1024} MiB")
    try:
        data = json.loads(text.decode())
    except (ValueError, RecursionError) as error:
        return RawItem(line, {}, f"not JSON: {error}")
    return _item(line, data)


def _item(line: int, data: object) -> RawItem:
    if not isinstance(data, dict):
        return RawItem(line, {}, "not a JSON object")
    return RawItem(line, data)


def _array(file: IO[bytes], line: int, text: bytes) -> Iterator[RawItem]:
    """The items of an array, read piece by piece: an archive need not fit in memory."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    decoder = json.JSONDecoder()
    try:
        buffer = decode(text)[1:]
        while True:
            bare = buffer.lstrip().removeprefix(",").lstrip()
            line += buffer[: len(buffer) - len(bare)].count("\n")
            buffer = bare
            if buffer.startswith("]"):
                return
            try:
                data, end = decoder.raw_decode(buffer) if buffer else (None, 0)
            except ValueError:
                end = 0
            # A number or word at the very end may go on in the next piece.
            if end in {0, len(buffer)}:
                more = file.read(_CHUNK)
                if not more or len(buffer) > MAX_ITEM_BYTES:
                    raise FileError(f"line {line}: not JSON from here on")
                buffer += decode(more)
                continue
            yield _item(line, data)
            line += buffer[:end].count("\n")
            buffer = buffer[end:]
    except (UnicodeDecodeError, RecursionError) as error:
        raise FileError(f"line {line}: not JSON from here on: {error}") from error
