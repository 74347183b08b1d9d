"""A live coverage as a newsroom has it: two who write, one who reads, and a line that breaks."""

import uuid
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.live import actions
from khabar.live.models import Post
from tests import factories
from tests.browser.desk.conftest import PHONE, House, look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(
        connection.vendor != "sqlite",
        reason="tests/live asks both databases; what a browser adds is the same on either.",
    ),
]
OURS = ".live-screen"


def violations(page: Page, within: str) -> list[str]:
    found = Axe().run(page, context=within).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def stream(page: Page) -> list[str]:
    return page.locator("[data-live-stream] .live-post__body").all_inner_texts()


def breaks_and_returns(chief: Page) -> None:
    # What is half typed is there after a reload, and after the line broke.
    chief.wait_for_timeout(500)
    chief.reload()
    assert chief.input_value("[data-live-composer] [name=body]") == "نص لم يكتمل"
    chief.context.set_offline(True)
    chief.focus("[data-live-composer] [name=body]")
    chief.keyboard.press("Control+Enter")
    expect(chief.locator("[data-live-queue]")).to_contain_text("نص لم يكتمل")
    chief.fill("[data-live-composer] [name=body]", "والثاني.")
    chief.keyboard.press("Control+Enter")
    assert Post.objects.count() == 2
    chief.context.set_offline(False)
    expect(chief.locator("[data-live-queue]")).to_be_hidden(timeout=30_000)
    expect(chief.locator(".live-post--published")).to_have_count(4)
    assert sorted(Post.objects.order_by("pk").values_list("body", flat=True)[2:]) == [
        "نص لم يكتمل",
        "والثاني.",
    ]


def test_two_write_and_one_reads(house: Callable[[], House]) -> None:
    newsroom = house()
    newsroom.person("chief", Role.CHIEF_EDITOR)
    newsroom.person("reporter", Role.REPORTER)
    coverage = actions.begin(
        newsroom.politics, "فيضان وادي سدر", by=None, token=uuid.uuid4(), state="live"
    )
    factories.make_photo()
    path = f"/desk/live/{coverage.pk}/"
    chief, reporter = newsroom.sign_in("chief"), newsroom.sign_in("reporter", PHONE)
    chief.goto(path)
    reporter.goto(path)

    # Keys alone: the cursor stands in the text.
    expect(chief.locator("[name=body]").first).to_be_focused()
    chief.keyboard.type("ارتفع الماء مترين.")
    chief.keyboard.press("Control+Enter")
    expect(chief.locator("[data-live-stream]")).to_contain_text("ارتفع الماء مترين.")
    expect(reporter.locator("[data-live-stream]")).to_contain_text("ارتفع الماء مترين.")

    # What a reporter submits comes to the editor, who is typing meanwhile and is not disturbed.
    chief.keyboard.type("نص لم يكتمل")
    reporter.fill("[data-live-composer] [name=body]", "من الميدان.")
    reporter.keyboard.press("Control+Enter")
    waiting = chief.locator(".live-post--submitted")
    expect(waiting).to_contain_text("من الميدان.")
    assert chief.input_value("[data-live-composer] [name=body]") == "نص لم يكتمل"
    waiting.get_by_role("button", name="نشر", exact=True).click()
    expect(chief.locator(".live-post--published")).to_have_count(2)

    reader = newsroom.visit(PHONE)
    reader.goto(coverage.get_absolute_url())
    assert reader.locator(".post .body").all_inner_texts() == ["من الميدان.", "ارتفع الماء مترين."]
    assert violations(reader, "main") == []
    assert violations(chief, OURS) == []

    breaks_and_returns(chief)

    # Pinned and withdrawn without leaving the page.
    line = chief.locator(".live-post--published", has_text="من الميدان.")
    line.get_by_role("button", name="تثبيت").click()
    expect(chief.locator(".live-post--pinned")).to_contain_text("من الميدان.")
    line.get_by_text("سحب", exact=True).first.click()
    line.locator("[name=reason]").fill("لم يثبت")
    line.get_by_role("button", name="سحب").click()
    expect(chief.locator(".live-post--withdrawn")).to_contain_text("من الميدان.")
    reader.reload()
    expect(reader.locator(".post")).to_have_count(3)
    look(chief, "live-write")
    look(reporter, "live-write-phone")
    look(reader, "live-reader")
    assert newsroom.said == []
