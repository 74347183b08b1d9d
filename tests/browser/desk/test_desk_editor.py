"""What only a browser shows of the editor: direction before the first letter, and the counters."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from khabar.language.text import read_length
from tests import factories
from tests.browser.desk.conftest import PHONE, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SAMPLES = [
    "",
    "   ",
    "خبر",
    "  خبر   عاجل  ",
    "مُحَمَّدٌ يَكْتُبُ",
    "الـ500 عامـــل",
    "\u202bخبر\u202c \u200fعاجل\u200e",
    "می\u200cشود",
    "می\u200c شود",
    "هـ\u200d والعام 1436هـ\u200d",
    "Apple تعلن 3.5 مليون",
    "سطر\nثانٍ\tوثالث\u0085رابع",
    "بلا\u200bفاصل\ufeff هنا",
    "👨\u200d👩\u200d👧 عائلة",
    "قرآن \u06d6 كريم",
    "e\u0301tude",
    "\u0000خبر\u001f\u007f",
    "خبر\u001cعاجل\u2028آخر",
    "«خبر» — “news” …",
]


def open_new_article(newsroom: House, section: object, viewport: dict[str, int]) -> Page:
    factories.make_user("owner", superuser=True)
    page = newsroom.sign_in("owner", viewport)
    page.goto(f"/desk/pages/add/newsroom/article/{section.pk}/")  # type: ignore[attr-defined]
    return page


def direction(page: Page, selector: str) -> str:
    found: str = page.locator(selector).first.evaluate(
        "element => getComputedStyle(element).direction"
    )
    return found


@pytest.mark.parametrize("language", ["ar", "en"])
def test_empty_fields_start_the_way_of_their_edition(
    house: Callable[[], House], language: str
) -> None:
    newsroom = house()
    section, expected = newsroom.politics, "rtl"
    if language == "en":
        english = factories.make_edition("en", "en.localhost")
        section, expected = factories.make_section(english, "World", "world"), "ltr"
    page = open_new_article(newsroom, section, PHONE)
    for name in ("kicker", "title", "short_headline", "lede"):
        assert direction(page, f"[name={name}]") == expected, name
    page.locator("[data-streamfield-stream-container] button[title]").first.click()
    page.locator(".w-combobox [role=option]").first.click()
    block = ".public-DraftEditor-content [data-block] > div"
    assert direction(page, block) == expected
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("Apple تعلن" if language == "ar" else "خبر from Amman")
    assert direction(page, block) == expected
    page.locator("[role=tab]").nth(1).click()
    assert direction(page, "[name=slug]") == "ltr"
    assert newsroom.said == []


def test_the_counter_counts_as_the_server_does(house: Callable[[], House]) -> None:
    newsroom = house()
    page = open_new_article(newsroom, newsroom.politics, PHONE)
    counted = {
        sample: page.evaluate("text => window.khabarDesk.readLength(text)", sample)
        for sample in SAMPLES
    }
    assert counted == {sample: read_length(sample) for sample in SAMPLES}


def test_the_counter_advises_and_warns_beside_the_headline(house: Callable[[], House]) -> None:
    newsroom = house()
    page = open_new_article(newsroom, newsroom.politics, PHONE)
    counter = page.locator("[name=title] + .letter-count")
    for length, level in ((75, ""), (76, "advice"), (95, "advice"), (96, "warning")):
        # Marks and tatweel are written, and not counted.
        page.fill("[name=title]", "خـَ" + "ب" * (length - 1))
        expect(counter).to_contain_text(str(length))
        expect(counter).to_have_attribute("data-level", level)
    page.fill("[name=short_headline]", "ب" * 48)
    expect(page.locator("[name=short_headline] + .letter-count")).to_have_text("بقي حرفان")


def test_the_menu_of_a_line_comes_when_it_is_opened(house: Callable[[], House]) -> None:
    newsroom = house()
    article = factories.make_article(newsroom.politics)
    factories.make_user("owner", superuser=True)
    for viewport in (None, PHONE):
        page = newsroom.sign_in("owner", viewport) if viewport else newsroom.sign_in("owner")
        page.goto("/desk/articles/")
        menu = page.locator("details.desk-menu").first
        menu.locator("summary").click()
        expect(menu.locator(f"a[href='/desk/articles/{article.pk}/withdraw/']")).to_be_visible()
        menu.get_by_text("سحب").click()
        expect(page).to_have_url(newsroom.address + f"/desk/articles/{article.pk}/withdraw/")
