"""Counted words, relative times, isolation: the small things that readers stumble over."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from khabar.front import embeds, markup, relative
from khabar.front.body import clock_length, video_type
from khabar.language.dates import DateStyle

AR = DateStyle()


@pytest.fixture(autouse=True)
def _arabic() -> object:
    with translation.override("ar"):
        yield


def rendered(template: str, **context: object) -> str:
    return Template("{% load front %}" + template).render(Context({"style": AR} | context))


def test_the_six_arabic_forms_of_how_long_ago() -> None:
    assert relative.forms("minutes", "ar") == (
        "الآن",
        "قبل دقيقة",
        "قبل دقيقتين",
        "قبل # دقائق",
        "قبل # دقيقة",
        "قبل # دقيقة",
    )
    assert relative.forms("hours", "ar") == (
        "قبل أقل من ساعة",
        "قبل ساعة",
        "قبل ساعتين",
        "قبل # ساعات",
        "قبل # ساعة",
        "قبل # ساعة",
    )


@pytest.mark.parametrize(
    ("n", "phrase"),
    [
        (0, "لا أخبار بعد"),
        (1, "خبر واحد"),
        (2, "خبران"),
        (3, "3 أخبار"),
        (11, "11 خبرًا"),
        (40, "40 خبرًا"),
        (100, "100 خبر"),
        (102, "102 خبر"),
        (103, "103 أخبار"),
        (17088, "17,088 خبرًا"),
    ],
)
def test_a_storys_items_are_counted_in_six_forms(n: int, phrase: str) -> None:
    assert rendered("{% news_items n %}", n=n) == phrase


def test_numbers_are_in_the_editions_digits() -> None:
    style = DateStyle(numbering="arab")
    assert rendered("{% news_items 17088 %}", style=style) == "١٧٬٠٨٨ خبرًا"
    moment = dt.datetime(2015, 9, 27, 14, 5, tzinfo=dt.UTC)
    assert "٢٧" in rendered("{% when at %}", at=moment, style=style)
    assert 'datetime="2015-09-27T14:05:00+00:00"' in rendered("{% when at %}", at=moment)


def test_a_time_is_printed_in_the_editions_zone() -> None:
    style = DateStyle(zone="Asia/Riyadh", zone_label="بتوقيت مكة المكرمة")
    moment = dt.datetime(2015, 9, 27, 22, 30, 1, 5, tzinfo=dt.UTC)
    html = rendered('{% when at "full" %}', at=moment, style=style)
    assert 'datetime="2015-09-28T01:30:01+03:00"' in html
    assert "الاثنين 28 سبتمبر/أيلول 2015، 01:30 بتوقيت مكة المكرمة" in html.replace("\u00a0", " ")
    assert "data-ago" not in html
    assert "data-ago" in rendered("{% when at %}", at=moment, style=style)


def test_a_hijri_date_is_for_full_dates_alone() -> None:
    style = DateStyle(hijri="after")
    moment = dt.datetime(2015, 9, 27, 14, 5, tzinfo=dt.UTC)
    assert "هـ" in rendered('{% when at "full" %}', at=moment, style=style)
    assert "هـ" not in rendered("{% when at %}", at=moment, style=style)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("خبر", "خبر"),
        ("<3 خبر", "&lt;3 خبر"),
        ("فاز 2-1 أمس", "فاز <bdi>2</bdi>-<bdi>1</bdi> أمس"),
        ("شركة Apple اليوم", 'شركة <bdi lang="en" dir="ltr">Apple</bdi> اليوم'),
        ("اتصل +966 11 234 5678", 'اتصل <bdi dir="ltr">+966 11 234 5678</bdi>'),
        ("على @khabar", 'على <bdi dir="ltr">@khabar</bdi>'),
        ("AT&T تعلن", '<bdi lang="en" dir="ltr">AT&amp;T</bdi> تعلن'),
    ],
)
def test_foreign_pieces_are_isolated_and_markup_is_escaped(text: str, html: str) -> None:
    assert markup.isolates(text) == html


def test_the_parts_of_a_credit_keep_their_order() -> None:
    assert markup.credit(["ينس ستولتنبرغ", "Rafael Marchante", "Reuters"]) == (
        "<bdi>ينس ستولتنبرغ</bdi>"
        ' / <bdi lang="en" dir="ltr">Rafael Marchante</bdi>'
        ' / <bdi lang="en" dir="ltr">Reuters</bdi>'
    )


def test_isolation_leaves_tags_and_entities_of_html_alone() -> None:
    html = '<p>قال <a href="https://x.org/?a=1&amp;b=Apple">هنا</a> 1 &lt; 2 AT&amp;T</p>'
    assert markup.isolates_in_html(html) == (
        '<p>قال <a href="https://x.org/?a=1&amp;b=Apple">هنا</a>'
        ' 1 &lt; 2 <bdi lang="en" dir="ltr">AT&amp;T</bdi></p>'
    )


def test_an_english_line_isolates_arabic() -> None:
    with translation.override("en"):
        assert markup.isolates("The «الأهرام» daily") == (
            'The «<bdi lang="ar" dir="rtl">الأهرام</bdi>» daily'
        )


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "embed/abcdefghijk"),
        ("https://www.youtube.com/watch?t=3&v=abcdefghijk", "embed/abcdefghijk"),
        ("https://youtu.be/abcdefghijk?t=3", "embed/abcdefghijk"),
        ("https://vimeo.com/123456789", "video/123456789"),
        ("https://x.com/khabar/status/1", ""),
        ("https://evil.example/?https://youtu.be/abcdefghijk", ""),
        ("javascript:alert(1)", ""),
        ("https://www.youtube.com.evil.example/watch?v=abcdefghijk", ""),
    ],
)
def test_only_known_players_take_a_links_place(url: str, player: str) -> None:
    found = embeds.player(url)
    assert player in found
    assert bool(found) == bool(player)
    assert not found or found.startswith(embeds.FRAME_HOSTS)


def test_a_videos_type_and_length() -> None:
    assert video_type("https://cdn.example/live/Index.M3U8?x=1.mp4") == (
        "application/vnd.apple.mpegurl"
    )
    assert video_type("/documents/1/a.mp4") == "video/mp4"
    assert [clock_length(n, "latn") for n in (None, 0, 9, 185, 3729)] == [
        "",
        "",
        "0:09",
        "3:05",
        "1:02:09",
    ]
    assert clock_length(185, "arab") == "٣:٠٥"
