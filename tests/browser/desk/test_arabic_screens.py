"""Every screen of the desk in Arabic, in a real browser: words, counted nouns, direction, width."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page

from tests import factories
from tests.browser.desk import acts, arabic
from tests.browser.desk.conftest import DESKTOP, PHONE, House
from tests.desk import screens
from tests.desk.furnished import furnish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

#: Latin on the screens that the newsroom of this test wrote itself.
WRITTEN = frozenset(
    {"desk", "owner", "example.org", "localhost", "politics", "sport", "English", "Français"}
)
#: Routes that take what a test of this kind cannot have: a running upload, a token from a mail.
LEFT_OUT = re.compile(
    r"^desk/(?:bulk/|password_reset/confirm/|pages/workflow/|.*uploaded|.*delete_upload"
    r"|images/<int:image_id>/preview/)"
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("3 أخبار، 11 خبرًا، 100 خبر، 103 أخبار", []),
        ("خبر واحد وخبران", []),
        ("2 خبران", ["2 خبران"]),
        ("3 خبر", ["3 خبر"]),
        ("11 أخبار", ["11 أخبار"]),
        ("100 أخبار", ["100 أخبار"]),
        ("2 صورة", ["2 صورة"]),
        ("14:30 صور", []),
    ],
)
def test_wrong_counted_nouns_are_seen(text: str, wrong: list[str]) -> None:
    assert arabic.wrong_counts(text) == wrong


def test_latin_runs_are_seen() -> None:
    assert arabic.latin("تصنيفات IPTC", frozenset()) == []
    assert arabic.latin("نوع الصفحة: Article", frozenset()) == ["Article"]


@pytest.fixture
def owner(house: Callable[[], House]) -> Iterator[tuple[House, Page, Client]]:
    """A newsroom, its owner's browser, and the same person without one."""
    newsroom = house()
    user = factories.make_user("owner", superuser=True)
    page = newsroom.sign_in("owner")
    client = Client(headers={"host": newsroom.address.removeprefix("http://")})
    client.force_login(user)
    yield newsroom, page, client
    assert newsroom.said == []


@dataclass
class Faults:
    """What is wrong, by the screen on which it stands."""

    newsroom: House
    page: Page
    found: list[str] = field(default_factory=list)

    def look(self, address: str) -> None:
        """Open the address and note what a sub-editor would."""
        # Words and widths are there before the last picture is.
        self.page.goto(address, wait_until="domcontentloaded")
        self.read_screen(address)

    def read_screen(self, address: str) -> None:
        """Note what is wrong with the page as it stands."""
        screen = self.page.evaluate(arabic.READ_SCREEN)
        for text in dict.fromkeys(screen["texts"]):
            self.read(address, text)
        self.found += [f"{address}: the empty field {name} is LTR" for name in screen["wrong"]]
        self.measure(address, DESKTOP)
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # A dict of its two keys.
        self.measure(address, PHONE)
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # As above.

    def measure(self, address: str, window: dict[str, int]) -> None:
        """Note a page that is wider than its window."""
        if (wide := self.page.evaluate(arabic.TOO_WIDE)) > 1:
            self.found.append(f"{address}: {wide} pixels wider than {window['width']}")

    def read(self, address: str, text: str) -> None:
        """Note Latin runs and wrong counted nouns."""
        self.found += [f"{address}: {run!r} in {text!r}" for run in arabic.latin(text, WRITTEN)]
        self.found += [f"{address}: {count!r}" for count in arabic.wrong_counts(text)]


#: The walk in parts, so that one can be walked alone: by where the route begins, the rest last.
PARTS: dict[str, tuple[str, ...]] = {
    "articles": ("desk/articles/<int:pk>/",),
    "pages": ("desk/pages/", "desk/images/", "desk/documents/", "desk/photos/"),
    "lists": ("desk/snippets/", "desk/reports/", "desk/redirects/", "desk/choose"),
}


def in_part(pattern: screens.Pattern, part: str) -> bool:
    """Whether the part walks this pattern."""
    if part in PARTS:
        return pattern.route.startswith(PARTS[part])
    return not any(pattern.route.startswith(beginning) for beginning in PARTS.values())


@pytest.mark.parametrize(
    ("part", "at_least"), [("articles", 35), ("pages", 25), ("lists", 40), ("rest", 50)]
)
def test_every_screen_speaks_arabic(
    owner: tuple[House, Page, Client], part: str, at_least: int
) -> None:
    newsroom, page, client = owner
    user = User.objects.get(username="owner")
    things = furnish(newsroom.edition, newsroom.politics, newsroom.sport, user)
    faults = Faults(newsroom, page)
    opened = 0
    for pattern in filter(lambda one: in_part(one, part), screens.patterns()):
        addresses = things.fill(pattern)
        if not addresses:
            assert LEFT_OUT.match(pattern.route), f"{pattern}: say in furnished.py what fills it"
        for address in addresses:
            answer = screens.answer(client, address)
            if answer.is_screen:
                opened += 1
                faults.look(address)
            for text in answer.modal_texts:
                faults.read(address, text)
    assert opened > at_least
    assert "\n".join(faults.found) == ""


def test_every_block_of_the_body_speaks_arabic(owner: tuple[House, Page, Client]) -> None:
    newsroom, page, _client = owner
    page.goto(f"/desk/pages/add/newsroom/article/{newsroom.politics.pk}/")
    faults = Faults(newsroom, page)
    # Each block with its empty fields, and the list that offers them.
    acts.add_every_block(page)
    faults.read_screen("the body")
    assert "\n".join(faults.found) == ""
