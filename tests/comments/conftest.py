"""An edition that takes comments, an article, and readers with browsers of their own."""

import pytest
from django.test import Client

from khabar.comments.models import Mode, Policy
from khabar.newsroom.models import Article, Edition, Section
from tests import factories
from tests.comments.writers import Writer


@pytest.fixture
def policy(ar: Edition) -> Policy:
    """Comments are held until somebody approves them."""
    return Policy.objects.create(edition=ar, mode=Mode.BEFORE)


@pytest.fixture
def article(policy: Policy, politics: Section) -> Article:  # noqa: ARG001 (comments are taken)
    """A published article."""
    return factories.make_article(politics)


@pytest.fixture
def writer(article: Article) -> Writer:
    """A reader who writes."""
    return Writer(Client(enforce_csrf_checks=True), article)


@pytest.fixture
def other(article: Article) -> Writer:
    """Another reader, with another browser and address."""
    return Writer(Client(enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.9"), article)
