"""Shared by every test; what one room needs is in that room's own conftest."""

import shutil

import pytest
from django.conf import settings


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
