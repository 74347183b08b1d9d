"""The pieces that every page wears today, however old the page is.

A fragment is made from the database and its edition alone: never from the page around it. So it can
be made once and placed on a million pages. Where it is one item too long, the page leaves out its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from khabar.newsroom import queries
from khabar.newsroom.models import Edition
from khabar.newsroom.queries import Card

RAIL_LENGTH: Final = 12


@dataclass(frozen=True)
class Fragment:
    """A template, what it is given, and, where it has separate items, their template and number."""

    template: str
    data: Callable[[Edition], dict[str, Any]]
    item_template: str = ""
    items: Callable[[Edition], list[Card]] | None = None
    length: int = 0


def place(name: str, edition: Edition, *, without: int | None = None) -> SafeString:
    """A fragment as it stands on a page; ``without`` is the number of an item to leave out."""
    made = FRAGMENTS[name]
    base = {"edition": edition, "style": edition.date_style}
    context = base | made.data(edition)
    if made.items is not None:
        rendered = [
            (card.number, render_to_string(made.item_template, base | {"card": card}).strip())
            for card in made.items(edition)
        ]
        kept = [SafeString(html) for number, html in rendered if number != without]
        context["items"] = kept[: made.length]
    return SafeString(render_to_string(made.template, context).strip())


def _menu(edition: Edition) -> dict[str, Any]:
    return {"links": queries.menu(edition)}


def _broadcast(edition: Edition) -> dict[str, Any]:
    return {"broadcast": queries.broadcast(edition)}


def _urgent(edition: Edition) -> dict[str, Any]:
    urgent = (card for card in queries.rail(edition) if card.urgent)
    return {"card": next(urgent, None)}


def _carousel(edition: Edition) -> dict[str, Any]:
    return {"stories": queries.carousel(edition)}


def _follow(edition: Edition) -> dict[str, Any]:
    return {"channels": queries.channels(edition)}


def _footer(edition: Edition) -> dict[str, Any]:
    return {
        "sections": queries.important_sections(edition),
        "policies": queries.policy_pages(edition).values(),
    }


def _nothing(_edition: Edition) -> dict[str, Any]:
    return {}


def _rail_items(edition: Edition) -> list[Card]:
    return queries.rail(edition, RAIL_LENGTH)


def _template(name: str) -> str:
    return f"front/components/{name}.html"


FRAGMENTS: Final[dict[str, Fragment]] = {
    "menu": Fragment(_template("menu"), _menu),
    "broadcast": Fragment(_template("broadcast"), _broadcast),
    "urgent": Fragment(_template("urgent"), _urgent),
    "carousel": Fragment(_template("carousel"), _carousel),
    "follow": Fragment(_template("follow"), _follow),
    "footer": Fragment(_template("footer"), _footer),
    "rail": Fragment(
        _template("rail"), _nothing, _template("rail_item"), _rail_items, RAIL_LENGTH
    ),
}
