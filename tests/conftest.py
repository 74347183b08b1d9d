"""Shared by every test; what one room needs is in that room's own conftest."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from khabar.newsroom.models import Edition, Section
from tests import factories


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


QUARANTINE = Path(__file__).with_name("quarantine.txt")


def quarantined() -> list[str]:
    """What is left out, by node id or its beginning; after “postgresql ” on PostgreSQL alone."""
    lines = QUARANTINE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what stands in the quarantine, and say so; QUARANTINE=0 runs it."""
    if os.environ.get("QUARANTINE") == "0":
        return
    postgresql = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    beginnings = tuple(
        line.removeprefix("postgresql ")
        for line in quarantined()
        if postgresql or not line.startswith("postgresql ")
    )
    left_out = pytest.mark.skip(reason="in tests/quarantine.txt: not seen passing yet")
    for item in items:
        if item.nodeid.startswith(beginnings):
            item.add_marker(left_out)


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
