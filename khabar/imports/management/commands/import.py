"""`khabar import ninjs FILE…`."""  # noqa: N999 (the command's name)

import contextlib
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from khabar.imports import reading
from khabar.imports.batches import LONGEST_SECONDS, Pace, long_lived_set_aside
from khabar.imports.building import Builder
from khabar.imports.matching import Matching
from khabar.imports.outcomes import FAILED, Outcomes
from khabar.imports.photos import LocalPhotos
from khabar.imports.problems import FileError
from khabar.imports.sections import find_or_make_section
from khabar.imports.storing import Place, Store
from khabar.newsroom.management.editions import asked_edition

_ITEMS_FAILED, _UNUSABLE = 1, 2
_URI_SCHEME = "ninjs"


class Command(BaseCommand):
    """Import other systems' news."""

    help = "Import news: khabar import ninjs FILE… --section SLUG"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand a format."""
        formats = parser.add_subparsers(dest="format", required=True, metavar="FORMAT")
        ninjs = formats.add_parser("ninjs", help="IPTC ninjs 1.x, 2.x and 3.x")
        ninjs.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="one item, an array or JSON Lines; plain, gzip or xz; - is standard input",
        )
        ninjs.add_argument("--section", required=True, metavar="SLUG", help="made if missing")
        ninjs.add_argument("--section-title", default="", metavar="TITLE", help="of a new section")
        ninjs.add_argument(
            "--edition", default="", metavar="LANG", help="its language; the default site's if left"
        )
        ninjs.add_argument(
            "--provider",
            default=_URI_SCHEME,
            metavar="NAME",
            help="whose the uris are (%(default)s); one uri of one provider is one article",
        )
        ninjs.add_argument(
            "--media-dir", default="", metavar="DIR", help="where pictures lie; else beside FILE"
        )
        ninjs.add_argument("--dry-run", action="store_true", help="read and check; write nothing")
        # Django's own option, also after the format; its default stays Django's.
        ninjs.add_argument(
            "-v", "--verbosity", type=int, choices=range(4), default=SUPPRESS, help=SUPPRESS
        )
        ninjs.add_argument(
            "--report", default="", metavar="FILE", help="write a line of JSON for each item"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import; exit 0 when all went in, 1 when items failed, 2 when nothing could be done."""
        edition = asked_edition(options["edition"], returncode=_UNUSABLE)
        _check_files(options["files"], options["media_dir"])
        try:
            section = find_or_make_section(
                edition, options["section"], options["section_title"], dry_run=options["dry_run"]
            )
        except ValidationError as error:
            raise CommandError(
                f"--section {options['section']}: {' '.join(error.messages)}", returncode=_UNUSABLE
            ) from error
        place = Place(edition, section, options["provider"][:120], ZoneInfo(edition.time_zone))
        with contextlib.ExitStack() as stack:
            try:
                report = (
                    stack.enter_context(Path(options["report"]).open("w", encoding="utf-8"))
                    if options["report"]
                    else None
                )
            except OSError as error:
                raise CommandError(
                    f"--report {options['report']}: {error.strerror}", returncode=_UNUSABLE
                ) from error
            broken = self._import(place, options, report)
        if broken:
            raise CommandError("\n".join(broken), returncode=_UNUSABLE)

    def _import(self, place: Place, options: dict[str, Any], report: IO[str] | None) -> list[str]:
        """Import every file; what is wrong with files. Raises CommandError when items failed."""
        dry_run = bool(options["dry_run"])
        broken: list[str] = []
        with long_lived_set_aside(), _progress() as progress:
            results = Outcomes(lambda line: progress.console.print(line, **_PLAIN), report)
            pace = Pace()
            matching = Matching(place.edition, dry_run=dry_run)
            for name in options["files"]:
                photos = LocalPhotos(_media_folder(name, options["media_dir"]), dry_run=dry_run)
                builder = Builder(place.edition, place.provider, matching, photos)
                store = Store(place, builder, results, pace, dry_run=dry_run)
                try:
                    with reading.opened(name) as (raw, file):
                        store.take(name, _followed(progress, name, raw, reading.items(file)))
                except FileError as problem:
                    broken.append(f"{name}: {problem}")
                except OperationalError as error:
                    broken.append(f"The database: {error}. Run the import again to go on with it.")
                    break
        self.stdout.write("Dry run: nothing was written." if dry_run else "Imported.")
        self.stdout.write("\n".join(results.summary()))
        if options["verbosity"] > 1:
            self.stdout.write(
                f"{pace.count:,} transactions, the longest {pace.longest * 1000:.0f} ms, "
                f"{pace.too_long} over {LONGEST_SECONDS * 1000:.0f} ms."
            )
        if results.kinds[FAILED] and not broken:
            raise CommandError(
                f"{results.kinds[FAILED]} of {results.kinds.total()} items failed.",
                returncode=_ITEMS_FAILED,
            )
        return broken


_PLAIN: dict[str, Any] = {"markup": False, "highlight": False, "soft_wrap": True}


def _check_files(names: list[str], media_dir: str) -> None:
    """Find out before anything is written."""
    if names.count(reading.STDIN) > 1:
        raise CommandError("Standard input (-) can be read once.", returncode=_UNUSABLE)
    if media_dir and not Path(media_dir).is_dir():
        raise CommandError(f"--media-dir {media_dir}: no such folder", returncode=_UNUSABLE)
    for name in names:
        if name != reading.STDIN:
            try:
                Path(name).open("rb").close()
            except OSError as error:
                raise CommandError(f"{name}: {error.strerror}", returncode=_UNUSABLE) from error


def _media_folder(name: str, media_dir: str) -> Path | None:
    if media_dir:
        return Path(media_dir)
    return None if name == reading.STDIN else Path(name).parent


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[items]:,}"),
        console=console,
        disable=not sys.stderr.isatty(),
    )


def _followed(
    progress: Progress, name: str, raw: IO[bytes], items: Iterator[reading.RawItem]
) -> Iterator[reading.RawItem]:
    """The items, the bar following the bytes that were read."""
    total = None if name == reading.STDIN else Path(name).stat().st_size
    task = progress.add_task(Path(name).name, total=total, items=0)
    for count, item in enumerate(items, start=1):
        yield item
        if total is not None:
            progress.update(task, completed=raw.tell(), items=count)
        else:
            progress.update(task, items=count)
