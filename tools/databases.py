"""A PostgreSQL database of its own for a bench or a test, gone when it is done."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def own_database(server: str, name: str, template: str = "template1") -> Iterator[str]:
    """The address of a new database on the server at ``server`` (without a name).

    Empty, or a copy of ``template``.
    """
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
