from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from khabar.cli import accounts


class Command(BaseCommand):
    help = "Give a staff account a new password, generated and printed once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the name the account signs in with")

    def handle(self, *_args: Any, **options: Any) -> None:
        name = options["name"]
        try:
            password = accounts.set_new_password(name)
        except accounts.NoSuchStaffError:
            raise CommandError(f"Nobody signs in as “{name}”. {_who_does()}") from None
        self.stdout.write(password)
        self.stderr.write(f"This is the new password of {name}; it is shown this once.")


def _who_does() -> str:
    names = list(get_user_model()._default_manager.values_list("username", flat=True)[:10])  # noqa: SLF001
    if not names:
        return "There are no accounts yet: khabar up makes the first, createsuperuser others."
    return f"Those who do: {', '.join(names)}. A new account is made in the desk, under Users."
