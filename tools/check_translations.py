"""Every string of ours is in the Arabic catalogue: translated, all six plural forms, same
placeholders.

Extracts from a copy of the source with Django's makemessages, so the catalogue itself is not
touched. Needs GNU gettext.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("khabar/locale/ar/LC_MESSAGES/django.po")
ARABIC_FORMS = 6
# zero, one and two say the number in words («خبران»), so they may leave its placeholder out.
FORMS_IN_WORDS = {0, 1, 2}
COUNTERS = {"%(n)s", "%(count)s", "%(n)d", "%(count)d", "%(counter)s", "%(number)s"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")
HOW_TO_GET_IT = "GNU gettext is missing: apt-get install gettext (or your system's package)."


def problems(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one entry of the merged catalogue."""
    if entry.fuzzy:
        yield "is marked fuzzy: the source changed"
        return
    if not entry.msgid_plural:
        if not entry.msgstr:
            yield "has no translation"
        elif _placeholders(entry.msgid) != _placeholders(entry.msgstr):
            yield f"has other placeholders than its source: {entry.msgstr}"
        return
    forms = {int(number): text for number, text in entry.msgstr_plural.items()}
    filled = {number for number, text in forms.items() if text}
    if filled != set(range(ARABIC_FORMS)):
        yield f"fills the plural forms {sorted(filled)} of 0 to {ARABIC_FORMS - 1}"
        return
    wanted = _placeholders(entry.msgid_plural)
    for number, text in sorted(forms.items()):
        missing, extra = wanted - _placeholders(text), _placeholders(text) - wanted
        if extra or (missing - COUNTERS if number in FORMS_IN_WORDS else missing):
            yield f"has other placeholders in form {number}: {text}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def merged_catalogue(folder: Path) -> polib.POFile:
    """Our catalogue with the source's present strings, made in `folder`."""
    shutil.copytree(ROOT / "khabar", folder / "khabar", ignore=shutil.ignore_patterns("*.mo"))
    (folder / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    environ = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--locale=ar",
            "--no-location",
            "--no-wrap",
        ],
        check=True,
        cwd=folder / "khabar",
        env=environ,
        stdout=subprocess.DEVNULL,
    )
    return polib.pofile(str(folder / CATALOGUE))


def main() -> int:
    if shutil.which("xgettext") is None or shutil.which("msgmerge") is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="khabar-messages-") as folder:
        catalogue = merged_catalogue(Path(folder))
    found = [
        f"“{entry.msgctxt + ': ' if entry.msgctxt else ''}{entry.msgid}” {text}"
        for entry in catalogue
        if not entry.obsolete
        for text in problems(entry)
    ]
    if found:
        print(f"{CATALOGUE}:", *found, sep="\n  ", file=sys.stderr)
        print(f"{len(found)} to mend.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
