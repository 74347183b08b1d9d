"""A newsroom that is committed, so that other threads and processes see it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections

from tests import factories
from tests.front import everything


@pytest.fixture
def _django_db_helper(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:  # noqa: ARG001
    """In the place of pytest-django's: no transaction around a test, and no flush after it."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def committed(
    django_db_setup: None,  # noqa: ARG001 (makes the database)
    django_db_blocker: Any,
) -> Iterator[dict[str, str]]:
    """A newsroom with one of everything, committed once a module; what tests change stays so."""
    with django_db_blocker.unblock():
        yield everything.fill(factories.make_edition("ar"))
        connections.close_all()
        # As Django does between its own tests: what is put back brings its numbers along.
        call_command(
            "flush",
            verbosity=0,
            interactive=False,
            inhibit_post_migrate=True,
            reset_sequences=False,
        )
        contents = connection._test_serialized_contents  # type: ignore[attr-defined]
        connection.creation.deserialize_db_from_string(contents)
        cache.clear()
        connections.close_all()
