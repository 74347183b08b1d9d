from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from khabar.desk.accounts import factors


class Command(BaseCommand):
    help = "Take away all second factors of somebody who lost their device, and end their sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["reset"], help="what to do")
        parser.add_argument("name", metavar="NAME", help="the name the account signs in with")

    def handle(self, *_args: Any, **options: Any) -> None:
        name = options["name"]
        try:
            person = User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in as “{name}”. Those who do: khabar staff") from None
        count = factors.reset(person, by=None)
        self.stdout.write(
            f"{name}: {count} factors removed, sessions ended."
            " At the next sign-in the password alone is asked for."
        )
