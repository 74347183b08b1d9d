"""The urgent lines that editors write: three at most, each until its time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.live.models import TickerLine
from khabar.live.models.ticker import MOST_LINES
from khabar.live.rights import must_run_ticker
from khabar.newsroom.models import Edition
from khabar.outbox.recording import together

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST = timedelta(days=1)


@transaction.atomic
def add_line(
    edition: Edition, text: str, *, by: "User | None", lasts: timedelta, link: str = ""
) -> TickerLine:
    """Put a line before the others, on every page.

    Raises PermissionDenied, ValidationError by field, and for a fourth line.
    """
    must_run_ticker(by, edition)
    # One after another: two who add the third line at once do not make four.
    Edition.objects.select_for_update().get(pk=edition.pk)
    standing = list(TickerLine.objects.filter(edition=edition))
    if len(standing) >= MOST_LINES:
        raise ValidationError(_("Three lines stand already. Take one away first."))
    now = timezone.now()
    line = TickerLine(edition=edition, at=now, by=by, position=1)
    _write(line, text, link, now + lasts)
    with together("ticker"):
        for place, other in enumerate(standing, start=2):
            _place(other, place)
        line.save()
    log(instance=line, action="khabar.ticker.add", user=by)
    return line


@transaction.atomic
def change_line(
    line: TickerLine, text: str, *, by: "User | None", lasts: timedelta, link: str = ""
) -> TickerLine:
    """Mend a line, and let it stand so long from now. Raises as ``add_line`` does."""
    must_run_ticker(by, line.edition)
    _write(line, text, link, timezone.now() + lasts)
    line.save()
    log(instance=line, action="khabar.ticker.change", user=by)
    return line


@transaction.atomic
def remove_line(line: TickerLine, *, by: "User | None") -> None:
    """Take a line away."""
    must_run_ticker(by, line.edition)
    log(instance=line, action="khabar.ticker.remove", user=by)
    line.delete()


@transaction.atomic
def order_lines(edition: Edition, ids: Sequence[int], *, by: "User | None") -> None:
    """Let the lines stand in this order; lines that are not named follow."""
    must_run_ticker(by, edition)
    wanted = {pk: place for place, pk in enumerate(ids)}
    lines = sorted(
        TickerLine.objects.filter(edition=edition),
        key=lambda line: (wanted.get(line.pk, len(wanted)), line.position),
    )
    with together("ticker"):
        for place, line in enumerate(lines, start=1):
            _place(line, place)


def expire_lines(now: datetime) -> int:
    """Take away the lines whose time is over; how many."""
    over = TickerLine.objects.filter(expires_at__lte=now)
    return over.delete()[0] if over.exists() else 0


def _place(line: TickerLine, place: int) -> None:
    if line.position != place:
        line.position = place
        line.save(update_fields=["position"])


def _write(line: TickerLine, text: str, link: str, until: datetime) -> None:
    line.text, line.link = " ".join(text.split()), link.strip()
    line.expires_at = until
    if not timedelta() < until - timezone.now() <= LONGEST:
        raise ValidationError({"lasts": _("A line stands a day at most.")})
    line.full_clean(exclude=["edition", "by"])
