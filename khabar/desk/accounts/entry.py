"""Coming in: a password, then a second factor where there is one; or a passkey alone.

Between the two steps nobody is signed in: the session holds who gave the right password, for a few
minutes, and opens nothing.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import log

from khabar.desk.accounts import factors, limits, sessions

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

logger = logging.getLogger(__name__)

#: In the session of nobody yet.
PENDING = "desk-pending"
#: So long may the second step take.
PATIENCE = timedelta(minutes=10)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Pending:
    """Somebody who gave the right password, and has a second factor to show."""

    user: User
    remember: bool


def gave_password(request: HttpRequest, user: User, *, remember: bool) -> bool:
    """Sign in whoever needs no second factor; True when one must be shown first."""
    if not factors.has_own(user):
        sign_in(request, user, remember=remember)
        return False
    # As at a sign-in: what somebody planted in this session before leads nowhere.
    request.session.flush()
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "remember": remember,
        "at": timezone.now().timestamp(),
    }
    return True


def pending(session: "SessionBase") -> Pending | None:
    """Who is between the steps; None when nobody is, or it took too long, or all has changed."""
    kept = session.get(PENDING)
    if not kept or timezone.now().timestamp() - kept["at"] > PATIENCE.total_seconds():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["hash"]:
        return None
    return Pending(user, kept["remember"])


def sign_in(request: HttpRequest, user: User, *, factor: str = "", remember: bool = False) -> None:
    """Open a session for this person, who has shown all that is asked."""
    request.session.pop(PENDING, None)
    auth.login(request, user, backend=BACKEND)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
    if factor:
        sessions.showed_factor(request.session, factor)
    else:
        sessions.confirm(request.session)
    limits.forget(user.get_username())
    log(user, "khabar.signed_in", user=user, data={"factor": factor} if factor else None)


def failed(request: HttpRequest, name: str, *, step: str) -> None:
    """Keep that somebody tried and was not let in: with the account, where there is one.

    The name of no account is kept nowhere: people type their password there by mistake.
    """
    user = User.objects.filter(username=name).first()
    if user is not None:
        log(user, "khabar.refused", user=None, data={"step": step})
    logger.warning(
        "Refused at sign-in (%s) from %s: %s",
        step,
        limits.network(request),
        f"account {user.pk}" if user else "no such account",
    )
