"""An edition to import into."""

import pytest

from khabar.newsroom.models import Edition
from tests import factories


@pytest.fixture
def ar(db: None) -> Edition:  # noqa: ARG001 (opens the database)
    """The Arabic edition, the default site."""
    return factories.make_edition("ar")


@pytest.fixture
def en(ar: Edition) -> Edition:  # noqa: ARG001 (the default edition comes first)
    """The English edition."""
    return factories.make_edition("en", "en.testserver")
