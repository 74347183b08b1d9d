"""Commands in processes of their own, on a data folder and a database of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from pytest_django import DjangoDbBlocker

from tools.databases import own_database


@contextmanager
def own_house(folder: Path, blocker: DjangoDbBlocker, name: str) -> Iterator[dict[str, str]]:
    """The environment of such commands; on PostgreSQL the database is gone when the block ends."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("KHABAR_", "DJ"))
    }
    environ |= {"KHABAR_VAR": str(folder / "var"), "PYTHONPATH": str(settings.BASE_DIR.parent)}
    (folder / "var").mkdir()
    server: dict[str, Any] = settings.DATABASES["default"]
    if "sqlite" in server["ENGINE"]:
        yield environ
        return
    address = f"postgres://{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}"
    name = f"khabar_{name}_{os.getpid()}"
    with blocker.unblock(), own_database(address, name) as database:
        yield environ | {"KHABAR_DATABASE_URL": database}
