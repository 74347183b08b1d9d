"""What is kept of a reader: hashes, of which nobody without the house's key gets back to him."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer

#: So long a browser keeps its token, and a reader stays signed in.
KEPT: Final = timedelta(days=365)
_TOKEN_BYTES: Final = 24
_LEAVING: Final = Signer(salt="khabar.comments.leaving", sep=".")


def new_token() -> str:
    """A token for a browser that has none."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def device_of(token: str) -> str:
    """What the database knows of a token."""
    return _keyed("device", token)


def address_of(address: str, now: datetime) -> str:
    """What the database knows of an address for this one day."""
    return _keyed(f"address {now:%Y-%m-%d}", address)


def account_of(mail: str) -> str:
    """What the database knows of a mail address, and what stands on all that its owner does."""
    return _keyed("mail", mail)


def code_of(sign_in: int, code: str) -> str:
    """What the database knows of a code that was sent."""
    return _keyed(f"code {sign_in}", code)


def leaving_token(account: int) -> str:
    """What a mail carries so that one click ends such mails, in whatever browser."""
    return _LEAVING.sign(str(account))


def who_leaves(token: str) -> int | None:
    """Whose token it is; None where we did not make it."""
    try:
        return int(_LEAVING.unsign(token))
    except BadSignature:
        return None


def _keyed(purpose: str, text: str) -> str:
    key = hashlib.sha256(f"khabar.comments {purpose} {settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
