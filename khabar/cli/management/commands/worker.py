import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from khabar.cli.parent import end_with_parent
from khabar.cli.tuning import tune
from khabar.cli.worker import Worker, worker_name
from khabar.edge import serving


class Command(BaseCommand):
    help = "Run tasks and the clock. `khabar up` starts one; on other machines start it by hand."
    # `up` has checked already.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--child", action="store_true", help="end when the process that started this one ends"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["child"]:
            end_with_parent()
            tune()
        ahead = None if settings.DEBUG else serving.ahead().run
        worker = Worker(worker_name(settings.VAR_DIR), ahead=ahead)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, worker.stop)
        worker.run()
