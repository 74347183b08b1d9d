"""The verbs on a phone: approve, correct, and a take-down by two, each read before it is done."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.newsroom import actions
from khabar.newsroom.models import Article
from tests import factories
from tests.browser.desk.conftest import PHONE, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def fits_the_screen(page: Page) -> None:
    """Nothing is read or touched by scrolling sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, page.url


def open_verb(page: Page, article: Article, verb: str) -> None:
    """The verb's page, which says what readers will see."""
    page.goto(f"/desk/articles/{article.pk}/{verb}/")
    expect(page.get_by_text("ما سيراه القراء")).to_be_visible()
    fits_the_screen(page)


def send(page: Page) -> None:
    page.locator("footer button[type=submit]").click()
    page.wait_for_url(lambda url: "/desk/articles/" not in url)


def test_an_editor_approves_and_corrects_on_a_phone(house: Callable[[], House]) -> None:
    newsroom = house()
    reporter = newsroom.person("reporter", Role.REPORTER)
    newsroom.person("editor", Role.SECTION_EDITOR, newsroom.politics)
    draft = factories.make_draft(newsroom.politics, lede="قُتل 12 شخصًا.", owner=reporter)
    article = actions.submit(draft, by=reporter)
    editor = newsroom.sign_in("editor", PHONE)
    open_verb(editor, article, "approve")
    send(editor)
    draft = Article.objects.get(pk=article.pk)
    assert draft.live
    draft.lede = "قُتل 11 شخصًا."
    draft.save_revision()
    open_verb(editor, article, "correct")
    editor.get_by_role("link", name="عرض الاختلاف").click()
    expect(editor.locator("ins", has_text="11")).to_be_visible()
    fits_the_screen(editor)
    open_verb(editor, article, "correct")
    editor.fill("[name=wrong]", "12")
    editor.fill("[name=right]", "11")
    send(editor)
    editor.goto(f"/desk/articles/{article.pk}/versions/")
    fits_the_screen(editor)
    expect(editor.get_by_role("rowheader", name="تصحيح")).to_be_visible()
    reader = newsroom.visit(PHONE)
    reader.goto(draft.get_absolute_url())
    expect(reader.get_by_text("11", exact=True)).to_be_visible()
    assert newsroom.said == []


def test_a_take_down_by_two_on_phones(house: Callable[[], House]) -> None:
    newsroom = house()
    for name in ("first", "second"):
        newsroom.person(name, Role.CHIEF_EDITOR)
    article = factories.make_article(newsroom.politics, "خبر يُزال بأمر")
    address = article.get_absolute_url()
    first = newsroom.sign_in("first", PHONE)
    open_verb(first, article, "take-down")
    first.fill("[name=reason]", "أمر محكمة")
    first.fill("[name=reference]", "12/2026")
    send(first)
    first.locator("article a", has_text="خبر يُزال بأمر").click()
    expect(first.get_by_text("أنت من اقترح هذا")).to_be_visible()
    expect(first.locator("button[name=confirm]")).to_have_count(0)
    second = newsroom.sign_in("second", PHONE)
    second.goto("/desk/requests/")
    fits_the_screen(second)
    second.get_by_role("link", name="قراءة وقرار").click()
    fits_the_screen(second)
    second.check("[name=sure]")
    second.click("button[name=confirm]")
    expect(second.get_by_text("أُزيلت المادة رقم")).to_be_visible()
    reader = newsroom.visit(PHONE)
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(reader.get_by_role("heading", name="أُزيلت هذه المادة بأمر قضائي")).to_be_visible()
    fits_the_screen(reader)
    assert not Article.objects.filter(pk=article.pk).exists()
