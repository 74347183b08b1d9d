"""`khabar comments export FILE`, `khabar comments import FILE`."""

import contextlib
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from khabar.comments.models import Policy
from khabar.comments.transfer import exporting
from khabar.comments.transfer.importing import Importer
from khabar.newsroom.management.editions import asked_edition
from khabar.newsroom.models import Edition

STDIO: Final = "-"
_LINES_FAILED, _UNUSABLE = 1, 2


class Command(BaseCommand):
    """Take comments out of this house, and in."""

    help = "Export comments as JSON Lines, or import them; threads are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two subcommands with one edition."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="export|import")
        out = verbs.add_parser("export", help="write every comment of an edition, a line each")
        out.add_argument("file", metavar="FILE", help="to be made anew; - is standard output")
        into = verbs.add_parser("import", help="read comments, a line each; what is here stays")
        into.add_argument("file", metavar="FILE", help="JSON Lines; - is standard input")
        into.add_argument(
            "--provider",
            default="ninjs",
            metavar="NAME",
            help="whose the articles' uris are, where a line does not say (%(default)s)",
        )
        for verb in (out, into):
            verb.add_argument(
                "--edition",
                default="",
                metavar="LANG",
                help="its language; the default site's if left",
            )
            verb.add_argument(
                "-v", "--verbosity", type=int, choices=range(4), default=SUPPRESS, help=SUPPRESS
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit 0 when all went well, 1 when lines failed, 2 when nothing could be done."""
        edition = asked_edition(options["edition"], returncode=_UNUSABLE)
        with translation.override("en"):
            if options["verb"] == "export":
                self._export(edition, options["file"])
            else:
                self._import(edition, options)

    def _export(self, edition: Edition, name: str) -> None:
        count = 0
        with _written(name) as file:
            for count, line in enumerate(exporting.lines(edition), start=1):  # noqa: B007 (said below)
                file.write(line + "\n")
        self.stderr.write(f"{count:,} comments exported.")

    def _import(self, edition: Edition, options: dict[str, Any]) -> None:
        def complain(number: int, why: str) -> None:
            self.stderr.write(f"{options['file']}, line {number}: {why}.")

        importer = Importer(edition, options["provider"][:120], complain)
        with _read(options["file"]) as file:
            sums = importer.take(file)
        self.stdout.write(f"{sums.added:,} comments added, {sums.same:,} were here already.")
        if not Policy.objects.filter(edition=edition, section=None, page=None).exists():
            self.stdout.write("The edition takes no comments yet: readers see them once it does.")
        if sums.failed:
            raise CommandError(f"{sums.failed:,} lines failed.", returncode=_LINES_FAILED)


@contextlib.contextmanager
def _written(name: str) -> Iterator[IO[str]]:
    """The file, whole or as it was before."""
    if name == STDIO:
        yield sys.stdout
        return
    made = Path(f"{name}.part")
    try:
        with made.open("w", encoding="utf-8") as file:
            yield file
        made.replace(name)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}", returncode=_UNUSABLE) from error
    finally:
        made.unlink(missing_ok=True)


@contextlib.contextmanager
def _read(name: str) -> Iterator[IO[str]]:
    """Its lines; bytes that are no UTF-8 make their line a wrong one, not the file."""
    if name == STDIO:
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")  # type: ignore[union-attr]
        yield sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8-sig", errors="surrogateescape") as file:
            yield file
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}", returncode=_UNUSABLE) from error
