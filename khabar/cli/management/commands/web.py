from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from khabar.cli import web


class Command(BaseCommand):
    help = "Answer requests. `khabar up` starts one; on other machines start it by hand."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        web.serve(settings.KHABAR)
