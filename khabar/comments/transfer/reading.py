"""A line of JSON into a comment that nothing is known of yet."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from django.utils import timezone

from khabar.comments.actions.refusals import Refused
from khabar.comments.actions.submitting import Draft
from khabar.comments.models import State
from khabar.comments.models.comments import NAME_LENGTH, ORIGIN_LENGTH

#: Elsewhere readers were let to write more than here.
LONGEST_BODY: Final = 20_000
MOST_LIKES: Final = 2_000_000_000
MOST_NUMBER: Final = 10**18
#: Clocks of other machines may be ahead by so much.
AHEAD: Final = timedelta(minutes=5)
_DEVICE: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class LineError(Exception):
    """Raised with what is wrong with a line, and what would be right."""


@dataclass(frozen=True, slots=True)
class Line:
    """A comment as its line says it, checked."""

    ident: str
    number: int
    uri: str
    provider: str
    in_reply_to: str
    name: str
    body: str
    state: State
    created_at: datetime
    edited_at: datetime | None
    likes: int
    device: str


def read(text: str, provider: str, zone: tzinfo) -> Line:
    """One line; a time without a zone is taken to be in ``zone``. Raises LineError."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LineError(f"it is no JSON ({error}); write one object a line") from error
    if not isinstance(said, dict):
        raise LineError("it is no object; write {…} with id, article, name, body, created_at")
    ident = _text(said, "id", ORIGIN_LENGTH)
    if not ident:
        raise LineError("it has no “id”; give each comment one of its own")
    uri = _text(said, "article_uri", 500)
    number = _whole(said, "article", MOST_NUMBER)
    if not uri and not number:
        raise LineError("it has no article; give “article” (its number) or “article_uri”")
    state = _state(said)
    name, body = _words(said, state)
    created = _time(said, "created_at", zone)
    if created is None:
        raise LineError("it has no “created_at”; write a time such as 2026-11-26T09:30:00+03:00")
    return Line(
        ident,
        number,
        uri,
        _text(said, "provider", 120) or provider,
        _text(said, "in_reply_to", ORIGIN_LENGTH),
        name,
        body,
        state,
        created,
        _time(said, "edited_at", zone),
        _whole(said, "likes", MOST_LIKES),
        _device(_text(said, "reader", 500), ident),
    )


def _text(said: Mapping[str, Any], name: str, longest: int) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise LineError(f"“{name}” is no text; write it between quotation marks")
    if len(value) > longest:
        raise LineError(f"“{name}” is longer than {longest:,} characters")
    if "\0" in value or not _is_unicode(value):
        raise LineError(f"“{name}” holds a character that cannot be kept; take it out")
    return value


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(said: Mapping[str, Any], name: str, most: int) -> int:
    value = said.get(name)
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise LineError(f"“{name}” is no whole number of 0 or more")
    return value


def _state(said: Mapping[str, Any]) -> State:
    value = _text(said, "state", 100)
    try:
        # What nobody says was approved is looked at first.
        return State(value) if value else State.AWAITING
    except ValueError as error:
        known = ", ".join(State.values)
        raise LineError(f"“{value}” is no state; write one of {known}") from error


def _words(said: Mapping[str, Any], state: State) -> tuple[str, str]:
    name, body = _text(said, "name", 10_000), _text(said, "body", 1_000_000)
    if len(name) > NAME_LENGTH:
        name = name[: NAME_LENGTH - 1] + "…"
    if state == State.DELETED:
        return name, ""
    try:
        draft = Draft(name, body).cleaned(longest=LONGEST_BODY)
    except Refused as refusal:
        raise LineError(f"its {refusal.field}: {refusal.why}") from refusal
    return draft.name, draft.body


def _time(said: Mapping[str, Any], name: str, zone: tzinfo) -> datetime | None:
    value = _text(said, name, 100)
    if not value:
        return None
    try:
        read = datetime.fromisoformat(value)
        read = read if read.tzinfo else read.replace(tzinfo=zone)
        # Years at the ends of the calendar are none in another zone.
        read = read.astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise LineError(
            f"“{name}”: “{value}” is no time; write one such as 2026-11-26T09:30:00+03:00"
        ) from error
    if read > timezone.now() + AHEAD:
        raise LineError(f"“{name}”: “{value}” is still to come")
    return read


def _device(reader: str, ident: str) -> str:
    """A reader as this house knows its own: a hash. Nobody's comment is a reader's of its own."""
    if _DEVICE.fullmatch(reader):
        return reader
    text = f"reader\0{reader}" if reader else f"comment\0{ident}"
    return hashlib.sha256(f"khabar.comments imported {text}".encode()).hexdigest()
