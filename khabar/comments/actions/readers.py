"""What a reader does to comments, his own and others'."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from khabar.comments import lists
from khabar.comments.actions.refusals import Refused
from khabar.comments.actions.submitting import (
    PRESSURE,
    Draft,
    attempt,
    judge,
    keep_prints,
    named,
    refuse_banned,
    state_for,
)
from khabar.comments.actions.telling import tell
from khabar.comments.models import Comment, Decision, Like, Report, State
from khabar.comments.policy import policy_of
from khabar.comments.rules.verdict import Reason
from khabar.newsroom.models import Edition

EDITABLE: Final = timedelta(minutes=5)


def is_editable(comment: Comment, now: datetime | None = None) -> bool:
    """Whether its writer may still change it."""
    young = (now or timezone.now()) - comment.created_at <= EDITABLE
    return young and comment.state in {State.AWAITING, State.APPROVED}


@transaction.atomic
def edit(
    comment: Comment, edition: Edition, draft: Draft, *, device: str, now: datetime | None = None
) -> Comment:
    """Change one's own comment in its first five minutes; it is read by the rules anew."""
    now = now or timezone.now()
    place = comment.place
    comment = _own(comment, device)
    refuse_banned(device, now)
    if not is_editable(comment, now):
        raise Refused(_("A comment can be changed in its first five minutes."))
    draft = named(draft, device)
    was = comment.state
    comment.name, comment.body, comment.edited_at = draft.name, draft.body, now
    reasons = judge(comment, lists.rulebook(edition))
    if was == State.AWAITING:
        # Changing it proves nothing.
        reasons += [Reason(**one) for one in comment.held if one["rule"] == PRESSURE]
    comment.hold(reasons)
    effective = policy_of(place)
    if effective is None:
        raise Refused(_("Comments are closed here."))
    # A moderator approved what stood there before, not this.
    comment.state = state_for(comment, effective, reasons)
    comment.version += 1
    comment.save()
    keep_prints(comment)
    _decided(comment, was, now)
    tell(comment, was, comment.state)
    return comment


@transaction.atomic
def delete_own(comment: Comment, *, device: str, now: datetime | None = None) -> None:
    """Take one's own comment away: its words are gone for good."""
    comment = _own(comment, device)
    if comment.state == State.DELETED:
        return
    was, comment.state = comment.state, State.DELETED
    comment.hold([])
    comment.body, comment.version = "", comment.version + 1
    comment.save()
    keep_prints(comment)
    _decided(comment, was, now or timezone.now())
    tell(comment, was, comment.state)


@transaction.atomic
def like(comment: Comment, *, device: str, address: str, now: datetime | None = None) -> bool:
    """Like a comment, or no longer; whether it is liked now."""
    now = now or timezone.now()
    refuse_banned(device, now)
    _seen(comment)
    attempt(address, None, now)
    row, new = Like.objects.get_or_create(comment=comment, device=device)
    if not new:
        row.delete()
    Comment.objects.filter(pk=comment.pk).update(likes=F("likes") + (1 if new else -1))
    tell(comment, State.APPROVED, State.APPROVED)
    return new


@transaction.atomic
def report(
    comment: Comment,
    reason: str,
    words: str = "",
    *,
    device: str,
    address: str,
    now: datetime | None = None,
) -> None:
    """Tell the moderators that a comment should not stand. It stays until one of them decides.

    Readers in numbers cannot take a comment away; a device is heard once.
    """
    now = now or timezone.now()
    refuse_banned(device, now)
    _seen(comment)
    if reason not in Report.Reason.values:
        raise Refused(_("Choose why."), field="reason")
    attempt(address, None, now)
    clean = words.replace("\0", "").strip()[:500]
    _row, new = Report.objects.get_or_create(
        comment=comment, device=device, defaults={"reason": reason, "words": clean, "at": now}
    )
    if new:
        Comment.objects.filter(pk=comment.pk).update(reports=F("reports") + 1)


def _own(comment: Comment, device: str) -> Comment:
    held = Comment.objects.select_for_update(of=("self",))
    found = held.filter(pk=comment.pk, device=device).first()
    if found is None:
        raise Refused(_("This is not your comment."))
    return found


def _seen(comment: Comment) -> None:
    if comment.state != State.APPROVED:
        raise Refused(_("This comment is gone."))


def _decided(comment: Comment, was: str, now: datetime) -> None:
    Decision.objects.create(comment=comment, was=was, became=comment.state, at=now)
