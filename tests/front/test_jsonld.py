"""What search engines and sharing services read."""

import json

import pytest
from django.test import Client

from khabar.front.jsonld import dumps
from tests.front.readers import Reader


def test_nothing_in_the_data_ends_the_script_element() -> None:
    nasty = "</script><!-- <script> & \u2028"
    text = dumps({"name": nasty})
    assert "<" not in text
    assert "&" not in text
    assert "\u2028" not in text
    assert json.loads(text)["name"] == nasty


@pytest.mark.django_db
def test_an_article_says_who_when_what_and_whence(full: dict[str, str], reader: Reader) -> None:
    page = reader.get(full["article"])
    thing = page.things()["ReportageNewsArticle"]
    assert thing["headline"] == "فوز 2-1 على Apple"
    assert thing["description"] == "مقدمة الخبر"
    assert thing["datePublished"] == "2015-09-27T13:00:00+00:00"
    assert thing["dateModified"] > thing["datePublished"]
    assert thing["inLanguage"] == "ar"
    assert thing["isAccessibleForFree"] is True
    assert thing["url"] == page.links("link[rel=canonical]")[0]
    assert thing["url"].isascii()
    assert [writer["name"] for writer in thing["author"]] == ["ليلى حداد", "فريق التحرير"]
    assert thing["author"][0]["url"].startswith("http://testserver/author/")
    assert thing["sourceOrganization"] == [{"@type": "Organization", "name": "رويترز"}]
    assert thing["correction"][0]["text"] == "ستة"
    assert thing["publisher"]["@type"] == "NewsMediaOrganization"
    assert thing["publisher"]["publishingPrinciples"] == "http://testserver/about/"
    assert thing["keywords"] == ["المياه"]
    assert thing["dateline"] == "غزة"


@pytest.mark.django_db
def test_an_articles_photo_has_its_credit_and_its_video_a_length(
    full: dict[str, str], reader: Reader
) -> None:
    thing = reader.get(full["article"]).things()["ReportageNewsArticle"]
    image = thing["image"][0]
    assert image["creditText"] == "سامي نادر / Alwaha"
    assert image["creator"]["name"] == "سامي نادر"
    assert image["url"].startswith("http://testserver/media/")
    assert thing["video"][0]["duration"] == "PT185S"
    assert thing["video"][0]["contentUrl"] == "https://cdn.example/a.mp4"


@pytest.mark.django_db
def test_the_shared_picture_is_the_share_crop_in_full(full: dict[str, str], reader: Reader) -> None:
    document = reader.get(full["article"]).document
    values = {str(m["property"]): str(m["content"]) for m in document.select("meta[property]")}
    assert values["og:image"].startswith("http://testserver/media/")
    assert "fill-1200x630" in values["og:image"]
    assert values["og:type"] == "article"
    assert values["og:title"] == "فوز 2-1 على Apple"
    assert values["article:published_time"] == "2015-09-27T13:00:00+00:00"


@pytest.mark.django_db
def test_each_page_kind_tells_of_itself(full: dict[str, str], reader: Reader) -> None:
    home = reader.get(full["home"]).things()
    assert home["NewsMediaOrganization"]["sameAs"] == ["https://t.me/khabar"]
    assert home["WebSite"]["publisher"]["@id"] == home["NewsMediaOrganization"]["@id"]
    profile = reader.get(full["author"]).things()["ProfilePage"]
    assert profile["mainEntity"]["name"] == "ليلى حداد"
    crumbs = reader.get(full["story"]).things()["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in crumbs] == [1, 2, 3]
    assert crumbs[2]["item"] == "http://testserver/stories/borders/"


@pytest.mark.django_db
def test_a_withdrawn_page_is_not_indexed(full: dict[str, str], client: Client) -> None:
    assert b'content="noindex"' in client.get(full["withdrawn"]).content
    assert b'content="noindex"' not in client.get(full["article"]).content
