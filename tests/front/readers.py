"""A reader's eyes: pages as parsed documents."""

import json
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


@dataclass(frozen=True)
class Page:
    """An answer and what stands in it."""

    status: int
    location: str
    html: str
    document: BeautifulSoup

    @property
    def words(self) -> str:
        """All that is read, on one line."""
        return " ".join(self.document.get_text(" ").split())

    def one(self, selector: str) -> str:
        """The words of the first element that the selector finds; fails when there is none."""
        found = self.document.select_one(selector)
        assert found is not None, f"nothing is {selector}"
        return " ".join(found.get_text("").split())

    def all(self, selector: str) -> list[str]:
        """The words of each element that the selector finds."""
        return [" ".join(found.get_text("").split()) for found in self.document.select(selector)]

    def links(self, selector: str) -> list[str]:
        """Where the found links lead."""
        return [str(found["href"]) for found in self.document.select(selector)]

    def things(self) -> dict[str, dict[str, Any]]:
        """The schema.org things by type."""
        scripts = self.document.select("script[type='application/ld+json']")
        found = [json.loads(script.text) for script in scripts]
        assert all(thing["@context"] == "https://schema.org" for thing in found)
        return {thing["@type"]: thing for thing in found}

    def inside(self, selector: str) -> str:
        """The markup within the first element that the selector finds."""
        found = self.document.select_one(selector)
        assert found is not None, f"nothing is {selector}"
        return found.decode_contents()


@dataclass(frozen=True)
class Reader:
    """Asks for pages."""

    client: Client

    def get(self, path: str) -> Page:
        """The page at a path, not following redirects."""
        response = self.client.get(path)
        html = response.content.decode()
        return Page(
            response.status_code,
            response.headers.get("Location", ""),
            html,
            BeautifulSoup(html, "html.parser"),
        )
