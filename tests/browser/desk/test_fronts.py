"""The front page by hand: two clicks from anywhere, order by drag and by keys, each layout."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.newsroom.models import Article, FrontSlot
from tests import factories
from tests.browser.desk.conftest import PHONE, House, look, overflowing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def newsroom(house: Callable[[], House], settings: Any) -> House:
    made = house()
    settings.WAGTAILADMIN_BASE_URL = made.address
    made.person("chief", Role.CHIEF_EDITOR)
    return made


def articles(newsroom: House, count: int) -> list[Article]:
    now = timezone.now()
    return [
        factories.make_article(newsroom.politics, f"خبر رقم {n}", at=now - timedelta(hours=n + 1))
        for n in range(count)
    ]


def standing(slot: str) -> list[int]:
    found = FrontSlot.objects.filter(slot=slot).order_by("position")
    return list(found.values_list("article_id", flat=True))


def two_clicks(page: Page, pin: Any, slot: str) -> None:
    pin.click()
    page.locator(f".front-pin-panel button[name=slot][value={slot}]").click()
    expect(page.locator(".front-pin-panel .front-said--success")).to_be_visible()


def test_two_clicks_from_a_list_the_editor_and_the_site(newsroom: House) -> None:
    one, two, three = articles(newsroom, 3)
    chief = newsroom.sign_in("chief")
    chief.goto(f"/desk/pages/{newsroom.politics.pk}/")
    two_clicks(chief, chief.locator(f'a[data-front-pin][href*="/place/{one.pk}/"]'), "lead")
    assert standing("lead") == [one.pk]

    chief.goto(f"/desk/pages/{two.pk}/edit/")
    two_clicks(chief, chief.locator("#w-slim-header-buttons [data-front-pin]"), "lead")
    assert standing("lead") == [two.pk]
    expect(chief.locator(".front-pin-panel")).to_contain_text(one.title)
    chief.locator(".front-pin-panel").get_by_role("button", name="تراجع").click()
    expect(chief.locator(".front-pin-panel")).to_contain_text("أُلغي التغيير")
    assert standing("lead") == [one.pk]
    assert f"/desk/pages/{two.pk}/edit/" in chief.url, "what was typed stays"

    chief.goto(f"/desk/site/{newsroom.edition.pk}/")
    link = chief.locator("main a", has_text=three.title).first
    two_clicks(chief, link.locator("xpath=following-sibling::button[@data-front-pin]"), "card")
    assert standing("card") == [three.pk]
    expect(chief.locator("wagtail-userbar")).to_have_count(1)
    chief.keyboard.press("Escape")
    expect(chief.locator(".front-pin-panel")).to_have_count(0)
    link.click()
    chief.wait_for_url(f"**/desk/site/{newsroom.edition.pk}/politics/**")
    two_clicks(chief, chief.locator("h1 [data-front-pin]"), "lead")
    assert standing("lead") == [three.pk]
    assert {cookie.get("path") for cookie in chief.context.cookies()} == {"/desk/"}
    assert newsroom.said == []


def ids(page: Page, slot: str) -> list[int]:
    entries = page.locator(f'[data-list="{slot}"] > [data-item]')
    return [int(entry.get_attribute("data-item") or 0) for entry in entries.all()]


def grip(page: Page, article: Article) -> Any:
    return page.locator(f'.front-entry[data-item="{article.pk}"] [data-grip]')


def test_order_by_keys_and_by_drag_then_published(newsroom: House) -> None:
    one, two, three = articles(newsroom, 3)
    # So high that nothing scrolls during the drag: the test's hand would lose what it holds.
    chief = newsroom.sign_in("chief", {"width": 1360, "height": 2400})
    chief.goto("/desk/front/")
    for article in (three, two, one):
        chief.locator(f'[data-pool] [data-item="{article.pk}"] button').click()
        expect(grip(chief, article)).to_be_visible()
    assert ids(chief, "card") == [one.pk, two.pk, three.pk]

    grip(chief, one).focus()
    chief.keyboard.press("ArrowDown")
    expect(chief.locator('[data-list="card"] > [data-item]').nth(1)).to_have_attribute(
        "data-item", str(one.pk)
    )
    expect(grip(chief, one)).to_be_focused()
    # Right to left, the right arrow leads back: to the place above.
    chief.keyboard.press("ArrowRight")
    expect(chief.locator('[data-list="lead_related"] > [data-item]')).to_have_count(1)
    expect(grip(chief, one)).to_be_focused()
    assert ids(chief, "card") == [two.pk, three.pk]

    grip(chief, three).drag_to(chief.locator("#slot-lead"))
    expect(chief.locator('[data-list="lead"] > [data-item]')).to_have_count(1)
    assert not FrontSlot.objects.exists(), "a draft until it is published"

    frame = chief.frame_locator(".front-frame iframe")
    expect(frame.locator(".lead h2")).to_contain_text(three.title)
    box = chief.locator(".front-frame iframe").bounding_box()
    assert box is not None
    assert round(box["width"]) == 390
    chief.locator('[data-preview="desktop"]').click()
    assert chief.locator(".front-frame iframe").evaluate("one => one.clientWidth") == 1280

    chief.locator('button[name=op][value="publish"]').click()
    expect(chief.locator(".front-said--success")).to_be_visible()
    assert (standing("lead"), standing("lead_related"), standing("card")) == (
        [three.pk],
        [one.pk],
        [two.pk],
    )
    chief.locator('button[name=op][value="undo"]').click()
    expect(chief.locator('[data-list="lead"] > [data-item]')).to_have_count(0)
    assert standing("lead") == []
    assert newsroom.said == []


def test_the_carousel_is_ordered_by_keys_and_by_drag(newsroom: House) -> None:
    one, two, three = (
        factories.make_story(newsroom.edition, f"ملف {slug}", slug, carousel_order=place)
        for place, slug in enumerate("abc")
    )
    chief = newsroom.sign_in("chief")
    chief.goto("/desk/front/stories/")
    chief.locator(f'[data-item="{three.pk}"] [data-grip]').focus()
    chief.keyboard.press("ArrowUp")
    expect(chief.locator("[data-item]").nth(1)).to_have_attribute("data-item", str(three.pk))
    chief.locator(f'[data-item="{two.pk}"] [data-grip]').drag_to(
        chief.locator(f'[data-item="{one.pk}"]'), target_position={"x": 60, "y": 4}
    )
    expect(chief.locator("[data-item]").first).to_have_attribute("data-item", str(two.pk))
    assert ids(chief, "carousel") == [two.pk, one.pk, three.pk]
    assert newsroom.said == []


@pytest.mark.parametrize("layout", ["ordinary", "two_leads", "wide"])
def test_each_layout_fits_a_phone(newsroom: House, layout: str) -> None:
    articles(newsroom, 16)
    chief = newsroom.sign_in("chief")
    chief.goto("/desk/front/")
    chief.locator(f'button[name=layout][value="{layout}"]').click()
    expect(chief.locator(f'button[value="{layout}"]')).to_have_attribute("aria-pressed", "true")
    if layout != "ordinary":
        chief.locator('button[name=op][value="publish"]').click()
        expect(chief.locator(".front-said--success")).to_be_visible()
    reader = newsroom.visit(PHONE)
    reader.goto("/")
    shown = {"ordinary": (1, 3), "two_leads": (2, 4), "wide": (1, 6)}[layout]
    counted = (reader.locator(".lead").count(), reader.locator(".related-heads li").count())
    assert counted == shown
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert reader.context.cookies() == []


def test_a_photo_is_chosen_for_one_place_without_leaving_the_screen(newsroom: House) -> None:
    own, other = factories.make_photo(title="جسر"), factories.make_photo(title="سوق الخضار")
    article = factories.make_article(newsroom.politics, hero_photo=own)
    chief = newsroom.sign_in("chief")
    chief.goto("/desk/front/")
    chief.locator(f'[data-pool] [data-item="{article.pk}"] button').click()
    entry = chief.locator(f'.front-entry[data-item="{article.pk}"]')
    entry.locator("summary").click()
    entry.locator("[name=headline]").fill("عنوان للواجهة")

    entry.get_by_role("button", name="صورة أخرى هنا").click()
    chief.locator(".modal").get_by_role("link", name=other.title).click()
    flag = entry.locator(".front-flag", has_text="صورة لهذا الموضع")
    expect(flag).to_be_visible()
    expect(entry.locator(".chooser__title")).to_have_text(other.title)
    expect(entry.locator("[name=headline]")).to_have_value("عنوان للواجهة")
    look(chief, "front-photo")
    chief.locator('button[name=op][value="publish"]').click()
    expect(chief.locator(".front-said--success")).to_be_visible()
    row = FrontSlot.objects.get()
    assert (row.article_id, row.photo_id, row.headline) == (article.pk, other.pk, "عنوان للواجهة")

    # After a visit anew as well: its scripts are alive, and the article's own comes back.
    chief.reload()
    entry.locator("summary").click()
    entry.get_by_role("button", name="إجراءات").click()
    chief.get_by_role("button", name="صورة المادة نفسها").click()
    expect(flag).to_have_count(0)
    chief.locator('button[name=op][value="publish"]').click()
    expect(chief.locator(".front-said--success")).to_be_visible()
    assert FrontSlot.objects.get().photo_id is None
    assert newsroom.said == []


def test_what_is_refused_stays_typed(newsroom: House) -> None:
    (article,) = articles(newsroom, 1)
    chief = newsroom.sign_in("chief", PHONE)
    chief.goto("/desk/front/")
    chief.locator(f'[data-pool] [data-item="{article.pk}"] button').click()
    entry = chief.locator(f'.front-entry[data-item="{article.pk}"]')
    entry.locator("summary").click()
    entry.locator("[name=headline]").fill("عنوان كُتب بعناية")
    entry.locator("[name=ends_at]").fill("2015-01-01T10:00")
    entry.get_by_role("button", name="حفظ").click()
    expect(chief.locator(".front-said--error")).to_be_visible()
    expect(entry.locator("[name=headline]")).to_have_value("عنوان كُتب بعناية")
    expect(entry.locator("[name=ends_at]")).to_have_value("2015-01-01T10:00")
    expect(chief.locator(".front-said--error")).to_be_in_viewport()
    look(chief, "front-phone")
    assert overflowing(chief) == []
    assert chief.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
