"""Shared by every test; what one room needs is in that room's own conftest."""

import shutil

import pytest
from django.conf import settings

from khabar.cli.translations import compile_translations


def pytest_configure() -> None:
    # The .mo files are made, not kept; without them every Arabic expectation would fail.
    compile_translations(settings.LOCALE_PATHS)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
