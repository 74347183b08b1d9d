"""What an administrator does to an account: invite, close, open to tries again."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from khabar.desk.accounts import limits, passwords, policy


def _allow(by: User | None, user: User) -> None:
    """Raise PermissionDenied unless ``by`` keeps this account; None is a command."""
    if by is not None and not policy.may_keep(by, user):
        raise PermissionDenied


@transaction.atomic
def send_link(user: User, *, by: User | None) -> None:
    """Mail somebody the link by which they set a password: an invitation, if they have none."""
    _allow(by, user)
    kind = passwords.RESET if user.has_usable_password() else passwords.INVITATION
    inviter = (by.get_full_name() or by.get_username()) if by else ""
    log(user, "khabar.link_sent", user=by, data={"kind": kind})
    transaction.on_commit(lambda: passwords.mail_link.enqueue(kind, user.pk, inviter))


@transaction.atomic
def close(user: User, *, by: User | None) -> None:
    """Nobody signs in with it any more, and its sessions end. What it wrote keeps its name."""
    _allow(by, user)
    user.is_active = False
    user.save(update_fields=["is_active"])


@transaction.atomic
def unlock(user: User, *, by: User | None) -> None:
    """Let somebody try to sign in again at once."""
    _allow(by, user)
    limits.forget(user.get_username())
    log(user, "khabar.unlocked", user=by)
