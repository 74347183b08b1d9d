"""What time changes here: old pages close, and what was kept for a day is forgotten."""

import time
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from khabar.comments import keys, proofs, readers
from khabar.comments.models import Attempt, Browser, Comment, Policy, Print, SignIn
from khabar.comments.models.accounts import GOOD_FOR
from khabar.newsroom.models import NumberedPage, Section
from khabar.outbox.recording import record

EVERY_SECONDS: Final = 60.0
#: So long the prints of texts are kept: a campaign is faster.
PRINTS_DAYS: Final = 14
#: A limit that moved back by less was not changed: the clock was put back.
NO_CHANGE: Final = timedelta(minutes=10)
_last = [0.0]


def tick(now: datetime) -> int:
    """Do what is due, once a minute; how many things changed for readers."""
    if time.monotonic() - _last[0] < EVERY_SECONDS and _last[0]:
        return 0
    _last[0] = time.monotonic()
    forget(now)
    Comment.objects.settle()
    return close_old(now)


def forget(now: datetime) -> None:
    """Forget the attempts of days before, old prints, codes, browsers, and proofs of no use."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    Attempt.objects.filter(at__lt=today).delete()
    proofs.forget(now)
    Print.objects.filter(at__lt=now - timedelta(days=PRINTS_DAYS)).delete()
    SignIn.objects.filter(at__lt=now - GOOD_FOR).exclude(to="").update(to="")
    SignIn.objects.filter(at__lt=now - timedelta(days=1)).delete()
    Browser.objects.filter(at__lt=now - readers.KEPT).delete()


def close_old(now: datetime) -> int:
    """Close the pages that have become too old; each is told by its own key."""
    done = 0
    limited = Q(close_after__isnull=False) | Q(closed_before__isnull=False)
    for policy in Policy.objects.filter(limited, page=None).select_related("edition", "section"):
        until = now - timedelta(days=policy.close_after) if policy.close_after else None
        before = policy.closed_before
        if until and before and timedelta(0) <= before - until <= NO_CHANGE:
            continue
        with transaction.atomic():
            told = _closed_between(policy, before, until)
            Policy.objects.filter(pk=policy.pk).update(closed_before=until)
            record("comments", told)
        done += len(told)
    return done


def _within(section: Section) -> Q:
    """The pages of a section and of those that are part of it."""
    within = Q()
    for one in (section, *section.subsections.all()):
        within |= Q(path__startswith=one.path)
    return within


def _closed_between(policy: Policy, before: datetime | None, until: datetime | None) -> list[str]:
    """The keys of the pages whose time ran out; one for all where many may open or close."""
    if not before or not until or until < before:
        return [keys.policies(policy.edition.locale_id)]
    told: list[str] = []
    for kind in NumberedPage.kinds():
        dated = {f"{kind.dated_by}__gte": before, f"{kind.dated_by}__lt": until}
        new = kind.objects.live().filter(locale_id=policy.edition.locale_id, **dated)
        if policy.section:
            new = new.filter(_within(policy.section))
        told += [keys.thread(pk) for pk in new.values_list("pk", flat=True)]
    return told
