"""Telling the outbox what readers see otherwise."""

from collections.abc import Iterable

from khabar.comments import keys, notices
from khabar.comments.models import Comment, State
from khabar.outbox.recording import record

SEEN = State.APPROVED


def tell(comment: Comment, was: str, became: str) -> None:
    """Record what a comment's way from one state to another changes; nothing if nobody saw it."""
    tell_all([(comment, was, became)])


def tell_all(changes: Iterable[tuple[Comment, str, str]]) -> None:
    """The same for several, as one change."""
    changes = list(changes)
    told: set[str] = set()
    gone: set[str] = set()
    for comment, was, became in changes:
        if SEEN not in {was, became}:
            continue
        told |= {keys.thread(comment.page_id), keys.beneath(comment.page_id)}
        told.add(keys.comment(comment.pk))
        if comment.parent_id:
            told.add(keys.comment(comment.parent_id))
        if became != SEEN:
            gone |= {keys.beneath(comment.page_id), keys.comment(comment.pk)}
    record("comments", told, closed=gone)
    notices.of_replies(comment.pk for comment, was, became in changes if became == SEEN != was)
