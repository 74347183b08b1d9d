"""What is kept of a reader: hashes, of which nobody gets back to him."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final

from django.conf import settings

_TOKEN_BYTES: Final = 24


def new_token() -> str:
    """A token for a browser that has none."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def device_of(token: str) -> str:
    """What the database knows of a token."""
    return _keyed("device", token)


def address_of(address: str, now: datetime) -> str:
    """What the database knows of an address for this one day."""
    return _keyed(f"address {now:%Y-%m-%d}", address)


def _keyed(purpose: str, text: str) -> str:
    key = hashlib.sha256(f"khabar.comments {purpose} {settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
