"""Planning: who writes what by when, and when what is scheduled goes out.

Each verb has its permission, its entry in the log and one transaction. What another person changed
in the meantime is never written over: StalePlanError says what it is now.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from khabar.language.dates import format_datetime
from khabar.newsroom import notices, settling
from khabar.newsroom.models import (
    OPEN_STATES,
    Article,
    Assignment,
    DeskNotice,
    Edition,
    Section,
)
from khabar.newsroom.publication import EmbargoError
from khabar.newsroom.reach import reach_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: What a plan says of a piece; the rest of an assignment follows from what is done to it.
FIELDS = (
    "section",
    "title",
    "slugline",
    "article",
    "assignee",
    "deadline",
    "words",
    "wants_photos",
    "wants_video",
    "wants_graphic",
    "note",
    "state",
)


class StalePlanError(ValidationError):
    """Raised when what is to be changed is no longer as it was shown."""


def may_plan(by: "User", section_id: int) -> bool:
    """Who publishes in a section plans it."""
    return section_id in reach_of(by).publishes


def _must_plan(by: "User", section: Section) -> None:
    if not may_plan(by, section.pk):
        raise PermissionDenied(
            _("You may not plan in the section “%(section)s”.") % {"section": section.title}
        )


@transaction.atomic
def assign(*, by: "User", **fields: Any) -> Assignment:
    """Plan a piece (see FIELDS). Raises PermissionDenied, and ValidationError by field."""
    section: Section = fields["section"]
    _must_plan(by, section)
    edition = Edition.objects.get(locale=section.locale_id)
    assignment = Assignment(edition=edition, created_by=by, **fields)
    _check(assignment, by, was=None)
    assignment.save()
    log(instance=assignment, action="khabar.assign", user=by, data=_logged(assignment))
    return assignment


@transaction.atomic
def change(assignment: Assignment, *, by: "User", version: int, **fields: Any) -> Assignment:
    """Change a plan as it was at ``version``.

    Raises PermissionDenied unless ``by`` plans in its section (and in the one it goes to),
    ValidationError by field, StalePlanError when somebody changed it since.
    """
    held = _held(assignment, version)
    _must_plan(by, held.section)
    before, article_id = _logged(held), held.article_id
    for name, value in fields.items():
        setattr(held, name, value)
    _must_plan(by, held.section)
    _check(held, by, was=article_id)
    _save(held, *fields)
    log(
        instance=held,
        action="khabar.assignment.change",
        user=by,
        data={"before": before, "after": _logged(held)},
    )
    return held


@transaction.atomic
def postpone(assignment: Assignment, to: datetime, *, by: "User", version: int) -> Assignment:
    """Give a plan another deadline. Raises as ``change`` does."""
    held = _held(assignment, version)
    _must_plan(by, held.section)
    before, held.deadline = held.deadline, to
    _save(held, "deadline")
    log(
        instance=held,
        action="khabar.assignment.move",
        user=by,
        data={"from": before.isoformat(), "to": to.isoformat()},
    )
    return held


@transaction.atomic
@settling.once()
def begin(assignment: Assignment, *, by: "User") -> Article:
    """Make the article of a plan: a draft of the assignee's, under its working title.

    Done twice it gives the article made first. Raises PermissionDenied unless ``by`` is the
    assignee or plans in the section.
    """
    held = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if held.article is not None:
        return held.article
    own = held.assignee_id == by.pk and held.section_id in reach_of(by).writes
    if not own:
        _must_plan(by, held.section)
    if not held.is_open:
        raise ValidationError(_("This assignment is not open any more."))
    article = Article(
        title=held.title,
        slugline=held.slugline,
        editor_note=held.note,
        owner=held.assignee or by,
        live=False,
    )
    Section.objects.get(pk=held.section_id).add_child(instance=article)
    article.save_revision(user=by)
    log(instance=article, action="wagtail.create", user=by, content_changed=True)
    held.article, held.state = article, Assignment.State.IN_PROGRESS
    _save(held, "article", "state")
    log(instance=held, action="khabar.assignment.begin", user=by, data={"article": article.number})
    return article


def file(article_id: int) -> int:
    """Mark the plans of an article filed: it was handed in, or is out. How many were open."""
    return Assignment.objects.filter(article_id=article_id, state__in=OPEN_STATES).update(
        state=Assignment.State.FILED, version=F("version") + 1
    )


@transaction.atomic
def reschedule(article: Article, to: datetime, *, by: "User", was: datetime) -> Article:
    """Let a scheduled article go live at another time than ``was``.

    Revision and draft say the same afterwards. Raises PermissionDenied, EmbargoError before the
    embargo's end, ValidationError for a time that is past or after its expiry, and StalePlanError
    when it is no longer scheduled for that time.
    """
    held = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if not held.permissions_for_user(by).can_publish():
        raise PermissionDenied(
            _("You may not publish in the section “%(section)s”.") % {"section": held.section.title}
        )
    revision = held.revisions.filter(approved_go_live_at__isnull=False).first()
    if revision is None:
        raise StalePlanError(_("“%(title)s” is no longer scheduled.") % {"title": held.title})
    if revision.approved_go_live_at != was:
        raise _stale(revision.object_str, revision.approved_go_live_at, held)
    # A revision's JSON keeps milliseconds: what all three hold must be the same.
    to = to.replace(microsecond=0)
    _check_time(held, revision, to)
    _retime(held, revision, to)
    notices.settle(held, DeskNotice.Kind.PUBLICATION)
    log(
        instance=held,
        action="khabar.reschedule",
        user=by,
        revision=revision,
        data={"from": was.isoformat(), "to": to.isoformat()},
    )
    return held


def _check_time(article: Article, revision: Revision, to: datetime) -> None:
    planned = revision.as_object()
    if to <= timezone.now():
        raise ValidationError(_("This time is past. To publish now, open the article."))
    # The draft's embargo, and the one that stands: neither is left behind by a move.
    ends = max(filter(None, (planned.embargo_until, article.embargo_until)), default=None)
    if ends is not None and to < ends:
        raise EmbargoError(
            _("“%(title)s” is under embargo until %(time)s: it cannot go out before.")
            % {"title": planned.title, "time": _written(ends, article)}
        )
    if planned.expire_at is not None and to >= planned.expire_at:
        raise ValidationError(
            _("“%(title)s” is to be taken down at %(time)s: it cannot go out after.")
            % {"title": planned.title, "time": _written(planned.expire_at, article)}
        )


def _retime(article: Article, revision: Revision, to: datetime) -> None:
    """Let the approved revision, the latest draft and the row itself name the same time."""
    before = revision.content.get("go_live_at")
    changed = {revision.pk: revision}
    latest = article.get_latest_revision()
    if latest is not None and latest.content.get("go_live_at") == before:
        changed.setdefault(latest.pk, latest)
    revision.approved_go_live_at = to
    for each in changed.values():
        each.content = {**each.content, "go_live_at": to.isoformat()}
        each.save(update_fields=["content", "approved_go_live_at"])
    if not article.live:
        # Of a live article the row is what readers have, and keeps the time it went out.
        article.go_live_at = to
        article.save(update_fields=["go_live_at"], clean=False)


def _held(assignment: Assignment, version: int) -> Assignment:
    held = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("section", "edition", "edition__locale")
        .get(pk=assignment.pk)
    )
    if held.version != version:
        raise _stale(held.title, held.deadline, held)
    return held


def _save(assignment: Assignment, *fields: str) -> None:
    # Asked in the statement itself: SQLite locks no row before it writes.
    version = assignment.version
    values = {name: getattr(assignment, name) for name in fields}
    done = Assignment.objects.filter(pk=assignment.pk, version=version).update(
        version=version + 1, **values
    )
    if not done:
        raise _stale(assignment.title, assignment.deadline, assignment)
    assignment.version = version + 1


def _check(assignment: Assignment, by: "User", *, was: int | None) -> None:
    assignment.full_clean(exclude=["edition", "created_by"])
    article = assignment.article
    # Linking shows the article's headline on the board: only to who may open it anyway.
    if article and article.pk != was and not article.permissions_for_user(by).can_edit():
        raise ValidationError({"article": _("You may not edit this article.")})
    assignee = assignment.assignee
    if assignee and assignment.section_id not in reach_of(assignee).writes:
        raise ValidationError(
            {
                "assignee": _("%(person)s does not write in this section.")
                % {"person": assignee.get_full_name() or assignee.get_username()}
            }
        )


def _stale(title: str, at: datetime, thing: Article | Assignment) -> StalePlanError:
    return StalePlanError(
        _(
            "“%(title)s” was changed by somebody else in the meantime; it stands at %(time)s now."
            " Nothing of yours was saved: look again, then go on."
        )
        % {"title": title, "time": _written(at, thing)}
    )


def _written(moment: datetime, thing: Article | Assignment) -> str:
    locale_id = thing.locale_id if isinstance(thing, Article) else thing.section.locale_id
    edition = Edition.objects.select_related("locale").filter(locale=locale_id).first()
    return format_datetime(moment, edition.date_style) if edition else moment.isoformat()


def _logged(assignment: Assignment) -> dict[str, Any]:
    return {
        "title": assignment.title,
        "section": assignment.section_id,
        "assignee": assignment.assignee_id,
        "deadline": assignment.deadline.isoformat(),
        "state": assignment.state,
        "article": assignment.article_id,
    }
