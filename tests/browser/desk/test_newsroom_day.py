"""A day in the newsroom: written, reviewed, published, corrected, moved, shared, withdrawn."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.newsroom.models import Article, Section
from tests import factories
from tests.browser.desk.acts import LISTING, approve, more_actions, status, submit, write
from tests.browser.desk.conftest import PHONE, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

REASON = "اعتمد الخبر على وثيقة غير صحيحة."
HEADLINE = "اتفاق على فتح معبر الجبل"
LEDE = "يُفتح المعبر صباح الأحد أمام الشاحنات وحدها."
FIRST_WORDS = "اتفق الجانبان على فتح المعبر ثلاثة أيام في الأسبوع."


def add_to_story(page: Page, title: str) -> None:
    page.click("#id_article_stories-ADD")
    page.locator("#id_article_stories-0-story-chooser [data-chooser-action-choose]").click()
    modal = page.locator(".modal-body")
    modal.locator("#id_q").fill(title)
    modal.get_by_role("link", name=title).click()
    expect(page.locator("#id_article_stories-0-story-chooser")).to_contain_text(title)


def read(reader: Page, places: tuple[str, ...], *, listed: bool) -> None:
    """The headline stands in each of these places, or in none."""
    for place in places:
        reader.goto(place)
        link = reader.get_by_role("link", name=HEADLINE)
        if listed:
            expect(link.first).to_be_visible()
        else:
            expect(link).to_have_count(0)


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
    write(reporter, newsroom.politics, HEADLINE, LEDE, FIRST_WORDS)
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
