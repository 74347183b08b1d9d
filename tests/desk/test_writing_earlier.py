"""«سبق أن نشرنا»: what the archive offers to a text that is being written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from khabar.newsroom import actions
from khabar.newsroom.models import Article, Story
from tests import factories
from tests.desk.conftest import Newsroom

EARLIER = "/desk/writing/{}/earlier/"
WORDS = {"headline": "انهيار سد الوادي من جديد", "lede": "أمطار غزيرة على سد الوادي الكبير"}


def ask(client: Client, pk: int, **words: Any) -> Any:
    return client.post(EARLIER.format(pk), json.dumps(words), content_type="application/json")


@pytest.fixture
def dams(newsroom: Newsroom, index: Callable[[], None]) -> list[Article]:
    story = factories.make_story(newsroom.edition, "انهيار السد", "dam")
    articles = [
        factories.make_article(newsroom.politics, f"سد الوادي الكبير: {what}", stories=[story])
        for what in ("انهيار بعد أمطار", "إجلاء سكان القرى", "لجنة تحقيق", "تعويضات عاجلة")
    ]
    factories.make_article(newsroom.sport, "الكأس", lede="مباراة في الملعب.")
    index()
    return articles


def test_what_was_published_and_whose_story_it_is(newsroom: Newsroom, dams: list[Article]) -> None:
    client, story = newsroom.client("reporter"), Story.objects.get()
    said = ask(client, newsroom.politics.pk, **WORDS).content.decode()
    assert all(article.title in said for article in dams)
    assert "الكأس" not in said
    assert f'data-earlier-act="story" data-pk="{story.pk}"' in said
    # A draft finds the others as it is saved, and never itself.
    actions.withdraw(dams[1], by=None, reason="خطأ")
    page = newsroom.client("chief").get(f"/desk/pages/{dams[0].pk}/edit/").content.decode()
    offered = page.partition("data-earlier-found")[2].partition("related_choices")[0]
    assert dams[2].title in offered
    assert dams[0].title not in offered
    assert dams[1].title not in offered


def test_a_closed_story_and_another_matter_are_not_offered(
    newsroom: Newsroom, dams: list[Article]
) -> None:
    client = newsroom.client("reporter")
    said = ask(client, dams[0].pk, headline="مباراة حاسمة في الملعب", lede="").content.decode()
    assert 'data-earlier-act="story"' not in said
    Story.objects.update(state=Story.State.CLOSED)
    said = ask(newsroom.client("chief"), dams[0].pk, **WORDS).content.decode()
    assert 'data-earlier-act="story"' not in said


@pytest.mark.parametrize("body", ["", "[]", "{", '{"headline": 3}', '"x"'])
def test_what_cannot_be_read_is_said(newsroom: Newsroom, body: str) -> None:
    url = EARLIER.format(newsroom.politics.pk)
    answer = newsroom.client("chief").post(url, body, content_type="application/json")
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_who_may_not_write_is_offered_nothing(newsroom: Newsroom) -> None:
    pk = factories.make_article(newsroom.politics).pk
    assert ask(newsroom.client("photo"), pk, **WORDS).status_code == 302
    assert ask(Client(), pk, **WORDS).status_code == 302
    assert ask(newsroom.client("chief"), pk + 1000, **WORDS).status_code == 404


def test_without_an_index_and_without_words_nothing_is_offered(newsroom: Newsroom) -> None:
    client = newsroom.client("chief")
    for words in (WORDS, {}, {"headline": "خبر"}):
        said = ask(client, newsroom.politics.pk, **words)
        assert said.status_code == 200
        assert "data-earlier-act" not in said.content.decode()
