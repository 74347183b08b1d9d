"""What a reader asks of the search page, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from khabar.front.paging import asked_page
from khabar.language.digits import convert
from khabar.newsroom import queries
from khabar.newsroom.models import Edition
from khabar.newsroom.queries import Label
from khabar.newsroom.queries.results import KINDS, Kind
from khabar.search.asking import LONGEST
from khabar.search.queries import Asked

PATH: Final = "/search/"
Order = Literal["relevance", "newest", "relevance-only"]
ORDERS: Final[tuple[Order, ...]] = ("relevance", "newest", "relevance-only")
Media = Literal["photos", "video"]
MEDIA: Final[tuple[Media, ...]] = ("photos", "video")


@dataclass(frozen=True)
class Question:
    """A text and what its results are narrowed by; ``problems`` are told to the reader."""

    text: str = ""
    chosen: Mapping[Kind, Label] = field(default_factory=dict)
    media: Media | None = None
    since: date | None = None
    until: date | None = None
    order: Order = "relevance"
    page: int = 1
    problems: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of its address, always in the same order; defaults are left out."""
        found = {
            # What the search reads of it; beyond that it would only make the links long.
            "q": self.text.strip()[:LONGEST],
            **{kind: self.chosen[kind].slug for kind in KINDS if kind in self.chosen},
            "media": self.media or "",
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "order": self.order if self.order != "relevance" else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: text for name, text in found.items() if text}

    def address(self, **changes: str) -> str:
        """Its own address with some parameters changed, or left out where they become "".

        It leads to the first page, unless another one is among the changes.
        """
        found = self.parameters | {"page": ""} | changes
        if found["page"] == "1":
            found["page"] = ""
        query = urlencode({name: text for name, text in found.items() if text})
        return f"{PATH}?{query}" if query else PATH

    @property
    def narrowed(self) -> bool:
        """Whether anything but the text is asked for."""
        return bool(self.chosen or self.media or self.since or self.until)

    def asked(self, edition: Edition) -> Asked:
        """The same for the index."""
        ids = {kind: label.id for kind, label in self.chosen.items()}
        return Asked(
            self.text,
            edition,
            section=ids.get("section"),
            story=ids.get("story"),
            author=ids.get("author"),
            source=ids.get("source"),
            since=self.since,
            until=self.until,
            media=self.media,
            order="newest" if self.order == "newest" else "relevance",
            freshness=self.order != "relevance-only",
            page=self.page,
        )


def read(request: HttpRequest, edition: Edition) -> Question:
    """What is asked. Raises Http404 for a page that no list has; all else that is odd is told."""
    problems: list[str] = []
    given = {name: request.GET.get(name, "").replace("\x00", "") for name in request.GET}
    chosen: dict[Kind, Label] = {}
    for kind in KINDS:
        if slug := given.get(kind, ""):
            label = queries.find_label(edition, kind, slug[:255])
            if label is None:
                problems.append(_unknown(kind))
            else:
                chosen[kind] = label
    since, until = (_day(given.get(name, ""), problems) for name in ("since", "until"))
    if since and until and since > until:
        problems.append(_("The first day comes after the last, so the days are left out."))
        since = until = None
    return Question(
        text=given.get("q", ""),
        chosen=chosen,
        media=next((known for known in MEDIA if known == given.get("media")), None),
        since=since,
        until=until,
        order=next((known for known in ORDERS if known == given.get("order")), "relevance"),
        page=asked_page(request),
        problems=tuple(dict.fromkeys(problems)),
    )


def _unknown(kind: Kind) -> str:
    """Why a filter is left out; it may have been removed or renamed since the address was kept."""
    return {
        "section": _("There is no such section now, so all sections are searched."),
        "story": _("There is no such story now, so all news is searched."),
        "author": _("There is no such author, so all authors are searched."),
        "source": _("There is no such source, so all sources are searched."),
    }[kind]


def _day(text: str, problems: list[str]) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(convert(text.strip(), "latn"))
    except ValueError:
        problems.append(
            _("“%(text)s” is no date. Write it as year-month-day, such as 2026-03-15.")
            % {"text": text.strip()[:40]}
        )
        return None
