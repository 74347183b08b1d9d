"""A reader takes back all that he left here."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

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


@transaction.atomic
def erase(device: str, *, now: datetime | None = None) -> None:
    """Erase a reader: his comments' words and names, likes, reports, account and browsers.

    A ban that still holds stays, as a hash under which nothing else is kept. Moderators' notes go.
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
    tell_all(changes)
