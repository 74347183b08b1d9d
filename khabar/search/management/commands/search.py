"""`khabar search rebuild | status | eval`."""

import os
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from khabar.search import rebuilding
from khabar.search.shelf import shelf

_NICE: Final = 10


class Command(BaseCommand):
    """The index of what readers may read."""

    help = "The search index: rebuild, status, eval."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb each."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        rebuild = verbs.add_parser(
            "rebuild", help="make a fresh index beside the old one, which answers meanwhile; swap"
        )
        rebuild.add_argument(
            "--aside", action="store_true", help="give way to whoever serves, and say nothing"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['verb']}")(options)

    def _rebuild(self, options: dict[str, Any]) -> None:
        if options["aside"]:
            os.nice(_NICE)
        try:
            made = rebuilding.rebuild(shelf())
        except rebuilding.AlreadyRebuildingError as error:
            if options["aside"]:
                return
            raise CommandError(
                "A fresh index is being made already. Wait for it; `khabar search status` shows it."
            ) from error
        if not options["aside"]:
            self.stdout.write(f"{made.articles:,} articles in {made.seconds:.1f} s.")
