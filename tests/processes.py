"""Commands in processes of their own, on a data folder and a database of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from pytest_django import DjangoDbBlocker


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
    database = f"khabar_{name}_{os.getpid()}"
    address = f"postgres://{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}"
    with blocker.unblock(), psycopg.connect(f"{address}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{database}"')
        try:
            yield environ | {"KHABAR_DATABASE_URL": f"{address}/{database}"}
        finally:
            admin.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
