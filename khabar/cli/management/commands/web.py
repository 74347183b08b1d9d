import multiprocessing
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from khabar.cli.parent import end_with_parent

KILL_SECONDS = 10


class Command(BaseCommand):
    help = "Answer requests. `khabar up` starts one; on other machines start it by hand."
    # `up` has checked already.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--child", action="store_true", help="end when the process that started this one ends"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["child"]:
            end_with_parent()
        # A fresh interpreter for each process: nothing of this one (threads, locks, connections)
        # is copied in a state that nobody planned.
        multiprocessing.set_start_method("spawn")
        environment = settings.KHABAR
        Granian(
            "khabar.cli.asgi:application",
            factory=True,
            address=environment.host,
            port=environment.port,
            interface=Interfaces.ASGI,
            loop=Loops.uvloop,
            websockets=False,
            workers=environment.web_processes,
            workers_kill_timeout=KILL_SECONDS,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve()
