"""What a front cache's log says was read: of a line, an article's number and a time, no more.

Read are the combined format of nginx and Apache, that of varnishncsa, and lines of JSON. Addresses
of readers, which such lines hold, are not looked at.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from khabar.edge.http import NOT_MODIFIED, OK
from khabar.edge.reads import article_in, is_ahead, is_reader

_QUOTED: Final = r'"((?:[^"\\]|\\.)*)"'
_COMBINED: Final = re.compile(rf" \[([^\]]+)\] {_QUOTED} (\d{{3}}) \S+ {_QUOTED} {_QUOTED}")
_LOCAL_TIME: Final = re.compile(
    r"(\d\d)/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d\d)(\d\d)", re.ASCII
)
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
#: What the parts are called in lines of JSON, the first that is there.
_NAMES: Final = {
    "request": ("request",),
    "method": ("request_method", "method"),
    "path": ("request_uri", "uri", "url", "path"),
    "status": ("status",),
    "agent": ("http_user_agent", "user_agent", "agent"),
    "purpose": ("http_sec_purpose", "sec_purpose"),
    "time": ("time_iso8601", "time", "timestamp", "@timestamp", "time_local", "msec"),
}


class BrokenLineError(ValueError):
    """Raised for a line that is in none of the formats, or was cut."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article was read: nothing else of the line is kept."""

    number: int
    at: datetime


def hit_in(line: str) -> Hit | None:
    """The read that a line tells of; None when it tells of something else.

    Raises BrokenLineError.
    """
    parts = _json(line) if line.lstrip().startswith("{") else _combined(line)
    if parts["status"] not in {str(OK), str(NOT_MODIFIED)} or parts["method"] != "GET":
        return None
    number = article_in(_path(parts["path"]))
    if not number or not is_reader(parts["agent"]) or is_ahead(parts["purpose"]):
        return None
    return Hit(number, _time(parts["time"]))


def _combined(line: str) -> dict[str, str]:
    found = _COMBINED.search(line)
    if found is None:
        raise BrokenLineError
    time, request, status, _referrer, agent = found.groups()
    return _requested(request) | {"time": time, "status": status, "agent": agent, "purpose": ""}


def _json(line: str) -> dict[str, str]:
    try:
        said: dict[str, Any] = json.loads(line)
    except ValueError as error:
        raise BrokenLineError from error
    parts = {
        part: next((str(said[name]) for name in names if said.get(name) is not None), "")
        for part, names in _NAMES.items()
    }
    if parts["request"]:
        parts |= _requested(parts["request"])
    if not (parts["method"] and parts["path"] and parts["status"] and parts["time"]):
        raise BrokenLineError
    return parts


def _requested(request: str) -> dict[str, str]:
    method, _space, rest = request.partition(" ")
    return {"method": method, "path": rest.rpartition(" ")[0] or rest}


def _path(address: str) -> str:
    if address.startswith("/"):
        return address
    try:
        return urlsplit(address).path
    except ValueError as error:
        raise BrokenLineError from error


def _time(text: str) -> datetime:
    try:
        if found := _LOCAL_TIME.fullmatch(text):
            day, month, year, hour, minute, second, zone, zone_minutes = found.groups()
            text = f"{year}-{_MONTHS.index(month) // 3 + 1:02}-{day}T{hour}:{minute}:{second}"
            text += f"{zone}:{zone_minutes}"
        elif re.fullmatch(r"\d{9,11}(\.\d+)?", text, re.ASCII):
            return datetime.fromtimestamp(float(text), UTC)
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BrokenLineError from error
