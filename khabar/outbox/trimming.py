"""Keeping the log short."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from khabar.outbox.models import Change

#: Rows deleted in one statement: others write to the same database meanwhile.
BATCH = 2_000


def trim(now: datetime | None = None) -> int:
    """Delete what is older than KHABAR_OUTBOX_DAYS, but never the newest row; how many went.

    The newest row is what the cursor of a follower that has read everything names.
    """
    before = (now or timezone.now()) - timedelta(days=settings.KHABAR.outbox_days)
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    gone = 0
    while True:
        old = Change.objects.filter(at__lt=before).exclude(pk=newest).order_by("at", "pk")
        pks = list(old.values_list("pk", flat=True)[:BATCH])
        if not pks:
            return gone
        count, _rows = Change.objects.filter(pk__in=pks).delete()
        gone += count
