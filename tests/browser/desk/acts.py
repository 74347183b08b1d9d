"""What people of a newsroom do on the desk, each act through the screen on which they do it."""

import re
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, Response, expect

from khabar.newsroom.models import Article, Section

LISTING = re.compile(r"/desk/pages/\d+/$")


def more_actions(page: Page) -> None:
    """Unfold the editor's menu of actions."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()


def add_paragraph(page: Page, words: str) -> None:
    """Begin an empty body with a paragraph."""
    page.locator("[data-streamfield-stream-container] button[title]").first.click()
    page.locator(".w-combobox [role=option]").first.click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(words)


def add_every_block(page: Page) -> None:
    """Add one block of each kind to the body, as the editor offers them."""
    for place in range(40):
        add = page.locator("[data-contentpath=body] button.c-sf-add-button").last
        add.scroll_into_view_if_needed()
        add.click()
        options = page.locator(".w-combobox__option:visible")
        expect(options.first).to_be_visible()
        if place >= options.count():
            page.keyboard.press("Escape")
            return
        options.nth(place).click()


def write(page: Page, section: Section, headline: str, lede: str, words: str) -> None:
    """Through the pages' explorer, as a reporter goes."""
    page.goto(f"/desk/pages/{section.pk}/")
    page.click(f'a[href*="/desk/pages/{section.pk}/add_subpage/"]')
    page.fill("[name=title]", headline)
    page.fill("[name=lede]", lede)
    add_paragraph(page, words)


def edit(page: Page, article: Article) -> None:
    """Open the article's editor, until its fields answer."""
    page.goto(f"/desk/pages/{article.pk}/edit/")
    expect(page.locator("[name=title]")).to_be_visible()
    expect(page.locator("[data-streamfield-stream-container]").first).to_be_visible()


def save(page: Page) -> None:
    """Save the draft by its button; the desk's answer says so, which an autosave does not."""
    page.locator("footer .action-save").first.click()
    expect(page.locator(".messages li").first).to_be_visible()


def submit(page: Page) -> None:
    """«إرسال للمراجعة» in the editor's menu."""
    more_actions(page)
    page.click("[name=action-submit]")
    page.wait_for_url(LISTING)


def approve(page: Page, article: Article) -> None:
    """From the first screen into the editor, and «إجازة» there."""
    page.goto("/desk/")
    page.get_by_role("link", name=article.draft_title).first.click()
    page.wait_for_url(f"**/desk/pages/{article.pk}/edit/**")
    button = page.locator("footer").locator(
        "[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"
    )
    if not button.is_visible():
        more_actions(page)
    button.click()
    page.wait_for_url(LISTING)


def choose(page: Page, article: Article, verb: str) -> None:
    """The verb's page, from the menu of the editor."""
    edit(page, article)
    more_actions(page)
    page.locator("footer").locator(f'a[href$="/desk/articles/{article.pk}/{verb}/"]').click()
    expect(page.get_by_text("ما سيراه القراء")).to_be_visible()


def open_verb(page: Page, article: Article, verb: str) -> None:
    """The verb's page at its address, as menus of lists lead to it."""
    page.goto(f"/desk/articles/{article.pk}/{verb}/")
    expect(page.get_by_text("ما سيراه القراء")).to_be_visible()


def send(page: Page) -> None:
    """Confirm the verb whose page is open."""
    page.locator("footer button[type=submit]").click()
    page.wait_for_url(lambda url: "/desk/articles/" not in url)


def set_photo(page: Page, title: str) -> None:
    """Choose the article's photo in its editor."""
    chooser = page.locator("#id_hero_photo-chooser")
    chooser.locator("[data-chooser-action-choose]").first.click()
    page.locator(".modal-body").locator("a", has_text=title).first.click()
    expect(chooser).to_contain_text(title)


def place(page: Page, pin: Any, slot: str) -> None:
    """On the front page, in two clicks."""
    pin.click()
    page.locator(f".front-pin-panel button[name=slot][value={slot}]").click()
    expect(page.locator(".front-pin-panel .front-said--success")).to_be_visible()


def status(page: Page, address: str) -> int:
    """What the address answers; the page stays open."""
    response = page.goto(address)
    assert response is not None
    return response.status


def autosaved(answer: Response) -> bool:
    """Whether this answers an autosave; an open editor asks for more than that."""
    sent = answer.request
    return (
        sent.method == "POST"
        and sent.headers.get("accept") == "application/json"
        and (answer.url.endswith("/edit/"))
    )


def typed(moment: datetime) -> str:
    """As people type a time on the desk, by the clock of the edition."""
    return timezone.localtime(moment, UTC).strftime("%Y-%m-%d %H:%M")
