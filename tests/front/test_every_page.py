"""What holds of every page that a reader can open."""

import datetime as dt
import gzip
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khabar.newsroom import actions
from khabar.newsroom.models import Article, Author, Edition, Source, Topic
from tests import factories
from tests.front import everything
from tests.front.readers import Reader

pytestmark = pytest.mark.django_db

STATUS = {"withdrawn": 410, "withdrawn post": 410, "not found": 404}


def test_every_page_answers(full: dict[str, str], reader: Reader) -> None:
    answers = {kind: reader.get(path).status for kind, path in full.items()}
    assert answers == {kind: STATUS.get(kind, 200) for kind in full}


def test_no_page_depends_on_the_clock_or_on_who_asks(full: dict[str, str]) -> None:
    stranger, editor = Client(), Client(headers={"user-agent": "other", "accept-language": "fr"})
    editor.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    later = timezone.now() + dt.timedelta(days=400)
    for kind, path in full.items():
        first = stranger.get(path)
        with mock.patch("django.utils.timezone.now", return_value=later):
            second = editor.get(path)
        assert first.content == second.content, kind


def test_no_page_sets_a_cookie_or_varies(full: dict[str, str], client: Client) -> None:
    for kind, path in full.items():
        response = client.get(path)
        assert not response.cookies, kind
        assert set(response.headers.get("Vary", "Accept-Encoding").split(", ")) == {
            "Accept-Encoding"
        }, kind
        assert "csrf" not in response.content.decode(), kind
        assert response["Cache-Control"] == "no-cache", kind


def test_no_page_holds_script_or_style_or_asks_a_third_party(
    full: dict[str, str], reader: Reader
) -> None:
    for kind, path in full.items():
        document = reader.get(path).document
        for script in document.select("script"):
            own = script.get("src", "").startswith("/static/") and not script.string  # type: ignore[union-attr]  # one value
            assert own or script.get("type") == "application/ld+json", kind
        assert not document.select("style, iframe, object, embed, form:not([role=search])"), kind
        for element in document.find_all(True):
            assert not [name for name in element.attrs if name == "style" or name.startswith("on")]
        loaded = [
            *(str(e["src"]) for e in document.select("img[src], script[src]")),
            *(str(e["href"]) for e in document.select("link[rel=stylesheet], link[rel=icon]")),
            *(str(e["poster"]) for e in document.select("video[poster]")),
        ]
        assert all(re.match(r"/(static|media)/", address) for address in loaded), kind
        assert all(video["preload"] == "none" for video in document.select("video")), kind


def test_every_page_has_one_heading_and_its_headings_in_order(
    full: dict[str, str], reader: Reader
) -> None:
    for kind, path in full.items():
        levels = [int(found.name[1]) for found in reader.get(path).document.select("h1,h2,h3,h4")]
        assert levels.count(1) == 1, kind
        assert levels[0] == 1, kind
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_page_is_in_its_editions_language(
    full: dict[str, str], reader: Reader, world: Any, english_reader: Reader
) -> None:
    del world
    for kind, path in full.items():
        html = reader.get(path).document.html
        assert html is not None
        assert (html["lang"], html["dir"]) == ("ar", "rtl"), kind
    page = english_reader.get("/latest/")
    assert page.document.html is not None
    assert (page.document.html["lang"], page.document.html["dir"]) == ("en", "ltr")
    assert page.one("h1") == "Latest news"


def test_a_head_request_gets_the_headers_alone(full: dict[str, str], client: Client) -> None:
    for kind, path in full.items():
        response = client.head(path)
        assert response.status_code == STATUS.get(kind, 200)
        assert response.content == b""
    assert client.post(full["article"]).status_code == 405


def test_unknown_parameters_change_nothing(full: dict[str, str], client: Client) -> None:
    for path in full.values():
        if "?" not in path:
            plain = client.get(path).content
            assert client.get(f"{path}?utm_source=x&fbclid=%00%ff&q[]=1").content == plain


def test_an_article_weighs_at_most_30_kilobytes(full: dict[str, str], client: Client) -> None:
    static = Path(__file__).parents[2] / "khabar/front/static/front"
    parts = [client.get(full["article"]).content]
    parts += [
        (static / name).read_bytes() for name in ("khabar.css", "reader.js", "live.js", "icons.svg")
    ]
    assert sum(len(gzip.compress(part)) for part in parts) <= 30_000


def test_the_broadcast_entry_is_there_only_on_air(full: dict[str, str], reader: Reader) -> None:
    from khabar.newsroom.models import Broadcast  # noqa: PLC0415

    assert reader.get(full["latest"]).links(".on-air") == ["/live/"]
    broadcast = Broadcast.objects.get()
    broadcast.mode = "off"
    broadcast.save()
    assert reader.get(full["latest"]).links(".on-air") == []
    assert not reader.get(full["live"]).document.select("video")


def test_the_number_of_queries_does_not_grow_with_what_a_page_shows(
    full: dict[str, str], client: Client
) -> None:
    kinds = ["home", "section", "story", "stories", "latest", "author", "source", "topic"]
    before = {kind: _queries(client, full[kind]) for kind in kinds}
    few = _queries(client, _article_with(1).get_absolute_url())
    many = _article_with(3)
    assert {kind: _queries(client, full[kind]) for kind in kinds} == before
    assert _queries(client, many.get_absolute_url()) == few


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def _article_with(count: int) -> Article:
    """An article with so many names, sources, stories, topics, corrections and photos."""
    first = Article.objects.get(title="فوز 2-1 على Apple")
    mark = f"{count}-"
    authors = [
        Author.objects.create(name=f"كاتب {mark}{n}", locale=first.locale, photo=first.hero_photo)
        for n in range(count)
    ]
    sources = [Source.objects.create(name=f"مصدر {mark}{n}", kind="agency") for n in range(count)]
    stories = [factories.make_story(_edition(), f"ملف {n}", f"s{mark}{n}") for n in range(count)]
    topics = [
        Topic.objects.create(name=f"موضوع {mark}{n}", locale=first.locale) for n in range(count)
    ]
    shot, covered = (everything.photo(title=f"p{n}").pk for n in range(2))
    made = factories.make_article(
        first.section,
        "خبر غني",
        everything.NOON,
        hero_photo=first.hero_photo,
        byline=[*authors, *sources],
        sources=sources,
        stories=stories,
        topics=topics,
        lede="مقدمة",
        body=everything.body(shot, covered, first.pk) * count,
    )
    for _n in range(count):
        actions.correct(made, by=None, right="نعم")
    return made


def _edition() -> Edition:
    return Edition.objects.get(locale__language_code="ar")
