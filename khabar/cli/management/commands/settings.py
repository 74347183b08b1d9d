from typing import Any

from django.core.management.base import BaseCommand

from khabar.conf import reference


class Command(BaseCommand):
    help = "Print the table of settings that the environment may hold."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(reference.markdown(), ending="")
