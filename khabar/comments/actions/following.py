"""What a browser did becomes its reader's own; what one did is taken back."""

from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Greatest

from khabar.comments.actions.telling import tell_all
from khabar.comments.models import Ban, Comment, Like, Note, Report


def follow(browser: str, account: str) -> None:
    """Have all that one device did stand to another's name: comments, likes, reports, notes, bans.

    Who is banned stays so. What both did is there once.
    """
    liked = Like.objects.filter(device=account).values("comment")
    twice = Like.objects.filter(device=browser, comment__in=liked).values_list("pk", flat=True)
    tell_all([(row, row.state, row.state) for row in unlike(twice)])
    reported = Report.objects.filter(device=account).values("comment")
    again = Report.objects.filter(device=browser, comment__in=reported)
    unreport(again.values_list("pk", flat=True))
    Comment.objects.filter(device=browser).update(device=account)
    Like.objects.filter(device=browser).update(device=account)
    Report.objects.filter(device=browser).update(device=account)
    Note.objects.filter(device=browser).update(device=account)
    _ban_too(browser, account)


def _ban_too(browser: str, account: str) -> None:
    ban = Ban.objects.filter(device=browser).first()
    if ban is None:
        return
    there = Ban.objects.filter(device=account).first()
    if there is None:
        Ban.objects.filter(pk=ban.pk).update(device=account)
        return
    if there.until and (ban.until is None or ban.until > there.until):
        Ban.objects.filter(pk=there.pk).update(until=ban.until)
    ban.delete()


def unlike(likes: Iterable[int]) -> list[Comment]:
    """Take these likes back; the comments that have fewer now."""
    rows = Like.objects.filter(pk__in=list(likes))
    pks = list(rows.values_list("comment", flat=True))
    rows.delete()
    Comment.objects.filter(pk__in=pks).update(likes=Greatest(F("likes") - 1, 0))
    return list(Comment.objects.filter(pk__in=pks))


def unreport(reports: Iterable[int]) -> None:
    """Take these reports back, those counted that a moderator has not settled."""
    rows = Report.objects.filter(pk__in=list(reports))
    pks = list(rows.values_list("comment", flat=True))
    rows.delete()
    Comment.objects.filter(pk__in=pks).update(reports=Greatest(F("reports") - 1, 0))
