"""What stands around the posts of a coverage: on its page, and sent to pages that are open."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from khabar.live.queries import CoveragePage
from khabar.newsroom.models import Edition


@dataclass(frozen=True)
class Frame:
    """The parts that a script puts in place, by the names that they have on the page."""

    state: SafeString
    summary: SafeString
    events: SafeString
    count: SafeString
    #: What the browser's tab says.
    title: str

    @property
    def stamp(self) -> str:
        """Another one for another frame."""
        return stamp_of(*vars(self).values())


def stamp_of(*parts: str) -> str:
    """A short name of these texts."""
    made = blake2b(digest_size=8)
    for part in parts:
        made.update(f"{len(part)}:{part}".encode())
    return made.hexdigest()


def title_of(shown: CoveragePage) -> str:
    """The last headline first; the edition's name comes after it, as on any page."""
    title = str(shown.coverage.seo_title or shown.coverage.title)
    if shown.last is not None and shown.course.is_open:
        return f"{shown.last.name} | {title}"
    return title


def frame_of(shown: CoveragePage, edition: Edition) -> Frame:
    """The frame of a coverage's front."""
    context: dict[str, Any] = {
        "edition": edition,
        "style": edition.date_style,
        "state": shown.course.state,
        "course": shown.course,
        "shown": shown,
        "path": shown.coverage.get_absolute_url(),
    }

    def part(name: str) -> SafeString:
        html = render_to_string(f"front/components/coverage_{name}.html", context).strip()
        return SafeString(html)

    return Frame(
        state=part("state"),
        summary=part("summary"),
        events=part("events"),
        count=part("count"),
        title=f"{title_of(shown)} | {edition.name}",
    )
