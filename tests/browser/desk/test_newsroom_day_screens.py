"""The day's other screens: what awaits, search, the writer's tools, plans, stories, sign-in."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from khabar.newsroom.models import Article, PreferredSpelling
from tests import factories
from tests.browser.desk import acts, day_house
from tests.browser.desk.conftest import House
from tests.browser.desk.day_house import Day
from tests.browser.desk.guide import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def day(house: Callable[[], House], settings: Any) -> Iterator[Day]:
    # Nothing here is a race: a machine that runs tests is busy with more than one desk.
    expect.set_options(timeout=30_000)
    made = day_house.begin(house)
    settings.WAGTAILADMIN_BASE_URL = made.house.address
    yield made
    assert made.house.said == []
    assert made.house.refused == []


def test_an_editor_finds_what_awaits_and_returns_it(day: Day) -> None:
    day_house.published(day, 5)
    draft = day_house.on_the_way(day)
    editor = day.sign_in("editor")
    expect(editor.locator("#desk-review").get_by_role("link", name=draft.title)).to_be_visible()
    picture(editor, "first-screen")

    editor.goto("/desk/articles/")
    search = editor.locator("main [name=q]").first
    search.fill("الجسر القديم")
    search.press("Enter")
    expect(editor.locator("main .listing").get_by_text("الجسر القديم").first).to_be_visible()
    expect(editor.locator("main .listing").get_by_text("المجلس البلدي")).to_have_count(0)
    picture(editor, "list")

    acts.open_verb(editor, draft, "return")
    editor.fill("[name=note]", "ينقص الخبر موعد اللقاء المقبل.")
    picture(editor, "return")
    acts.send(editor)
    reporter = day.sign_in("reporter")
    expect(reporter.get_by_text("ينقص الخبر موعد اللقاء المقبل.").first).to_be_visible()


def test_a_writer_works_with_the_tools(day: Day) -> None:
    edition = day.house.edition
    PreferredSpelling.objects.create(edition=edition, preferred="إسطنبول", variants="اسطنبول")
    draft = factories.make_draft(
        day.house.politics,
        "وفد اقتصادي يزور اسطنبول الأسبوع المقبل",
        lede='قال  رئيس الوفد "إن الزيارة تستمر يومين" , ويلتقي خلالها تجارًا',
        kicker="اقتصاد",
        owner=day.user("reporter"),
        body=[("paragraph", "<p>يضم الوفد عشرين عضوًا , وهو الثاني هذا العام .</p>")],
    )
    reporter = day.sign_in("reporter")
    acts.edit(reporter, draft)
    picture(reporter, "writing", height=1000)
    reporter.click("[data-clean-text]")
    dialog = reporter.locator(".clean-dialog")
    expect(dialog.locator("ins").first).to_be_visible()
    picture(reporter, "cleaning")
    dialog.locator(".clean-apply").click()
    expect(reporter.locator("[name=lede]")).to_have_value(re.compile("«إن الزيارة تستمر يومين»،"))
    reporter.locator("[data-desk-help]").click()
    expect(reporter.locator("#keyboard-shortcuts-dialog")).to_be_visible()
    picture(reporter, "keyboard")
    reporter.keyboard.press("Escape")

    acts.save(reporter)
    reporter.click('[data-side-panel-toggle="checks"]')
    word = reporter.locator('.style-word[data-text="اسطنبول"]').first
    expect(word).to_be_visible()
    picture(reporter, "readiness", height=1080)
    word.get_by_role("button", name="استبدال").click()
    expect(reporter.locator("[name=title]")).to_have_value(re.compile("إسطنبول"))
    reporter.click('[data-side-panel-toggle="preview"]')
    frame = reporter.frame_locator("#w-preview-iframe")
    expect(frame.locator("h1")).to_contain_text("إسطنبول")
    picture(reporter, "preview")


def test_plans_stories_and_photos(day: Day) -> None:
    first, second, *_rest = day_house.published(day, 3)
    day_house.on_the_way(day)
    story = factories.make_story(day.house.edition, "مفاوضات الجبل والسهل", "talks")
    chief = day.sign_in("chief")
    chief.goto("/desk/planning/")
    expect(chief.get_by_text("جولة في سوق النحاسين").first).to_be_visible()
    picture(chief, "planning")

    chief.goto("/desk/front/stories/")
    chief.get_by_role("link", name=story.title).first.click()
    chief.wait_for_url(f"**/desk/front/stories/{story.pk}/**")
    for article in (first, second):
        chief.goto(f"/desk/front/stories/{story.pk}/?q={article.number}")
        chief.get_by_role("button", name=re.compile("إضافة|أضف")).first.click()
        expect(chief.locator(".front-rows li", has_text=article.title).first).to_be_visible()
    picture(chief, "story")
    text = day.text(f"/stories/{story.slug}/")
    assert first.title in text
    assert second.title in text

    photo = Article.objects.get(pk=first.pk).hero_photo
    assert photo is not None
    chief.goto(f"/desk/images/{photo.pk}/")
    expect(chief.locator("[name=alt_text]")).to_be_visible()
    picture(chief, "photo", height=1100)


def app_code(secret: str, step: int = 0) -> str:
    """What an authenticator app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up_app(page: Page) -> str:
    """From one's own security screen; the app's key."""
    page.goto("/desk/account/security/")
    page.get_by_role("link", name="إعداد تطبيق").first.click()
    secret = page.locator("code").first.inner_text().replace(" ", "")
    picture(page, "second-factor")
    page.fill("[name=code]", app_code(secret, -1))
    page.get_by_role("button", name="تأكيد").click()
    expect(page.locator(".desk-codes li")).to_have_count(10)
    page.get_by_role("button", name="حفظتها").click()
    return secret


def test_a_second_factor_is_set_up_and_asked_for(day: Day) -> None:
    secret = set_up_app(day.sign_in("reporter"))
    page = day.house.visit({"width": 390, "height": 844})
    page.goto("/desk/login/")
    page.fill("input[name=username]", "reporter")
    page.fill("input[name=password]", "password")
    page.click("button[type=submit]")
    page.wait_for_url("**/login/second/**")
    picture(page, "sign-in-phone")
    page.fill("[name=code]", "000000")
    page.get_by_role("button", name="تسجيل الدخول").click()
    expect(page.locator("[name=code]")).to_be_visible()
    page.fill("[name=code]", app_code(secret))
    page.get_by_role("button", name="تسجيل الدخول").click()
    page.wait_for_url("**/desk/")
