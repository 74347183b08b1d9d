"""One change of a coverage after another."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import F
from wagtail.log_actions import log

from khabar.live.models import CoverageState, LiveCoverage, Post

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class StaleError(ValidationError):
    """Raised when what is to be changed is no longer as it was shown."""


def turn(coverage_id: int) -> CoverageState:
    """The coverage's course with a new number, locked until the commit. Within a transaction."""
    # The statement itself takes the lock; readers see nothing of the number, so nobody is told.
    CoverageState.objects.filter(pk=coverage_id).update(revision=F("revision") + 1)
    return CoverageState.objects.select_related("coverage").get(pk=coverage_id)


def held(post: Post) -> tuple[Post, CoverageState]:
    """The post as it is now, and its coverage's course, locked as by ``turn``."""
    course = turn(post.coverage_id)
    stored = Post.objects.get(pk=post.pk)
    stored.coverage = course.coverage
    stored.revision = course.revision
    return stored, course


def note(coverage: LiveCoverage, action: str, by: "User | None", **data: Any) -> None:
    """An entry in the coverage's log."""
    log(instance=coverage, action=f"khabar.live.{action}", user=by, data=data)
