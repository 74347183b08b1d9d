"""The stories' screens through their forms: who may, order, items, state, merge, split."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khabar.newsroom import queries
from khabar.newsroom.models import Story
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

STORIES = "/desk/front/stories/"


@pytest.fixture
def stories(newsroom: Newsroom) -> list[Story]:
    return [
        factories.make_story(newsroom.edition, title, slug, carousel_order=place)
        for place, (title, slug) in enumerate((("أول", "a"), ("ثانٍ", "b"), ("ثالث", "c")))
    ]


def act(client: Client, story: Story, op: str, **typed: Any) -> Any:
    return client.post(f"{STORIES}{story.pk}/", {"op": op, **typed}, follow=True)


def items(newsroom: Newsroom, story: Story) -> list[str]:
    return [card.headline for card in queries.list_page(newsroom.edition, "story", story.pk).cards]


@pytest.mark.parametrize("who", ["reporter", "editor", "chief", "photo", "admin"])
def test_stories_are_arranged_by_chief_editors_and_administrators(
    newsroom: Newsroom, stories: list[Story], who: str
) -> None:
    client, allowed = newsroom.client(who), who in {"chief", "admin"}
    article = factories.make_article(newsroom.politics)
    assert (client.get(STORIES).status_code == 200) is allowed
    assert (client.get(f"{STORIES}{stories[0].pk}/").status_code == 200) is allowed
    assert (STORIES in client.get("/desk/").content.decode()) is allowed
    client.post(STORIES, {"item": stories[2].pk, "position": "1"})
    act(client, stories[0], "add", article=article.pk)
    act(client, stories[1], "merge", into=stories[0].pk)
    first = queries.carousel(newsroom.edition)[0].title
    assert first == ("ثالث" if allowed else "أول")
    assert items(newsroom, stories[0]) == ([article.title] if allowed else [])
    assert Story.objects.filter(pk=stories[1].pk).exists() is not allowed


def test_items_are_found_added_pinned_ordered_and_taken_out(
    newsroom: Newsroom, stories: list[Story]
) -> None:
    chief, story = newsroom.client("chief"), stories[0]
    one, two, three = (factories.make_article(newsroom.politics, str(n)) for n in "123")
    found = chief.get(f"{STORIES}{story.pk}/", {"q": str(one.number)})
    assert [card.id for card in found.context["found"]] == [one.pk]
    for article in (one, two, three):
        act(chief, story, "add", article=article.pk)
    assert items(newsroom, story) == ["3", "2", "1"]
    act(chief, story, "pin", article=one.pk)
    act(chief, story, "pin", article=two.pk)
    assert items(newsroom, story) == ["1", "2", "3"]
    act(chief, story, "move", item=two.pk, position=1)
    assert items(newsroom, story) == ["2", "1", "3"]
    act(chief, story, "unpin", article=two.pk)
    assert items(newsroom, story) == ["1", "3", "2"]
    act(chief, story, "take_out", article=one.pk)
    assert items(newsroom, story) == ["3", "2"]
    part = chief.post(
        f"{STORIES}{story.pk}/",
        {"op": "pin", "article": two.pk},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).content.decode()
    assert "<html" not in part


def test_closing_takes_a_note_and_nothing_typed_is_lost(
    newsroom: Newsroom, stories: list[Story]
) -> None:
    chief, story = newsroom.client("chief"), stories[0]
    refused = act(chief, story, "state", state="closed", closing_note=" ")
    assert "كلمة الختام" in forms.said(refused)
    assert 'value="closed" checked' in refused.content.decode()
    act(chief, story, "state", state="closed", closing_note="انتهت الأزمة باتفاق.")
    reader = newsroom.client_class()
    assert "انتهت الأزمة باتفاق." in reader.get("/stories/a/").content.decode()
    assert "أول" not in [card.title for card in queries.carousel(newsroom.edition)]
    typed = act(chief, story, "split", title="ملف مستقل")
    assert "ملف مستقل" in typed.content.decode()
    assert forms.said(typed)


def test_merge_and_split(newsroom: Newsroom, stories: list[Story]) -> None:
    chief, (one, two, _three) = newsroom.client("chief"), stories
    articles = [factories.make_article(newsroom.politics, str(n), stories=[one]) for n in range(3)]
    response = act(chief, one, "split", title="فيضان الشمال", articles=[articles[1].pk])
    assert "فيضان الشمال" in forms.said(response)
    new = Story.objects.get(title="فيضان الشمال")
    assert items(newsroom, new) == ["1"]
    response = act(chief, one, "merge", into=two.pk)
    assert response.redirect_chain[-1][0] == STORIES
    assert items(newsroom, two) == ["2", "0"]
    assert newsroom.client_class().get("/stories/a/").status_code == 301
    for wrong in ({"into": ""}, {"into": "x"}, {"into": two.pk}):
        assert forms.said(act(chief, two, "merge", **wrong))
    assert act(chief, two, "burn").status_code == 404
    assert chief.get(f"{STORIES}{one.pk}/").status_code == 404


def test_a_storys_form_leaves_state_and_order_to_their_verbs(
    newsroom: Newsroom, stories: list[Story]
) -> None:
    chief, story = newsroom.client("chief"), stories[1]
    act(chief, story, "state", state="dormant")
    url = f"/desk/pages/{story.pk}/edit/"
    chief.post(url, {**forms.shown(chief, url), "title": "عنوان جديد", "action-publish": "1"})
    story.refresh_from_db()
    assert (story.title, story.state, story.carousel_order) == ("عنوان جديد", "dormant", 1)


def test_the_screen_of_a_story_takes_a_constant_number_of_queries(
    newsroom: Newsroom, stories: list[Story]
) -> None:
    chief, story = newsroom.client("chief"), stories[0]
    url = f"{STORIES}{story.pk}/"

    def asked() -> int:
        made = [factories.make_article(newsroom.politics, stories=[story]) for _n in range(4)]
        act(chief, story, "pin", article=made[-1].pk)
        chief.get(url)
        with CaptureQueriesContext(connection) as captured:
            chief.get(url)
        return len(captured)

    assert asked() == asked()
