"""Open sessions of staff: begun at sign-in, seen at each request, ended by taking the row away."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import log

from khabar.desk.accounts import browsers, factors, policy
from khabar.desk.accounts.models import StaffSession

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

#: In Django's session: the StaffSession's number; which factor was shown; when a password was.
NUMBER, FACTOR, CONFIRMED = "desk-session", "desk-factor", "desk-confirmed"
#: "Last seen" is as exact as this.
SEEN_EVERY = timedelta(minutes=5)
#: So long after showing who one is, factors may be changed without showing it again.
CONFIRMED_FOR = timedelta(minutes=15)

#: The session in which something is being done now: it outlives a change of password.
_current: ContextVar[int | None] = ContextVar("khabar_desk_session", default=None)


@dataclass(frozen=True)
class State:
    """What the door must know of a session at each request; asked in one query.

    Once a factor was shown, nothing more is asked of factors: both answers are then False.
    """

    session: StaffSession
    has_factor: bool = False
    bound: bool = False


def begin(request: HttpRequest, user: User) -> StaffSession:
    """Remember that somebody has signed in with this browser."""
    browser, system = browsers.named(request.META.get("HTTP_USER_AGENT", ""))
    session = StaffSession.objects.create(user=user, browser=browser, system=system)
    request.session[NUMBER] = session.pk
    return session


def state(request: HttpRequest) -> State | None:
    """The state of this request's session; None when it was ended."""
    rows: QuerySet[Any] = StaffSession.objects.filter(
        pk=request.session.get(NUMBER, 0), user=request.user.pk
    )
    asked: dict[str, Exists] = {}
    if not shown_factor(request.session):
        own = Authenticator.objects.filter(user=OuterRef("user"), type__in=factors.OWN)
        asked["has_factor"] = Exists(own)
        if policy.asked_for():
            asked["bound"] = Exists(policy.bound(User.objects.filter(pk=OuterRef("user"))))
    session = next(iter(rows.annotate(**asked) if asked else rows), None)
    if session is None:
        return None
    now = timezone.now()
    if now - session.seen_at > SEEN_EVERY:
        StaffSession.objects.filter(pk=session.pk).update(seen_at=now)
    return State(session, **{name: getattr(session, name) for name in asked})


@contextmanager
def current(session: StaffSession) -> Iterator[None]:
    """What happens inside happens in this session."""
    token = _current.set(session.pk)
    try:
        yield
    finally:
        _current.reset(token)


def showed_factor(session: "SessionBase", kind: str) -> None:
    """Remember that a second factor was shown, and which."""
    session[FACTOR] = kind
    confirm(session)


def shown_factor(session: "SessionBase") -> str:
    """The kind of factor that was shown; empty when none was."""
    return str(session.get(FACTOR, ""))


def confirm(session: "SessionBase") -> None:
    """Remember that a person has just shown who they are."""
    session[CONFIRMED] = timezone.now().timestamp()


def is_confirmed(session: "SessionBase") -> bool:
    """Whether a person has lately shown who they are."""
    at = session.get(CONFIRMED, 0)
    return bool(timezone.now().timestamp() - at < CONFIRMED_FOR.total_seconds())


def others(user: User, request: HttpRequest) -> "QuerySet[StaffSession]":
    """A person's sessions but this one."""
    return StaffSession.objects.filter(user=user).exclude(pk=request.session.get(NUMBER, 0))


@transaction.atomic
def end(sessions: "QuerySet[StaffSession]", *, of: User, by: User) -> int:
    """End sessions of one person; how many there were."""
    count, _rows = sessions.filter(user=of).delete()
    if count:
        log(of, "khabar.sessions_ended", user=by, data={"count": count})
    return count


def end_after_change(user: User) -> None:
    """A new password, or an account closed: what is open elsewhere ends."""
    user.staff_sessions.exclude(pk=_current.get() or 0).delete()


def forget_current(request: HttpRequest) -> None:
    """Somebody signs out."""
    StaffSession.objects.filter(pk=request.session.get(NUMBER, 0)).delete()


def listed(user: User, request: HttpRequest) -> list[dict[str, Any]]:
    """A person's sessions, this one first."""
    here = request.session.get(NUMBER)
    rows = [
        {"session": row, "here": row.pk == here} for row in StaffSession.objects.filter(user=user)
    ]
    return sorted(rows, key=lambda row: not row["here"])
