"""What every page wears today."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from khabar.front import fragments, relative
from khabar.front.fragments import FRAGMENTS, Today, place
from khabar.newsroom.models import Edition, Section
from tests import factories
from tests.front.readers import Reader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(FRAGMENTS))
def test_a_fragment_is_given_nothing_of_the_page(ar: Edition, politics: Section, name: str) -> None:
    article = factories.make_article(politics)
    if FRAGMENTS[name].of_things:
        name = f"{name}:{article.pk}"
    context = {"today": Today(ar), "article": "مقال الصفحة", "title": "عنوان الصفحة"}
    placed = Template(f'{{% load front %}}{{% fragment "{name}" %}}').render(Context(context))
    assert placed == place(name, Today(ar))


def test_an_empty_newsroom_has_pages(ar: Edition, reader: Reader) -> None:
    del ar
    for path in ("/", "/latest/", "/stories/", "/corrections/", "/follow/", "/live/"):
        assert reader.get(path).status == 200, path


def test_the_carousel_counts_and_does_not_read_a_name_twice(ar: Edition, politics: Section) -> None:
    from tests.front import everything  # noqa: PLC0415

    story = factories.make_story(ar, "مفاوضات", "talks", photo=everything.photo())
    factories.make_article(politics, stories=[story])
    html = place("carousel", Today(ar))
    assert html.count("مفاوضات") == 1
    assert 'alt=""' in html


def test_the_urgent_line_has_its_time_and_is_absent_when_there_is_none(
    ar: Edition, politics: Section
) -> None:
    factories.make_article(politics)
    # A place for lines that come while the page is open.
    assert BeautifulSoup(place("urgent", Today(ar)), "html.parser").get_text() == ""
    factories.make_article(politics, "عاجل جدا", urgent=True)
    assert "عاجل جدا" in place("urgent", Today(ar))
    assert "<time " in place("urgent", Today(ar))


def test_the_rail_is_one_longer_than_it_is_shown() -> None:
    assert fragments.FRAGMENTS["rail"].length == fragments.RAIL_LENGTH == 12


def test_english_forms_of_how_long_ago() -> None:
    minutes = dict(zip(relative.CATEGORIES, relative.forms("minutes", "en"), strict=True))
    assert minutes["zero"] == "Now"
    assert minutes["one"] == "# minute ago"
    assert minutes["few"] == minutes["other"] == "# minutes ago"
