"""Every screen of the desk: each address that its URL patterns give, filled with real things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

DESK = "desk/"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
#: Addresses that answer no page of their own: what a script asks for, what only takes a POST.
NOT_SCREENS = re.compile(
    r"^desk/(?:api|sprite|jsi18n|failwhale|test404|dismissibles|editing-sessions|block-preview"
    r"|tag-autocomplete|logout)"
)


@dataclass(frozen=True)
class Pattern:
    """One URL pattern of the desk: its route, and its name with its namespaces."""

    route: str
    name: str

    @property
    def parameters(self) -> list[str]:
        """The names in the route."""
        return [one or other for one, other in PARAMETER.findall(self.route)]


@dataclass
class Things:
    """What routes are filled with: by namespace and parameter, or by parameter alone.

    Of a tuple each value makes an address of its own.
    """

    values: dict[str, object]
    by_namespace: dict[str, dict[str, object]] = field(default_factory=dict)

    def fill(self, pattern: Pattern) -> list[str]:
        """The pattern's addresses, one for each value of several; none without a value."""
        namespace = pattern.name.rpartition(":")[0]
        known = {**self.values, **self.by_namespace.get(namespace, {})}
        names = pattern.parameters
        if any(name not in known for name in names):
            return []
        choices = [
            value if isinstance(value, tuple) else (value,) for value in map(known.get, names)
        ]
        return [_address(pattern.route, list(chosen)) for chosen in product(*choices)]


def _address(route: str, values: list[object]) -> str:
    address = PARAMETER.sub(lambda _match: str(values.pop(0)), route)
    return "/" + address.replace("^", "").replace("$", "").replace("\\", "")


def patterns() -> Iterator[Pattern]:
    """All URL patterns of the desk that may be screens."""
    for pattern in _walk(get_resolver(), "", ()):
        if pattern.route.startswith(DESK) and not NOT_SCREENS.match(pattern.route):
            yield pattern


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Pattern]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            deeper = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, route, deeper)
        elif isinstance(entry, URLPattern) and not route.endswith(".*/$"):
            yield Pattern(route, ":".join((*namespaces, entry.name or "")))


@dataclass(frozen=True)
class Answer:
    """What an address answers: whether it is a whole page, and the texts of a modal window."""

    is_screen: bool = False
    modal_texts: tuple[str, ...] = ()


def answer(client: Client, address: str) -> Answer:
    """What a person who goes to this address is given, asked for once."""
    response = client.get(address)
    kind = response.headers.get("Content-Type", "")
    if response.streaming:
        # A file: read to its end, it is closed.
        response.getvalue()
    elif response.status_code == 200 and kind.startswith("text/html"):
        return Answer(is_screen=b"<html" in response.content)
    elif response.status_code == 200 and kind.startswith("application/json"):
        said = response.json()
        return Answer(modal_texts=_texts(said.get("html", "") if isinstance(said, dict) else ""))
    return Answer()


def is_screen(client: Client, address: str) -> bool:
    """Whether a person who opens this address sees a whole page."""
    return answer(client, address).is_screen


def _texts(html: str) -> tuple[str, ...]:
    """What a person reads in the window that a chooser opens over a screen."""
    soup = BeautifulSoup(html, "html.parser")
    for quiet in soup.select("script, style, template, kbd, bdi[dir=ltr]"):
        quiet.decompose()
    said = [str(text).strip() for text in soup.stripped_strings]
    for name in ("aria-label", "title", "placeholder", "alt"):
        said += [str(tag[name]) for tag in soup.select(f"[{name}]")]
    return tuple(said)
