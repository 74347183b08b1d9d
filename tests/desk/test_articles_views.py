"""Saved views of the list: one's own, and those that chief editors share."""

from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from khabar.desk.models import Role, SavedView
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom
from tests.desk.test_articles_list import found

LIST = "/desk/articles/"
VIEWS = f"{LIST}views/"


def save(client: Client, name: str, query: str = "status=draft&ordering=at", **typed: Any) -> Any:
    data = {"name": name, "query": query, **typed}
    return client.post(f"{VIEWS}save/", data, follow=True)


def tabs(client: Client) -> list[str]:
    return [tab.view.name for tab in client.get(LIST).context["tabs"]]


def test_a_view_keeps_filters_search_and_order(newsroom: Newsroom) -> None:
    factories.make_draft(newsroom.politics, "خبر الحدود")
    factories.make_article(newsroom.politics, "خبر الحدود المنشور")
    client = newsroom.client("editor")
    asked = "?status=draft&q=حدود&p=3&ordering=-edited_at&_w_filter_fragment=1&x=1"
    question = client.get(LIST + asked).context["question"]
    response = save(client, "مسوداتي", question)
    assert "مسوداتي" in forms.said(response)
    tab = client.get(LIST).context["tabs"][0]
    assert parse_qs(tab.view.query) == {
        "status": ["draft"],
        "q": ["حدود"],
        "ordering": ["-edited_at"],
    }
    page = client.get(tab.address)
    shown = [article.desk_entry.headline for article in page.context["object_list"]]
    assert shown == ["خبر الحدود"]
    assert page.context["tabs"][0].is_shown
    assert not client.get(LIST).context["tabs"][0].is_shown


def test_a_view_is_renamed_and_deleted_by_its_owner(newsroom: Newsroom) -> None:
    client = newsroom.client("reporter")
    save(client, "الأول")
    view = SavedView.objects.get()
    client.post(f"{VIEWS}{view.pk}/", {"name": "الثاني"})
    assert tabs(client) == ["الثاني"]
    assert "الثاني" in client.get(VIEWS).content.decode()
    client.post(f"{VIEWS}{view.pk}/delete/")
    assert tabs(client) == []


def test_what_is_ones_own_is_nobody_elses(newsroom: Newsroom) -> None:
    save(newsroom.client("reporter"), "لي")
    view = SavedView.objects.get()
    for who in ("colleague", "chief", "owner"):
        client = newsroom.client(who)
        assert tabs(client) == []
        for address in (f"{VIEWS}{view.pk}/", f"{VIEWS}{view.pk}/delete/"):
            assert client.post(address, {"name": "لغيري"}).status_code == 404
    assert SavedView.objects.get().name == "لي"


@pytest.mark.parametrize(
    ("who", "shares"),
    [("reporter", False), ("editor", False), ("chief", True), ("admin", True), ("owner", True)],
)
def test_chief_editors_share_with_all(newsroom: Newsroom, who: str, *, shares: bool) -> None:
    save(newsroom.client(who), "للجميع", sharing="edition")
    assert (tabs(newsroom.client("colleague")) == ["للجميع"]) is shares
    assert tabs(newsroom.client(who)) == ["للجميع"]


def test_a_view_for_one_group_is_shown_to_that_group(newsroom: Newsroom) -> None:
    group = newsroom.group(Role.REPORTER)
    save(newsroom.client("chief"), "للصحفيين", sharing="group", group=str(group.pk))
    assert tabs(newsroom.client("reporter")) == ["للصحفيين"]
    assert tabs(newsroom.client("editor")) == []
    view = SavedView.objects.get()
    # Those it is shown to pick it, and do not change it; another chief editor does.
    reporter = newsroom.client("reporter")
    assert reporter.post(f"{VIEWS}{view.pk}/delete/").status_code in {302, 403}
    assert SavedView.objects.filter(pk=view.pk).exists()
    newsroom.client("admin").post(f"{VIEWS}{view.pk}/", {"name": "للجميع", "sharing": "edition"})
    assert tabs(newsroom.client("editor")) == ["للجميع"]
    assert SavedView.objects.get().group is None


def test_a_shared_view_shows_each_what_they_may_see(newsroom: Newsroom) -> None:
    factories.make_draft(newsroom.politics, "سياسة")
    factories.make_draft(newsroom.sport, "رياضة")
    save(newsroom.client("chief"), "المسودات", "status=draft", sharing="edition")
    for who, seen in (("chief", ["رياضة", "سياسة"]), ("editor", ["سياسة"])):
        client = newsroom.client(who)
        tab = client.get(LIST).context["tabs"][0]
        assert found(client, **parse_qs(tab.view.query)) == seen


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "مطلوب"),
        ({"name": "موجود"}, "لديك عرض بهذا الاسم"),
        ({"name": "آخر", "sharing": "group"}, "اختر المجموعة"),
    ],
)
def test_what_cannot_be_saved_is_said(newsroom: Newsroom, typed: dict[str, str], said: str) -> None:
    client = newsroom.client("chief")
    save(client, "موجود", sharing="own")
    response = client.post(
        f"{VIEWS}save/", {"query": "status=draft", "sharing": "own", **typed}, follow=True
    )
    assert said in forms.said(response)
    # What was asked is still there.
    assert response.context["question"] == "status=draft"
    assert SavedView.objects.count() == 1


def test_the_photo_desk_keeps_no_views(newsroom: Newsroom) -> None:
    client = newsroom.client("photo")
    client.post(f"{VIEWS}save/", {"name": "عرض", "query": ""})
    assert not SavedView.objects.exists()
    assert client.get(VIEWS).status_code in {302, 403}


def test_a_view_of_an_edition_stays_in_it(newsroom: Newsroom) -> None:
    english = factories.make_edition("en", "en.testserver")
    factories.make_section(english, "World", "world")
    owner = newsroom.client("owner")
    save(owner, "Drafts", "edition=en&status=draft", sharing="edition")
    assert SavedView.objects.get().edition == english
    assert tabs(owner) == []
    assert [tab.view.name for tab in owner.get(f"{LIST}?edition=en").context["tabs"]] == ["Drafts"]
    assert tabs(newsroom.client("chief")) == []
