"""Writing in the browser: cleaning in parts, keys under an Arabic layout, counters, icons."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.language.reading import word_count
from khabar.newsroom.models import Article
from tests import factories
from tests.browser.desk.conftest import DESKTOP, PHONE, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

LEDE = 'قال  الوزير "إن المعبر يُفتح" غدا , فی الأسبوع'
PARAGRAPH = '<p>قال <b>الوزير</b> , ثم زار <a href="https://x.example/?a=1,2">المعبر</a> ?</p>'
WORDS = ["", "خبر", "خبر – عاجل ،\u200f", "الـ500 و 30% «نعم»\nسطر", "می\u200cشود"]

_KEY = """([code, key, modifiers]) => {
  const event = new KeyboardEvent("keydown", {
    code, key, bubbles: true, cancelable: true, ...modifiers,
  });
  (document.activeElement || document.body).dispatchEvent(event);
  return event.defaultPrevented;
}"""


def press(page: Page, code: str, key: str, *modifiers: str) -> bool:
    """A key as a keyboard with an Arabic layout sends it; whether anything took it."""
    taken: bool = page.evaluate(_KEY, [code, key, dict.fromkeys(modifiers, True)])
    return taken


def open_draft(newsroom: House, viewport: dict[str, int] = DESKTOP, **fields: Any) -> Page:
    factories.make_user("owner", superuser=True)
    article = factories.make_draft(newsroom.politics, **fields)
    page = newsroom.sign_in("owner", viewport)
    page.goto(f"/desk/pages/{article.pk}/edit/")
    expect(page.locator("[data-clean-text]")).to_be_visible()
    return page


def paragraph(page: Page) -> list[tuple[str, str]]:
    """The runs of the first paragraph: text and what it carries."""
    page.wait_for_timeout(500)
    value = page.evaluate(
        'document.getElementById("body-root").rootBlock.children[0].block.getValue()'
    )
    raw = json.loads(value)
    line = raw["blocks"][0]
    found = [("text", line["text"])]
    found += [
        ("bold", line["text"][style["offset"] :][: style["length"]])
        for style in line["inlineStyleRanges"]
    ]
    for link in line["entityRanges"]:
        found += [("link", line["text"][link["offset"] :][: link["length"]])]
        assert raw["entityMap"][str(link["key"])]["data"]["url"] == "https://x.example/?a=1,2"
    return found


def test_cleaning_is_shown_taken_in_parts_and_undone(house: Callable[[], House]) -> None:
    newsroom = house()
    page = open_draft(newsroom, lede=LEDE, body=[("paragraph", PARAGRAPH)])
    before = paragraph(page)
    page.click("[data-clean-text]")
    dialog = page.locator(".clean-dialog")
    expect(dialog).to_contain_text("7 تغييرات مقترحة")
    assert page.input_value("[name=lede]") == LEDE, "nothing changes before it is applied"
    lede = dialog.locator(".clean-field").first
    expect(lede.locator(".clean-before del")).to_have_count(5)
    # The quote stays as it is: one box takes the other with it. So does the Persian letter.
    quote = lede.locator(".clean-change", has_text="علامتا التنصيص")
    quote.first.click()
    expect(quote.nth(1).locator("input")).not_to_be_checked()
    lede.locator(".clean-change", has_text="حرف من لغة أخرى").click()
    expect(lede.locator(".clean-after ins")).to_have_text(["،"])
    dialog.locator(".clean-apply").click()
    expect(page.locator("[name=lede]")).to_have_value('قال الوزير "إن المعبر يُفتح" غدا، فی الأسبوع')
    assert paragraph(page) == [
        ("text", "قال الوزير، ثم زار المعبر؟"),
        ("bold", "الوزير"),
        ("link", "المعبر"),
    ]
    expect(page.locator("[data-clean-note]")).to_contain_text("طُبّقت 4 تغييرات")
    page.get_by_role("button", name="تراجع عن التنظيف").click()
    expect(page.locator("[name=lede]")).to_have_value(LEDE)
    assert paragraph(page) == before
    assert newsroom.said == []


def test_nothing_selected_changes_nothing_and_later_words_survive_undoing(
    house: Callable[[], House],
) -> None:
    newsroom = house()
    page = open_draft(newsroom, PHONE, lede=LEDE, kicker="خاص ,")
    page.click("[data-clean-text]")
    dialog = page.locator(".clean-dialog")
    dialog.get_by_role("button", name="إلغاء اختيار الكل").click()
    dialog.locator(".clean-apply").click()
    expect(page.locator("[data-clean-note]")).to_have_text("لم يتغيّر شيء")
    assert page.input_value("[name=lede]") == LEDE
    page.click("[data-clean-text]")
    dialog.locator(".clean-apply").click()
    page.fill("[name=kicker]", "خاص جدا")
    page.get_by_role("button", name="تراجع عن التنظيف").click()
    expect(page.locator("[data-clean-note]")).to_contain_text("بقي على حاله")
    assert page.input_value("[name=kicker]") == "خاص جدا"
    assert page.input_value("[name=lede]") == LEDE


def test_words_and_minutes_follow_what_is_typed(house: Callable[[], House]) -> None:
    newsroom = house()
    page = open_draft(newsroom, body=[("paragraph", "<p>كلمة</p>"), ("quote", {"text": "قول"})])
    place = page.locator(".reading-time")
    expect(place).to_have_text("كلمتان – أقل من دقيقة للقراءة")
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.press("End")
    page.keyboard.type(" أخرى – ثم")
    expect(place).to_have_text("4 كلمات – أقل من دقيقة للقراءة")
    page.fill("[name=body-1-value-text]", "كلمة " * 252)
    expect(place).to_have_text("255 كلمة – دقيقتان للقراءة")
    counted = [page.evaluate("text => window.khabarDesk.wordCount(text)", text) for text in WORDS]
    assert counted == [word_count(text) for text in WORDS]


def test_keys_work_under_an_arabic_layout(house: Callable[[], House]) -> None:
    newsroom = house()
    photo = factories.make_photo()
    page = open_draft(newsroom, lede=LEDE)
    dialog = page.locator("#keyboard-shortcuts-dialog")

    # Typing is typing: «؟» in a field opens nothing.
    page.focus("[name=lede]")
    assert not press(page, "Slash", "؟", "shiftKey")
    page.locator("[name=lede]").blur()
    assert press(page, "Slash", "؟", "shiftKey")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("كتابة المادة")
    expect(dialog.locator("[data-shortcut=publish]")).to_contain_text("Ctrl + Alt + K ن")
    expect(dialog).not_to_contain_text("مائل")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    # Fields, blocks, cleaning.
    page.focus("[name=title]")
    assert press(page, "Period", "ز", "ctrlKey", "altKey")
    expect(page.locator("[name=short_headline]")).to_be_focused()
    assert press(page, "Comma", "و", "ctrlKey", "altKey")
    expect(page.locator("[name=title]")).to_be_focused()
    for code, key in (("KeyH", "ا"), ("KeyR", "ق"), ("KeyF", "ب"), ("KeyW", "ص")):
        assert press(page, code, key, "ctrlKey", "altKey")
    kinds = "document.getElementById('body-root').rootBlock.children.map(({ type }) => type)"
    assert sorted(page.evaluate(kinds)) == ["paragraph", "photo", "quote", "subhead"]
    # A photo is chosen at once.
    page.locator(".modal").get_by_role("link", name=photo.title).click()
    expect(page.locator("[data-contentpath=photo] .chooser__title")).to_have_text(photo.title)
    assert press(page, "KeyJ", "ت", "ctrlKey", "altKey")
    expect(page.locator(".clean-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert newsroom.said == []


def test_saving_and_publishing_by_keys(house: Callable[[], House]) -> None:
    newsroom = house()
    page = open_draft(newsroom, lede="مقدمة")
    article = Article.objects.get()
    page.fill("[name=title]", "عنوان جديد")
    assert press(page, "KeyS", "س", "ctrlKey")
    page.wait_for_load_state("load")
    expect(page.locator("[name=title]")).to_have_value("عنوان جديد")
    expect(page.get_by_text("تم تحديث").or_(page.locator(".messages li")).first).to_be_visible()
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss() if len(asked) == 1 else dialog.accept()

    page.on("dialog", answer)
    press(page, "KeyK", "ن", "ctrlKey", "altKey")
    article.refresh_from_db()
    assert not article.live
    press(page, "KeyK", "ن", "ctrlKey", "altKey")
    page.wait_for_url("**/desk/pages/*/")
    article.refresh_from_db()
    assert (article.live, article.title) == (True, "عنوان جديد")
    assert asked == ["هل تُنشر المادة الآن؟ سيراها القراء كما هي هنا."] * 2
    assert press(page, "KeyY", "غ", "ctrlKey", "altKey")
    page.wait_for_url("**/desk/")


def test_icons_suit_arabic_and_no_italics_are_offered(house: Callable[[], House]) -> None:
    newsroom = house()
    page = open_draft(newsroom, body=[("paragraph", "<p>نص</p>")])
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.press("Control+a")
    expect(page.locator("button[name=BOLD]").first).to_be_visible()
    expect(page.locator("[name=ITALIC]")).to_have_count(0)
    expect(page.locator("button[name=BOLD]").first).to_have_text("ع")
    for kind, icon in (("ordered", "ol"), ("unordered", "ul")):
        drawn = f'[name={kind}-list-item] use[href="#icon-khabar-list-{icon}"]'
        expect(page.locator(drawn).first).to_be_visible()


def test_two_in_one_article_see_each_other_and_lose_nothing(
    house: Callable[[], House], settings: Any
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 200
    newsroom = house()
    for name in ("chief", "deputy"):
        newsroom.person(name, Role.CHIEF_EDITOR)
    article = factories.make_draft(newsroom.politics, body=[("subhead", "عنوان فرعي")])
    first, second = newsroom.sign_in("chief"), newsroom.sign_in("deputy")
    for page in (first, second):
        page.goto(f"/desk/pages/{article.pk}/edit/")
        expect(page.locator("[name=title]")).to_be_visible()
    # The second sees who is in.
    second.reload()
    second.locator(".w-editing-sessions__session").first.hover()
    expect(second.locator(".w-editing-sessions__name")).to_have_text("chief")
    # The first one's autosave is written.
    with first.expect_response(
        lambda answer: answer.request.method == "POST" and "/edit/" in answer.url
    ) as saved:
        first.fill("[name=body-0-value]", "عنوان الأول")
    assert saved.value.json()["success"]
    # The second's is refused and said, and what was typed stays in the form. Once refused, the
    # editor asks who saved; until it knows, it does not ask before saving over it.
    with (
        second.expect_response(lambda answer: "/editing-sessions/ping/" in answer.url),
        second.expect_response(
            lambda answer: answer.request.method == "POST" and "/edit/" in answer.url
        ) as refused,
    ):
        second.fill("[name=lede]", "مقدمة الثاني")
    assert refused.value.json()["error_code"] == "invalid_revision"
    assert second.input_value("[name=lede]") == "مقدمة الثاني"
    draft = Article.objects.get().get_latest_revision_as_object()
    assert draft.body[0].value == "عنوان الأول"
    # Saving over it asks first.
    second.click("footer .action-save")
    expect(second.locator("#w-save-confirmation-dialog")).to_be_visible()
    assert Article.objects.get().get_latest_revision_as_object().lede == ""


def test_what_is_typed_as_soon_as_the_editor_opens_is_saved_by_itself(
    house: Callable[[], House], settings: Any
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 200
    newsroom = house()
    newsroom.person("chief", Role.CHIEF_EDITOR)
    article = factories.make_draft(newsroom.politics)
    page = newsroom.sign_in("chief")
    # Before Wagtail looks for edits, which it begins two seconds after the editor opened.
    page.add_init_script(
        """document.addEventListener("w-unsaved:ready", () => {
          const lede = document.querySelector("[name=lede]");
          lede.value = "مقدمة مبكرة";
          lede.dispatchEvent(new Event("input", { bubbles: true }));
        }, { once: true });"""
    )
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and "/edit/" in answer.url
    ) as saved:
        page.goto(f"/desk/pages/{article.pk}/edit/")
    assert saved.value.json()["success"]
    assert Article.objects.get().get_latest_revision_as_object().lede == "مقدمة مبكرة"
