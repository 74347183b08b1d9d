"""What moderators do."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from khabar.comments.actions.refusals import Refused
from khabar.comments.actions.telling import tell_all
from khabar.comments.models import Ban, Comment, Decision, Mode, Note, Policy, State
from khabar.comments.policy import policy_of
from khabar.newsroom.models import Edition, NumberedPage
from khabar.newsroom.reach import reach_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MODERATE: Final = "comments.moderate_comment"
#: So long what one moderator looks at is not given to another.
CLAIMED: Final = timedelta(minutes=5)
UNDOABLE: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Done:
    """What came of a decision: what was changed, and what somebody had changed before."""

    changed: tuple[int, ...]
    passed_over: tuple[int, ...]


def sections_of(user: "User", section: int | None = None) -> frozenset[int]:
    """The sections whose comments this person decides on: those in which they publish.

    With ``section`` that one alone, if it is among them. Raises PermissionDenied for who moderates
    nothing.
    """
    if not user.has_perm(MODERATE):
        raise PermissionDenied
    theirs = reach_of(user).publishes
    return theirs & {section} if section else theirs


def comments_of(user: "User") -> "QuerySet[Comment]":
    """The comments of these sections. Raises PermissionDenied."""
    return Comment.objects.within(sections_of(user))


def approve(seen: Mapping[int, int], *, by: "User", now: datetime | None = None) -> Done:
    """Show these comments: each pk with the version of it that was looked at."""
    return _decide(seen, State.APPROVED, by, now)


def reject(seen: Mapping[int, int], *, by: "User", now: datetime | None = None) -> Done:
    """Show these comments no longer, or never."""
    return _decide(seen, State.REJECTED, by, now)


@transaction.atomic
def _decide(seen: Mapping[int, int], became: State, by: "User", now: datetime | None) -> Done:
    now = now or timezone.now()
    rows = {row.pk: row for row in _locked(seen, by)}
    to_do = [
        row
        for pk, row in rows.items()
        if row.version == seen[pk] and row.state not in {became, State.DELETED}
    ]
    # Approving what was reported settles the report.
    settled = [
        row
        for pk, row in rows.items()
        if row.version == seen[pk] and row.state == became and row.reports
    ]
    batch = secrets.token_hex(8)
    changes = [(row, row.state, str(became)) for row in to_do]
    for row in (*to_do, *settled):
        row.reports = 0
        row.claimed_by, row.claimed_at = None, None
    for row in to_do:
        row.state, row.version = became, row.version + 1
    Comment.objects.bulk_update(
        (*to_do, *settled), ["state", "version", "reports", "claimed_by", "claimed_at"]
    )
    Decision.objects.bulk_create(
        Decision(comment=row, was=was, became=new, by=by, at=now, batch=batch)
        for row, was, new in changes
    )
    tell_all(changes)
    changed = tuple(row.pk for row in (*to_do, *settled))
    return Done(changed, tuple(pk for pk in seen if pk not in changed))


def _locked(seen: Iterable[int], by: "User") -> "QuerySet[Comment]":
    return comments_of(by).select_for_update(of=("self",)).filter(pk__in=list(seen)).order_by("pk")


@transaction.atomic
def undo(*, by: "User", now: datetime | None = None) -> Done:
    """Take back what this person did last, all that was done at once.

    What somebody touched since stays as it is. Raises Refused when there is nothing to take back.
    """
    now = now or timezone.now()
    sections_of(by)
    last = (
        Decision.objects.filter(by=by, at__gt=now - UNDOABLE)
        .exclude(batch="")
        .exclude(batch__startswith="undo")
        .order_by("-pk")
        .first()
    )
    if last is None:
        raise Refused(_("There is nothing to take back."))
    decisions = {one.comment_id: one for one in Decision.objects.filter(batch=last.batch)}
    rows = list(_locked(decisions, by))
    newest = dict(
        Decision.objects.filter(comment__in=decisions).order_by("pk").values_list("comment", "pk")
    )
    undone = [row for row in rows if newest[row.pk] == decisions[row.pk].pk]
    changes = [(row, row.state, decisions[row.pk].was) for row in undone]
    for row in undone:
        row.state, row.version = decisions[row.pk].was, row.version + 1
    Comment.objects.bulk_update(undone, ["state", "version"])
    Decision.objects.filter(batch=last.batch).update(batch=f"undone{last.batch}"[:32])
    Decision.objects.bulk_create(
        Decision(comment=row, was=was, became=new, by=by, at=now, batch=f"undo{last.batch}"[:32])
        for row, was, new in changes
    )
    tell_all(changes)
    changed = tuple(row.pk for row in undone)
    return Done(changed, tuple(pk for pk in decisions if pk not in changed))


@transaction.atomic
def claim(
    waiting: "QuerySet[Comment]", most: int, *, by: "User", now: datetime | None = None
) -> list[int]:
    """Take the next comments of a queue for this person: nobody else is given them for a while."""
    now = now or timezone.now()
    free = waiting.filter(Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_at__lt=now - CLAIMED))
    pks = list(
        free.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:most]
    )
    Comment.objects.filter(pk__in=pks).update(claimed_by=by, claimed_at=now)
    return pks


@transaction.atomic
def ban(
    comment: Comment, *, by: "User", days: int | None = None, now: datetime | None = None
) -> Done:
    """Let the writer of this comment write no more, and reject what awaits of him."""
    now = now or timezone.now()
    sections_of(by)
    until = now + timedelta(days=days) if days else None
    Ban.objects.update_or_create(
        device=comment.device, defaults={"by": by, "at": now, "until": until}
    )
    waiting = Comment.objects.filter(device=comment.device, state=State.AWAITING)
    seen = dict(waiting.values_list("pk", "version"))
    if comment.state != State.AWAITING:
        seen[comment.pk] = comment.version
    return reject(seen, by=by, now=now)


def lift_ban(device: str, *, by: "User") -> bool:
    """Let a reader write again; whether he could not."""
    sections_of(by)
    return bool(Ban.objects.filter(device=device).delete()[0])


def note(device: str, words: str, *, by: "User", now: datetime | None = None) -> Note:
    """Write down something about a reader for the other moderators."""
    sections_of(by)
    clean = words.replace("\0", "").strip()
    if not clean:
        raise Refused(_("Write something."), field="words")
    return Note.objects.create(device=device, words=clean[:500], by=by, at=now or timezone.now())


def close(place: NumberedPage, *, by: "User") -> None:
    """Take no more comments under this page; those that stand there stay."""
    _own_policy(place, Mode.CLOSED, by)


def reopen(place: NumberedPage, *, by: "User") -> None:
    """Take comments under this page again: as its section or edition does, held at least."""
    _own_policy(place, None, by)


def _own_policy(place: NumberedPage, mode: Mode | None, by: "User") -> None:
    if place.section.pk not in sections_of(by):
        raise PermissionDenied
    edition = Edition.objects.get(locale_id=place.locale_id)
    own = Policy.objects.filter(page=place).first()
    if mode is None:
        if own:
            own.delete()
        above = policy_of(place)
        if above is None or above.is_open:
            return
        mode, own = Mode.BEFORE, None
    own = own or Policy(edition=edition, page=place)
    own.mode = mode
    own.save()
