"""All that a reader left here is taken back: by himself, or by two people of the desk."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.comments.actions.following import unlike, unreport
from khabar.comments.actions.telling import tell_all
from khabar.comments.models import (
    Account,
    Ban,
    Comment,
    Decision,
    Like,
    Note,
    Print,
    Report,
    State,
)
from khabar.newsroom.actions import two_people
from khabar.newsroom.models import TwoPersonRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ERASE: Final = "comments.erase_account"
KIND: Final = TwoPersonRequest.Kind.ERASE_READER


def may_erase(user: "User") -> bool:
    """Whether this person may propose or confirm that a reader is erased."""
    return bool(user.has_perm(ERASE))


def waits_to_be_erased(device: str) -> bool:
    """Whether it was proposed and awaits a second person."""
    return TwoPersonRequest.objects.waiting().filter(kind=KIND, data__reader=device).exists()


@transaction.atomic
def propose_erasure(
    device: str, *, by: "User", reason: str, reference: str = ""
) -> TwoPersonRequest:
    """Propose to erase a reader who asked for it otherwise than by his own page.

    Raises PermissionDenied, and ValidationError without a reason, of a reader who left nothing, or
    where it is proposed already.
    """
    if not may_erase(by):
        raise PermissionDenied
    two_people.needs(reason=reason)
    if not _left_something(device):
        raise ValidationError(_("Nothing is kept of this reader."))
    if waits_to_be_erased(device):
        raise ValidationError(_("It is proposed already and awaits a second person."))
    request = two_people.propose(KIND, by, reason, reference, data={"reader": device})
    log(
        instance=request,
        action="khabar.propose_erase_reader",
        user=by,
        data={"reason": reason, "reference": reference},
    )
    return request


@transaction.atomic
def confirm_erasure(request: TwoPersonRequest, *, by: "User") -> None:
    """Erase the reader, as the second person. It cannot be undone.

    Raises as ``two_people.claim`` does, and ValidationError where nothing is left to erase.
    """
    held = two_people.claim(request, by=by)
    device = str(held.data.get("reader", ""))
    if not _left_something(device):
        raise ValidationError(_("Nothing is kept of this reader any more."))
    erase(device)
    log(
        instance=held,
        action="khabar.erase_reader",
        user=by,
        data={"reason": held.reason, "reference": held.reference},
    )


def _left_something(device: str) -> bool:
    rows = (Account.objects, Comment.objects, Like.objects, Report.objects, Note.objects)
    return bool(device) and any(each.filter(device=device).exists() for each in rows)


@transaction.atomic
def erase(device: str, *, now: datetime | None = None) -> None:
    """Erase a reader: his comments' words and names, likes, reports, account and browsers.

    A ban that still holds stays, as a hash under which nothing else is kept. Moderators' notes go,
    and requests to erase him forget whom they meant.
    """
    now = now or timezone.now()
    held = Comment.objects.select_for_update(of=("self",)).filter(device=device)
    rows = list(held.order_by("pk"))
    changes = [(row, row.state, str(State.DELETED)) for row in rows if row.state != State.DELETED]
    for row in rows:
        row.state, row.version = State.DELETED, row.version + 1
        row.name = row.body = row.device = ""
        row.reports, row.claimed_by, row.claimed_at = 0, None, None
        row.hold([])
    fields = ["state", "version", "name", "body", "device", "held", "rules", "reports"]
    Comment.objects.bulk_update(rows, [*fields, "claimed_by", "claimed_at"], batch_size=200)
    Decision.objects.bulk_create(
        Decision(comment=row, was=was, became=became, at=now) for row, was, became in changes
    )
    Print.objects.filter(comment__in=[row.pk for row in rows]).delete()
    Report.objects.filter(comment__in=[row.pk for row in rows]).delete()
    unreport(Report.objects.filter(device=device).values_list("pk", flat=True))
    liked = unlike(Like.objects.filter(device=device).values_list("pk", flat=True))
    changes += [(row, row.state, row.state) for row in liked]
    Note.objects.filter(device=device).delete()
    Ban.objects.filter(device=device, until__lte=now).delete()
    Account.objects.filter(device=device).delete()
    TwoPersonRequest.objects.filter(kind=KIND, data__reader=device).update(data={})
    tell_all(changes)
