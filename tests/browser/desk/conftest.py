"""A newsroom on a real server, and the browsers of those who work in it or read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Response

from khabar.desk.models import Role, StaffGroup
from khabar.newsroom.models import Edition, Section
from tests import factories

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1360, "height": 900}


def look(page: Page, name: str) -> None:
    """Leave a picture of the screen, when somebody asked for them (KHABAR_SCREEN_PICTURES)."""
    folder = str(getattr(settings, "SCREEN_PICTURES", ""))
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def overflowing(page: Page) -> list[str]:
    """The names of fields and buttons that stick out of the window: nobody can scroll to them."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll("main :is(input, textarea, select, button, a.button)")]
          .filter((one) => {
            const box = one.getBoundingClientRect();
            // Jcrop keeps a field for its keys out of sight.
            const seen = box.width > 2 && !one.matches(".jcrop-keymgr");
            return seen && (box.left < -1 || box.right > window.innerWidth + 1);
          })
          .map((one) => one.name || one.textContent.trim())"""
    )
    return found


@dataclass
class House:
    """A newsroom that a browser can visit: an Arabic edition at the server's own address."""

    address: str
    edition: Edition
    politics: Section
    sport: Section
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def person(self, name: str, role: Role, section: Section | None = None) -> User:
        """A member of staff."""
        user = User.objects.create_user(name, f"{name}@example.org", "password")
        group = StaffGroup.objects.get(edition=self.edition, role=role, section=section).group
        user.groups.add(group)
        return user

    def visit(self, viewport: dict[str, int] = DESKTOP) -> Page:
        """A new reader's browser; what its pages complain of is kept."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=viewport,  # type: ignore[arg-type]  # A dict of these two is what it asks for.
            locale="ar",
        )
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("response", self._look)
        return page

    def _look(self, response: Response) -> None:
        """Keep what an editor sent that the desk took for a bad request: an autosave, mostly."""
        if response.status == HTTPStatus.BAD_REQUEST:
            self.refused.append(response.url)

    def sign_in(self, name: str, viewport: dict[str, int] = DESKTOP) -> Page:
        """A browser in which this person has signed in by the form."""
        page = self.visit(viewport)
        page.goto("/desk/login/")
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", "password")
        page.click("button[type=submit]")
        page.wait_for_url("**/desk/")
        return page


@pytest.fixture
def house(live_server: Any, chromium: Browser) -> Iterator[Callable[[], House]]:
    """Makes the newsroom; called by the test, once the database is its own."""
    made: list[House] = []

    def make() -> House:
        edition = factories.make_edition("ar", live_server.url.removeprefix("http://"))
        made.append(
            House(
                live_server.url,
                edition,
                factories.make_section(edition, important=True),
                factories.make_section(edition, "رياضة", "sport"),
                chromium,
            )
        )
        return made[-1]

    yield make
    for one in made:
        for context in one.contexts:
            for page in context.pages:
                # An open editor asks again and again; nobody may ask while the database is emptied.
                page.goto("about:blank")
            context.close()
    # Django keeps a connection for each context, and Playwright's is about to end: what it leaves
    # open nobody closes, and PostgreSQL drops no database to which somebody is connected.
    connection.close()
