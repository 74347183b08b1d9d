"""A day in the newsroom: written, reviewed, published, corrected, moved, shared, withdrawn."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.newsroom.models import Article, Section
from tests import factories
from tests.browser.desk.conftest import PHONE, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

LISTING = re.compile(r"/desk/pages/\d+/$")
REASON = "اعتمد الخبر على وثيقة غير صحيحة."
HEADLINE = "اتفاق على فتح معبر الجبل"
LEDE = "يُفتح المعبر صباح الأحد أمام الشاحنات وحدها."
FIRST_WORDS = "اتفق الجانبان على فتح المعبر ثلاثة أيام في الأسبوع."


def more_actions(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()


def write(page: Page, house: House) -> None:
    """Through the pages' explorer, as a reporter goes."""
    page.goto(f"/desk/pages/{house.politics.pk}/")
    page.click(f'a[href*="/desk/pages/{house.politics.pk}/add_subpage/"]')
    page.fill("[name=title]", HEADLINE)
    page.fill("[name=lede]", LEDE)
    page.locator("[data-streamfield-stream-container] button[title]").first.click()
    page.locator(".w-combobox [role=option]").first.click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(FIRST_WORDS)


def add_to_story(page: Page, title: str) -> None:
    page.click("#id_article_stories-ADD")
    page.locator("#id_article_stories-0-story-chooser [data-chooser-action-choose]").click()
    modal = page.locator(".modal-body")
    modal.locator("#id_q").fill(title)
    modal.get_by_role("link", name=title).click()
    expect(page.locator("#id_article_stories-0-story-chooser")).to_contain_text(title)


def submit(page: Page) -> None:
    more_actions(page)
    page.click("[name=action-submit]")
    page.wait_for_url(LISTING)


def approve(page: Page, article: Article) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name=HEADLINE).first.click()
    page.wait_for_url(f"**/desk/pages/{article.pk}/edit/**")
    more = page.locator("footer")
    button = more.locator(
        "[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"
    )
    if not button.is_visible():
        more_actions(page)
    button.click()
    page.wait_for_url(LISTING)


def read(reader: Page, places: tuple[str, ...], *, listed: bool) -> None:
    """The headline stands in each of these places, or in none."""
    for place in places:
        reader.goto(place)
        link = reader.get_by_role("link", name=HEADLINE)
        if listed:
            expect(link.first).to_be_visible()
        else:
            expect(link).to_have_count(0)


def status(page: Page, address: str) -> int:
    response = page.goto(address)
    assert response is not None
    return response.status


def correct(editor: Page, article: Article) -> None:
    """From the editor's own menu."""
    editor.goto(f"/desk/pages/{article.pk}/edit/")
    more_actions(editor)
    editor.locator("footer").locator(f'a[href$="/desk/articles/{article.pk}/correct/"]').click()
    editor.fill("[name=wrong]", "ثلاثة أيام")
    editor.fill("[name=right]", "يومان")
    editor.check("[name=touches_top]")
    editor.click("footer button[type=submit]")
    editor.wait_for_url(LISTING)


def move(chief: Page, article: Article, section: Section) -> None:
    chief.goto(f"/desk/pages/{article.pk}/move/{section.pk}/confirm/")
    chief.locator("main form :is(button, input)[type=submit]").first.click()
    chief.wait_for_url(LISTING)


def withdraw(chief: Page, article: Article) -> None:
    chief.goto(f"/desk/articles/{article.pk}/withdraw/")
    chief.fill("[name=reason]", REASON)
    chief.click("footer button[type=submit]")
    chief.wait_for_url(LISTING)


def test_from_a_reporters_draft_to_a_readers_page_and_away(
    house: Callable[[], House],
) -> None:
    newsroom = house()
    story = factories.make_story(newsroom.edition)
    in_story = f"/stories/{story.slug}/"
    newsroom.person("reporter", Role.REPORTER)
    newsroom.person("editor", Role.SECTION_EDITOR, newsroom.politics)
    newsroom.person("chief", Role.CHIEF_EDITOR)
    reader = newsroom.visit(PHONE)

    # A reporter writes and submits; nobody reads it yet.
    reporter = newsroom.sign_in("reporter")
    expect(reporter.locator("html")).to_have_attribute("dir", "rtl")
    write(reporter, newsroom)
    add_to_story(reporter, story.title)
    submit(reporter)
    article = Article.objects.get()
    assert (article.live, article.workflow_in_progress) == (False, True)
    read(reader, ("/politics/",), listed=False)

    # An editor publishes, and readers find it where they look.
    editor = newsroom.sign_in("editor")
    approve(editor, article)
    article.refresh_from_db()
    assert article.live
    read(reader, ("/politics/", in_story, "/latest/", "/"), listed=True)
    reader.get_by_role("link", name=HEADLINE).first.click()
    expect(reader.locator("h1")).to_have_text(HEADLINE)
    for text in (LEDE, FIRST_WORDS, story.title):
        expect(reader.get_by_text(text).first).to_be_visible()

    # A correction stands on the article and on the corrections page.
    correct(editor, article)
    reader.reload()
    expect(reader.get_by_text("يومان").first).to_be_visible()
    reader.goto("/corrections/")
    expect(reader.get_by_text("يومان").first).to_be_visible()

    # A move: the old address leads to the new one.
    chief = newsroom.sign_in("chief")
    move(chief, article, newsroom.sport)
    reader.goto(article.get_absolute_url())
    assert "/sport/" in reader.url
    read(reader, ("/sport/",), listed=True)

    # A share link is the short address, and leads to the article.
    reader.get_by_role("link", name=HEADLINE).first.click()
    shared = reader.locator('a[href*="wa.me"], a[href*="whatsapp"]').first.get_attribute("href")
    assert f"/a/{article.number}" in unquote(shared or "")
    assert status(reader, f"/a/{article.number}") == 200
    expect(reader.locator("h1")).to_have_text(HEADLINE)

    # A withdrawal: every address answers 410 with the reason, and no list has it.
    withdraw(chief, article)
    for address in (Article.objects.get().get_absolute_url(), f"/a/{article.number}"):
        assert status(reader, address) == 410
        expect(reader.get_by_text(REASON)).to_be_visible()
    read(reader, ("/", "/sport/", "/latest/", in_story), listed=False)

    # The desk's cookies went to no reader's page, and no page's script broke.
    assert reader.context.cookies() == []
    assert {cookie.get("path") for cookie in chief.context.cookies()} == {"/desk/"}
    assert newsroom.said == []
