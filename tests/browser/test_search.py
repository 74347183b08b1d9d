"""The search page in a real browser: what is typed, suggested, marked and narrowed."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from khabar.newsroom.models import Edition
from tests.browser.site import DESKTOP, PHONE, Site
from tests.browser.test_reader_pages import RULES
from tests.front import searched

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def newsroom(
    django_db_setup: None,  # noqa: ARG001 (makes the database)
    django_db_blocker: Any,
) -> Iterator[Edition]:
    """A newsroom with its index."""
    with searched.open_to_all(django_db_blocker) as edition:
        yield edition


@pytest.fixture(autouse=True)
def _open(newsroom: Edition) -> None:
    """Every test here asks that newsroom."""


def test_a_reader_searches_and_narrows(site: Site) -> None:
    with site.opened("/search/", viewport=PHONE) as page:
        field = page.get_by_role("combobox")
        assert field.evaluate("element => element === document.activeElement")
        field.fill("الاقليمي")
        page.get_by_role("button", name="بحث", exact=True).click()
        assert page.locator("h3 mark").all_inner_texts() == ["الإقلیمی"]
        page.locator("#q").fill("مؤتمر")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=" + quote("مؤتمر"))
        section = page.get_by_role("link", name=re.compile("رياضة 1"))
        assert section.is_hidden()
        page.get_by_text("تصفية النتائج").click()
        section.click()
        page.get_by_role("link", name="إزالة التصفية: رياضة").wait_for()
        assert page.locator(".seek-list h3").count() == 1
        page.go_back()
        assert page.locator(".seek-list h3").count() == 3


def test_suggestions_are_chosen_by_the_keyboard(site: Site) -> None:
    with site.opened("/", viewport=DESKTOP) as page:
        field = page.locator(".find input")
        field.focus()
        page.get_by_role("combobox").wait_for()
        page.keyboard.type("الم", delay=20)
        options = page.get_by_role("option")
        options.first.wait_for()
        box = page.get_by_role("listbox", name="اقتراحات")
        assert box.is_visible()
        assert field.get_attribute("aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        chosen = field.get_attribute("aria-activedescendant")
        assert chosen == options.first.get_attribute("id")
        assert options.first.get_attribute("aria-selected") == "true"
        page.keyboard.press("ArrowUp")
        assert field.get_attribute("aria-activedescendant") is None
        page.keyboard.press("Escape")
        assert box.is_hidden()
        assert field.input_value() == "الم"
        page.keyboard.press("ArrowDown")
        options.first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/(politics|sport|stories)/"))


def test_a_latin_question_turns_the_field_and_nothing_is_asked_when_data_is_saved(
    site: Site,
) -> None:
    with site.opened("/search/", viewport=PHONE) as page:
        field = page.get_by_role("combobox")
        field.fill("Stoltenberg")
        assert field.get_attribute("dir") == "ltr"
        field.fill("مؤتمر Stol")
        assert field.get_attribute("dir") == "rtl"
    asked: list[str] = []
    with site.opened("/search/", viewport=PHONE) as page:
        page.add_init_script(
            "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
        )
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        page.locator("#q").type("مؤتمر")
        page.wait_for_timeout(400)
        assert not [url for url in asked if "sugges" in url]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(site: Site, size: dict[str, int]) -> None:
    paths = [
        "/search/",
        "/search/?q=" + quote("مؤتمر") + "&section=sport&since=x",
        "/search/?q=zzz",
    ]
    for path in paths:
        with site.opened(path, viewport=size) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
    with site.opened("/search/", viewport=size) as page:
        page.get_by_role("combobox").type("الم", delay=20)
        page.get_by_role("option").first.wait_for()
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
