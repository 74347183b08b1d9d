"""The list of articles: who sees what, how it is narrowed, what it says of each."""

import re
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from khabar.newsroom import actions, placing
from khabar.newsroom.models import Article, ArticleStory, Author, DeskEntry, Source, Topic
from khabar.newsroom.queries import desk as desk_queries
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

LIST = "/desk/articles/"


def found(client: Client, **asked: Any) -> list[str]:
    """The headlines of the list, in its order."""
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return [article.desk_entry.headline for article in response.context["object_list"]]


def words(client: Client, article: Article) -> list[str]:
    """What the list says of an article's state."""
    page = client.get(LIST).content.decode()
    row = page.partition(f'id="page_{article.pk}_title"')[2].partition("</tr>")[0]
    cell = row.partition("desk-line-status")[2].partition("</td>")[0]
    return [
        re.sub(r"<time.*?</time>", "", word).strip()
        for word in re.findall(r'<div class="desk-status [^>]*>(.*?)</div>', cell, re.DOTALL)
    ]


def draft_of(article: Article, title: str = "مسودة أحدث", **fields: Any) -> None:
    draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    draft.title = title
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()


# Who sees what


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("reporter", {"في السياسة", "في الرياضة"}),
        ("editor", {"في السياسة"}),
        ("chief", {"في السياسة", "في الرياضة"}),
        ("admin", {"في السياسة", "في الرياضة"}),
        ("owner", {"في السياسة", "في الرياضة", "World news"}),
    ],
)
def test_each_role_sees_what_wagtail_lets_it_see(
    newsroom: Newsroom, who: str, seen: set[str]
) -> None:
    factories.make_draft(newsroom.politics, "في السياسة")
    factories.make_draft(newsroom.sport, "في الرياضة")
    english = factories.make_edition("en", "en.testserver")
    factories.make_draft(factories.make_section(english, "World", "world"), "World news")
    client = newsroom.client(who)
    both = {*found(client), *found(client, edition="en")}
    assert both == seen
    # Nothing is told of what is not seen, by number or address either.
    for article in Article.objects.all():
        asked = {"q": str(article.number), "edition": article.locale.language_code}
        assert (article.draft_title in found(client, **asked)) is (article.draft_title in seen)


def test_the_photo_desk_has_no_list(newsroom: Newsroom) -> None:
    client = newsroom.client("photo")
    assert client.get(LIST).status_code in {302, 403}
    assert f'href="{LIST}"' not in client.get("/desk/").content.decode()
    assert LIST in newsroom.client("reporter").get("/desk/").content.decode()


def test_what_is_not_theirs_is_read_only(newsroom: Newsroom) -> None:
    own = factories.make_draft(newsroom.politics, "مادتي", owner=newsroom.people["reporter"])
    other = factories.make_draft(newsroom.politics, "مادة زميل", owner=newsroom.people["colleague"])
    page = newsroom.client("reporter").get(LIST).content.decode()
    assert forms.edit_url(own) in page
    assert forms.edit_url(other) not in page
    assert page.count("للاطلاع فقط") == 1


def test_someone_let_into_one_article_sees_that_one(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics, "هذه")
    factories.make_draft(newsroom.politics, "تلك")
    guest = newsroom.people["photo"]
    factories.allow(guest, Page.objects.get(pk=article.pk), "change")
    assert found(newsroom.client("photo")) == ["هذه"]


# What it says


def test_each_state_has_its_words(newsroom: Newsroom) -> None:
    chief, section, now = newsroom.client("chief"), newsroom.politics, timezone.now()

    def submitted(title: str) -> Article:
        article = factories.make_draft(section, title)
        article.get_workflow().start(article, newsroom.people["reporter"])
        return Article.objects.get(pk=article.pk)

    draft = factories.make_draft(section, "أ")
    awaiting, taken, returned = submitted("ب"), submitted("ج"), submitted("د")
    chief.post(f"/desk/pages/{taken.pk}/lock/")
    state = returned.current_workflow_task_state
    state.task.specific.on_action(state, newsroom.people["chief"], "reject")
    scheduled = factories.make_draft(section, "هـ")
    draft_of(scheduled, "هـ", go_live_at=now + timedelta(hours=3))
    actions.publish(Article.objects.get(pk=scheduled.pk), by=None)
    embargoed = factories.make_draft(section, "و", embargo_until=now + timedelta(days=1))
    over = factories.make_draft(section, "ز", embargo_until=now - timedelta(days=1))
    published = factories.make_article(section, "ح")
    changed = factories.make_article(section, "ط")
    draft_of(changed)
    withdrawn = actions.withdraw(factories.make_article(section, "ي"), by=None, reason="خطأ")
    unpublished = factories.make_article(section, "ك")
    unpublished.unpublish()
    said = {
        article.pk: words(chief, article)
        for article in (
            draft,
            awaiting,
            taken,
            returned,
            scheduled,
            embargoed,
            over,
            published,
            changed,
            withdrawn,
            unpublished,
        )
    }
    assert list(said.values()) == [
        ["مسودة"],
        ["بانتظار المراجعة"],
        ["قيد المراجعة"],
        ["أُعيد إلى الكاتب"],
        ["مجدول"],
        ["محظور النشر قبل", "مسودة"],
        ["مسودة"],
        ["منشور"],
        ["منشور، وله مسودة أحدث"],
        ["مسحوب"],
        ["أُلغي نشره"],
    ]


def test_a_line_says_what_an_editor_looks_for(newsroom: Newsroom) -> None:
    author = Author.objects.create(name="ليلى حداد", locale=newsroom.edition.locale)
    article = factories.make_article(
        newsroom.politics,
        "عنوان الخبر",
        kicker="الجولة السادسة",
        slugline="مياه-جولة6",
        byline=[author, "كاتبة ضيفة"],
        genre="report",
        urgent=True,
        body=[("video", {"url": "https://example.org/a.mp4"})],
    )
    page = newsroom.client("chief").get(LIST).content.decode()
    for text in (
        "عنوان الخبر",
        "الجولة السادسة",
        "مياه-جولة6",
        "ليلى حداد",
        "كاتبة ضيفة",
        "تقرير",
        "عاجل",
        "desk-mark-video",
        f"رقم {article.number}",
        "سياسة",
    ):
        assert text in page, text
    author.name = "ليلى الحداد"
    author.save()
    assert "ليلى الحداد" in newsroom.client("chief").get(LIST).content.decode()


@pytest.mark.parametrize(
    ("count", "total"),
    [(0, "لا مواد بعد."), (1, "مادة واحدة"), (2, "مادتان"), (3, "3 مواد"), (11, "11 مادة")],
)
def test_the_total_is_counted_in_arabic(newsroom: Newsroom, count: int, total: str) -> None:
    for _n in range(count):
        factories.make_draft(newsroom.politics)
    page = newsroom.client("chief").get(LIST).content.decode()
    assert total in re.sub(r"\s+", " ", page)


def test_a_very_long_list_says_that_there_are_more(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_queries, "MOST_COUNTED", 3)
    for n in range(5):
        factories.make_draft(newsroom.politics, f"خبر {n}")
    page = newsroom.client("chief").get(LIST).content.decode()
    assert "أكثر من 3 مادة" in page


# How it is narrowed


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    """Two articles that differ in all that the list is narrowed by."""
    locale, people = newsroom.edition.locale, newsroom.people
    layla = Author.objects.create(name="ليلى حدّاد", locale=locale, user=people["reporter"])
    sami = Author.objects.create(name="سامي نادر", locale=locale)
    stories = [
        factories.make_story(newsroom.edition, "مفاوضات الحدود", "borders"),
        factories.make_story(newsroom.edition, "أزمة المياه", "water"),
    ]
    topics = [Topic.objects.create(name=name, locale=locale) for name in ("الأنهار", "السدود")]
    sources = [Source.objects.create(name=name) for name in ("وكالة الواحة", "وكالة أرسان")]
    now = timezone.now()
    factories.make_article(
        newsroom.politics,
        "السياسة أولًا",
        at=now - timedelta(days=10),
        genre="report",
        byline=[layla],
        stories=stories[:1],
        topics=topics[:1],
        sources=sources[:1],
    )
    factories.make_article(
        newsroom.sport,
        "الرياضة ثانيًا",
        at=now - timedelta(days=3),
        genre="news",
        byline=[sami],
        stories=stories[1:],
        topics=topics[1:],
        sources=sources[1:],
        owner=people["colleague"],
    )
    return newsroom


def day(days: int) -> str:
    return str(timezone.localdate(timezone=UTC) - timedelta(days=days))


NARROWED: list[tuple[Callable[[Newsroom], dict[str, Any]], str]] = [
    (lambda room: {"section": room.politics.pk}, "السياسة أولًا"),
    (lambda _room: {"genre": "news"}, "الرياضة ثانيًا"),
    (lambda _room: {"author": "ليلي حداد"}, "السياسة أولًا"),
    (lambda _room: {"author": "نادر"}, "الرياضة ثانيًا"),
    (lambda _room: {"story": "مفاوضات الحدود"}, "السياسة أولًا"),
    (lambda _room: {"story": "ازمه المياه"}, "الرياضة ثانيًا"),
    (lambda _room: {"topic": "الانهار"}, "السياسة أولًا"),
    (lambda _room: {"source": "وكالة أرسان"}, "الرياضة ثانيًا"),
    (lambda _room: {"at_to": day(5)}, "السياسة أولًا"),
    (lambda _room: {"at_from": day(5)}, "الرياضة ثانيًا"),
    (lambda _room: {"at_from": day(10), "at_to": day(10)}, "السياسة أولًا"),
]


@pytest.mark.parametrize(("asked", "one"), NARROWED)
def test_each_filter_leaves_what_it_asks_for(
    archive: Newsroom, asked: Callable[[Newsroom], dict[str, Any]], one: str
) -> None:
    client = archive.client("chief")
    assert found(client) == ["الرياضة ثانيًا", "السياسة أولًا"]
    assert found(client, **asked(archive)) == [one]
    # All that is asked holds together.
    other = "السياسة" if one == "الرياضة ثانيًا" else "الرياضة"
    assert found(client, **asked(archive), q=one) == [one]
    assert found(client, **asked(archive), q=other) == []


def test_what_is_mine_is_what_i_made_hold_or_signed(archive: Newsroom) -> None:
    assert found(archive.client("reporter"), mine="true") == ["السياسة أولًا"]
    assert found(archive.client("colleague"), mine="true") == ["الرياضة ثانيًا"]
    assert found(archive.client("chief"), mine="true") == []


STATUSES = [
    "draft",
    "awaiting",
    "in_review",
    "returned",
    "scheduled",
    "embargoed",
    "published",
    "changed",
    "withdrawn",
    "unpublished",
]


def test_each_status_leaves_what_it_says(newsroom: Newsroom) -> None:
    section, client, now = newsroom.politics, newsroom.client("chief"), timezone.now()
    factories.make_draft(section, "draft")
    for title in ("awaiting", "in_review", "returned"):
        article = factories.make_draft(section, title)
        article.get_workflow().start(article, newsroom.people["reporter"])
    client.post(f"/desk/pages/{Article.objects.get(title='in_review').pk}/lock/")
    state = Article.objects.get(title="returned").current_workflow_task_state
    state.task.specific.on_action(state, newsroom.people["chief"], "reject")
    scheduled = factories.make_draft(section, "scheduled", go_live_at=now + timedelta(hours=3))
    actions.publish(scheduled, by=None)
    embargoed = factories.make_draft(section, "embargoed", embargo_until=now + timedelta(hours=1))
    assert embargoed.desk_entry
    factories.make_article(section, "published")
    draft_of(factories.make_article(section, "changed"), "changed")
    actions.withdraw(factories.make_article(section, "withdrawn"), by=None, reason="خطأ")
    factories.make_article(section, "unpublished").unpublish()
    left = {status: sorted(found(client, status=status)) for status in STATUSES}
    expected = {status: [status] for status in STATUSES}
    expected["published"] = ["changed", "published"]
    expected["draft"] = ["draft", "embargoed"]
    assert left == expected
    assert sorted(found(client, status=["changed", "withdrawn"])) == ["changed", "withdrawn"]


def test_what_is_asked_wrongly_is_no_fault(newsroom: Newsroom) -> None:
    factories.make_draft(newsroom.politics, "خبر")
    client = newsroom.client("chief")
    for asked in (
        {"section": "x"},
        {"section": "999999999999999999999"},
        {"status": "nothing"},
        {"genre": "\x00"},
        {"at_from": "yesterday"},
        {"ordering": "password"},
        {"p": "9999999"},
        {"p": "-1"},
        {"edition": "xx"},
        {"author": "x" * 500},
        {"q": "9" * 60},
        {"q": "\x00'\"%_\\"},
        {"q": "ك" * 600},
    ):
        assert client.get(LIST, asked).status_code == 200, asked
        assert client.get(f"{LIST}results/", asked).status_code == 200, asked


def test_the_orders_are_what_they_say(newsroom: Newsroom) -> None:
    now = timezone.now()
    for days in (3, 1, 2):
        factories.make_article(newsroom.politics, f"قبل {days}", at=now - timedelta(days=days))
    draft_of(Article.objects.get(title="قبل 3"), "قبل 3")
    client = newsroom.client("chief")
    assert found(client) == ["قبل 1", "قبل 2", "قبل 3"]
    assert found(client, ordering="at") == ["قبل 3", "قبل 2", "قبل 1"]
    assert found(client, ordering="-edited_at")[0] == "قبل 3"


# However much there is


def test_the_queries_are_as_many_for_three_as_for_thirty(newsroom: Newsroom) -> None:
    locale = newsroom.edition.locale
    source = Source.objects.create(name="وكالة الواحة")
    story = factories.make_story(newsroom.edition)

    def more(count: int) -> None:
        for n in range(count):
            author = Author.objects.create(name=f"كاتب {n}", locale=locale)
            article = factories.make_article(
                newsroom.politics,
                "خبر الحدود",
                byline=[author, source],
                stories=[story],
                owner=newsroom.people["reporter"],
            )
            if n % 3 == 1:
                draft_of(article)
            if n % 3 == 2:
                article.get_workflow().start(article, newsroom.people["reporter"])

    asked = ["", "?q=حدود", "?status=published", "?story=مفاوضات+الحدود", "?mine=true"]

    def counted(who: str) -> list[int]:
        client = newsroom.client(who)
        counts = []
        for question in asked:
            client.get(LIST + question)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(LIST + question).status_code == 200
            counts.append(len(queries))
        return counts

    people = ("reporter", "editor", "chief")
    more(3)
    few = {who: counted(who) for who in people}
    more(27)
    assert {who: counted(who) for who in people} == few


@pytest.mark.parametrize("few", [0, 1, 3, 1000])
def test_each_way_of_finding_finds_the_same(
    archive: Newsroom, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the rarest key, by a walk over a key, by a walk over entries."""
    monkeypatch.setattr(desk_queries, "_FEW", few)
    story = Article.objects.get(title="السياسة أولًا").article_stories.get().story
    topic = Topic.objects.get(name="السدود")
    for n in range(8):
        article = factories.make_article(archive.politics, f"خبر {n}", genre="report")
        if n % 2:
            placing.add_to_story(article, story, by=None)
        if n % 4 == 1:
            placing.add_topic(article, topic, by=None)
    client = archive.client("chief")
    named = {"story": story.title, "topic": topic.name}
    assert found(client, **named) == ["خبر 5", "خبر 1"]
    assert found(client, **named, ordering="at") == ["خبر 1", "خبر 5"]
    assert found(client, story=story.title, genre="report") == [
        *(f"خبر {n}" for n in (7, 5, 3, 1)),
        "السياسة أولًا",
    ]
    assert found(client, q="خبر", topic=topic.name, ordering="-edited_at") == ["خبر 5", "خبر 1"]
    assert found(archive.client("editor"), q="خب", story=story.title) == []
    assert found(archive.client("editor"), q="خبر", story=story.title) == [
        f"خبر {n}" for n in (7, 5, 3, 1)
    ]
    assert (
        ArticleStory.objects.count()
        == DeskEntry.objects.filter(keys__key__contains=":story:").count()
    )
