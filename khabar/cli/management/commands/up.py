import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from khabar.cli import lock
from khabar.cli.prepare import prepare
from khabar.cli.supervise import Child, Supervisor


class Command(BaseCommand):
    help = "Bring the whole newsroom up: prepare what changed, then serve until Ctrl-C."
    # Run by `make check`; here they would cost each start a second.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--prepare-only", action="store_true", help="do what comes before serving, then end"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with lock.exclusive(settings.VAR_DIR):
                _refuse_taken_port(settings.KHABAR.host, settings.KHABAR.port)
                prepare(settings.VAR_DIR, self._say)
                connections.close_all()
                if not options["prepare_only"]:
                    self._serve()
        except lock.FolderTakenError as error:
            raise CommandError(str(error)) from None

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _serve(self) -> None:
        children = [
            Child("The web server", [sys.executable, "-m", "khabar.cli.web"], os.environ),
            Child(
                "The worker", [sys.executable, "-m", "khabar.cli", "worker", "--child"], os.environ
            ),
        ]
        environment = settings.KHABAR
        url = environment.public_url
        Supervisor(children).run(
            ready=lambda: _answers(environment.host, environment.port),
            announce=lambda: self._say(
                f"Khabar is up.\n  site  {url}/\n  desk  {url}/desk/\nCtrl-C stops everything."
            ),
        )
        self._say("Khabar is down.")


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host}, port {port}: {error.strerror or error}. "
            f"Stop what listens there, or choose another: PORT={port + 1} make run."
        ) from None


def _answers(host: str, port: int) -> bool:
    """Whether the web server accepts connections; on "every interface" ask the loopback."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound.
    try:
        with socket.create_connection((reachable, port), timeout=0.2):
            return True
    except OSError:
        return False
