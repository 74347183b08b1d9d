"""A real browser; the tests are left out, with a word, where no Chromium is installed."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.site import Site

#: The one without windows, where there is one, opens a page in a third of the time.
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))),
    None,
)
#: What is waited for comes at once; a machine that runs a suite beside it may need longer.
expect.set_options(timeout=30_000)


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """The browser."""
    if CHROMIUM is None:
        missing = "Chromium is missing: apt-get install chromium-headless-shell (or your system's)."
        pytest.skip(missing)
    # Playwright keeps an event loop in this thread; the tests still ask the database plainly.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(chromium: Browser) -> Iterator[Site]:
    """The site in the browser; no test leaves a complaint in the console unread."""
    opened = Site(chromium)
    yield opened
    assert opened.complaints == []
