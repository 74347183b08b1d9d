"""One address for each thing; every other spelling is one redirect, or 404, or 410."""

from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import RequestFactory

from khabar.front.views.errors import server_error
from khabar.newsroom import actions
from khabar.newsroom.models import Article, Edition, Section
from tests import factories
from tests.front.readers import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(politics: Section) -> Article:
    return factories.make_article(politics, "اتفاق على الحدود")


def spellings(article: Article) -> list[str]:
    n = article.number
    return [
        f"/a/{n}",
        f"/a/{n}/",
        f"/politics/{n}/",
        f"/politics/{n}",
        f"/politics/{n}-wrong/",
        f"/politics/{n}-wrong",
        f"/politics/{n}-%D9%85%D9%8F/",
        f"/politics/{n}-%22%3E/",
        f"/no-such-section/{n}-wrong/",
        f"/no.such/{n}",
        article.get_absolute_url().rstrip("/"),
    ]


def test_every_other_spelling_is_one_redirect(article: Article, reader: Reader) -> None:
    canonical = article.get_absolute_url()
    assert reader.get(canonical).status == 200
    for path in spellings(article):
        page = reader.get(path)
        assert (page.status, unquote(page.location)) == (301, canonical), path


def test_a_redirects_location_is_ascii(article: Article, reader: Reader) -> None:
    assert reader.get(f"/a/{article.number}").location == quote(article.get_absolute_url())


def test_an_article_keeps_its_number_when_its_section_is_renamed(
    article: Article, politics: Section, reader: Reader
) -> None:
    old = article.get_absolute_url()
    politics.slug = "world"
    politics.save_revision().publish()
    page = reader.get(old)
    assert page.status == 301
    assert unquote(page.location) == old.replace("/politics/", "/world/")


def test_a_withdrawn_article_answers_410_at_every_address(article: Article, reader: Reader) -> None:
    paths = [article.get_absolute_url(), *spellings(article)]
    actions.withdraw(article, by=None, reason="تبين أنه <b>غير</b> صحيح")
    for path in paths:
        page = reader.get(path)
        assert page.status == 410, path
        assert page.one(".note p") == "تبين أنه <b>غير</b> صحيح"
        assert page.document.select_one("main time[datetime]") is not None
        assert "اتفاق على الحدود" not in page.html


def test_a_draft_has_no_address(politics: Section, reader: Reader) -> None:
    draft = factories.make_draft(politics)
    for path in [draft.get_absolute_url(), *spellings(draft)]:
        assert reader.get(path).status == 404, path


def test_an_article_is_of_its_own_edition_alone(
    article: Article, world: Section, english_reader: Reader
) -> None:
    factories.make_article(world, "A treaty on the border")
    assert english_reader.get(f"/a/{article.number}").status == 404
    assert english_reader.get(article.get_absolute_url()).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/a/0/",
        "/a/x/",
        "/a/99999999999999999",
        "/a/9999999999999999999999/",
        "/a/١/",
        "/no-such-page/",
        "/politics/x/y/",
        "/author/nobody/",
        "/source/nobody/",
        "/topic/nothing/",
        "/stories/nothing/",
        "/politics/99999/",
        "/politics/99999",
        "/%00/",
        "/author/%00%22/",
    ],
)
def test_what_is_nowhere_is_404_in_the_editions_words(
    politics: Section, reader: Reader, path: str
) -> None:
    del politics
    page = reader.get(path)
    assert page.status == 404
    assert page.document.select_one("html[lang=ar] main h1") is not None


@pytest.mark.parametrize(
    "query",
    [
        "0",
        "-1",
        "x",
        "1e3",
        "٢",
        "",
        "2x",
        "+2",
        "99",
        "999999",
        "9999999",
        "1.0",
        "%00",
        "2&page=3",
    ],
)
def test_a_page_that_a_list_does_not_have_is_404(
    politics: Section, reader: Reader, query: str
) -> None:
    factories.make_article(politics)
    for path in ("/latest/", "/politics/", "/corrections/"):
        assert reader.get(f"{path}?page={query}").status == 404, path


def test_the_first_page_of_a_list_has_one_address(politics: Section, reader: Reader) -> None:
    del politics
    for path in ("/latest/", "/politics/", "/corrections/"):
        page = reader.get(f"{path}?page=1")
        assert (page.status, page.location) == (301, path)


def test_a_list_goes_on_over_pages(ar: Edition, politics: Section, reader: Reader) -> None:
    del ar
    for n in range(21):
        factories.make_article(politics, f"خبر {n}")
    first, second = reader.get("/politics/"), reader.get("/politics/?page=2")
    assert len(first.all("main .cards .card")) == 20
    assert len(second.all("main .cards .card")) == 1
    assert first.links(".pager a") == ["/politics/?page=2"]
    assert second.links(".pager a") == ["/politics/"]
    assert second.links("link[rel=canonical]") == ["http://testserver/politics/?page=2"]


def test_without_an_edition_there_is_a_plain_404(db: None, reader: Reader) -> None:
    del db
    page = reader.get("/latest/")
    assert page.status == 404
    assert page.document.select_one("main h1") is not None


def test_a_fault_has_a_page_that_asks_no_database(
    ar: Edition, django_assert_num_queries: Any
) -> None:

    del ar
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"<h1>" in response.content
