"""Our catalogues as files, and what they are about."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import wagtail
from django.apps import apps
from django.conf import settings

LOCALE = Path(settings.BASE_DIR) / "locale"
OURS = LOCALE / "ar" / "LC_MESSAGES" / "django.po"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
OVERRIDES = tuple(
    LOCALE / "overrides" / "ar" / "LC_MESSAGES" / f"{domain}.po"
    for domain in ("django", "djangojs")
)
ARABIC = (OURS, *OVERRIDES)
WAGTAIL = Path(wagtail.__file__).parent
#: What stands in a text without being its words.
NOT_WORDS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|&\w+;")

Key = tuple[str | None, str]


def key(entry: polib.POEntry) -> Key:
    """What gettext looks a text up by."""
    return entry.msgctxt, entry.msgid


@functools.cache
def entries(*paths: Path) -> list[polib.POEntry]:
    """The entries of catalogues that are in use."""
    return [entry for path in paths for entry in polib.pofile(str(path)) if not entry.obsolete]


def texts(entry: polib.POEntry) -> list[str]:
    """The translation, or its forms in order."""
    return [text for _, text in sorted(entry.msgstr_plural.items())] or [entry.msgstr]


def translated(*paths: Path) -> Iterator[tuple[str, str]]:
    """Each translated text with its msgid."""
    for entry in entries(*paths):
        for text in texts(entry):
            yield entry.msgid, text


def words(text: str) -> str:
    """A text without placeholders and tags."""
    return NOT_WORDS.sub("", text)


def upstream(language: str, domain: str = "django") -> list[polib.POEntry]:
    """What Wagtail itself says, in the applications that are installed here."""
    folders = {Path(app.path) for app in apps.get_app_configs()}
    return [
        entry
        for folder in sorted(folders)
        if folder.is_relative_to(WAGTAIL)
        for path in [folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"]
        if path.exists()
        for entry in entries(path)
    ]
