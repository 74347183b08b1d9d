from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from khabar.demo import loader


class Command(BaseCommand):
    help = "Load the demo edition, once, into a newsroom that has no contents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-english",
            action="store_true",
            help="load the small English edition too, translations linked, on a host of its own",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="leave a newsroom that has contents as it is, without calling that an error",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        address = settings.KHABAR.public_url
        places = [loader.Place("ar", address, settings.KHABAR.site_name, settings.KHABAR.time_zone)]
        if options["with_english"]:
            places.append(loader.Place("en", english_address(address)))
        say = self.stdout.write if options["verbosity"] > 0 else _silence
        try:
            loader.load(places, say)
        except loader.AlreadyLoadedError:
            self._refuse("The demo edition is already loaded.", options)
            return
        except loader.NotEmptyError:
            self._refuse(
                "This newsroom has contents, and the demo is never mixed with them. To see the "
                "demo, give it a data folder of its own: KHABAR_VAR=demo khabar up.",
                options,
            )
            return
        for place in places:
            say(f"The demo edition ({place.language}) is at {place.site_url}/")

    def _refuse(self, why: str, options: dict[str, Any]) -> None:
        if not options["if_empty"]:
            raise CommandError(why)
        if options["verbosity"] > 0:
            self.stdout.write(why)


def english_address(address: str) -> str:
    """Where the English edition answers: en.HOST; beside an address without a name, localhost."""
    parts = urlsplit(address)
    host = parts.hostname or "localhost"
    port = f":{parts.port}" if parts.port else ""
    try:
        ip_address(host)
    except ValueError:
        return f"{parts.scheme}://en.{host}{port}"
    return f"{parts.scheme}://localhost{port}"


def _silence(_line: str) -> None:
    pass
