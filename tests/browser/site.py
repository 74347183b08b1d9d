"""The site in a real browser without a server: Django answers each request in this process.

So a browser test sees the same transaction as any other test, and nothing of the outside is
reached: what asks for another host is written down and refused.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client
from playwright.sync_api import Browser, Page, Route

#: The default edition answers on any host; browsers trust this one as they trust https.
ADDRESS = "http://localhost"
#: What an open page listens to; here is no house that streams.
STREAM = "/live/events"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@contextmanager
def _no_loop_running() -> Iterator[None]:
    """Playwright calls back within its event loop, where Django would open another connection."""
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


@dataclass
class Site:
    """Opens pages and remembers what they asked of others and complained of."""

    browser: Browser
    client: Client = field(default_factory=Client)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def opened(self, path: str, **options: Any) -> Iterator[Page]:
        """A page at a path, in a context of its own."""
        clock = options.pop("clock", None)
        context = self.browser.new_context(**({"viewport": PHONE} | options))
        context.route("**/*", self._answer)
        page = context.new_page()
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if clock is not None:
            page.clock.set_fixed_time(clock)
        try:
            page.goto(ADDRESS + path)
            yield page
        finally:
            context.close()

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "status of 4" not in text:
            self.complaints.append(text)

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" != ADDRESS:
            self.foreign.append(route.request.url)
            route.abort()
        elif address.path == STREAM:
            # As a house says that has none to give: a browser asks no more.
            route.fulfill(status=204)
        elif address.path.startswith("/static/"):
            self._file(route, finders.find(address.path.removeprefix("/static/")))
        elif address.path.startswith("/media/"):
            self._file(route, default_storage.path(address.path.removeprefix("/media/")))
        else:
            query = f"?{address.query}" if address.query else ""
            with _no_loop_running():
                response = self.client.get(address.path + query)
            headers = {name: str(value) for name, value in response.headers.items()}
            route.fulfill(status=response.status_code, headers=headers, body=response.content)

    @staticmethod
    def _file(route: Route, path: Any) -> None:
        if not path or not Path(path).is_file():
            route.fulfill(status=404, body="")
            return
        route.fulfill(body=Path(path).read_bytes(), content_type=guess_type(path)[0] or "")
