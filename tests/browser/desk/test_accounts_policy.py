"""The desk's content policy: no screen does what it forbids, and none is broken by it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import ConsoleMessage, FilePayload, Page, expect
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from khabar.newsroom.models import Article, Photo
from tests import factories
from tests.browser.desk import acts
from tests.browser.desk.conftest import House
from tests.desk import screens
from tests.desk.furnished import furnish

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


Inside = tuple[House, Page, list[str]]


@pytest.fixture
def inside(house: Callable[[], House]) -> Inside:
    """A superuser's browser, with the listener in every page; what its console says of policy."""
    newsroom = house()
    User.objects.create_superuser("owner", "owner@example.org", "password")
    page = newsroom.visit()
    page.context.add_init_script(LISTENER)
    refused: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.goto("/desk/login/")
    assert violations(page) == []
    page.fill("input[name=username]", "owner")
    page.fill("input[name=password]", "password")
    page.click(".login-form button[type=submit]")
    page.wait_for_url("**/desk/")
    return newsroom, page, refused


#: Screens that differ by what is asked after their address, by what stands in it.
ASKED = (
    "/desk/articles/?q=خبر&status=published&ordering=-edited_at",
    "/desk/articles/?status=draft&genre=news&at_from=2020-01-01",
    "/desk/pages/search/?q=خبر",
    "/desk/front/?q=خبر",
    "/desk/planning/?view=day",
    "/desk/images/?q=صورة",
    "/desk/photos/batch/?photo={photo}",
    "/desk/reports/site-history/?action=khabar.correct",
    "/desk/reports/site-history/?user=x",
)


def test_no_screen_does_what_the_policy_forbids(inside: Inside) -> None:
    newsroom, page, refused = inside
    owner = User.objects.get(username="owner")
    things = furnish(newsroom.edition, newsroom.politics, newsroom.sport, owner)
    client = Client(headers={"host": newsroom.address.removeprefix("http://")})
    client.force_login(owner)
    live = Article.objects.get(hero_photo__isnull=False)
    walked = [
        address
        for pattern in screens.patterns()
        for address in things.fill(pattern)
        if screens.is_screen(client, address)
    ]
    acts = bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    bulk = [
        f"/desk/bulk/wagtailcore/page/{act.action_type}/?id={live.pk}&next=/desk/" for act in acts
    ]
    asked = [address.format(photo=live.hero_photo_id) for address in ASKED]
    said: dict[str, Any] = {}
    for path in [*walked, *bulk, *asked]:
        answer = page.goto(path)
        assert answer is not None
        page.wait_for_load_state("load")
        found = [*violations(page), *refused]
        refused.clear()
        if found or answer.status != 200:
            said[path] = [answer.status, *found]
    assert json.dumps(said, ensure_ascii=False, indent=1) == "{}"
    assert len(walked) > 150


def test_the_editor_works_within_the_policy(inside: Inside) -> None:
    newsroom, page, refused = inside
    article = factories.make_article(newsroom.politics, body=body())
    page.goto(f"/desk/pages/{article.pk}/edit/")
    expect(page.locator("[data-contentpath=body]")).to_be_visible()
    # Before there are empty blocks, of which nothing can be shown.
    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator("h1")).to_contain_text(article.title)
    acts.add_every_block(page)
    # A dialogue, with a chooser in it; a calendar; a line added to a list.
    page.locator("[data-contentpath=body] [data-chooser-action-choose]:visible").first.click()
    expect(page.locator(".modal-body")).to_be_visible()
    page.locator(".modal [data-dismiss=modal]").first.click()
    expect(page.locator(".modal-body")).to_have_count(0)
    panels = page.locator("[data-side-panel-toggle]").evaluate_all(
        "all => all.map((one) => one.dataset.sidePanelToggle)"
    )
    assert {"checks", "preview", "status"} <= set(panels)
    for panel in dict.fromkeys(panels):
        page.locator(f"[data-side-panel-toggle={panel}]").click()
        expect(page.locator(f"[data-side-panel={panel}]")).to_be_visible()
    assert "\n".join([*violations(page), *refused]) == ""


def test_what_is_begun_without_inline_script_begins(inside: Inside) -> None:
    newsroom, page, refused = inside
    article = factories.make_draft(newsroom.politics)
    page.goto(f"/desk/articles/{article.pk}/schedule/")
    page.locator("main input[type=text]").first.click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    page.goto("/desk/redirects/add/")
    page.locator("[data-chooser-action-choose]:visible").first.click()
    expect(page.locator(".modal-body")).to_be_visible()
    assert [*violations(page), *refused] == []


def test_what_is_done_on_the_other_screens_is_within_the_policy(inside: Inside) -> None:
    newsroom, page, refused = inside
    articles = [factories.make_article(newsroom.politics, f"خبر {n}") for n in range(3)]
    # The list: its filters, its menu, a bulk act.
    page.goto("/desk/articles/")
    page.locator(".w-slim-header [data-w-dropdown-target=toggle]").first.click()
    page.keyboard.press("Escape")
    page.locator("[data-bulk-action-checkbox]").nth(1).check()
    expect(page.locator("[data-bulk-action-footer]")).to_be_visible()
    found = violations(page)
    # The front page: an article placed from the list's own menu, and from the screen.
    page.goto(f"/desk/front/place/{articles[0].pk}/")
    page.locator("button[name=slot]").first.click()
    expect(page.locator(".messages")).to_contain_text("ثُبّتت")
    found += violations(page)
    page.goto("/desk/front/")
    expect(page.get_by_text(articles[0].title).first).to_be_visible()
    found += violations(page)
    # Photos: an upload with its metadata, and a crop.
    page.goto("/desk/images/multiple/add/")
    files = [FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=factories.picture_bytes())]
    page.set_input_files("#k-files", files)
    expect(page.locator(".k-row")).to_have_count(1, timeout=30_000)
    found += violations(page)
    page.goto(f"/desk/photos/{Photo.objects.get().pk}/crops/")
    page.locator("[data-crop-frame]").first.focus()
    page.keyboard.press("+")
    found += violations(page)
    assert "\n".join([*found, *refused]) == ""
