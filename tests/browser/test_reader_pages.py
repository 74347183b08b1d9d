"""Readers' pages in a real browser: accessible, complete without a script, better with one."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import product
from typing import Any, Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.site import DESKTOP, PHONE, Site
from tests.front import everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


@pytest.fixture(scope="module")
def full(
    django_db_setup: None,  # noqa: ARG001 (makes the database)
    django_db_blocker: Any,
) -> Iterator[dict[str, str]]:
    """A newsroom with one of everything; addresses by page kind."""
    with everything.open_to_all(django_db_blocker) as addresses:
        yield addresses


def test_axe_finds_nothing_on_any_page(full: dict[str, str], site: Site) -> None:
    found = {}
    for kind, path in full.items():
        with site.opened(path) as page:
            for size, scheme in product((PHONE, DESKTOP), SCHEMES):
                page.set_viewport_size(size)  # type: ignore[arg-type]  # A dict of its two keys.
                page.emulate_media(color_scheme=scheme)
                result = Axe().run(page, options={"runOnly": RULES})
                found[kind, size["width"], scheme] = [
                    (violation["id"], violation["nodes"][0]["html"])
                    for violation in result.response["violations"]
                ]
    assert {where: violations for where, violations in found.items() if violations} == {}


def test_no_page_is_wider_than_the_screen_or_asks_another_host(
    full: dict[str, str], site: Site
) -> None:
    for kind, path in full.items():
        with site.opened(path, viewport=DESKTOP) as page:
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.wait_for_timeout(50)
            assert page.context.cookies() == []
            for width in (320, 390, 768, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
    assert site.foreign == []


def test_without_a_script_everything_is_there(full: dict[str, str], site: Site) -> None:
    with site.opened(full["article"], java_script_enabled=False) as page:
        assert page.locator("h1").is_visible()
        assert page.locator(".share a").first.is_visible()
        assert page.locator("[data-copy]").first.is_hidden()
        menu = page.locator("#menu")
        assert menu.is_hidden()
        page.locator(".menu-button").click()
        assert menu.is_visible()
        page.keyboard.press("Escape")
        assert menu.is_hidden()
        cover = page.locator("details.graphic")
        assert cover.locator("img").is_hidden()
        cover.locator("summary").click()
        assert cover.locator("img").is_visible()


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (dt.timedelta(seconds=20), "الآن"),
        (dt.timedelta(minutes=1), "قبل دقيقة"),
        (dt.timedelta(minutes=2), "قبل دقيقتين"),
        (dt.timedelta(minutes=9), "قبل 9 دقائق"),
        (dt.timedelta(minutes=11), "قبل 11 دقيقة"),
        (dt.timedelta(minutes=59), "قبل 59 دقيقة"),
        (dt.timedelta(hours=1), "قبل ساعة"),
        (dt.timedelta(hours=2), "قبل ساعتين"),
        (dt.timedelta(hours=3), "قبل 3 ساعات"),
        (dt.timedelta(hours=23, minutes=59), "قبل 23 ساعة"),
        (dt.timedelta(hours=24), "27 سبتمبر/أيلول 2015، 12:00"),
        (dt.timedelta(minutes=-20), "27 سبتمبر/أيلول 2015، 12:00"),
    ],
)
def test_relative_times_stand_over_printed_ones(
    full: dict[str, str], site: Site, after: dt.timedelta, words: str
) -> None:
    with site.opened(full["latest"], clock=everything.NOON + after) as page:
        time = page.locator("time[data-ago][datetime='2015-09-27T12:00:00+00:00']").first
        assert time.inner_text().replace("\u00a0", " ") == words


def test_a_click_and_only_a_click_loads_a_player(full: dict[str, str], site: Site) -> None:
    with site.opened(full["article"]) as page:
        assert site.foreign == []
        page.locator("a[data-player]").click()
        page.locator("iframe").wait_for()
        assert page.locator("iframe").get_attribute("title") == "مؤتمر"
    assert site.foreign[0].startswith("https://www.youtube-nocookie.com/embed/abcdefghijk")
    site.complaints.clear()


def test_the_short_address_is_copied(full: dict[str, str], site: Site) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with site.opened(full["article"], permissions=allowed) as page:
        button = page.locator("[data-copy]").first
        button.click()
        page.get_by_text("نُسخ الرابط").first.wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(r"http://testserver/a/[0-9]+", copied)


def test_the_carousel_begins_at_the_start_side(full: dict[str, str], site: Site) -> None:
    with site.opened(full["home"]) as page:
        first = page.locator(".reel > li").first.bounding_box()
        assert first is not None
        assert abs(first["x"] + first["width"] - (PHONE["width"] - 16)) < 2
        assert 145 < first["width"] <= 160


def test_the_keyboard_reaches_content_first_and_shows_where_it_is(
    full: dict[str, str], site: Site
) -> None:
    with site.opened(full["home"]) as page:
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert skip.evaluate("element => element === document.activeElement")
        box = skip.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_parts_of_scores_and_credits_show_in_reading_order(
    full: dict[str, str], site: Site
) -> None:
    with site.opened(full["article"]) as page:
        won, lost = (page.locator("h1 bdi").nth(n).bounding_box() for n in (0, 1))
        assert won is not None
        assert lost is not None
        assert won["x"] > lost["x"]
        credit = page.locator("figure .credit").first
        photographer, agency = (credit.locator("bdi").nth(n).bounding_box() for n in (0, 1))
        assert photographer is not None
        assert agency is not None
        assert photographer["x"] > agency["x"] or photographer["y"] < agency["y"]


def test_on_paper_there_is_the_article_alone(full: dict[str, str], site: Site) -> None:
    with site.opened(full["article"]) as page:
        page.emulate_media(media="print")
        for selector in (".share", ".rail", ".carousel", ".menu-button", ".foot nav", ".on-air"):
            assert page.locator(selector).first.is_hidden(), selector
        assert page.locator("h1").is_visible()
        assert page.locator(".body p").first.is_visible()
        assert page.locator(".print-address").is_visible()
