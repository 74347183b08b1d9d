"""What an article's page makes of its state, its relations and its edition."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khabar.front import richtext
from khabar.newsroom import actions
from khabar.newsroom.blocks import BodyBlock
from khabar.newsroom.models import Edition, Section, Source
from tests import factories
from tests.front import everything
from tests.front.readers import Reader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", sorted(BodyBlock().child_blocks))
def test_every_block_type_has_a_template(kind: str) -> None:
    from django.template.loader import get_template  # noqa: PLC0415

    assert get_template(f"front/blocks/{kind}.html")


def test_a_graphic_photo_is_on_no_card_and_in_no_shared_link(
    ar: Edition, politics: Section, reader: Reader
) -> None:
    del ar
    shot = everything.photo(graphic=True)
    article = factories.make_article(politics, "خبر قاس", hero_photo=shot)
    for path in ("/", "/latest/", "/politics/"):
        assert not reader.get(path).document.select("main img"), path
    page = reader.get(article.get_absolute_url())
    assert not page.document.select("meta[property='og:image']")
    assert '"ImageObject"' not in page.html
    assert page.document.select("details.graphic img")


def test_a_correction_of_the_top_stands_above_the_body_another_below_it(
    politics: Section, reader: Reader
) -> None:
    article = factories.make_article(politics)
    actions.correct(article, by=None, right="ستة لا خمسة", touches_top=True)
    actions.correct(article, by=None, right="الثلاثاء", kind="clarification")
    html = reader.get(article.get_absolute_url()).html
    body = html.index('<div class="body">')
    assert html.rindex("ستة لا خمسة") < body < html.rindex("الثلاثاء")
    listed = reader.get("/corrections/")
    assert listed.all("main h2 a") == [article.title] * 2


def test_the_source_line_names_each_source_apart(politics: Section, reader: Reader) -> None:
    sources = [
        Source.objects.create(name="رويترز", kind="agency"),
        Source.objects.create(name="Le Monde", kind="outlet"),
    ]
    article = factories.make_article(politics, sources=sources)
    html = reader.get(article.get_absolute_url()).inside(".sources")
    assert "<bdi>رويترز</bdi>" in html
    assert '<bdi dir="ltr" lang="en">Le Monde</bdi>' in html


def test_markup_in_an_editors_words_is_shown_not_run(politics: Section, reader: Reader) -> None:
    nasty = "</script><script>alert(1)</script><!-- «خبر» & "
    article = factories.make_article(
        politics,
        nasty,
        lede=nasty,
        kicker=nasty[:40],
        dateline_place="<b>غزة",
        byline=[nasty],
        body=[everything.block("quote", {"text": nasty, "speaker": nasty, "role": nasty})],
    )
    for path in (article.get_absolute_url(), "/", "/latest/"):
        page = reader.get(path)
        assert not [s for s in page.document.select("script") if "alert" in s.text[:7]]
        assert page.html.count("<script") == len(page.document.select("script"))
        assert "<script>alert" not in page.html


def test_the_dateline_of_an_agencys_piece_names_the_agency(
    politics: Section, reader: Reader
) -> None:
    source = Source.objects.create(name="رويترز", kind="agency")
    article = factories.make_article(politics, byline=[source], dateline_place="نيويورك")
    assert reader.get(article.get_absolute_url()).one(".dateline") == "نيويورك (رويترز)"


def test_the_rail_leaves_out_the_page_own_article_and_stays_full(
    politics: Section, reader: Reader
) -> None:
    articles = [factories.make_article(politics, f"خبر {n}") for n in range(14)]
    for article in (articles[-1], articles[0]):
        numbers = [
            int(str(item["data-article"]))
            for item in reader.get(article.get_absolute_url()).document.select(
                ".lines [data-article]"
            )
        ]
        assert len(numbers) == 12
        assert article.number not in numbers


def test_an_old_article_wears_todays_rail(politics: Section, reader: Reader) -> None:
    old = factories.make_article(politics, "خبر قديم", everything.NOON)
    factories.make_article(politics, "خبر اليوم")
    assert "خبر اليوم" in reader.get(old.get_absolute_url()).one(".rail")


def test_an_english_edition_reads_left_to_right(world: Section, english_reader: Reader) -> None:
    article = factories.make_article(world, "The paper الأهرام is back, 2-1", lede="A lede")
    page = english_reader.get(article.get_absolute_url())
    assert page.document.select("html[lang=en][dir=ltr]")
    assert '<bdi dir="rtl" lang="ar">الأهرام</bdi>' in page.inside("h1")
    assert re.search(r"[A-Z][a-z]+day \d", page.one(".times"))


def test_a_preview_shows_the_draft_with_the_same_view(politics: Section) -> None:
    draft = factories.make_draft(politics, "مسودة", body=[everything.paragraph("<p>نص.</p>")])
    response: Any = draft.make_preview_request()
    document = BeautifulSoup(response.content.decode(), "html.parser")
    assert document.select_one("h1") is not None
    assert response.status_code == 200
    assert "مسودة" in document.text


def test_links_to_our_own_pages_are_looked_up_at_once_and_withdrawn_ones_are_no_links(
    politics: Section, reader: Reader, django_assert_max_num_queries: Any
) -> None:
    others = [factories.make_article(politics, f"خبر {n}") for n in range(6)]
    actions.withdraw(others[0], by=None, reason="خطأ")
    each = [f'<p><a linktype="page" id="{other.pk}">{other}</a></p>' for other in others]
    html = "".join(each)
    richtext.expand([html])
    with CaptureQueriesContext(connection) as few:
        richtext.expand(each[:2])
    with django_assert_max_num_queries(len(few)):
        expanded = richtext.expand([html, html])
    assert expanded[0].count("<a href=") == 5
    article = factories.make_article(politics, body=[everything.paragraph(html)])
    links = reader.get(article.get_absolute_url()).links(".body a[href]")
    assert [unquote(link) for link in links] == [other.get_absolute_url() for other in others[1:]]
