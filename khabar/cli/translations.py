"""Compiles translations at start-up: machines often lack gettext's msgfmt, so .mo are not kept."""

import os
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_translations(folders: Iterable[str | Path]) -> list[Path]:
    """Make each .mo that is missing or older than its .po; returns those that were made."""
    made = []
    for folder in folders:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as file:
                catalog = read_po(file, locale=source.parent.parent.name)
            draft = target.with_name(f"{target.name}.{os.getpid()}")
            with draft.open("wb") as file:
                write_mo(file, catalog)
            draft.replace(target)
            made.append(target)
    return made
