"""Fingerprints of what an article shows: on its page, on cards, as an address."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from khabar.newsroom.publication import NOT_PUBLISHED

#: Of an article's serialised fields, those that its page does not show. All others count, so that a
#: new field is shown until it is named here.
UNSEEN: Final = (NOT_PUBLISHED - {"seo_title", "search_description"}) | {
    # The desk's, and for exchange with others.
    "urgency",
    "subjects",
    "external_provider",
    "external_uri",
    "external_version",
    # Lists of their own, which are told apart.
    "other_sections",
    # Nothing shows it yet; whatever does must take it from here.
    "comments_open",
    # Follows from the body.
    "has_photos",
    "has_video",
    # Read when something happens, not shown.
    "urgent_until",
    "withdrawn_at",
    "withdrawal_reason",
    "withdrawn_by",
    # Translations are told by keys of their own; an article never changes its language.
    "translation_key",
    "locale",
}
#: What a card shows (queries.cards.Card), and nothing else.
CARD: Final = (
    "byline_entries",
    "genre",
    "has_photos",
    "has_video",
    "hero_photo",
    "kicker",
    "lede",
    "published_at",
    "section",
    "short_headline",
    "slug",
    "sponsored",
    "title",
    "updated_at",
    "urgent",
)
ADDRESS: Final = ("section", "slug")
#: Of a row that hangs on the article: new with each publication, and shown by nobody.
_ROW_ITSELF: Final = {"pk", "article", "sort_order"}


@dataclass(frozen=True)
class Face:
    """What is shown of a live article; 0 is unknown."""

    page: int
    card: int
    address: int
    urgent: bool


UNKNOWN: Final = Face(0, 0, 0, urgent=False)


def face_of(serialised: Mapping[str, Any]) -> Face:
    """The face of an article that was serialised as for a revision."""
    said = {name: _said(value) for name, value in serialised.items()}
    return Face(
        _digest(said, sorted(said.keys() - UNSEEN)),
        _digest(said, CARD),
        _digest(said, ADDRESS),
        urgent=bool(serialised["urgent"]),
    )


def _said(value: Any) -> str:
    if isinstance(value, str):
        return _in_one_order(value)
    if isinstance(value, list):
        value = _rows(value)
    return json.dumps(value, sort_keys=True, cls=DjangoJSONEncoder)


def _in_one_order(text: str) -> str:
    """A body as its blocks say it: PostgreSQL keeps the names within one in an order of its own."""
    if not text.startswith("["):
        return text
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def _rows(rows: list[Any]) -> list[Any]:
    """Rows in their order, or ids of related things, whose order says nothing."""
    if not all(isinstance(row, dict) for row in rows):
        return sorted(rows)
    ordered = sorted(rows, key=lambda row: row.get("sort_order") or 0)
    return [{k: v for k, v in row.items() if k not in _ROW_ITSELF} for row in ordered]


def _digest(said: Mapping[str, str], names: Iterable[str]) -> int:
    made = blake2b(digest_size=8)
    for name in names:
        text = said.get(name, "").encode()
        made.update(f"{name}\0{len(text)}\0".encode())
        made.update(text)
    return int.from_bytes(made.digest(), "big", signed=True) or 1
