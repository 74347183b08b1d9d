"""The house's database away for a while, or as it was before."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections


@contextmanager
def database_closed() -> Iterator[None]:
    """Nobody is connected to the database, nor can connect."""
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(_admin_address(), autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        try:
            _disconnect(admin)
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')


def _disconnect(admin: "psycopg.Connection[tuple[object, ...]]") -> None:
    name = settings.DATABASES["default"]["NAME"]
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
    )


def _admin_address() -> str:
    server = settings.DATABASES["default"]
    owner = f"{server['USER']}:{server['PASSWORD']}"
    return f"postgres://{owner}@{server['HOST']}:{server['PORT']}/postgres"


@contextmanager
def older_database() -> "Iterator[Callable[[], None]]":
    """Keep the database as it is now; call what is yielded, and it is so again."""
    server = settings.DATABASES["default"]
    name = str(server["NAME"])
    if connection.vendor != "postgresql":
        kept = Path(settings.VAR_DIR) / "yesterday.sqlite3"
        with sqlite3.connect(name) as now, sqlite3.connect(kept) as then:
            now.backup(then)

        def restore_file() -> None:
            with sqlite3.connect(kept) as then, sqlite3.connect(name) as now:
                then.backup(now)

        yield restore_file
        return
    connections.close_all()
    with psycopg.connect(_admin_address(), autocommit=True) as admin:
        _disconnect(admin)
        admin.execute(f'CREATE DATABASE "{name}_then" TEMPLATE "{name}"')

        def restore() -> None:
            connections.close_all()
            _disconnect(admin)
            admin.execute(f'DROP DATABASE "{name}"')
            admin.execute(f'ALTER DATABASE "{name}_then" RENAME TO "{name}"')

        yield restore
