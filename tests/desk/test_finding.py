"""Wagtail's own search finds what the list of articles finds: any spelling, any form of a word."""

from typing import Any

import pytest
from django.test import Client
from modelsearch.query import Not, Or, Phrase, PlainText
from wagtail.search.backends import get_search_backend

from khabar.newsroom.models import Article, Author, Photo, Section, Source, Story, Topic
from khabar.newsroom.queries.choosing import other_pages_found
from tests import factories
from tests.desk.conftest import Newsroom
from tests.desk.test_articles_list import found

HEADLINE = "الوزير الإقلیمي يزور معلمات الحج"
#: Farsi yeh, no hamza, no article; other forms; unfinished.
TYPED = ["الاقليمي", "إقليمية", "اقليم", "حج", "للحج", "وزير", "المعلّمين", "بالوزير", "يزو", "ﺍﻟﺤﺞ"]


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    factories.make_article(newsroom.politics, HEADLINE)
    factories.make_article(newsroom.politics, "خبر آخر")
    return newsroom


def titles(client: Client, url: str, **asked: Any) -> list[str]:
    response = client.get(url, asked)
    assert response.status_code == 200
    context = response.context
    listed = context["results"] if "results" in context else context.get("pages", ())
    return [str(getattr(row, "title", row)) for row in listed]


@pytest.mark.parametrize("typed", TYPED)
def test_articles_are_found_by_any_form(room: Newsroom, typed: str) -> None:
    client = room.client("chief")
    assert found(client, q=typed) == [HEADLINE]
    assert titles(client, "/desk/pages/search/", q=typed) == [HEADLINE]
    backend = get_search_backend()
    assert [one.title for one in backend.autocomplete(typed, Article)] == [HEADLINE]
    whole = [] if typed == "يزو" else [HEADLINE]
    assert [one.title for one in backend.search(typed, Article)] == whole


def test_names_pages_and_photos_are_found_by_any_form(room: Newsroom) -> None:
    edition, client = room.edition, room.client("chief")
    author = Author.objects.create(name="ليلى المعلّم", locale=edition.locale)
    topic = Topic.objects.create(name="الموانئ الإقلیمیة", locale=edition.locale)
    source = Source.objects.create(name="وكالة الأنباء العربيّة")
    story = factories.make_story(edition, "مفاوضات السدود الكبيرة", "dams")
    photo = factories.make_photo(title="مؤتمر المعلّمين", caption="", alt_text="")
    for model, thing, typed in (
        (Author, author, "معلم"),
        (Topic, topic, "اقليميه"),
        (Source, source, "عربي"),
        (Story, story, "السد كبير"),
        (Photo, photo, "معلمات"),
        (Section, room.sport, "الرياضي"),
    ):
        backend = get_search_backend()
        hits = list(backend.autocomplete(typed, model.objects.all()))
        assert hits == [thing] or (model is Story and not hits), (model, hits)
    other = Author.objects.create(name="سامي نادر", locale=edition.locale)
    listed = client.get("/desk/snippets/newsroom/author/", {"q": "معلم"}).content.decode()
    assert author.name in listed
    assert other.name not in listed
    assert list(Photo.objects.matching("معلمات")) == [photo]
    assert not Photo.objects.matching("؟!").exists()
    assert other_pages_found([Story], "مفاوضة الكبير", 5) == [story.pk]


def test_a_name_is_met_in_any_form_where_the_list_is_filtered(room: Newsroom) -> None:
    author = Author.objects.create(name="ليلى المعلّمة", locale=room.edition.locale)
    article = factories.make_article(room.sport, "خبر ثالث", byline=[author])
    client = room.client("chief")
    assert found(client, q="معلم ثالث") == [article.title]
    assert found(client, author="المعلم") == [article.title]


def test_every_kind_of_question_is_analysed(room: Newsroom) -> None:
    del room
    backend = get_search_backend()

    def said(query: Any) -> set[str]:
        return {one.title for one in backend.search(query, Article)}

    assert said(PlainText("الاقليمي") & PlainText("حج")) == {HEADLINE}
    assert said(Or([PlainText("لا شيء"), PlainText("وزير")])) == {HEADLINE}
    assert said(Not(PlainText("وزير"))) == {"خبر آخر"}
    assert said(Phrase("الوزير الاقليمي")) == {HEADLINE}
    assert said(Phrase("الاقليمي الوزير")) == set()
    for nothing in ("", " ", "؟!", "«»", '"', "*", "NEAR(", "a:b", "'"):
        assert HEADLINE not in said(nothing)
        assert HEADLINE not in {one.title for one in backend.autocomplete(nothing, Article)}
