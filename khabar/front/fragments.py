"""The pieces that every page wears today, however old the page is.

A fragment is made from the database and its edition alone: never from the page around it. So it
can be made once and placed on a million pages. Where it is one item too long, the page leaves out
its own.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from khabar.edge import placing
from khabar.edge.pieces import Fragment as Piece
from khabar.front import comments
from khabar.front.live_frame import stamp_of
from khabar.language import digits
from khabar.live import queries as live_queries
from khabar.live.models import LiveCoverage
from khabar.live.models.ticker import MOST_LINES
from khabar.newsroom import keys, queries
from khabar.newsroom.models import Article, Edition, FollowChannel
from khabar.newsroom.queries import Card, Link
from khabar.outbox.collecting import uses

RAIL_LENGTH: Final = 12


class Today:
    """What pages wear today. Each thing is looked up at most once for one page."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def headlines(self) -> list[Card]:
        """The newest, one more than the rail shows."""
        return queries.rail(self.edition, RAIL_LENGTH)

    @cached_property
    def policies(self) -> dict[str, Link]:
        """The standing pages by the edition's names for them."""
        return queries.policy_pages(self.edition)

    @cached_property
    def channels(self) -> list[FollowChannel]:
        """Where readers follow the edition."""
        return queries.channels(self.edition)


@dataclass(frozen=True)
class Fragment:
    """A template, what it is given, and, where it has separate items, their template and number."""

    template: str
    data: Callable[..., dict[str, Any]]
    item_template: str = ""
    length: int = 0
    #: Whether there is one for each thing, of which ``data`` is given the number too.
    of_things: bool = False


def place(name: str, today: Today, *, without: int | None = None) -> SafeString:
    """A fragment as it stands on a page; ``without`` is the number of an item to leave out."""
    made = placing.kept(name, today.edition) or piece(name, today)
    return SafeString(made.placed(without).decode())


def register() -> None:
    """Have the edge make each fragment here."""
    for name in FRAGMENTS:
        placing.register(
            name,
            lambda name, edition: piece(name, Today(edition)),
            of_things=FRAGMENTS[name].of_things,
        )


def piece(name: str, today: Today) -> Piece:
    """A fragment as the edge keeps it: whole, or in items of which each page leaves out its own."""
    kind, _colon, thing = name.partition(":")
    made = FRAGMENTS[kind]
    base: dict[str, Any] = {"edition": today.edition, "style": today.edition.date_style}
    context = base | (made.data(today, int(thing)) if made.of_things else made.data(today))
    if not made.item_template:
        return Piece(render_to_string(made.template, context).strip().encode())
    mark = f"\x00{secrets.token_hex(16)}\x00"
    two = context | {"items": [SafeString(mark)] * 2}
    before, between, after = render_to_string(made.template, two).strip().split(mark)
    empty = render_to_string(made.template, context | {"items": []}).strip()
    items = tuple(
        (
            card.number,
            render_to_string(made.item_template, base | {"card": card}).strip().encode(),
        )
        for card in context["items"]
    )
    return Piece(
        before.encode(), between.encode(), after.encode(), empty.encode(), items, made.length
    )


def _menu(today: Today) -> dict[str, Any]:
    return {"links": queries.menu(today.edition)}


def _broadcast(today: Today) -> dict[str, Any]:
    return {"broadcast": queries.broadcast(today.edition)}


def _urgent(today: Today) -> dict[str, Any]:
    cards = queries.urgent(today.edition, MOST_LINES)
    said = [(card.headline, card.published_at, card.url) for card in cards]
    lines = live_queries.urgent_lines(today.edition, said, MOST_LINES)
    return {"lines": lines, "stamp": stamp_of(repr(lines))}


def _coverages(today: Today) -> dict[str, Any]:
    return {"cards": live_queries.cards(today.edition)}


def _carousel(today: Today) -> dict[str, Any]:
    return {"stories": queries.carousel(today.edition)}


def _follow(today: Today) -> dict[str, Any]:
    return {"channels": today.channels}


def _footer(today: Today) -> dict[str, Any]:
    sections = queries.important_sections(today.edition)
    return {"sections": sections, "policies": today.policies.values()}


def _rail(today: Today) -> dict[str, Any]:
    return {"items": today.headlines}


def _most_read(today: Today) -> dict[str, Any]:
    cards = queries.most_read(today.edition)
    numbering = today.edition.digits
    return {
        "ranked": [(digits.format_number(n, numbering), card) for n, card in enumerate(cards, 1)]
    }


def _comments(today: Today, page: int) -> dict[str, Any]:
    # Its title and address are told to machines, and that it is there at all.
    uses(keys.article_card(page))
    articles = Article.objects.live().select_related("section", "locale")
    coverages = LiveCoverage.objects.live().select_related("locale")
    found = articles.filter(pk=page).first() or coverages.filter(pk=page).first()
    return {"under": comments.beneath(today.edition, found) if found else None}


def _template(name: str) -> str:
    return f"front/components/{name}.html"


FRAGMENTS: Final[dict[str, Fragment]] = {
    "menu": Fragment(_template("menu"), _menu),
    "broadcast": Fragment(_template("broadcast"), _broadcast),
    "coverages": Fragment(_template("coverages"), _coverages),
    "urgent": Fragment(_template("urgent"), _urgent),
    "carousel": Fragment(_template("carousel"), _carousel),
    "follow": Fragment(_template("follow"), _follow),
    "footer": Fragment(_template("footer"), _footer),
    "most_read": Fragment(_template("most_read"), _most_read),
    "comments": Fragment(_template("comments"), _comments, of_things=True),
    "rail": Fragment(_template("rail"), _rail, _template("rail_item"), RAIL_LENGTH),
}
