"""A coverage as a whole: begun, announced, live, paused, ended; its summary."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.live.actions.locking import StaleError, note, turn
from khabar.live.models import CoverageState, LiveCoverage
from khabar.live.rights import must_publish
from khabar.newsroom.models import Section
from khabar.outbox.recording import together

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = CoverageState.State
#: States that readers are led to: the page must be live for them.
_PUBLIC = frozenset({State.ANNOUNCED, State.LIVE})


def begin(
    section: Section,
    title: str,
    *,
    by: "User | None",
    token: uuid.UUID,
    lede: str = "",
    starts_at: datetime | None = None,
    state: str = "",
) -> LiveCoverage:
    """Make a coverage: a draft, or announced or live at once. A token sent again gives the same.

    Raises PermissionDenied unless ``by`` may publish in the section, ValidationError by field.
    """
    must_publish(by, section)
    try:
        with transaction.atomic():
            return _of(token) or _made(section, title, by, token, lede, starts_at, state)
    except IntegrityError:
        # Sent twice at the same moment: the other one was first.
        if (found := _of(token)) is None:
            raise
        return found


def _of(token: uuid.UUID) -> LiveCoverage | None:
    return LiveCoverage.objects.filter(course__token=token).first()


def _made(  # noqa: PLR0917 (the form's fields)
    section: Section,
    title: str,
    by: "User | None",
    token: uuid.UUID,
    lede: str,
    starts_at: datetime | None,
    state: str,
) -> LiveCoverage:
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": _("Write the title.")})
    coverage = LiveCoverage(title=title, lede=lede, starts_at=starts_at, live=False, owner=by)
    # Read anew: the tree trusts the parent's count of children.
    Section.objects.get(pk=section.pk).add_child(instance=coverage)
    coverage.save_revision(user=by)
    log(instance=coverage, action="wagtail.create", user=by, content_changed=True)
    CoverageState.objects.filter(pk=coverage.pk).update(token=token)
    return set_state(coverage, state, by=by).coverage if state else coverage


@transaction.atomic
def set_state(coverage: LiveCoverage, state: str, *, by: "User | None") -> CoverageState:
    """Announce, start, pause, end or take up again. Announcing and starting publish the page.

    Raises PermissionDenied, and ValidationError for a state that there is not.
    """
    must_publish(by, coverage.section)
    if state not in State.values:
        raise ValidationError(_("A coverage is announced, live, paused or ended."))
    course = turn(coverage.pk)
    before, now = course.state, timezone.now()
    course.state = state
    if state == State.LIVE and course.started_at is None:
        course.started_at = now
    course.ended_at = now if state == State.ENDED else None
    with together("live"):
        if state in _PUBLIC and not course.coverage.live:
            course.coverage.get_latest_revision().publish(user=by)
            course.coverage = LiveCoverage.objects.get(pk=coverage.pk)
        course.save()
    note(course.coverage, "state", by, **{"from": before, "to": state})
    return course


@transaction.atomic
def set_summary(
    coverage: LiveCoverage, points: Sequence[str], *, by: "User | None", was: Sequence[str]
) -> CoverageState:
    """Put these points, in this order, in the place of those that were shown.

    Raises PermissionDenied, ValidationError for too many, StaleError when somebody changed them.
    """
    must_publish(by, coverage.section)
    course = turn(coverage.pk)
    if course.summary != list(was):
        raise StaleError(_("Somebody changed the summary in the meantime. Look at it again."))
    course.summary = [point for point in (" ".join(one.split()) for one in points) if point]
    course.clean()
    course.save()
    note(course.coverage, "summary", by, points=len(course.summary))
    return course
