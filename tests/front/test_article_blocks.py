"""The article's page, block by block."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.front.readers import Page, Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(full: dict[str, str], reader: Reader) -> Page:
    return reader.get(full["article"])


def test_the_head_of_an_article(shown: Page) -> None:
    assert shown.one("h1") == "فوز 2-1 على Apple"
    assert shown.one(".standfirst") == "مقدمة الخبر"
    assert shown.one(".over") == "سياسةUrgentطاقة" or "طاقة" in shown.one(".over")
    assert shown.all(".byline a") == ["ليلى حداد"]
    assert "فريق التحرير" in shown.one(".byline")
    assert "الأحد 27 سبتمبر/أيلول 2015، 13:00 بتوقيت غرينتش" in shown.one(".times")
    times = shown.document.select(".times time")
    assert times[0]["datetime"] == "2015-09-27T13:00:00+00:00"
    assert len(times) == 2
    assert not shown.document.select(".times time[data-ago]")


def test_the_body_opens_with_its_dateline(shown: Page) -> None:
    assert shown.one(".body p").startswith("غزة – خبر – قال")
    assert shown.one(".body p b.dateline") == "غزة – خبر"


def test_foreign_words_names_and_scores_are_isolated_in_headline_and_body(shown: Page) -> None:
    headline = shown.inside("h1")
    assert "<bdi>2</bdi>-<bdi>1</bdi>" in headline
    assert '<bdi dir="ltr" lang="en">Apple</bdi>' in headline
    first = shown.inside(".body p")
    assert '<bdi dir="ltr" lang="en">Rafael</bdi>' in first
    assert "<bdi>2</bdi>-<bdi>1</bdi>" in first


def test_each_part_of_a_credit_is_isolated(shown: Page) -> None:
    assert shown.inside("figure .credit") == (
        '<bdi>سامي نادر</bdi> / <bdi dir="ltr" lang="en">Alwaha</bdi>'
    )


def test_a_link_in_the_body_keeps_its_address(shown: Page) -> None:
    assert "https://example.org/?a=1&b=2" in shown.links(".body p a")


def test_every_block_type_is_shown(shown: Page) -> None:
    for selector in (
        ".body h2",
        ".body .also a[href^='/politics/']",
        ".body figure.figure picture img",
        ".body details.graphic summary",
        ".body .gallery figure + figcaption, .body .gallery figure figcaption",
        ".body figure.quote blockquote",
        ".body figure.verse li span + span",
        ".body video source[type='video/mp4']",
        ".body a.card-link[data-player]",
        ".body table th[scope=col]",
    ):
        assert shown.document.select(selector), selector


def test_a_graphic_photo_is_covered_until_asked_without_a_script(shown: Page) -> None:
    cover = shown.document.select_one("details.graphic")
    assert cover is not None
    assert "open" not in cover.attrs
    image = cover.select_one("img")
    assert image is not None
    assert image["loading"] == "lazy"


def test_nothing_is_loaded_from_a_third_party_before_a_click(shown: Page) -> None:
    link = shown.document.select_one("a[data-player]")
    assert link is not None
    assert link["href"] == "https://www.youtube.com/watch?v=abcdefghijk"
    assert str(link["data-player"]).startswith("https://www.youtube-nocookie.com/embed/abcdefghijk")
    assert not shown.document.select("iframe, img[src^=http], script[src^=http]")


def test_the_policy_lets_in_the_players_that_pages_name(
    full: dict[str, str], client: Client
) -> None:
    from khabar.front.embeds import FRAME_HOSTS  # noqa: PLC0415

    policy = client.get(full["article"])["Content-Security-Policy"]
    frames = re.findall(r"frame-src ([^;]*)", policy)[0].split()
    assert set(FRAME_HOSTS) <= set(frames)


def test_the_share_row_is_plain_links_with_headline_and_short_address(shown: Page) -> None:
    links = shown.links(".share a")[:4]
    assert [urlsplit(link).netloc for link in links] == [
        "wa.me",
        "t.me",
        "www.facebook.com",
        "x.com",
    ]
    text = parse_qs(urlsplit(links[0]).query)["text"][0]
    assert re.fullmatch(r"فوز 2-1 على Apple\nhttp://testserver/a/[0-9]+", text)
    assert parse_qs(urlsplit(links[2]).query)["u"][0] == text.split("\n")[1]


def test_an_article_without_photo_lede_and_byline_has_a_form_of_its_own(
    full: dict[str, str], reader: Reader
) -> None:
    page = reader.get(full["bare article"])
    assert page.status == 200
    assert not page.document.select("article figure, .standfirst, .byline, .portrait")
    assert page.one(".times")
    assert not [e for e in page.document.select("main p, main ul") if not e.get_text(strip=True)]
