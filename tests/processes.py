"""Commands in processes of their own, on a data folder and a database of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests import migrated
from tools.databases import own_database


@contextmanager
def own_house(folder: Path, blocker: DjangoDbBlocker, name: str) -> Iterator[dict[str, str]]:
    """The environment of such commands, with a migrated database.

    On PostgreSQL it is gone when the block ends.
    """
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("KHABAR_", "DJ"))
    }
    environ |= {"KHABAR_VAR": str(folder / "var"), "PYTHONPATH": str(settings.BASE_DIR.parent)}
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        migrated.copy_to(folder / "var" / "khabar.sqlite3")
        yield environ
        return
    (folder / "var").mkdir()
    name = f"khabar_{name}_{os.getpid()}"
    with (
        blocker.unblock(),
        own_database(migrated.server(), name, migrated.template()) as database,
    ):
        yield environ | {"KHABAR_DATABASE_URL": database}
