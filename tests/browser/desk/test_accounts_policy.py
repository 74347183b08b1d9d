"""The desk's content policy: no screen does what it forbids, and none is broken by it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.newsroom.models import Article, Photo, StoriesIndexPage
from tests import factories
from tests.browser.desk.conftest import House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

#: Written into each page before anything else, and read from it at the end.
LISTENER = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push([event.effectiveDirective, event.blockedURI, event.sourceFile,
    event.lineNumber, event.sample].join(" | "));
});
"""


def violations(page: Page) -> list[str]:
    """What the page's policy has refused, in it and in the frames within it."""
    found: list[str] = []
    for frame in page.frames:
        found += [f"{frame.url}: {line}" for line in frame.evaluate("window.violations || []")]
    return found


def body() -> str:
    """A body with a block of each kind that needs no chosen thing."""
    return json.dumps(
        [
            {
                "type": "paragraph",
                "value": "<p>نص <b>غليظ</b> و<a href='https://example.org/'>رابط</a></p>",
            },
            {"type": "subhead", "value": "عنوان فرعي"},
        ]
    )


def open_all_blocks(page: Page) -> None:
    """Add one block of every kind to the body."""
    kinds = page.evaluate(
        "JSON.parse(document.querySelector('[data-block]')?.dataset.block || 'null') && true"
    )
    del kinds
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


def screens(house: House, article: Article, photo: Photo, person: User) -> list[str]:
    """Every kind of screen of the desk."""
    home = house.edition.site.root_page.pk
    stories = StoriesIndexPage.objects.first()
    lists = ["author", "source", "topic", "subject", "broadcast", "correction"]
    return [
        "/desk/",
        f"/desk/pages/{home}/",
        f"/desk/pages/{house.politics.pk}/",
        f"/desk/pages/{stories.pk}/" if stories else "/desk/",
        f"/desk/pages/{home}/edit/",
        f"/desk/pages/{house.politics.pk}/edit/",
        f"/desk/pages/add/newsroom/article/{house.politics.pk}/",
        f"/desk/pages/add/newsroom/textpage/{home}/",
        f"/desk/pages/{article.pk}/history/",
        f"/desk/pages/{article.pk}/move/",
        f"/desk/pages/{article.pk}/copy/",
        f"/desk/pages/{article.pk}/unpublish/",
        f"/desk/pages/{article.pk}/delete/",
        "/desk/pages/usage/newsroom/article/",
        f"/desk/articles/{article.pk}/update/",
        f"/desk/articles/{article.pk}/correct/",
        f"/desk/articles/{article.pk}/withdraw/",
        f"/desk/bulk/wagtailcore/page/publish/?id={article.pk}&next=/desk/",
        "/desk/pages/search/?q=عنوان",
        "/desk/images/",
        "/desk/images/add/",
        f"/desk/images/{photo.pk}/",
        f"/desk/images/usage/{photo.pk}/",
        "/desk/documents/",
        "/desk/documents/multiple/add/",
        "/desk/users/",
        "/desk/users/new/",
        f"/desk/users/edit/{person.pk}/",
        f"/desk/users/{person.pk}/security/",
        f"/desk/users/{person.pk}/security/reset/",
        "/desk/groups/",
        "/desk/groups/new/",
        "/desk/account/",
        "/desk/account/security/",
        "/desk/account/security/app/",
        "/desk/account/security/passkeys/add/",
        f"/desk/settings/newsroom/edition/{house.edition.site_id}/",
        "/desk/workflows/list/",
        "/desk/workflows/add/",
        "/desk/workflows/tasks/index/",
        "/desk/sites/",
        "/desk/locales/",
        "/desk/collections/",
        "/desk/redirects/",
        "/desk/redirects/add/",
        "/desk/reports/site-history/",
        "/desk/reports/locked/",
        "/desk/reports/workflow/",
        "/desk/reports/workflow_tasks/",
        "/desk/reports/aging-pages/",
        "/desk/reports/page-types-usage/",
        "/desk/reports/inactive-accounts/",
        "/desk/flash/",
        "/desk/planning/",
        "/desk/planning/new/",
        "/desk/front/",
        "/desk/front/history/",
        "/desk/front/stories/",
        f"/desk/front/place/{article.pk}/",
        "/desk/requests/",
        "/desk/protected-bylines/",
        "/desk/protected-bylines/protect/",
        "/desk/previews/",
        f"/desk/articles/{article.pk}/previews/",
        f"/desk/articles/{article.pk}/ready/",
        f"/desk/articles/{article.pk}/versions/",
        f"/desk/photos/{photo.pk}/crops/",
        f"/desk/photos/{photo.pk}/replace/",
        f"/desk/site/{house.edition.pk}/",
        *[f"/desk/snippets/newsroom/{name}/" for name in lists],
        *[
            f"/desk/snippets/newsroom/{name}/add/"
            for name in lists
            if name not in {"subject", "correction"}
        ],
    ]


@pytest.fixture
def inside(house: Callable[[], House]) -> tuple[House, Page]:
    """A superuser's browser, with the listener in every page."""
    newsroom = house()
    User.objects.create_superuser("owner", "owner@example.org", "password")
    page = newsroom.visit()
    page.context.add_init_script(LISTENER)
    page.goto("/desk/login/")
    assert violations(page) == []
    page.fill("input[name=username]", "owner")
    page.fill("input[name=password]", "password")
    page.click(".login-form button[type=submit]")
    page.wait_for_url("**/desk/")
    return newsroom, page


def test_no_screen_does_what_the_policy_forbids(inside: tuple[House, Page]) -> None:
    newsroom, page = inside
    person = newsroom.person("reporter", Role.REPORTER)
    article = factories.make_article(newsroom.politics, body=body())
    photo = factories.make_photo()
    refused: dict[str, Any] = {}
    missing: dict[str, int] = {}
    for path in screens(newsroom, article, photo, person):
        answer = page.goto(path)
        assert answer is not None
        if answer.status != 200:
            missing[path] = answer.status
        page.wait_for_load_state("load")
        if found := violations(page):
            refused[path] = found
    assert json.dumps([refused, missing], ensure_ascii=False) == "[{}, {}]"


def test_the_editor_works_within_the_policy(inside: tuple[House, Page]) -> None:
    newsroom, page = inside
    article = factories.make_article(newsroom.politics, body=body())
    page.goto(f"/desk/pages/{article.pk}/edit/")
    expect(page.locator("[data-contentpath=body]")).to_be_visible()
    open_all_blocks(page)
    # A dialogue, with a chooser in it; a calendar; a line added to a list.
    page.locator("[data-contentpath=body] [data-chooser-action-choose]:visible").first.click()
    expect(page.locator(".modal-body")).to_be_visible()
    assert "\n".join(violations(page)) == ""


def test_what_is_begun_without_inline_script_begins(inside: tuple[House, Page]) -> None:
    newsroom, page = inside
    article = factories.make_draft(newsroom.politics)
    page.goto(f"/desk/articles/{article.pk}/schedule/")
    page.locator("main input[type=text]").first.click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    page.goto("/desk/redirects/add/")
    page.locator("[data-chooser-action-choose]:visible").first.click()
    expect(page.locator(".modal-body")).to_be_visible()
    assert violations(page) == []
