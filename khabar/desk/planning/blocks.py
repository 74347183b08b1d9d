"""The first screen's blocks: each one list, in one query, with words for when it is empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component

from khabar.desk.models import Role, SectionApprovalTask, StaffGroup
from khabar.desk.planning import times
from khabar.newsroom.flash_actions import BARE_MINUTES
from khabar.newsroom.notices import PERMISSION
from khabar.newsroom.queries import first_screen
from khabar.newsroom.queries.first_screen import MOST, Line
from khabar.newsroom.reach import Reach, reach_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BARE = timedelta(minutes=BARE_MINUTES)


@dataclass(frozen=True)
class Shown:
    """A line with its times written out."""

    line: Line
    section: str
    time: str
    ago: str
    overdue_at: datetime | None = None
    overdue: bool = False


class Block(Component):
    """One list of the first screen."""

    template_name = "desk/planning/block.html"
    name = ""
    order = 100
    heading: Any = ""
    empty: Any = ""
    alarm = False
    """Whether a line in it must be seen before all else."""

    def __init__(self, request: HttpRequest, now: datetime | None = None) -> None:
        self.request = request
        self.now = now or timezone.now()

    @cached_property
    def reach(self) -> Reach:
        """What the person before the screen reaches."""
        return reach_of(self.request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.

    @property
    def media(self) -> Media:
        """The script that counts down."""
        return Media(js=[versioned_static("desk/planning/home.js")])

    def is_shown(self) -> bool:
        """Whether this block is for this person at all."""
        return True

    def lines(self) -> list[Line]:
        """The list, one line longer than it is shown when there are more."""
        raise NotImplementedError

    @cached_property
    def held(self) -> list[Line]:
        """The list, asked for once."""
        return self.lines()

    def summary(self, lines: list[Line]) -> str:
        """The count beside the heading; empty where nobody counts."""
        del lines
        return ""

    def more_url(self) -> str:
        """Where the rest of a long list is; empty when nowhere."""
        return ""

    def show(self, line: Line) -> Shown:
        """A line as it is printed."""
        style = self.reach.style(line.section_id)
        return Shown(
            line,
            self.reach.section_title(line.section_id),
            times.written(line.at, style, self.now) if line.at else "",
            times.ago(line.at, self.now) if line.at else "",
        )

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What the template shows."""
        lines = self.held
        return {
            "request": self.request,
            "csrf_token": (parent_context or {}).get("csrf_token", ""),
            "block": self,
            "shown": [self.show(line) for line in lines[:MOST]],
            "more": len(lines) > MOST,
            "summary": self.summary(lines),
            "line_template": f"desk/planning/lines/{self.name}.html",
        }


class FailuresBlock(Block):
    """What failed and nobody has looked at."""

    name = "failures"
    order = 10
    heading = gettext_lazy("Failures")
    empty = gettext_lazy("Nothing has failed.")
    alarm = True

    @cached_property
    def answers_for_all(self) -> bool:
        """Whether what belongs to no section is this person's to settle."""
        return bool(self.request.user.has_perm(PERMISSION))

    def is_shown(self) -> bool:
        """To those who may settle some of them."""
        return self.answers_for_all or bool(self.reach.publishes)

    def lines(self) -> list[Line]:
        """Unsettled notices."""
        return first_screen.failures(self.reach, all_others=self.answers_for_all)


class BareFlashesBlock(Block):
    """Flashes that readers have without their details."""

    name = "bare"
    order = 20
    heading = gettext_lazy("Flashes without details")
    empty = gettext_lazy("Every flash has its details.")
    alarm = True

    def is_shown(self) -> bool:
        """To those who see a section."""
        return bool(self.reach.sees)

    def lines(self) -> list[Line]:
        """Bare flashes, the oldest first."""
        return first_screen.bare_flashes(self.reach, self.now)

    def show(self, line: Line) -> Shown:
        """With the moment from which it is overdue."""
        shown = super().show(line)
        due = (line.at or self.now) + BARE
        return Shown(line, shown.section, shown.time, shown.ago, due, due <= self.now)


class ReviewBlock(Block):
    """What this person may approve."""

    name = "review"
    order = 30
    heading = gettext_lazy("Awaiting your approval")
    empty = gettext_lazy("Nothing awaits your approval.")

    def is_shown(self) -> bool:
        """To those who approve somewhere."""
        return bool(self.reach.publishes)

    def lines(self) -> list[Line]:
        """The queue."""
        return first_screen.review(self.reach, SectionApprovalTask)

    def summary(self, lines: list[Line]) -> str:
        """The count, where the list shows it whole."""
        n = len(lines)
        if not 0 < n <= MOST:
            return ""
        return ngettext("%(n)s item awaiting review", "%(n)s items awaiting review", n) % {"n": n}


class ReturnedBlock(Block):
    """What came back from review."""

    name = "returned"
    order = 40
    heading = gettext_lazy("Returned to you")
    empty = gettext_lazy("Nothing was returned to you.")

    def is_shown(self) -> bool:
        """To those who write somewhere."""
        return bool(self.reach.writes)

    def lines(self) -> list[Line]:
        """Returned, the latest first."""
        return first_screen.returned(self.reach)


class AssignedBlock(Block):
    """What this person is to write."""

    name = "assigned"
    order = 50
    heading = gettext_lazy("Assigned to you")
    empty = gettext_lazy("Nothing is assigned to you.")

    def is_shown(self) -> bool:
        """To those who write somewhere."""
        return bool(self.reach.writes)

    def lines(self) -> list[Line]:
        """Open assignments by deadline."""
        return first_screen.assigned(self.reach)

    def show(self, line: Line) -> Shown:
        """With its deadline's passing."""
        shown = super().show(line)
        late = line.at is not None and line.at <= self.now
        return Shown(line, shown.section, shown.time, shown.ago, line.at, late)


class DraftsBlock(Block):
    """What this person has begun."""

    name = "drafts"
    order = 60
    heading = gettext_lazy("Your drafts")
    empty = gettext_lazy("You have no unfinished drafts.")

    def is_shown(self) -> bool:
        """To those who write somewhere."""
        return bool(self.reach.writes)

    def lines(self) -> list[Line]:
        """Drafts, the latest first."""
        return first_screen.drafts(self.reach)


class ScheduledBlock(Block):
    """What time will bring."""

    name = "scheduled"
    order = 70
    heading = gettext_lazy("Scheduled and under embargo")
    empty = gettext_lazy("Nothing is scheduled or under embargo.")

    def is_shown(self) -> bool:
        """To those who see a section."""
        return bool(self.reach.sees)

    def lines(self) -> list[Line]:
        """The next ones."""
        return first_screen.waiting_for_time(self.reach.sees, start=self.now, limit=MOST + 1)

    def show(self, line: Line) -> Shown:
        """With the end of an embargo that is not the time itself."""
        shown = super().show(line)
        ends = line.more["embargo_until"]
        note = ""
        if ends is not None and ends > self.now:
            note = times.written(ends, self.reach.style(line.section_id), self.now)
        return Shown(line, shown.section, shown.time, note)


class FreshBlock(Block):
    """What readers got within the hour."""

    name = "fresh"
    order = 80
    heading = gettext_lazy("Published in the last hour")
    empty = gettext_lazy("Nothing was published in the last hour.")

    def is_shown(self) -> bool:
        """To those who see a section."""
        return bool(self.reach.sees)

    def lines(self) -> list[Line]:
        """The latest first."""
        return first_screen.fresh(self.reach, self.now - HOUR)

    def summary(self, lines: list[Line]) -> str:
        """The count, where the list shows it whole."""
        n = len(lines)
        return "" if not 0 < n <= MOST else ngettext("%(n)s item", "%(n)s items", n) % {"n": n}


class CorrectionsBlock(Block):
    """What readers were told was wrong."""

    name = "corrections"
    order = 90
    heading = gettext_lazy("Corrections of the last day")
    empty = gettext_lazy("Nothing was corrected in the last day.")

    def is_shown(self) -> bool:
        """To those who see a section."""
        return bool(self.reach.sees)

    def lines(self) -> list[Line]:
        """The latest first."""
        return first_screen.corrections(self.reach, self.now - DAY)


class RightsBlock(Block):
    """Photos that are about to vanish from readers' pages, or have."""

    name = "rights"
    order = 95
    heading = gettext_lazy("Photo rights that end")
    empty = gettext_lazy("No published photo's rights end this week.")

    def is_shown(self) -> bool:
        """To those who publish, and to the photo desk."""
        return (
            bool(self.reach.publishes)
            or StaffGroup.objects.filter(
                role=Role.PHOTO_DESK, group__user=self.request.user.pk
            ).exists()
        )

    def lines(self) -> list[Line]:
        """The first to end first."""
        return first_screen.ending_rights(self.now)

    def summary(self, lines: list[Line]) -> str:
        """The count, where the list shows it whole."""
        n = len(lines)
        return "" if not 0 < n <= MOST else ngettext("%(n)s photo", "%(n)s photos", n) % {"n": n}


BLOCKS: tuple[type[Block], ...] = (
    FailuresBlock,
    BareFlashesBlock,
    ReviewBlock,
    ReturnedBlock,
    AssignedBlock,
    DraftsBlock,
    ScheduledBlock,
    FreshBlock,
    CorrectionsBlock,
    RightsBlock,
)


class QuietBlock(Component):
    """The blocks in which nothing stands, folded into one line below all others."""

    template_name = "desk/planning/quiet.html"
    order = 1000

    def __init__(self, quiet: list[Block], *, alone: bool) -> None:
        self.quiet = quiet
        self.alone = alone
        """Whether no other block is shown, so that there is nothing to leave room for."""

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What the template shows."""
        del parent_context
        n = len(self.quiet)
        counted = ngettext("%(n)s list is empty", "%(n)s lists are empty", n) % {"n": n}
        heading = _("Nothing awaits you now.") if self.alone else counted
        return {"quiet": self.quiet, "alone": self.alone, "heading": heading}


def blocks_for(request: HttpRequest) -> list[Block]:
    """The blocks that are for this person."""
    now = timezone.now()
    made = [block(request, now) for block in BLOCKS]
    return [block for block in made if block.is_shown()]


def arranged(blocks: list[Block]) -> list[Component]:
    """The blocks with something in them, in their own order, then the empty ones in one line."""
    full = [block for block in blocks if block.held]
    quiet = [block for block in blocks if not block.held]
    return [*full, *([QuietBlock(quiet, alone=not full)] if quiet else [])]


def nobody_here() -> str:
    """What a person of no group is told."""
    return _("You are in no group of the newsroom yet. An administrator can add you to one.")
