"""``khabar desk-index``: make anew what the list of articles is made from."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from khabar.newsroom import desk_state


class Command(BaseCommand):
    help = (
        "Derive anew what the desk's list of articles knows of each. It is kept up to date by "
        "itself: this mends what was changed past the newsroom, in the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How many at a time."""
        parser.add_argument(
            "--batch", type=int, default=desk_state.BATCH, help="Articles a transaction."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all articles."""
        del args
        seen = changed = 0
        for some, differed in desk_state.refresh_all(max(options["batch"], 1)):
            seen, changed = seen + some, changed + differed
        if options["verbosity"]:
            self.stdout.write(f"{seen} articles, of which {changed} were not as they should be.")
