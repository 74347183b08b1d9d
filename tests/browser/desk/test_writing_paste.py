"""Pasting from Word, WhatsApp and the web into the body."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.desk.conftest import DESKTOP, House
from tests.browser.desk.pasting import WEB, WHATSAPP, WORD, paste

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

EDITOR = ".public-DraftEditor-content"


def write_new(newsroom: House) -> Page:
    factories.make_user("owner", superuser=True)
    page = newsroom.sign_in("owner", DESKTOP)
    page.goto(f"/desk/pages/add/newsroom/article/{newsroom.politics.pk}/")
    page.locator("[data-streamfield-stream-container] button[title]").first.click()
    page.locator(".w-combobox [role=option]").first.click()
    # A new block takes the focus a moment after it is drawn.
    expect(page.locator(EDITOR)).to_be_focused()
    return page


def body(page: Page) -> list[Any]:
    """The body's blocks as they would be sent: lines of paragraphs with type, bold, links."""
    page.wait_for_timeout(400)  # Draftail writes into its field a moment later.
    blocks: list[Any] = []
    found = page.evaluate(
        """() => document.getElementById("body-root").rootBlock.children.map(
             (child) => [child.type, child.block.getValue()])"""
    )
    for kind, value in found:
        blocks.append((kind, _lines(value) if kind == "paragraph" else value))
    return blocks


def _lines(value: str) -> list[Any]:
    raw = json.loads(value)
    lines = []
    for line in raw["blocks"]:
        said = [line["type"], line["text"]]
        for style in line["inlineStyleRanges"]:
            said.append(line["text"][style["offset"] :][: style["length"]])
            assert style["style"] == "BOLD"
        said += [raw["entityMap"][str(link["key"])]["data"]["url"] for link in line["entityRanges"]]
        lines.append(said)
    return lines


def test_from_word_a_heading_becomes_a_subhead_and_junk_goes(house: Callable[[], House]) -> None:
    newsroom = house()
    page = write_new(newsroom)
    paste(page.locator(EDITOR), WORD, "قال\u200f الوزير")
    assert body(page) == [
        ("subhead", "عودة الشاحنات"),
        (
            "paragraph",
            [
                ["unstyled", "قال الوزير إن المعبر يُفتح غدا الأحد.", "المعبر"],
                ["ordered-list-item", "الغذاء"],
                ["ordered-list-item", "الدواء"],
            ],
        ),
    ]
    expect(page.locator(".paste-note")).to_have_text("حُذفت علامة غير مرئية")
    assert newsroom.said == []


def test_a_heading_pasted_between_words_parts_them(house: Callable[[], House]) -> None:
    newsroom = house()
    page = write_new(newsroom)
    editor = page.locator(EDITOR)
    editor.click()
    page.keyboard.type("قبل بعد")
    for _letter in " بعد":
        page.keyboard.press("ArrowRight")
    # The editor learns of a moved caret a frame later than it is drawn.
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    paste(editor, "<p>أول</p><h3>عنوان</h3><p>ثان</p>")
    assert body(page) == [
        ("paragraph", [["unstyled", "قبلأول"]]),
        ("subhead", "عنوان"),
        ("paragraph", [["unstyled", "ثان"]]),
        ("paragraph", [["unstyled", " بعد"]]),
    ]


def test_from_whatsapp_every_line_stays_without_marks_and_tracking(
    house: Callable[[], House],
) -> None:
    newsroom = house()
    page = write_new(newsroom)
    paste(page.locator(EDITOR), "", WHATSAPP)
    assert body(page) == [
        (
            "paragraph",
            [
                ["unstyled", "[25/11/26, 14:30] سلمى: *عاجل* المعبر يُفتح غدا"],
                [
                    "unstyled",
                    "[25/11/26, 14:31] سلمى: التفاصيل: https://news.example/a?id=5.",
                    "https://news.example/a?id=5",
                ],
            ],
        ),
    ]


def test_from_the_web_structure_and_links_stay(house: Callable[[], House]) -> None:
    newsroom = house()
    page = write_new(newsroom)
    paste(page.locator(EDITOR), WEB)
    assert body(page) == [
        (
            "paragraph",
            [
                [
                    "unstyled",
                    "اتفق الجانبان على الاتفاق والجدول.",
                    "الجانبان",
                    "https://news.example/deal?id=7#top",
                ],
                ["unordered-list-item", "يوم السبت"],
                ["unordered-list-item", "يوم الأحد"],
                ["unstyled", "می\u200cشود وانتهى"],
            ],
        ),
    ]


def test_a_plain_field_takes_no_invisible_marks(house: Callable[[], House]) -> None:
    newsroom = house()
    page = write_new(newsroom)
    paste(page.locator("[name=title]"), "", "\u202bاتفاق\u202c جديد\ufeff")
    expect(page.locator("[name=title]")).to_have_value("اتفاق جديد")
    expect(page.locator(".paste-note")).to_have_text("حُذفت 3 علامات غير مرئية")
