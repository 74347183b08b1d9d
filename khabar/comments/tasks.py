"""What the worker mails to readers."""

from typing import Final

from allauth.core.internal.cryptokit import generate_user_code, normalize_user_code
from django.utils import timezone
from django_tasks import task

from khabar.comments import mails, readers, replies
from khabar.comments.models import Comment, SignIn
from khabar.comments.models.accounts import GOOD_FOR
from khabar.newsroom.models import Edition

CODE_DIGITS: Final = 8


@task()
def mail_code(sign_in: int, edition: int) -> None:
    """Make a code, send it, keep its hash alone. Nothing is sent that would come too late."""
    asked = SignIn.objects.filter(pk=sign_in, at__gt=timezone.now() - GOOD_FOR).first()
    if asked is None or not asked.to:
        return
    code = generate_user_code(numeric=True, length=CODE_DIGITS)
    kept = readers.code_of(asked.pk, normalize_user_code(code))
    SignIn.objects.filter(pk=asked.pk).update(code=kept)
    mails.send("code", Edition.objects.get(pk=edition), asked.to, {"code": code})
    SignIn.objects.filter(pk=asked.pk).update(to="")


@task()
def mail_reply(reply: int) -> None:
    """Tell a reader that somebody answered him; once, and not if it is seen no more."""
    now = timezone.now()
    found = replies.to_tell(reply, now)
    untold = Comment.objects.filter(pk=reply, told_at=None)
    if found is None or not untold.update(told_at=now):
        return
    comment, account = found
    try:
        mails.send_reply(comment, account)
    except OSError:
        # SMTP's errors are such; whoever approves it again has it sent again.
        Comment.objects.filter(pk=reply).update(told_at=None)
        raise
