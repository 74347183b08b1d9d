"""One bench, by name, in this process."""

import sys
from importlib import import_module

import django
from django.core.management import call_command
from django.db import connection

from benchmarks.measure import say


def main(name: str) -> None:
    """Prepare an empty database and run the bench ``benchmarks.<name>``."""
    django.setup()
    call_command("migrate", verbosity=0)
    say(f"== {name} ({connection.vendor})")
    import_module(f"benchmarks.{name}").run()
    say()


if __name__ == "__main__":
    main(sys.argv[1])
