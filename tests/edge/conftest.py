"""A store in a folder of its own, and a newsroom with one of everything."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from khabar.edge.rendering import Handler
from khabar.edge.renewing import Renewer
from khabar.edge.store import MEBIBYTE, Store
from tests.front import everything


@pytest.fixture(autouse=True)
def nobody_told() -> Iterator[None]:
    """Followers of these tests leave no word of where they stood to the tests of others."""
    yield
    shutil.rmtree(Path(settings.VAR_DIR) / "followers", ignore_errors=True)


@pytest.fixture(scope="session")
def handler() -> Handler:
    """Django, as the edge asks it."""
    return WSGIHandler().get_response


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(tmp_path / "edge", 64 * MEBIBYTE)
    yield opened
    opened.close()


@pytest.fixture
def renewer(store: Store, handler: Handler) -> Renewer:
    """Renders into the store."""
    return Renewer(store, handler)


@pytest.fixture(scope="module")
def full(
    django_db_setup: None,  # noqa: ARG001 (makes the database)
    django_db_blocker: Any,
) -> Iterator[dict[str, str]]:
    """A newsroom with one of everything, made once a module; addresses by page kind."""
    with everything.open_to_all(django_db_blocker) as addresses:
        yield addresses
