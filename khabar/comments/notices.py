"""What is left to the worker when readers see a reply."""

from collections.abc import Iterable

from khabar.comments.models import Account, Comment
from khabar.comments.replies import answers_to
from khabar.comments.tasks import mail_reply


def of_replies(shown: Iterable[int]) -> None:
    """Leave to the worker to tell of these comments, now shown, those whom they answer."""
    pks = list(shown)
    if not pks:
        return
    wanted = Account.objects.exclude(address="").values("device")
    due = Comment.objects.filter(answers_to(wanted), pk__in=pks, told_at=None)
    for pk in due.values_list("pk", flat=True):
        mail_reply.enqueue(pk)
