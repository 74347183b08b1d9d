"""«سبق أن نشرنا» in the browser: what is typed is asked about; one click puts it into the form."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.desk.conftest import House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_what_is_typed_finds_its_story_and_one_click_adds_it(
    house: Callable[[], House], index: Callable[[], None]
) -> None:
    newsroom = house()
    factories.make_user("owner", superuser=True)
    story = factories.make_story(newsroom.edition, "انهيار السد", "dam")
    earlier = [
        factories.make_article(newsroom.politics, f"سد الوادي الكبير: {what}", stories=[story])
        for what in ("انهيار بعد أمطار", "إجلاء السكان", "لجنة تحقيق")
    ]
    draft = factories.make_draft(newsroom.politics, "مسودة")
    index()
    page = newsroom.sign_in("owner")
    page.goto(f"/desk/pages/{draft.pk}/edit/")
    place = page.locator("[data-earlier]")
    expect(place).to_contain_text("لا شيء عن هذا في الأرشيف بعد")
    page.fill("[name=title]", "سد الوادي الكبير بعد الانهيار")
    expect(place).to_contain_text(earlier[0].title)
    place.locator("[data-earlier-act=story]").click()
    expect(page.locator("[name=article_stories-0-story]")).to_have_value(str(story.pk))
    place.locator("[data-earlier-act=pin]").first.click()
    known = re.compile("|".join(f"^{one.pk}$" for one in earlier))
    expect(page.locator("[name=related_choices-0-other]")).to_have_value(known)
    place.locator("[data-earlier-act=link]").first.click()
    expect(page.locator("input[name^=body-][name$=-value-article]")).to_have_value(known)
    with page.expect_response("**/earlier/"):
        page.fill("[name=lede]", "أمطار غزيرة على السد")
    expect(place.locator("[data-earlier-act=story]")).to_be_disabled()
