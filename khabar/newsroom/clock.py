"""What time changes. The worker calls ``tick`` at least once a second.

Each change goes the way of any other: time is an editor.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import Page, Revision

from khabar.newsroom import front_clock, notices, reads
from khabar.newsroom.models import Article, Broadcast, DeskNotice, Photo, Programme
from khabar.newsroom.publication import EmbargoError

logger = logging.getLogger("khabar.clock")

RETRY_SECONDS = 60.0
#: When what failed is tried again. A revision given another time is tried at that time.
_tried_again_at: dict[tuple[int, datetime | None], float] = {}

#: What rooms above have time change: each is given the time, and says how much it changed.
Task = Callable[[datetime], int]
_others: list[Task] = []


def register(task: Task) -> None:
    """Have the clock do this too; called once by an app's ready()."""
    _others.append(task)


def tick(now: datetime | None = None) -> int:
    """Carry out all that is due by ``now`` (the present when None); how many things changed."""
    now = now or timezone.now()
    done = (
        go_live(now)
        + expire(now)
        + end_urgent(now)
        + front_clock.free_places(now)
        + front_clock.carry_out_plans(now)
        + switch_broadcasts(now)
        + len(Photo.objects.expire_rights(now))
        + sum(task(now) for task in _others)
    )
    front_clock.record_leads(now)
    return done + reads.tick(now)


def go_live(now: datetime) -> int:
    """Publish the revisions whose time has come; one that fails hinders no other.

    What is under embargo then is put off to the embargo's end. Any other failure is logged, stands
    on the desk's first screen, and is tried again a minute later.
    """
    done = 0
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by(
        "approved_go_live_at", "pk"
    )
    for revision in due:
        schedule = (revision.pk, revision.approved_go_live_at)
        if time.monotonic() < _tried_again_at.get(schedule, 0):
            continue
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except EmbargoError:
            revision.approved_go_live_at = revision.as_object().embargo_until
            revision.save(update_fields=["approved_go_live_at"])
        except (PermissionDenied, ValidationError, DatabaseError) as error:
            _tried_again_at[schedule] = time.monotonic() + RETRY_SECONDS
            logger.exception("Scheduled publication of “%s” failed.", revision.object_str)
            _tell(revision, error)
        else:
            _tried_again_at.pop(schedule, None)
            done += 1
    return done


def _tell(revision: Revision, error: Exception) -> None:
    article = Article.objects.filter(pk=revision.object_id).first()
    said = error.messages if isinstance(error, ValidationError) else [str(error)]
    notices.report(
        DeskNotice.Kind.PUBLICATION, article or revision, " ".join(said), name=revision.object_str
    )


def expire(now: datetime) -> int:
    """Unpublish the pages whose time is over."""
    done = 0
    for page in Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at").specific():
        with transaction.atomic():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        done += 1
    return done


def end_urgent(now: datetime) -> int:
    """Take the urgent mark from articles whose time is over."""
    done = 0
    for article in Article.objects.filter(urgent=True, urgent_until__lte=now):
        article.urgent = False
        article.save(update_fields=["urgent"], clean=False)
        done += 1
    return done


def switch_broadcasts(now: datetime) -> int:
    """Put scheduled broadcasts on and off air."""
    running = Programme.objects.filter(
        broadcast=OuterRef("pk"), starts_at__lte=now, ends_at__gt=now
    )
    done = 0
    scheduled = Broadcast.objects.filter(mode=Broadcast.Mode.SCHEDULED)
    for broadcast in scheduled.annotate(running=Exists(running)):
        if broadcast.on_air != broadcast.running:
            broadcast.on_air = broadcast.running
            broadcast.save(update_fields=["on_air"])
            done += 1
    return done
