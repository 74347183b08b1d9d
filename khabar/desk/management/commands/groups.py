"""``khabar groups``: give the newsroom's groups what their roles are meant to have."""

from typing import Any

from django.core.management.base import BaseCommand

from khabar.desk.groups import ensure_groups
from khabar.newsroom.models import Edition


class Command(BaseCommand):
    help = (
        "Make what is missing of each edition's groups, permissions and workflow. "
        "What was added by hand stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all editions."""
        del args
        for edition in Edition.objects.select_related("site", "locale"):
            ensure_groups(edition)
            if options["verbosity"]:
                self.stdout.write(f"{edition.name}: the groups are as they are meant to be.")
