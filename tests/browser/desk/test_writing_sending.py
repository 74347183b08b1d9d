"""What is typed just before a form is sent is sent; what is not finished is named and kept."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from khabar.desk.models import Role
from khabar.newsroom.models import Article
from tests import factories
from tests.browser.desk import acts
from tests.browser.desk.conftest import House
from tests.browser.desk.guide import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

LEDE = "مقدمة كُتبت قبل الحفظ بلحظة."
WORDS = "فقرة كُتبت قبل الحفظ بلحظة."


def begin(house: Callable[[], House]) -> tuple[House, Page, Article]:
    newsroom = house()
    newsroom.person("editor", Role.SECTION_EDITOR, newsroom.politics)
    draft = factories.make_draft(newsroom.politics, "خبر يُكتب الآن")
    editor = newsroom.sign_in("editor")
    acts.edit(editor, draft)
    opened(editor)
    return newsroom, editor, draft


def opened(editor: Page) -> None:
    """Wait until Wagtail has looked at the form as it was opened: it saves what differs."""
    editor.wait_for_load_state("networkidle")
    editor.wait_for_timeout(1_500)


def latest(article: Article) -> Article:
    found: Article = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    return found


def test_last_words_are_saved_and_no_autosave_comes_behind_them(
    house: Callable[[], House],
) -> None:
    newsroom, editor, draft = begin(house)
    acts.add_paragraph(editor, "بداية.")
    acts.save(editor)
    opened(editor)
    autosaves: list[str] = []

    def slow(route: Route) -> None:
        """As over a bad line: the form takes longer than an autosave waits."""
        if route.request.headers.get("accept") == "application/json":
            autosaves.append(route.request.url)
        elif route.request.method == "POST":
            time.sleep(1.5)
        route.continue_()

    editor.route("**/edit/", slow)
    editor.fill("[name=lede]", LEDE)
    editor.locator(".public-DraftEditor-content").first.click()
    editor.keyboard.press("Control+End")
    autosaves.clear()
    editor.keyboard.insert_text(WORDS)
    editor.keyboard.press("Control+s")
    expect(editor.locator(".messages li").first).to_be_visible()
    expect(editor.locator(".public-DraftEditor-content").first).to_contain_text(WORDS)
    assert latest(draft).lede == LEDE
    assert WORDS in str(latest(draft).body)
    assert autosaves == []
    assert newsroom.refused == []
    assert newsroom.said == []


def test_what_an_autosave_left_out_is_named_until_it_is_finished(
    house: Callable[[], House],
) -> None:
    newsroom, editor, draft = begin(house)
    expect.set_options(timeout=30_000)
    editor.fill("[name=title]", "")
    editor.fill("[name=lede]", LEDE)
    notice = editor.locator("[data-left-out]")
    expect(notice).to_contain_text("العنوان")
    picture(editor, "left-out")
    assert latest(draft).lede == LEDE
    assert latest(draft).title == draft.title
    # A browser asks only who has touched the page.
    editor.locator("[name=lede]").click()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    editor.on("dialog", stay)
    editor.evaluate("window.location.href = '/desk/'")
    editor.wait_for_timeout(500)
    assert asked == ["beforeunload"]

    editor.fill("[name=title]", "خبر كُتب عنوانه من جديد")
    expect(notice).to_have_count(0)
    assert latest(draft).title == "خبر كُتب عنوانه من جديد"
    assert newsroom.refused == []
    assert newsroom.said == []
