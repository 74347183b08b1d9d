"""Two editions, as readers' hosts ask for them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.front import everything
from tests.front.readers import Reader


@pytest.fixture
def reader() -> Reader:
    """A reader of the Arabic edition."""
    return Reader(Client())


@pytest.fixture
def english_reader() -> Reader:
    """A reader of the English edition."""
    return Reader(Client(headers={"host": "en.testserver"}))


@pytest.fixture(scope="module")
def full(
    django_db_setup: None,  # noqa: ARG001 (makes the database)
    django_db_blocker: Any,
) -> Iterator[dict[str, str]]:
    """A newsroom with one of everything, made once a module; addresses by page kind."""
    with everything.open_to_all(django_db_blocker) as addresses:
        yield addresses
