"""Where an article is chosen, it is found as the list finds it: any spelling, number, address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khabar.desk.articles import chooser
from khabar.newsroom.models import Article, Author, Source, Story
from tests import factories
from tests.desk.conftest import Newsroom

HEADLINE = "إسطنبول تستضيف «قمة المياه» في ٢٠٢٦ على ضفة البوسفور"
SEARCH = "/desk/choose-page/search/"
ARTICLES = "newsroom.article"

Search = Callable[[str], list[str]]


@pytest.fixture
def article(newsroom: Newsroom) -> Article:
    locale = newsroom.edition.locale
    byline = [
        Author.objects.create(name="ليلى الحدّاد", locale=locale),
        Source.objects.create(name="وكالة الواحة"),
        "يوسف كاتبٌ ضيف",
    ]
    factories.make_article(newsroom.politics, "خبر آخر")
    return factories.make_article(
        newsroom.politics,
        HEADLINE,
        kicker="أزمة السدود",
        slugline="water-summit",
        byline=byline,
    )


def chosen(client: Client, typed: str, page_type: str = ARTICLES, **more: Any) -> list[str]:
    """What Wagtail's dialogue offers, in its order."""
    asked = {"q": typed, "page_type": page_type, **more}
    response = client.get(SEARCH, asked)
    assert response.status_code == 200
    shown = response.content.decode()
    pages = list(response.context["pages"])
    assert all(page.get_admin_display_title() in shown for page in pages)
    return [page.draft_title for page in pages]


@pytest.fixture(params=["dialogue", "any page", "front", "story"])
def search(request: Any, newsroom: Newsroom) -> Search:
    """Each place where an article is sought to be chosen."""
    client = newsroom.client("chief")
    story = factories.make_story(newsroom.edition)

    def cards(address: str, name: str) -> Search:
        def found(typed: str) -> list[str]:
            response = client.get(address, {"q": typed})
            assert response.status_code == 200
            return [card.headline for card in response.context[name]]

        return found

    return {
        "dialogue": lambda typed: chosen(client, typed),
        "any page": lambda typed: chosen(client, typed, ""),
        "front": cards("/desk/front/", "pool"),
        "story": cards(f"/desk/front/stories/{story.pk}/", "found"),
    }[request.param]


SPELLINGS = (
    "اسطنبول",
    "قمه المياة",
    "قمـــة",
    "قِمّة",
    "المیاه",
    "2026",
    "علي",
    "السدود",
    "water-summit",
    "ليلي حداد",
    "الواحة",
    "كاتب ضيف",
    "البوسف",
)


def test_it_is_found_in_any_spelling_and_nothing_else_is(article: Article, search: Search) -> None:
    found = {typed: search(typed) for typed in SPELLINGS}
    assert found == {key: [article.title] for key in SPELLINGS}
    others = ("أنقرة", "إسطنبول أنقرة", "؟!", "/a/99999")
    assert {typed: search(typed) for typed in others} == {key: [] for key in others}


def test_it_is_found_by_number_and_address(article: Article, search: Search) -> None:
    path = article.get_absolute_url()
    for pasted in (
        str(article.number),
        path,
        f"https://testserver{quote(path)}?utm_source=whatsapp#top",
        f"/a/{article.number}",
        f"/desk/pages/{article.pk}/edit/",
        f"اقرأ هذا:\nhttps://testserver{quote(path)}",
    ):
        assert search(pasted)[:1] == [article.title], pasted


def test_what_one_may_not_see_is_not_offered(newsroom: Newsroom) -> None:
    factories.make_draft(newsroom.sport, "مسودة المياه في الرياضة")
    factories.make_article(newsroom.sport, "المياه في الرياضة")
    factories.make_draft(newsroom.politics, "مسودة المياه في السياسة")
    english = factories.make_edition("en", "en.testserver")
    world = factories.make_section(english, "World", "world")
    factories.make_article(world, "Water in the مياه")
    factories.make_draft(world, "Draft of مياه")
    assert set(chosen(newsroom.client("editor"), "المياه")) == {
        "مسودة المياه في السياسة",
        "المياه في الرياضة",
        "Water in the مياه",
    }
    assert len(chosen(newsroom.client("chief"), "المياه")) == 4
    assert len(chosen(newsroom.client("owner"), "المياه")) == 5


def test_other_pages_are_found_by_title_and_come_first(newsroom: Newsroom) -> None:
    story = factories.make_story(newsroom.edition, "أزمة السياسة المائيّة")
    factories.make_article(newsroom.politics, "في السياسة")
    client = newsroom.client("chief")
    assert chosen(client, "سياسه", "") == [story.title, newsroom.politics.title, "في السياسة"]
    assert chosen(client, "ازمه المائ", "newsroom.story") == [story.title]
    assert chosen(client, "المائية ازمة", "newsroom.article,newsroom.section") == []
    assert chosen(client, "السياسة", "newsroom.section") == [newsroom.politics.title]
    assert client.get(SEARCH, {"q": "x", "page_type": "newsroom.nothing"}).status_code == 404
    assert Story.objects.count() == 1


def test_a_dialogue_of_many_goes_by_pages_and_says_where_it_ends(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(30):
        factories.make_article(newsroom.politics, f"خبر المياه {n}")
    client = newsroom.client("chief")
    assert chosen(client, "المياه") == [f"خبر المياه {n}" for n in range(29, 4, -1)]
    assert chosen(client, "المياه", p=2) == [f"خبر المياه {n}" for n in range(4, -1, -1)]
    said = "تُعرض أحدث النتائج فقط"
    assert said not in client.get(SEARCH, {"q": "المياه"}).content.decode()
    monkeypatch.setattr(chooser, "MOST", 10)
    assert len(chosen(client, "المياه")) == 10
    assert said in client.get(SEARCH, {"q": "المياه"}).content.decode()


def test_a_longer_page_costs_no_more_queries(newsroom: Newsroom) -> None:
    client = newsroom.client("chief")
    counts = []
    for _round in range(2):
        for _article in range(3):
            factories.make_article(newsroom.politics, "خبر المياه")
        chosen(client, "المياه")
        with CaptureQueriesContext(connection) as captured:
            chosen(client, "المياه")
        counts.append(len(captured))
    assert counts[0] == counts[1]
