"""What the search page shows of what was found: marked results, counted filters, ways on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from khabar.front import markup
from khabar.front.searching import MEDIA, ORDERS, Order, Question
from khabar.language import dates, highlighting
from khabar.newsroom import queries
from khabar.newsroom.models import Edition
from khabar.newsroom.queries import Card
from khabar.newsroom.queries.results import KINDS, Kind
from khabar.search.queries import Found

#: Letters of a result's passage, and of its article in which the passage is looked for.
PASSAGE: Final = 200
READ: Final = 8_000
#: So many values of a filter are offered, the most frequent ones.
OFFERED: Final = 8


@dataclass(frozen=True)
class Entry:
    """One result: its card, and headline and passage with what was asked for marked."""

    card: Card
    headline: SafeString
    passage: SafeString
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True)
class Way:
    """An address on: to a filter with its count, without one, or to another order."""

    name: str
    url: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Offer:
    """A filter with what it can be set to."""

    title: str
    ways: tuple[Way, ...]


def entries(edition: Edition, found: Found) -> list[Entry]:
    """The results of a page, in the order in which they were found."""
    return [
        _entry(result.card, result.text[:READ], found, edition.language)
        for result in queries.results(edition, found.ids)
    ]


def _entry(card: Card, text: str, found: Found, language: str) -> Entry:
    passage = highlighting.snippet(text, found.terms, PASSAGE, language)
    return Entry(
        card,
        markup.marked(card.headline, highlighting.marked(card.headline, found.terms, language)),
        markup.marked(passage.text, passage.spans),
        passage.before,
        passage.after,
    )


def chosen(question: Question, edition: Edition) -> list[Way]:
    """What the results are narrowed by, each with the address without it."""
    style = replace(edition.date_style, hijri="none")
    ways = [
        Way(label.name, question.address(**{kind: ""})) for kind, label in question.chosen.items()
    ]
    if question.media:
        ways.append(Way(_media(question.media), question.address(media="")))
    if question.since:
        day = dates.format_date(question.since, style)
        ways.append(Way(_("From %(day)s") % {"day": day}, question.address(since="")))
    if question.until:
        day = dates.format_date(question.until, style)
        ways.append(Way(_("To %(day)s") % {"day": day}, question.address(until="")))
    return ways


def offers(question: Question, found: Found, edition: Edition) -> list[Offer]:
    """The filters that narrow these results further, the most frequent values first."""
    made = [_offer(kind, question, found, edition) for kind in KINDS if kind not in question.chosen]
    if question.media is None:
        counts = dict(found.facets.get("media", ()))
        ways = (
            Way(_media(name), question.address(media=name), counts[name])
            for name in MEDIA
            if name in counts
        )
        made.append(Offer(pgettext("search filter", "Photos and video"), _narrowing(ways, found)))
    return [offer for offer in made if offer.ways]


def _offer(kind: Kind, question: Question, found: Found, edition: Edition) -> Offer:
    counts = [(int(ident), count) for ident, count in found.facets.get(kind, ())][:OFFERED]
    labels = queries.labels(edition, kind, (ident for ident, _count in counts))
    ways = (
        Way(labels[ident].name, question.address(**{kind: labels[ident].slug}), count)
        for ident, count in counts
        if ident in labels
    )
    return Offer(_title(kind), _narrowing(ways, found))


def _narrowing(ways: Iterable[Way], found: Found) -> tuple[Way, ...]:
    """Without those that every result has: they would narrow nothing."""
    return tuple(way for way in ways if way.count < found.total)


def orders(question: Question) -> list[Way]:
    """The orders of results, the present one marked."""
    return [
        Way(
            _order(order),
            question.address(order="" if order == "relevance" else order),
            current=order == question.order,
        )
        for order in ORDERS
    ]


def _title(kind: Kind) -> str:
    return {
        "section": pgettext("search filter", "Section"),
        "story": pgettext("search filter", "Story"),
        "author": pgettext("search filter", "Author"),
        "source": pgettext("search filter", "Source"),
    }[kind]


def _media(name: str) -> str:
    return {
        "photos": pgettext("search filter", "With photos"),
        "video": pgettext("search filter", "With video"),
    }[name]


def _order(order: Order) -> str:
    return {
        "relevance": _("Most relevant"),
        "newest": _("Newest first"),
        "relevance-only": _("Most relevant, of any time"),
    }[order]
