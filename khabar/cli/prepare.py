"""What `khabar up` does before it serves; each step is skipped when nothing changed."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from khabar.cli import accounts, build

Say = Callable[[str], object]


def prepare(var: Path, say: Say) -> None:
    """Bring database, static files and the first contents up to date."""
    var.mkdir(parents=True, exist_ok=True)
    if missing := missing_migrations():
        say(f"Preparing the database ({len(missing)} migrations)…")
        call_command("migrate", interactive=False, verbosity=0)
    if build.collect(var):
        say("Static files collected.")
    first_contents(say)


def missing_migrations() -> set[tuple[str, str]]:
    """Migrations on disk that this database has not seen; cheaper than asking Django's planner.

    The database is asked, not a stamp in the data folder: either may be put back from a backup.
    """
    on_disk = set()
    for app in apps.get_app_configs():
        name = f"{app.name}.migrations"
        if find_spec(name) is not None:
            package = import_module(name)
            on_disk |= {
                (app.label, module.name)
                for module in pkgutil.iter_modules(package.__path__)
                if module.name[0] not in "_~"
            }
    applied = MigrationRecorder(connection).applied_migrations()
    return on_disk - set(applied)


def first_contents(say: Say) -> None:
    """In a new house: the demo edition, which refuses to lie over anything else, then an account.

    The account comes last, so a start that was cut short is taken up where it stopped.
    """
    if not is_new():
        return
    say("Loading the demo edition…")
    call_command("demo", if_empty=True)
    made = accounts.first_editor()
    if made is not None:
        name, password = made
        say(
            f"\n  The first account of the desk:\n    name      {name}\n    password  {password}\n"
            f"  It is shown this once. A new one: khabar staff-password {name}\n"
        )


def is_new() -> bool:
    """Nobody can sign in yet."""
    return not accounts.anyone()
