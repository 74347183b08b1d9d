"""A person's second factors: passkeys, an app's codes, recovery codes. Each change is logged.

The factors themselves are django-allauth's; what is asked of it stands in this module alone.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import InvalidToken
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.desk.accounts import limits
from khabar.language.digits import convert

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PASSKEY = Authenticator.Type.WEBAUTHN
APP = Authenticator.Type.TOTP
RECOVERY = Authenticator.Type.RECOVERY_CODES
#: What alone lets somebody in. Recovery codes only stand in for one of these.
OWN = (PASSKEY, APP)

NAME_LENGTH = 60
#: Below this many, a person is reminded to make new ones.
FEW_CODES = 3


@dataclass(frozen=True)
class Passkey:
    """One of a person's passkeys, as the desk lists it."""

    pk: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    """What a person has."""

    passkeys: tuple[Passkey, ...]
    app_since: datetime | None
    codes_left: int | None
    """None when there are no recovery codes."""

    @property
    def any(self) -> bool:
        """Whether there is a second factor at all."""
        return bool(self.passkeys or self.app_since)

    @property
    def few_codes(self) -> bool:
        """Whether new recovery codes should be made."""
        return self.codes_left is not None and self.codes_left < FEW_CODES


def of(user: "User") -> Factors:
    """A person's factors."""
    passkeys, app_since, left = [], None, None
    for item in Authenticator.objects.filter(user=user).order_by("created_at"):
        if item.type == PASSKEY:
            passkeys.append(Passkey(item.pk, item.data["name"], item.created_at, item.last_used_at))
        elif item.type == APP:
            app_since = item.created_at
        else:
            left = _codes_left(item)
    return Factors(tuple(passkeys), app_since, left)


def has_own(user: "User") -> bool:
    """Whether a password alone does not let this person in."""
    return Authenticator.objects.filter(user=user, type__in=OWN).exists()


# Passkeys


@contextmanager
def _asking(request: HttpRequest) -> Iterator[None]:
    """Allauth keeps a challenge in the session of the request that it is told of."""
    with context.request_context(request):
        yield


def passkey_options(request: HttpRequest, user: "User") -> dict[str, Any]:
    """What the browser needs to make a passkey."""
    with _asking(request):
        return _plain(webauthn.begin_registration(user, passwordless=True))


@transaction.atomic
def add_passkey(request: HttpRequest, user: "User", name: str, credential: Any) -> Authenticator:
    """Keep a passkey that the browser has made; raises ValidationError when it answers wrongly."""
    with _asking(request), _wrong_answers():
        webauthn.parse_registration_response(credential)
        if not webauthn.complete_registration(credential).is_user_verified():
            raise _wrong_passkey()
        name = name.strip()[:NAME_LENGTH] or _("Passkey")
        passkey: Authenticator = webauthn.WebAuthn.add(user, name, credential).instance
    log(user, "khabar.passkey_added", user=user, data={"name": name})
    return passkey


def sign_in_options(request: HttpRequest, user: "User | None" = None) -> dict[str, Any]:
    """What the browser needs to answer with a passkey: this person's, or anybody's."""
    with _asking(request):
        return _plain(webauthn.begin_authentication(user))


@transaction.atomic
def check_passkey(request: HttpRequest, credential: Any, user: "User | None" = None) -> "User":
    """Whose passkey answered; raises ValidationError when none did, or not this person's."""
    with _asking(request), _wrong_answers():
        webauthn.parse_authentication_response(credential)
        answered = user or webauthn.extract_user_from_response(credential)
        used = webauthn.complete_authentication(answered, credential)
        if not answered.is_active:
            raise _wrong_passkey()
    used.record_usage()
    owner: User = answered
    return owner


@contextmanager
def _wrong_answers() -> Iterator[None]:
    """An answer that no browser gives is a wrong one, however it is wrong."""
    try:
        yield
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _wrong_passkey() from error


def _wrong_passkey() -> ValidationError:
    return ValidationError(_("The passkey was not accepted. Try again."), code="wrong_passkey")


def _plain(options: Any) -> dict[str, Any]:
    """As JSON has it. Its bytes are base64url already."""
    return {name: value for name, value in dict(options).items() if value is not None}


@transaction.atomic
def rename_passkey(user: "User", pk: int, name: str) -> None:
    """Call a passkey otherwise."""
    passkey = Authenticator.objects.get(user=user, type=PASSKEY, pk=pk)
    passkey.data["name"] = name.strip()[:NAME_LENGTH]
    passkey.save(update_fields=["data"])


# Codes of an app


def new_secret() -> str:
    """For an app on a telephone."""
    return generate_totp_secret()


def app_address(user: "User", secret: str) -> str:
    """The otpauth: address that the QR code holds."""
    return get_adapter().build_totp_url(user, secret)


@transaction.atomic
def add_app(user: "User", secret: str, code: str) -> None:
    """Keep an app that shows the right code; raises ValidationError when it shows another."""
    counter = _counter(secret, code)
    if counter is None:
        raise _wrong_code()
    Authenticator.objects.filter(user=user, type=APP).delete()
    kept = TOTP.activate(user, secret).instance
    kept.data["counter"] = counter
    kept.save(update_fields=["data"])
    log(user, "khabar.app_added", user=user)


def _counter(secret: str, code: str, after: int = -1) -> int | None:
    for counter in yield_hotp_counters_from_time():
        value = format_hotp_value(hotp_value(secret, counter))
        if counter > after and compare_user_code(actual=convert(code, "latn"), expected=value):
            return counter
    return None


def _wrong_code() -> ValidationError:
    return ValidationError(
        _("The code is not right. Codes change every half minute: take the one shown now."),
        code="wrong_code",
    )


# Recovery codes


@transaction.atomic
def new_codes(user: "User") -> list[str]:
    """Make recovery codes and let go of those there were. They are shown this once."""
    if not has_own(user):
        raise PermissionDenied
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    codes = RecoveryCodes.activate(user).generate_codes()
    log(user, "khabar.codes_made", user=user)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _codes_left(item: Authenticator) -> int:
    try:
        return len(RecoveryCodes(item).get_unused_codes())
    except InvalidToken:
        return 0


# At the door


@transaction.atomic
def check_code(user: "User", code: str) -> str:
    """Which factor this code belongs to: an app's, good once, or a recovery code, good once.

    Raises ValidationError when it belongs to none.
    """
    mine = Authenticator.objects.select_for_update().filter(user=user, type__in=(APP, RECOVERY))
    for item in mine.order_by("-type"):
        if _answers(item, code):
            item.refresh_from_db()
            item.record_usage()
            if item.type == RECOVERY:
                log(user, "khabar.recovery_used", user=user)
            return str(item.type)
    raise _wrong_code()


def _answers(item: Authenticator, code: str) -> bool:
    try:
        if item.type == RECOVERY:
            return RecoveryCodes(item).validate_code(convert(code, "latn"))
        secret = get_adapter().decrypt(item.data["secret"])
    except InvalidToken:
        return False
    counter = _counter(secret, code, after=item.data.get("counter", -1))
    if counter is None:
        return False
    item.data["counter"] = counter
    item.save(update_fields=["data"])
    return True


# Taking away


@transaction.atomic
def remove(user: "User", kind: str, pk: int | None = None) -> None:
    """Take away one passkey, or the app. Without either, recovery codes go too."""
    gone = Authenticator.objects.filter(user=user, type=kind)
    if pk is not None:
        gone = gone.filter(pk=pk)
    names = [item.data.get("name", "") for item in gone]
    if not gone.delete()[0]:
        raise Authenticator.DoesNotExist
    if not has_own(user):
        Authenticator.objects.filter(user=user).delete()
    action = "khabar.passkey_removed" if kind == PASSKEY else "khabar.app_removed"
    log(user, action, user=user, data={"name": names[0]} if names[0] else None)


@transaction.atomic
def reset(user: "User", *, by: "User | None") -> int:
    """Take away every factor of somebody who lost their device; how many there were.

    Ends their sessions, and lets them try to sign in at once. ``by`` is None for a command.
    """
    count, _rows = Authenticator.objects.filter(user=user).delete()
    user.staff_sessions.all().delete()
    limits.forget(user.get_username())
    log(user, "khabar.factors_reset", user=by)
    return count


def names(kinds: Iterable[str]) -> dict[str, str]:
    """What each kind is called."""
    known = {PASSKEY: _("Passkey"), APP: _("Authenticator app"), RECOVERY: _("Recovery code")}
    return {kind: known[Authenticator.Type(kind)] for kind in kinds}
