"""What allauth's second factors ask of this house: names, and how secrets lie in the database."""

import base64
from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _fernet() -> MultiFernet:
    keys = []
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derived = HKDF(SHA256(), 32, salt=None, info=b"khabar second factors")
        keys.append(Fernet(base64.urlsafe_b64encode(derived.derive(str(secret).encode()))))
    return MultiFernet(keys)


class Adapter(DefaultMFAAdapter):
    """Secrets are encrypted under the site's key; a passkey belongs to the site's own host."""

    def encrypt(self, text: str) -> str:
        """For the database: whoever reads a backup without the key can make no codes."""
        return _fernet().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Back again; raises cryptography's InvalidToken when the site's key is another by now."""
        return _fernet().decrypt(encrypted_text).decode()

    def get_totp_issuer(self) -> str:
        """What an app on a telephone calls the desk."""
        return str(settings.WAGTAIL_SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site's host; for a request at another host, which is no part of it, that one."""
        host = context.request.get_host().rsplit(":", 1)[0].strip("[]")
        site = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or host
        within = host == site or host.endswith(f".{site}")
        return {"id": site if within else host, "name": str(settings.WAGTAIL_SITE_NAME)}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The account, by number: a name may change."""
        return {
            **super().get_public_key_credential_user_entity(user),
            "name": user.get_username(),
            "display_name": user.get_full_name() or user.get_username(),
        }
