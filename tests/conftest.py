"""Shared by every test; what one room needs is in that room's own conftest."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from khabar.newsroom.models import Edition, Section
from khabar.search import rebuilding
from khabar.search.shelf import Shelf
from tests import factories, migrated


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database of the tests is there before Django looks for it."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 (its name is each process's)
) -> None:
    """Migrated already: from nothing it takes half a minute."""
    migrated.make_test_database()


@pytest.fixture
def ar(db: None) -> Edition:  # noqa: ARG001 (opens the database)
    """The Arabic edition, the default site."""
    return factories.make_edition("ar")


@pytest.fixture
def en(ar: Edition) -> Edition:  # noqa: ARG001 (the default edition comes first)
    """The English edition."""
    return factories.make_edition("en", "en.testserver")


@pytest.fixture
def politics(ar: Edition) -> Section:
    """A section of the Arabic edition."""
    return factories.make_section(ar)


@pytest.fixture
def sport(ar: Edition) -> Section:
    """Another section of the Arabic edition."""
    return factories.make_section(ar, "رياضة", "sport")


@pytest.fixture
def world(en: Edition) -> Section:
    """A section of the English edition."""
    return factories.make_section(en, "World", "world")


@pytest.fixture
def index(db: None) -> Iterator[Callable[[], None]]:  # noqa: ARG001 (opens the database)
    """Makes the search index of what is published until the call; there is none before."""
    shelf = Shelf(Path(settings.VAR_DIR) / "search")

    def make() -> None:
        rebuilding.rebuild(shelf)

    yield make
    shutil.rmtree(shelf.folder, ignore_errors=True)
