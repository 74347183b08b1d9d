"""What a fixture makes, made once a process and afterwards put back row by row.

An edition with its people takes half a second to make through the newsroom's own doors, and nearly
every test begins with one. The first test makes it so; the rows that came or changed are kept and
written again for the next, in its own transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import connection, models, transaction
from wagtail.models import Site

Rows = dict[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class _Made:
    """The rows before, those that are gone since, and those that came or changed."""

    before: dict[type[models.Model], Rows]
    gone: dict[type[models.Model], list[Any]]
    written: dict[type[models.Model], Rows]


_kept: dict[str, _Made] = {}


def remembered(name: str, make: Callable[[], object]) -> None:
    """Make something, or write again what making it wrote into the same rows before."""
    before = _all_rows()
    made = _kept.get(name)
    if made and made.before == before:
        _put_back(made)
        return
    make()
    after = _all_rows()
    gone, written = {}, {}
    for model, rows in after.items():
        was = before[model]
        written[model] = {pk: row for pk, row in rows.items() if was.get(pk) != row}
        gone[model] = [pk for pk in was if rows.get(pk) != was[pk]]
    _kept[name] = _Made(before, gone, written)


def _tables() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    there = set(connection.introspection.table_names())
    return [
        model
        for model in found
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.db_table in there
        # A virtual table; the database writes it together with the table it indexes.
        and not model._meta.db_table.endswith("_fts")
    ]


def _names(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.local_concrete_fields]


def _pk(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def _all_rows() -> dict[type[models.Model], Rows]:
    quote = connection.ops.quote_name
    found: dict[type[models.Model], Rows] = {}
    with connection.cursor() as cursor:
        for model in _tables():
            names = ", ".join(map(quote, _names(model)))
            cursor.execute(f"SELECT {names} FROM {quote(model._meta.db_table)}")  # noqa: S608 (names are Django's own)
            place = _names(model).index(_pk(model))
            found[model] = {row[place]: tuple(row) for row in cursor.fetchall()}
    return found


def _put_back(made: _Made) -> None:
    quote = connection.ops.quote_name
    # At once: rows that name each other are checked when all are there.
    with transaction.atomic(), connection.cursor() as cursor:
        for model, gone in made.gone.items():
            if not gone:
                continue
            table, pk = quote(model._meta.db_table), quote(_pk(model))
            cursor.executemany(f"DELETE FROM {table} WHERE {pk} = %s", [(key,) for key in gone])  # noqa: S608 (names are Django's own)
        for model, rows in made.written.items():
            if not rows:
                continue
            columns = _names(model)
            names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            table = quote(model._meta.db_table)
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 (as above)
                list(rows.values()),
            )
    cache.clear()
    Site.clear_site_root_paths_cache()
