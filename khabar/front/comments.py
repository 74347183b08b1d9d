"""Comments as a page shows them: text made safe, and what machines read of it."""

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from khabar.comments import queries
from khabar.comments.policy import has_comments, policy_of
from khabar.comments.queries import Shown, ThreadPage
from khabar.front.editions import base_address
from khabar.front.markup import isolates
from khabar.language.direction import Direction
from khabar.live.models import LiveCoverage
from khabar.newsroom.models import Edition, NumberedPage

_LINK: Final = re.compile(r"https?://[^\s<>«»\"']+[^\s<>«»\"'.,;:!?،؛؟)\]]", re.IGNORECASE)
#: So much of an address is read.
_SHOWN: Final = 50
#: So many comments are told to machines.
_TOLD: Final = 10


@dataclass(frozen=True)
class Beneath:
    """What stands under an article or a coverage."""

    place: NumberedPage
    thread: ThreadPage
    is_open: bool
    thing: dict[str, Any] | None

    @property
    def path(self) -> str:
        """Where all comments stand."""
        return f"{self.place.short_path}/comments/"

    @property
    def write_path(self) -> str:
        """Where a reader writes."""
        return f"/me/comments/{self.place.number}/"


def fragment_of(edition: Edition, page: NumberedPage) -> str:
    """The fragment that stands under this page; empty where its edition has no comments."""
    return f"comments:{page.pk}" if has_comments(edition) else ""


def beneath(edition: Edition, place: NumberedPage) -> Beneath | None:
    """The part of a page; None where its edition has no comments, or where they are
    closed and nobody wrote.
    """
    effective = policy_of(place)
    if effective is None:
        return None
    thread = queries.beneath(place)
    if not thread.count and not effective.is_open:
        return None
    return Beneath(place, thread, effective.is_open, thing(edition, place, thread))


def paragraph(text: str, direction: Direction) -> SafeString:
    """A paragraph of a comment: escaped, its links made safe, its foreign pieces isolated."""
    parts: list[SafeString] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            parts.append(mark_safe("<br>"))
        done = 0
        for match in _LINK.finditer(line):
            parts += [isolates(line[done : match.start()], direction), _link(match[0])]
            done = match.end()
        parts.append(isolates(line[done:], direction))
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped)


def _link(address: str) -> SafeString:
    shown = re.sub(r"^https?://(?:www\.)?", "", address, flags=re.IGNORECASE)
    if len(shown) > _SHOWN:
        shown = shown[:_SHOWN] + "…"
    return format_html(
        '<a rel="ugc nofollow noopener" href="{}"><bdi dir="ltr">{}</bdi></a>', address, shown
    )


def thing(edition: Edition, place: NumberedPage, thread: ThreadPage) -> dict[str, Any] | None:
    """The comments as schema.org has them, beside what the page's head tells of."""
    if not thread.comments:
        return None
    base = base_address(edition)
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting" if isinstance(place, LiveCoverage) else "NewsArticle",
        "@id": f"{base}{place.get_absolute_url()}",
        "url": f"{base}{place.get_absolute_url()}",
        "headline": place.title,
        "commentCount": thread.count,
        "comment": [_comment(base, one) for one in thread.comments[:_TOLD]],
    }


def _comment(base: str, one: Shown) -> dict[str, Any]:
    told = {
        "@type": "Comment",
        "url": f"{base}{one.path}",
        "author": {"@type": "Person", "name": one.name},
        "dateCreated": one.at.replace(microsecond=0).isoformat(),
        "text": "\n\n".join(one.paragraphs),
        "upvoteCount": one.likes,
    }
    return told | (
        {"comment": [_comment(base, each) for each in one.answers]} if one.answers else {}
    )
