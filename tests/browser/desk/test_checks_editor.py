"""House style mended by one click, readiness beside the text, previews; in a real browser."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.newsroom.models import Article, PreferredSpelling, Source, WordToAvoid
from tests import factories
from tests.browser.desk.conftest import PHONE, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PICTURES = os.environ.get("CHECKS_PICTURES", "")


def picture(page: Page, name: str) -> None:
    """Kept where somebody asked for pictures."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"checks-{name}.png")


def newsroom(house: House) -> Article:
    """A draft with what house style finds in a field, and twice in the body, once bold."""
    house.person("editor", Role.SECTION_EDITOR, house.politics)
    PreferredSpelling.objects.create(
        edition=house.edition, preferred="إسطنبول", variants="اسطنبول\nاستانبول\nإستانبول"
    )
    WordToAvoid.objects.create(
        edition=house.edition,
        words="سيئ السمعة",
        reason="حكم لا خبر: قل ما ثبت عنه.",
        blocks=True,
    )
    paragraph = (
        '<p data-block-key="a1">بدأت أعمال القمة <b>وبإستانبول</b> وفود كثيرة، وقال الناطق إن'
        ' <a href="https://example.org/summit">القمة وبإستانبول</a> تنتهي غدًا.</p>'
    )
    return factories.make_draft(
        house.politics,
        "قمة المناخ تبدأ أعمالها بحضور أربعين وفدًا",
        lede="تبدأ القمة في اسطنبول، في فندق سيئ السمعة.",
        hero_photo=factories.make_photo(),
        sources=[Source.objects.create(name="وكالة الواحة")],
        body=[{"type": "paragraph", "value": paragraph}],
    )


def open_checks(page: Page, article: Article) -> None:
    page.goto(f"/desk/pages/{article.pk}/edit/")
    page.click('[data-side-panel-toggle="checks"]')
    expect(page.locator("[data-readiness]")).to_be_visible()


def test_a_word_is_mended_by_one_click_and_undone_by_another(
    house: Callable[[], House],
) -> None:
    made = house()
    article = newsroom(made)
    page = made.sign_in("editor")
    open_checks(page, article)
    # Wagtail's own measures of the text work beside ours.
    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile(r"^\d+$"))
    picture(page, "panel")
    in_lede = page.locator('.style-word[data-text="اسطنبول"]')
    in_lede.get_by_role("button", name="استبدال").click()
    lede = page.locator('[name="lede"]')
    expect(lede).to_have_value("تبدأ القمة في إسطنبول، في فندق سيئ السمعة.")
    page.get_by_role("button", name="تراجع").click()
    expect(lede).to_have_value("تبدأ القمة في اسطنبول، في فندق سيئ السمعة.")
    in_body = page.locator('.style-word[data-text="وبإستانبول"]')
    expect(in_body).to_contain_text("مرتان")
    in_body.get_by_role("button", name="استبدال").click()
    editor = page.locator(".Draftail-Editor").first
    expect(editor).to_contain_text("أعمال القمة وبإسطنبول وفود")
    expect(editor).to_contain_text("إن القمة وبإسطنبول تنتهي")
    expect(in_body).to_have_count(0)
    picture(page, "mended")
    # The list has come back from the server without it.
    expect(page.locator('.style-word[data-text="سيئ السمعة"]')).to_be_visible()
    assert made.said == []


def test_an_item_leads_to_its_field_and_follows_what_is_typed(
    house: Callable[[], House],
) -> None:
    made = house()
    article = newsroom(made)
    page = made.sign_in("editor")
    open_checks(page, article)
    item = page.locator('.readiness-item[data-state="must"]')
    expect(item).to_contain_text("أسلوب الدار")
    page.locator('.style-word[data-text="سيئ السمعة"]').get_by_role(
        "button", name="إظهار في النص"
    ).click()
    lede = page.locator('[name="lede"]')
    expect(lede).to_be_focused()
    lede.fill("تبدأ القمة في فندق على البحر.")
    expect(item).to_have_count(0)
    lede.fill("")
    page.get_by_role("button", name="المادة بلا مقدمة.").click()
    expect(lede).to_be_focused()
    assert made.said == []


def test_previews_and_a_link_for_somebody_outside(house: Callable[[], House]) -> None:
    made = house()
    article = newsroom(made)
    page = made.sign_in("editor")
    page.goto(f"/desk/pages/{article.pk}/edit/")
    page.click('[data-side-panel-toggle="preview"]')
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator("h1")).to_have_text(article.title)
    for mode, words in (
        ("dark", article.title),
        ("share", "بطاقة المشاركة"),
        ("short", "شريط العاجل والإشعار"),
    ):
        page.select_option("#id_preview_mode", mode)
        expect(frame.locator("h1")).to_have_text(words)
        if mode == "dark":
            expect(frame.locator('html[data-scheme="dark"]')).to_have_count(1)
        picture(page, f"preview-{mode}")
        alone = page.context.new_page()
        alone.set_viewport_size(PHONE)  # type: ignore[arg-type]  # A dict of these two is what it asks for.
        alone.goto(f"/desk/pages/{article.pk}/edit/preview/?mode={mode}")
        if mode == "dark":
            colour = alone.evaluate("getComputedStyle(document.body).backgroundColor")
            assert colour == "rgb(20, 23, 26)"
        picture(alone, f"alone-{mode}")
        alone.close()
    page.goto(f"/desk/articles/{article.pk}/previews/")
    page.fill('[name="note"]', "مكتب القاهرة")
    picture(page, "link-form")
    page.get_by_role("button", name="إنشاء رابط").click()
    address = page.locator("[data-address]").input_value()
    picture(page, "link-made")
    outside = made.visit(PHONE)
    outside.goto(address)
    expect(outside.locator(".preview-banner")).to_contain_text("مسودة غير منشورة")
    expect(outside.locator("h1")).to_have_text(article.title)
    assert outside.context.cookies() == []
    picture(outside, "outside")
    page.get_by_role("button", name="إلغاء الرابط").click()
    outside.reload()
    expect(outside.locator("h1")).to_have_text("انتهت صلاحية هذا الرابط")
    picture(outside, "closed")
    page.goto(f"/desk/articles/{article.pk}/ready/")
    picture(page, "page")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # As above.
    picture(page, "page-phone")
    assert made.said == []
