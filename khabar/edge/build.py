"""The stamp of a build: what a page's bytes depend on besides the database."""

import hashlib
from pathlib import Path
from typing import Final

from django.conf import settings

import khabar

#: Settings that readers' pages show.
_SHOWN: Final = (
    "ALLOWED_HOSTS",
    "DEBUG",
    "LANGUAGE_CODE",
    "MEDIA_URL",
    "SECURE_HSTS_SECONDS",
    "STATIC_URL",
    "TIME_ZONE",
    "WAGTAILADMIN_BASE_URL",
)
_KINDS: Final = {".py", ".html", ".mo", ".css", ".js", ".svg", ".json"}


def stamp() -> str:
    """A hash of the code, the templates, the translations, the static files and the settings.

    Of contents, not of times: two machines with the same release have the same stamp.
    """
    made = hashlib.sha256()
    root = Path(khabar.__file__).parent
    for path in sorted(path for path in root.rglob("*") if path.suffix in _KINDS):
        made.update(str(path.relative_to(root)).encode())
        made.update(hashlib.sha256(path.read_bytes()).digest())
    manifest = Path(settings.STATIC_ROOT or "") / "staticfiles.json"
    if manifest.is_file():
        made.update(manifest.read_bytes())
    for name in _SHOWN:
        made.update(f"{name}={getattr(settings, name, None)!r}".encode())
    return made.hexdigest()[:32]
