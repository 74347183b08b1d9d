"""How often one may try to sign in: for each account, and for each address it is tried from.

Every try is counted before it is judged, so that many at once are no more than many in a row. What
is counted stands in the database, which all machines of a site share.
"""

import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from khabar.desk.accounts.models import SignInTries

#: Enough for everyone at one office's address, too little to guess with.
IPV6_NETWORK = 64


@dataclass(frozen=True)
class Limit:
    """So many tries within so long."""

    tries: int
    within: timedelta


#: One account from one network: somebody mistyping.
ACCOUNT_HERE = Limit(6, timedelta(minutes=15))
#: One account from anywhere: somebody guessing from many places.
ACCOUNT = Limit(30, timedelta(hours=1))
#: One network, whatever account: somebody guessing many names.
NETWORK = Limit(60, timedelta(minutes=15))
#: Codes of a second factor, once the password is known.
SECOND_FACTOR = Limit(6, timedelta(minutes=15))
#: Mails with a link to set a password.
RESET_HERE = Limit(10, timedelta(hours=1))
RESET_ADDRESS = Limit(3, timedelta(hours=1))


class TooManyTriesError(Exception):
    """Somebody must wait for so many whole minutes."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(f"wait {minutes} minutes")


def network(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address, or the /64 of an IPv6 one.

    REMOTE_ADDR is what the trusted proxies say (khabar.cli.forwarded) and nobody else can.
    """
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))


def _hashed(*parts: str) -> str:
    return salted_hmac("khabar.desk.tries", "\n".join(parts), algorithm="sha256").hexdigest()


def _account(name: str) -> str:
    # As spelt, but for what a person does not see; names that differ in case are two accounts.
    return _hashed("account", name.strip())


def before_password(request: HttpRequest, name: str) -> None:
    """Count one try with a password; raises TooManyTriesError."""
    here, account = network(request), _account(name)
    _count(NETWORK, _hashed("network", here))
    _count(ACCOUNT_HERE, _hashed("here", here, account), account)
    _count(ACCOUNT, account, account)


def before_code(name: str) -> None:
    """Count one try with a code, the password being known; raises TooManyTriesError."""
    account = _account(name)
    _count(SECOND_FACTOR, _hashed("code", account), account)


def before_passkey(request: HttpRequest) -> None:
    """Count one try with a passkey; raises TooManyTriesError.

    Only the network's: a passkey cannot be guessed, so nobody can shut its owner out by trying.
    """
    _count(NETWORK, _hashed("network", network(request)))


def before_reset(request: HttpRequest) -> None:
    """Count one asking for a link to set a password; raises TooManyTriesError."""
    _count(RESET_HERE, _hashed("reset", network(request)))


def may_mail(address: str) -> bool:
    """Count one link to this mail address, and say whether it may go."""
    try:
        _count(RESET_ADDRESS, _hashed("mail", address.strip().casefold()))
    except TooManyTriesError:
        return False
    return True


def forget(name: str) -> int:
    """Take back what was counted against this account: it was its owner, or an administrator
    opens it again; how many counts there were.
    """
    deleted, _rows = SignInTries.objects.filter(account=_account(name)).delete()
    SignInTries.objects.filter(began_at__lt=timezone.now() - timedelta(days=1)).delete()
    return deleted


def waits(name: str) -> bool:
    """Whether somebody must wait before this account is tried again."""
    now = timezone.now()
    account = _account(name)
    for tries in SignInTries.objects.filter(account=account):
        limit = ACCOUNT if tries.key == account else ACCOUNT_HERE
        if tries.count >= limit.tries and now < tries.began_at + limit.within:
            return True
    return False


def _count(limit: Limit, key: str, account: str = "") -> None:
    now = timezone.now()
    with transaction.atomic():
        SignInTries.objects.get_or_create(key=key, defaults={"account": account, "began_at": now})
        tries = SignInTries.objects.select_for_update().get(key=key)
        if now >= tries.began_at + limit.within:
            tries.began_at, tries.count = now, 0
        tries.count = min(tries.count + 1, limit.tries + 1)
        tries.save(update_fields=["began_at", "count"])
    if tries.count > limit.tries:
        raise TooManyTriesError(_minutes(tries.began_at + limit.within, now))


def _minutes(until: datetime, now: datetime) -> int:
    return max(1, math.ceil((until - now) / timedelta(minutes=1)))
