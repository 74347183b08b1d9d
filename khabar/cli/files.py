"""Static files and public media, sent without entering Django: ranges, validators, caching."""

import asyncio
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from os import stat_result
from pathlib import Path

from khabar.edge.http import BODY, START, App, Receive, Scope, Send, matches

CHUNK = 256 * 1024
IMMUTABLE = b"public, max-age=31536000, immutable"
SHORT = b"public, max-age=3600"

# What systems' own lists lack or say differently.
TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mjs": "text/javascript",
    ".mp4": "video/mp4",
    ".svg": "image/svg+xml",
    ".ts": "video/mp2t",
    ".vtt": "text/vtt",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
TEXTUAL = re.compile(r"text/|application/(json|manifest\+json|xml)|image/svg\+xml")


@dataclass(frozen=True)
class Mount:
    """A folder under an address. A file whose path `immutable` finds never changes its content.

    `hidden` are first parts that stay with Django, which asks who may see them.
    """

    prefix: str
    root: Path
    immutable: re.Pattern[str]
    hidden: tuple[str, ...] = ()
    headers: tuple[tuple[bytes, bytes], ...] = ()

    def find(self, path: str) -> Path | None:
        """The file at this address, or None: nothing outside the folder is ever found."""
        relative = path.removeprefix(self.prefix)
        parts = relative.split("/")
        if "\0" in relative or "\\" in relative or any(part in {"", ".", ".."} for part in parts):
            return None
        if parts[0] in self.hidden or parts[-1].startswith("."):
            return None
        try:
            found = (self.root / relative).resolve(strict=True)
        except (OSError, RuntimeError):
            return None
        if not found.is_relative_to(self.root.resolve()) or not found.is_file():
            return None
        return found


# Names that Django's manifest storage made: twelve digits of the content's hash.
HASHED_STATIC = re.compile(r"\.[0-9a-f]{12}\.[^/]+$")
# Renditions lie under the recipe of their bytes: photos/ID/RECIPE/NAME.
HASHED_MEDIA = re.compile(r"/photos/[0-9]+/[0-9a-f]{16}/[^/]+$")


class Files:
    """Answers for its mounts; everything else goes on to `app`."""

    def __init__(self, app: App, mounts: Sequence[Mount]) -> None:
        self.app = app
        self.mounts = tuple(mounts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for mount in self.mounts:
                if scope["path"].startswith(mount.prefix):
                    await _serve(mount, scope, send)
                    return
        await self.app(scope, receive, send)


async def _serve(mount: Mount, scope: Scope, send: Send) -> None:
    if scope["method"] not in {"GET", "HEAD"}:
        await _plain(send, 405, [(b"allow", b"GET, HEAD")])
        return
    found = mount.find(scope["path"])
    if found is None:
        await _plain(send, 404, [(b"cache-control", b"no-store")])
        return
    asked = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    kind = _content_type(found)
    file, encoded = found, False
    headers = [
        (b"content-type", kind.encode()),
        (b"cache-control", IMMUTABLE if mount.immutable.search(scope["path"]) else SHORT),
        (b"x-content-type-options", b"nosniff"),
        *mount.headers,
    ]
    if TEXTUAL.match(kind):
        headers.append((b"vary", b"accept-encoding"))
        packed = found.with_name(found.name + ".gz")
        if b"range" not in asked and "gzip" in asked.get(b"accept-encoding", ""):
            encoded = packed.is_file()
    if encoded:
        file = packed
        headers.append((b"content-encoding", b"gzip"))
    else:
        headers.append((b"accept-ranges", b"bytes"))
    await _send_file(file, headers, asked, scope, send)


def _content_type(path: Path) -> str:
    kind = TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
    kind = kind or "application/octet-stream"
    return f"{kind}; charset=utf-8" if TEXTUAL.match(kind) else kind


async def _send_file(
    file: Path,
    headers: list[tuple[bytes, bytes]],
    asked: dict[bytes, str],
    scope: Scope,
    send: Send,
) -> None:
    facts = file.stat()  # noqa: ASYNC240 -- microseconds; a thread would cost more.
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    headers += [
        (b"etag", etag.encode()),
        (b"last-modified", formatdate(facts.st_mtime, usegmt=True).encode()),
    ]
    if _unchanged(asked, etag, facts):
        await send({"type": START, "status": 304, "headers": headers})
        await send({"type": BODY, "body": b""})
        return
    size, status = facts.st_size, 200
    start, end = 0, size - 1
    wanted = asked.get(b"range") if _range_is_valid(asked, etag, facts) else None
    if wanted is not None:
        try:
            part = parse_range(wanted, size)
        except ValueError:
            await _plain(send, 416, [(b"content-range", f"bytes */{size}".encode())])
            return
        if part is not None:
            status, (start, end) = 206, part
            headers.append((b"content-range", f"bytes {start}-{end}/{size}".encode()))
    headers.append((b"content-length", str(end - start + 1).encode()))
    await send({"type": START, "status": status, "headers": headers})
    if scope["method"] == "HEAD":
        await send({"type": BODY, "body": b""})
    elif status == 200 and "http.response.pathsend" in scope.get("extensions", {}):  # noqa: PLR2004 -- HTTP.
        await send({"type": "http.response.pathsend", "path": str(file)})
    else:
        await _send_part(file, start, end, send)


async def _send_part(file: Path, start: int, end: int, send: Send) -> None:
    left = end - start + 1
    with await asyncio.to_thread(file.open, "rb") as handle:
        handle.seek(start)
        while left > 0:
            chunk = await asyncio.to_thread(handle.read, min(CHUNK, left))
            if not chunk:
                break
            left -= len(chunk)
            await send({"type": BODY, "body": chunk, "more_body": left > 0})
    if left > 0 or end < start:
        await send({"type": BODY, "body": b""})


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte that `header` asks for; None for what HTTP lets a server ignore.

    Raises ValueError when nothing of the file is in the range. Several ranges in one request are
    ignored: no player asks for them, and answering them multiplies the bytes sent.
    """
    match = re.fullmatch(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", header)
    if match is None or match.group(0).strip() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise ValueError("an empty suffix")
        return size - length, size - 1
    if int(first) >= size:
        raise ValueError("beyond the end")
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _unchanged(asked: dict[bytes, str], etag: str, facts: stat_result) -> bool:
    if b"if-none-match" in asked:
        return matches(asked[b"if-none-match"].encode("latin-1"), etag.encode())
    return _same_time(asked.get(b"if-modified-since"), facts)


def _range_is_valid(asked: dict[bytes, str], etag: str, facts: stat_result) -> bool:
    condition = asked.get(b"if-range")
    return condition is None or condition.strip() == etag or _same_time(condition, facts)


def _same_time(header: str | None, facts: stat_result) -> bool:
    if header is None:
        return False
    try:
        return int(parsedate_to_datetime(header).timestamp()) >= int(facts.st_mtime)
    except (ValueError, TypeError, OverflowError):
        return False


async def _plain(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    body = {404: b"Not found.\n", 405: b"Only GET and HEAD.\n", 416: b"No such part.\n"}[status]
    await send(
        {
            "type": START,
            "status": status,
            "headers": [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
                *headers,
            ],
        }
    )
    await send({"type": BODY, "body": body})
