"""The search page, through its address alone."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khabar.newsroom import actions
from khabar.newsroom.models import Article, Edition
from tests.front import searched
from tests.front.readers import Page, Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def newsroom(
    django_db_setup: None,  # noqa: ARG001 (makes the database)
    django_db_blocker: Any,
) -> Iterator[Edition]:
    """A newsroom with its index."""
    with searched.open_to_all(django_db_blocker) as edition:
        yield edition


@pytest.fixture(autouse=True)
def _open(newsroom: Edition) -> None:
    """Every test here asks that newsroom."""


def seek(reader: Reader, text: str = "", **more: str) -> Page:
    return reader.get("/search/?" + urlencode({"q": text} | more))


def heads(page: Page) -> list[str]:
    return page.all(".seek-list h3 a")


def notes(page: Page) -> list[str]:
    return page.all(".note")


def test_it_finds_and_marks_the_text_as_it_is_written(reader: Reader) -> None:
    page = seek(reader, "الاقليمي")
    assert page.status == 200
    assert heads(page) == ["المؤتمر الإقلیمی للمياه يبدأ أعماله"]
    assert page.all("h3 mark") == ["الإقلیمی"]
    page = seek(reader, "حج")
    assert "الحج" in page.all("mark")
    assert "انطلاق رحلات الحج من المطار" in heads(page)


def test_a_result_shows_what_tells_it_apart(reader: Reader) -> None:
    page = seek(reader, "الأنهار")
    assert page.one(".count") == "نتيجة واحدة"
    assert page.one(".card .meta").startswith("سياسة · 15 مارس/آذار 2026")
    assert page.one(".card .lede").startswith("يبحث المؤتمر الصحفي تقاسم الأنهار")
    assert page.all(".lede mark") == ["الأنهار"]
    assert page.document.select_one(".card .thumb img") is not None
    assert page.all(".seek-list .marks") == []
    page = seek(reader, "المدرب")
    assert page.all(".seek-list .marks") == ["فيديو"]


def test_nothing_of_an_article_becomes_markup(reader: Reader) -> None:
    page = seek(reader, "قبل المباراة")
    assert "&lt;قبل&gt; <mark>المباراة</mark>" in page.html
    assert heads(page) == ["مؤتمر صحفي لمدرب الفريق <قبل> المباراة"]


def test_foreign_words_stay_isolated_where_they_are_marked(reader: Reader) -> None:
    page = seek(reader, "Stoltenberg")
    assert '<bdi lang="en" dir="ltr">Jens <mark>Stoltenberg</mark></bdi>' in page.html
    box = page.document.select_one("#q")
    assert box is not None
    assert (box["dir"], box["value"]) == ("ltr", "Stoltenberg")


@pytest.mark.parametrize(
    ("asked", "first", "without"),
    [
        ("«مؤتمر صحفي»", "مؤتمر صحفي لمدرب الفريق <قبل> المباراة", "انطلاق رحلات الحج من المطار"),
        (
            "مؤتمر -المدرب",
            "المؤتمر الإقلیمی للمياه يبدأ أعماله",
            "مؤتمر صحفي لمدرب الفريق <قبل> المباراة",
        ),
    ],
)
def test_phrases_and_minus(reader: Reader, asked: str, first: str, without: str) -> None:
    found = heads(seek(reader, asked))
    assert found[0] == first
    assert without not in found


def test_filters_are_offered_with_counts_and_taken_back(reader: Reader) -> None:
    page = seek(reader, "مؤتمر")
    offers = dict(zip(page.all(".offer h3"), page.document.select(".offer"), strict=True))
    assert {name for name in offers if name != "التاريخ"} == {
        "القسم",
        "الملف",
        "الكاتب",
        "المصدر",
        "الصور والفيديو",
    }
    assert offers["القسم"].get_text(" ", strip=True) == "القسم سياسة 2 رياضة 1"
    # Whoever is protected is named nowhere.
    assert "اسم محمي" not in page.html
    narrowed = reader.get(str(offers["القسم"].select("a")[1]["href"]))
    assert heads(narrowed) == ["مؤتمر صحفي لمدرب الفريق <قبل> المباراة"]
    assert narrowed.all(".chosen a") == ["إزالة التصفية: رياضة×"]
    assert "القسم" not in narrowed.all(".offer h3")
    back = reader.get(narrowed.links(".chosen a")[0])
    assert heads(back) == heads(page)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"section": "sport"}, 1),
        ({"story": "water"}, 2),
        ({"author": "ليلى-حداد"}, 1),
        ({"source": "وكالة-سهيل"}, 2),
        ({"media": "video"}, 1),
        ({"since": "2026-03-01"}, 2),
        ({"since": "2026-03-01", "until": "2026-03-10"}, 1),
        ({"until": "٢٠٢٦-٠٢-٢٨"}, 1),
    ],
)
def test_each_filter_narrows(reader: Reader, filters: dict[str, str], count: int) -> None:
    page = seek(reader, "مؤتمر", **filters)
    assert notes(page) == []
    assert len(heads(page)) == count
    assert len(page.all(".chosen li")) == len(filters)


def test_filters_alone_are_a_question_too(reader: Reader) -> None:
    page = seek(reader, story="water")
    assert page.one(".count") == "نتيجتان"
    assert heads(page)[0] == "المؤتمر الإقلیمی للمياه يبدأ أعماله"


def test_odd_filters_are_left_out_with_a_word(reader: Reader) -> None:
    page = seek(
        reader, "مؤتمر", section="nowhere", author="اسم-محمي", since="غدًا", until="2026-99-01"
    )
    assert page.status == 200
    assert len(heads(page)) == 3
    assert notes(page) == [
        "لا يوجد الآن قسم بهذا الاسم، فجرى البحث في الأقسام كلها.",
        "لا يوجد كاتب بهذا الاسم، فجرى البحث في ما كتبه الجميع.",
        "«غدًا» ليس تاريخًا. اكتبه سنة فشهرًا فيومًا، مثل 2026-03-15.",
        "«2026-99-01» ليس تاريخًا. اكتبه سنة فشهرًا فيومًا، مثل 2026-03-15.",
    ]
    page = seek(reader, "مؤتمر", since="2026-03-10", until="2026-03-01", order="x", media="x")
    assert notes(page) == ["اليوم الأول بعد الأخير، فتُركت الأيام."]
    assert len(heads(page)) == 3


def test_orders(reader: Reader) -> None:
    page = seek(reader, "مؤتمر صحفي")
    assert page.all(".orders [aria-current]") == ["الأوثق صلة"]
    newest, any_time = (reader.get(url) for url in page.links(".orders a:not([aria-current])"))
    assert newest.all(".orders [aria-current]") == ["الأحدث أولًا"]
    assert heads(newest)[0] == "المؤتمر الإقلیمی للمياه يبدأ أعماله"
    assert heads(any_time)[0] == "مؤتمر صحفي لمدرب الفريق <قبل> المباراة"


def test_pages_follow_each_other_and_end(reader: Reader) -> None:
    page = seek(reader, "البلدية")
    assert page.one(".count") == "22 نتيجة"
    (onwards,) = page.links(".pager a")
    second = reader.get(onwards)
    assert [len(heads(one)) for one in (page, second)] == [20, 2]
    assert not set(heads(page)) & set(heads(second))
    (back,) = second.links(".pager a")
    assert back == f"/search/?q={quote('البلدية')}"
    for number in ("3", "999999", "0", "x"):
        assert seek(reader, "البلدية", page=number).status == 404
    assert seek(reader, "البلدية", page="1").location == f"/search/?q={quote('البلدية')}"


def test_the_count_is_in_the_editions_digits(reader: Reader, newsroom: Edition) -> None:
    newsroom.digits = "arab"
    newsroom.save()
    assert seek(reader, "البلدية").one(".count") == "٢٢ نتيجة"
    assert seek(reader, "مؤتمر").all(".offer a .quiet")[0] == "٢"


def test_nothing_found_says_what_to_do(reader: Reader) -> None:
    page = seek(reader, "زرافات", section="sport")
    assert page.status == 200
    assert page.one(".count") == "لا نتائج لعبارة «زرافات»"
    assert "جرّب كلمات أخرى أو أقل عددًا." in page.words
    assert page.links(".empty a") == [f"/search/?q={quote('زرافات')}"]
    assert page.links(".seek-help a")[1] == f"/search/?q={quote('انتخابات -نتائج')}"


def test_a_misspelling_is_answered_with_what_may_be_meant(reader: Reader) -> None:
    page = seek(reader, "المؤتمرر الاقليميي")
    assert page.one(".meant a")
    assert heads(reader.get(page.links(".meant a")[0]))[0] == "المؤتمر الإقلیمی للمياه يبدأ أعماله"


@pytest.mark.parametrize(
    "text",
    ["من هو", "؟!", " ", "-", "«", '"""', "\x00", "%", "*:*", "AND OR (", "\ud83d\ude00", "ﷲ"],
)
def test_whatever_is_typed_is_answered(reader: Reader, text: str) -> None:
    if text == "\ud83d\ude00":
        text = "😀"
    assert seek(reader, text).status == 200
    assert reader.get(f"/search/suggest/?{urlencode({'q': text})}").status == 200


def test_a_very_long_question_is_cut_with_a_word(reader: Reader) -> None:
    page = seek(reader, "مؤتمر " + "ا" * 10_000)
    assert page.status == 200
    assert notes(page) == ["العبارة طويلة جدًّا، فجرى البحث عن أول كلماتها وحدها."]
    assert "المؤتمر الإقلیمی للمياه يبدأ أعماله" in heads(page)
    assert len(page.html) < 60_000


def test_without_a_question_there_is_the_form_alone(reader: Reader) -> None:
    page = reader.get("/search/")
    assert page.status == 200
    assert heads(page) == []
    assert page.document.select_one("form[role=search] input[name=q][autofocus]") is not None
    assert page.one(".seek-help h2") == "كيف تبحث"


def test_it_is_kept_by_nobody_and_sets_no_cookie(client: Client) -> None:
    for path in ("/search/?q=x", "/search/suggest/?q=xx", "/search/"):
        response = client.get(path)
        assert "private" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies
        assert client.post(path).status_code == 405
    assert 'name="robots" content="noindex"' in client.get("/search/?q=x").content.decode()


def test_what_was_withdrawn_is_gone_from_the_next_answer(reader: Reader) -> None:
    article = Article.objects.get(title="انطلاق رحلات الحج من المطار")
    actions.withdraw(article, by=None, reason="خطأ")
    assert "انطلاق رحلات الحج من المطار" not in seek(reader, "رحلات الحج").html
    suggested = reader.get(f"/search/suggest/?{urlencode({'q': 'انطلاق'})}").html
    assert "انطلاق" not in suggested


def test_a_page_costs_few_queries_however_much_it_shows(client: Client) -> None:
    def cost(text: str, **more: str) -> int:
        path = "/search/?" + urlencode({"q": text} | more)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    few, many = cost("مؤتمر"), cost("البلدية مؤتمر")
    assert many <= few
    assert many <= 20
    assert cost("مؤتمر", section="sport", source="وكالة-سهيل") <= many + 3


def test_suggestions_come_by_kind(client: Client) -> None:
    response = client.get("/search/suggest/", {"q": "مل"})
    groups = {group["label"]: group["items"] for group in response.json()["groups"]}
    assert groups["ملفات"] == [{"label": "ملف المياه", "url": "/stories/water/"}]
    response = client.get("/search/suggest/", {"q": "الاقليم"})
    assert [group["label"] for group in response.json()["groups"]] == ["عناوين"]
    (item,) = response.json()["groups"][0]["items"]
    assert item["label"] == "المؤتمر الإقلیمی للمياه يبدأ أعماله"
    assert re.fullmatch(r"/politics/[0-9]+-.*/", item["url"])
    assert client.get("/search/suggest/").json() == {"groups": []}


def test_every_page_leads_to_the_search(reader: Reader) -> None:
    for path in ("/", "/politics/", "/no-such-page/"):
        page = reader.get(path)
        assert page.links(".find a") == ["/search/"]
        form = page.document.select_one(".find form[role=search][method=get]")
        assert form is not None
        assert form["action"] == "/search/"
        assert page.links("link[rel=search]") == ["/search/opensearch.xml"]
    assert reader.get("/no-such-page/").document.select_one("main form[role=search]") is not None


def test_machines_learn_how_to_ask(reader: Reader, client: Client) -> None:
    action = reader.get("/").things()["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == ("http://testserver/search/?q={search_term_string}")
    response = client.get("/search/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    told = ET.fromstring(response.content)  # noqa: S314 -- our own.
    url = told.find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url is not None
    assert url.attrib["template"] == "http://testserver/search/?q={searchTerms}"
