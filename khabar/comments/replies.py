"""Whom a reply is told to, when the worker comes to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from khabar.comments.models import Account, Comment, State

#: Mails that one reader gets in a day, however many answer him.
A_DAY: Final = 10


def to_tell(reply: int, now: datetime) -> tuple[Comment, Account] | None:
    """The comment, if readers still see it, and whom to tell; None where nobody is to be told."""
    found = (
        Comment.objects.select_related("page__locale", "parent", "answers")
        .filter(pk=reply, state=State.APPROVED, parent__state=State.APPROVED, told_at=None)
        .filter(page__live=True)
        .first()
    )
    answered = found and found.answered
    if found is None or answered is None or answered.state != State.APPROVED:
        return None
    account = Account.objects.filter(device=answered.device).exclude(address="").first()
    if account is None or answered.device == found.device:
        return None
    told = Comment.objects.filter(answers_to([account.device]), told_at__gt=now - timedelta(days=1))
    return (found, account) if told.count() < A_DAY else None


def answers_to(devices: "Sequence[str] | QuerySet[Any, Any]") -> Q:
    """Comments that answer one of what these readers wrote."""
    return Q(answers__device__in=devices) | Q(answers=None, parent__device__in=devices)
