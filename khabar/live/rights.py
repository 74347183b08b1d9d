"""Who may write in a coverage, and who may publish: as in the section that it stands under."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from khabar.live.models import LiveCoverage, Post
from khabar.newsroom.models import Edition, Section
from khabar.newsroom.reach import reach_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def may_write(by: "User", coverage: LiveCoverage) -> bool:
    """Whether this person may write drafts and submit them."""
    reach = reach_of(by)
    return coverage.section.pk in reach.writes | reach.publishes


def may_publish(by: "User", coverage: LiveCoverage) -> bool:
    """Whether this person may do everything else."""
    return coverage.section.pk in reach_of(by).publishes


def may_edit(by: "User", post: Post) -> bool:
    """Whether this person may change its words: who publishes any, a writer one's own draft."""
    if may_publish(by, post.coverage):
        return True
    own = post.created_by_id == by.pk and post.state in {Post.State.DRAFT, Post.State.SUBMITTED}
    return own and may_write(by, post.coverage)


def may_run_ticker(by: "User", edition: Edition) -> bool:
    """Whether this person may put a line on every page: who publishes anywhere in the edition."""
    reach = reach_of(by)
    return any(place.locale_id == edition.locale_id for place in reach.sections(reach.publishes))


def must_write(by: "User | None", coverage: LiveCoverage) -> None:
    """Raise PermissionDenied unless this person may write here; None is the system."""
    if by is not None and not may_write(by, coverage):
        raise PermissionDenied(_not_write(coverage.section))


def must_edit(by: "User | None", post: Post) -> None:
    """Raise PermissionDenied unless this person may change this post."""
    if by is not None and not may_edit(by, post):
        raise PermissionDenied(_("This post is another person's, or is out already."))


def must_publish(by: "User | None", section: Section) -> None:
    """Raise PermissionDenied unless this person may publish in the section."""
    if by is not None and section.pk not in reach_of(by).publishes:
        raise PermissionDenied(
            _("You may not publish in the section “%(section)s”.") % {"section": section.title}
        )


def must_run_ticker(by: "User | None", edition: Edition) -> None:
    """Raise PermissionDenied unless this person may change the urgent lines."""
    if by is not None and not may_run_ticker(by, edition):
        raise PermissionDenied(_("The urgent lines are written by those who publish."))


def _not_write(section: Section) -> str:
    return _("You may not write in the section “%(section)s”.") % {"section": section.title}
