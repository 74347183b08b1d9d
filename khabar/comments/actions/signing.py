"""A reader signs in by a code sent to his mail, keeps a name, and signs out.

Of django-allauth the codes are used and not the flow (decision 0023): that signs in users of
Django's, by the one session that belongs to the desk.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from allauth.core.internal.cryptokit import normalize_user_code
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from khabar.comments import readers
from khabar.comments.actions.following import follow
from khabar.comments.actions.refusals import Refused
from khabar.comments.actions.submitting import clean_name
from khabar.comments.models import Account, Browser, SignIn
from khabar.comments.models.accounts import GOOD_FOR, MAIL_LENGTH, is_one_name, likeness_of
from khabar.comments.tasks import mail_code
from khabar.language.digits import convert
from khabar.language.text import plain
from khabar.newsroom.models import Edition

#: So often a browser may be wrong with one code.
TRIES: Final = 5
#: Codes that one network may ask for in an hour, and that go to one mail address.
FROM_HERE: Final = 10
TO_ONE: Final = 3
TO_ONE_A_DAY: Final = 8
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
EXAMPLE: Final = "name@example.com"
#: So much of what was typed is looked at.
_READ: Final = 1000

# No quoted names and no numbers for hosts: what every mail server reads in one way.
_LOCAL: Final = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}", re.ASCII)
_DOMAIN: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", re.ASCII)


def mail_address(typed: str) -> str:
    """The address in the one spelling that is compared and written to. Raises Refused.

    What is hashed is what is written to: of two spellings that only look alike neither gets the
    other's code.
    """
    local, _at, domain = plain(typed[:_READ]).lower().rpartition("@")
    try:
        domain = punycode(domain)
        address = f"{local}@{domain}"
        validate_email(address)
    except (UnicodeError, ValidationError):
        address = ""
    if (
        not address
        or len(address) > MAIL_LENGTH
        or not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain))
    ):
        why = _("Write a mail address, such as %(example)s.") % {"example": EXAMPLE}
        raise Refused(why, field="address")
    return address


def ask_code(
    typed: str, edition: Edition, *, browser: str, sender: str, now: datetime | None = None
) -> None:
    """Have a code sent that opens in this browser alone, whether or not there is an account.

    Raises Refused for what is no address, and where too many were asked for.
    """
    now = now or timezone.now()
    address = mail_address(typed)
    # Kept before it is counted: many at once are no more than many in a row.
    asked = SignIn.objects.create(
        device=browser, account=readers.account_of(address), sender=sender, to=address, at=now
    )
    if _too_many(asked):
        asked.delete()
        raise Refused(_("Too many codes were sent in a short time. Wait an hour."))
    mail_code.enqueue(asked.pk, edition.pk)


def _too_many(asked: SignIn) -> bool:
    same = SignIn.objects.filter(account=asked.account)
    here = SignIn.objects.filter(sender=asked.sender, at__gt=asked.at - HOUR)
    return (
        here.count() > FROM_HERE
        or same.filter(at__gt=asked.at - HOUR).count() > TO_ONE
        or same.filter(at__gt=asked.at - DAY).count() > TO_ONE_A_DAY
    )


def sign_in(typed: str, *, browser: str, now: datetime | None = None) -> str:
    """Open the account with the code that was sent last; the new token of this browser.

    The account is made with the first code that opens it, and what this browser did becomes its
    own. The old token is worth nothing afterwards. Raises Refused for a code that is wrong or old.
    """
    now = now or timezone.now()
    asked = (
        SignIn.objects.filter(device=browser, used=False, at__gt=now - GOOD_FOR)
        .order_by("-pk")
        .first()
    )
    if asked is None:
        raise Refused(_("This code is no longer good. Ask for a new one."))
    # Counted before it is judged, and in no transaction that a refusal would take back.
    if not SignIn.objects.filter(pk=asked.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise Refused(_("The code was wrong too often. Ask for a new one."))
    code = readers.code_of(asked.pk, normalize_user_code(convert(plain(typed[:_READ]), "latn")))
    if not asked.code or not constant_time_compare(asked.code, code):
        raise Refused(_("This is not the code that was sent last. Look again."), field="code")
    return _open(asked, browser, now)


@transaction.atomic
def _open(asked: SignIn, browser: str, now: datetime) -> str:
    if not SignIn.objects.filter(pk=asked.pk, used=False).update(used=True):
        raise Refused(_("This code is no longer good. Ask for a new one."))
    account, _new = Account.objects.get_or_create(device=asked.account, defaults={"since": now})
    follow(browser, account.device)
    token = readers.new_token()
    Browser.objects.create(account=account, device=readers.device_of(token), at=now)
    return token


def sign_out(browser: str) -> None:
    """Have this browser be nobody's any more."""
    Browser.objects.filter(device=browser).delete()


def keep_name(account: Account, typed: str) -> None:
    """Write under this name from now on; nobody else does. Raises Refused.

    Of two words at least: «محمد» belongs to many.
    """
    name = clean_name(typed)
    if is_one_name(name):
        raise Refused(_("Write two words at least: one name alone belongs to many."), field="name")
    try:
        with transaction.atomic():
            account.name, account.likeness = name, likeness_of(name)
            account.save(update_fields=["name", "likeness"])
    except IntegrityError as error:
        account.refresh_from_db()
        raise Refused(_("Another reader keeps this name, or one like it."), field="name") from error


def want_replies(account: Account, typed: str) -> None:
    """Be told of replies by mail, at the address that one signs in with. Raises Refused."""
    address = mail_address(typed)
    if readers.account_of(address) != account.device:
        raise Refused(_("This is not the address that you signed in with."), field="address")
    account.address = address
    account.save(update_fields=["address"])


def leave_replies(account: int) -> None:
    """Be told of replies no more: the address is forgotten."""
    Account.objects.filter(pk=account).update(address="")
