"""A coverage that goes on, and the makers of posts."""

import uuid
from typing import Any

import pytest
from django.test import Client

from khabar.live import actions
from khabar.live.models import LiveCoverage, Post
from khabar.newsroom.models import Edition, Section
from tests.front.readers import Reader


def make_coverage(section: Section, title: str = "فيضان وادي سدر", **fields: Any) -> LiveCoverage:
    """A coverage that is live."""
    values = {"state": "live", "by": None, "token": uuid.uuid4(), **fields}
    return actions.begin(section, title, **values)


def make_post(coverage: LiveCoverage, body: str = "ارتفع الماء.", **fields: Any) -> Post:
    """A published post."""
    values = {"then": "publish", "by": None, "token": uuid.uuid4(), "body": body, **fields}
    return actions.send(coverage, **values)


@pytest.fixture
def coverage(politics: Section) -> LiveCoverage:
    """A coverage of politics that is live."""
    return make_coverage(politics)


@pytest.fixture
def reader(ar: Edition) -> Reader:  # noqa: ARG001 (whose pages they read)
    """Somebody who reads."""
    return Reader(Client())
