"""Failures that somebody must know of: any part of the house reports them here."""

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from khabar.newsroom.models import Article, DeskNotice
from khabar.newsroom.reach import reach_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger("khabar.notices")

NAME_LENGTH = 255
#: Who may settle what belongs to no section.
PERMISSION = "newsroom.change_desknotice"


def about(thing: models.Model | str) -> str:
    """How a notice names an object; what is no row of the database has a name of its own."""
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.model_name}:{thing.pk}"  # noqa: SLF001 (Django's documented name)


def report(kind: str, thing: models.Model | str, message: str, *, name: str = "") -> bool:
    """Keep that something failed, until somebody settles it; whether it could be kept.

    What failed before, and was not settled, is counted once more. Never raises for the database's
    sake.
    """
    article = thing if isinstance(thing, Article) else None
    try:
        with transaction.atomic():
            _keep(kind, about(thing), message, (name or str(thing))[:NAME_LENGTH], article)
    except DatabaseError:
        # Where the database itself is what failed, the log is what is left.
        logger.exception("The failure of “%s” could not be kept: %s", thing, message)
        return False
    return True


def _keep(kind: str, key: str, message: str, name: str, article: Article | None) -> None:
    now = timezone.now()
    held = DeskNotice.objects.filter(kind=kind, about=key, settled_at=None)
    if held.update(times=F("times") + 1, at=now, message=message, name=name):
        return
    DeskNotice.objects.create(
        kind=kind,
        about=key,
        name=name,
        message=message,
        locale_id=article.locale_id if article else None,
        section_id=article.section_id if article else None,
        first_at=now,
        at=now,
    )


def settle(thing: models.Model | str, *kinds: str) -> int:
    """What failed of this object has since succeeded, or is no longer due; how many notices."""
    return DeskNotice.objects.filter(about=about(thing), kind__in=kinds, settled_at=None).update(
        settled_at=timezone.now()
    )


def may_settle(notice: DeskNotice, by: "User") -> bool:
    """Whether this person answers for what failed: who may publish in its section, or a chief."""
    if notice.section_id is not None:
        return notice.section_id in reach_of(by).publishes
    return by.has_perm(PERMISSION)


@transaction.atomic
def dismiss(notice: DeskNotice, *, by: "User") -> None:
    """Take a notice from the first screen. Raises PermissionDenied. Done twice, it is done once."""
    if not may_settle(notice, by):
        raise PermissionDenied
    now = timezone.now()
    if DeskNotice.objects.filter(pk=notice.pk, settled_at=None).update(
        settled_at=now, settled_by=by
    ):
        log(instance=notice, action="khabar.settle", user=by, data={"message": notice.message})
