"""The search box of the list: headline, byline, slugline, number, id, address; any spelling."""

from urllib.parse import quote

import pytest

from khabar.newsroom.models import Article, Author, Source
from tests import factories
from tests.desk.conftest import Newsroom
from tests.desk.test_articles_list import draft_of, found

HEADLINE = "إسطنبول تستضيف «قمة المياه» في ٢٠٢٦ على ضفة البوسفور"


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    locale = newsroom.edition.locale
    author = Author.objects.create(name="ليلى الحدّاد", locale=locale)
    source = Source.objects.create(name="وكالة الواحة")
    factories.make_article(
        newsroom.politics,
        HEADLINE,
        kicker="أزمة السدود",
        slugline="water-summit",
        byline=[author, source, "يوسف كاتبٌ ضيف"],
    )
    factories.make_article(newsroom.sport, "خبر آخر في الرياضة")
    return newsroom


@pytest.mark.parametrize(
    "typed",
    [
        "إسطنبول",
        "اسطنبول",
        "أسطنبول",
        "المياه",
        "مياه",
        "المیاه",
        "قمه",
        "قمّة",
        "قمـــة",
        "2026",
        "٢٠٢٦",
        "۲۰۲۶",
        "علي",
        "علی",
        "البوسفور إسطنبول",
        "«قمة المياه»",
        "اسطن",
        "السدود",
        "water-summit",
        "WATER",
        "ليلى",
        "الحداد",
        "ليلي حداد",
        "ليلى إسطنبول",
        "الواحة",
        "يوسف",
        "كاتب ضيف",
        "\u200f  إسطنبول \u200e",
    ],
)
def test_it_finds_by_words_in_any_spelling(room: Newsroom, typed: str) -> None:
    assert found(room.client("chief"), q=typed) == [HEADLINE]


@pytest.mark.parametrize("typed", ["أنقرة", "إسطنبول أنقرة", "سط", "؟!", "ليلى الرياضة", "«»"])
def test_what_is_not_there_is_not_found(room: Newsroom, typed: str) -> None:
    client = room.client("chief")
    assert found(client, q=typed) == []
    page = client.get("/desk/articles/", {"q": typed}).content.decode()
    assert "لا مواد لعبارة" in page


def test_it_finds_the_newest_draft(room: Newsroom) -> None:
    draft_of(Article.objects.get(title=HEADLINE), "عنوان جديد للمسودة")
    client = room.client("chief")
    assert found(client, q="إسطنبول") == []
    assert found(client, q="للمسودة") == ["عنوان جديد للمسودة"]


def test_it_finds_by_number_id_and_address(room: Newsroom) -> None:
    client = room.client("chief")
    article = Article.objects.get(title=HEADLINE)
    number, pk = article.number, article.pk
    path = article.get_absolute_url()
    for pasted in (
        str(pk),
        f" {number} ",
        path,
        quote(path),
        f"http://testserver{path}",
        f"https://testserver{quote(path)}?utm_source=whatsapp#top",
        f"\u200ftestserver{path.rstrip('/')} ",
        f"/old-section/{number}-any-words",
        f"/politics/{number}",
        f"/a/{number}",
        f"https://testserver/a/{number}/",
        f"/desk/pages/{pk}/edit/",
        f"اقرأ هذا:\nhttps://testserver{quote(path)}",
    ):
        assert HEADLINE in found(client, q=pasted), pasted
    assert found(client, q=f"/a/{number + 1000}") == []


def test_a_number_finds_headlines_too(room: Newsroom) -> None:
    numbered = Article.objects.get(title=HEADLINE).number
    other = factories.make_article(room.politics, f"مقتل {numbered} في حادث")
    client = room.client("chief")
    # The article itself comes first, whatever is newer.
    assert found(client, q=str(numbered))[0] == HEADLINE
    assert other.title in found(client, q=str(numbered))


def test_a_name_that_was_changed_is_found_by_its_new_form(room: Newsroom) -> None:
    author = Author.objects.get()
    author.name = "ليلى النجار"
    author.save()
    client = room.client("chief")
    assert found(client, q="النجار") == [HEADLINE]
    assert found(client, q="الحداد") == []


def test_search_and_filters_hold_together(room: Newsroom) -> None:
    client = room.client("chief")
    assert found(client, q="في") == ["خبر آخر في الرياضة", HEADLINE]
    assert found(client, q="في", section=room.politics.pk) == [HEADLINE]
    number = Article.objects.get(title=HEADLINE).number
    assert found(client, q=f"/a/{number}", section=room.sport.pk) == []
    assert found(client, q=f"/a/{number}", author="ليلى") == [HEADLINE]
    assert found(client, q=f"/a/{number}", author="يوسف") == []
    assert found(client, author="يوسف كاتب ضيف") == [HEADLINE]
    other = Article.objects.exclude(number=number).get().number
    assert found(client, q=f"/a/{other}", author="ليلى") == []
    assert found(client, q="الرياضة", author="ليلى") == []
