"""The planning board through its screen: what stands where, who moves it, who is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageLogEntry

from khabar.language.dates import DateStyle
from khabar.language.weeks import bounds, week_of
from khabar.newsroom import actions, clock, planning_actions
from khabar.newsroom.models import Article, Assignment, Section
from khabar.newsroom.queries.planning import PlanItem, by_day, by_hour
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

BOARD, MOVE, NEW = "/desk/planning/", "/desk/planning/move/", "/desk/planning/new/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: A Wednesday; weeks of the edition (UTC, Arabic) begin on Saturday.
WEDNESDAY = datetime(2030, 1, 16, 12, tzinfo=UTC)


def scheduled(section: Section, at: datetime = WEDNESDAY, **fields: Any) -> Article:
    return actions.publish(
        factories.make_draft(section, "تقرير مجدول", go_live_at=at, **fields), by=None
    )


def planned(newsroom: Newsroom, at: datetime = WEDNESDAY, **fields: Any) -> Assignment:
    values = {"title": "أسعار الدواء", "section": newsroom.politics, "deadline": at, **fields}
    return planning_actions.assign(by=newsroom.people["chief"], **values)


def board(newsroom: Newsroom, who: str = "chief", **asked: Any) -> str:
    response = newsroom.client(who).get(BOARD, {"day": "2030-01-16", **asked})
    assert response.status_code == 200
    return str(response.content.decode())


def slot(page: str, label: str) -> str:
    """What stands in one slot of the board."""
    return page.partition(f'data-label="{label}"')[2].partition("</section>")[0]


def move(newsroom: Newsroom, who: str, thing: Article | Assignment, to: str, **more: Any) -> str:
    """Move it as its form on the board would; what is said then."""
    if isinstance(thing, Assignment):
        form = {"kind": "assignment", "version": str(thing.version)}
    else:
        revision = thing.revisions.get(approved_go_live_at__isnull=False)
        form = {"kind": "scheduled", "version": revision.approved_go_live_at.isoformat()}
    form |= {"id": str(thing.pk), "to": to, "next": BOARD, **more}
    return forms.said(newsroom.client(who).post(MOVE, form, follow=True))


def go_live(article: Article) -> datetime | None:
    found: datetime | None = (
        article.revisions.filter(approved_go_live_at__isnull=False)
        .values_list("approved_go_live_at", flat=True)
        .first()
    )
    return found


# What stands where


def test_a_week_holds_what_is_assigned_scheduled_and_held(newsroom: Newsroom) -> None:
    scheduled(newsroom.politics)
    planned(newsroom, WEDNESDAY + DAY, assignee=newsroom.people["reporter"], words=800)
    factories.make_draft(newsroom.sport, "محظورة", embargo_until=WEDNESDAY + 2 * DAY)
    planned(newsroom, WEDNESDAY + 7 * DAY, title="الأسبوع التالي")
    page = board(newsroom)
    assert "السبت 12" in page.partition("data-board ")[2].partition("</h3>")[0]
    assert "تقرير مجدول" in slot(page, "الأربعاء 16\u00a0يناير/كانون الثاني")
    thursday = slot(page, "الخميس 17\u00a0يناير/كانون الثاني")
    for text in ("أسعار الدواء", "800 كلمة", "reporter", "12:00"):
        assert text in thursday
    assert "محظورة" in slot(page, "الجمعة 18\u00a0يناير/كانون الثاني")
    assert "الأسبوع التالي" not in page.partition("data-board ")[2]
    day = board(newsroom, view="day")
    assert "تقرير مجدول" in slot(day, "12:00")
    assert "أسعار الدواء" not in day


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"kind": "assignment"}, {"تكليف"}),
        ({"kind": "scheduled"}, {"تقرير مجدول"}),
        ({"kind": "embargo"}, {"محظورة"}),
        ({"section": "sport"}, {"محظورة"}),
        ({"person": "reporter"}, {"تكليف", "محظورة"}),
        ({"kind": "x", "section": "y", "person": "z"}, {"تكليف", "تقرير مجدول", "محظورة"}),
    ],
)
def test_the_board_shows_what_is_asked_for(
    newsroom: Newsroom, asked: dict[str, str], left: set[str]
) -> None:
    reporter = newsroom.people["reporter"]
    scheduled(newsroom.politics)
    planned(newsroom, title="تكليف لها", assignee=reporter)
    factories.make_draft(newsroom.sport, "محظورة", embargo_until=WEDNESDAY, owner=reporter)
    ids = {"sport": newsroom.sport.pk, "reporter": reporter.pk}
    page = board(newsroom, **{name: ids.get(value, value) for name, value in asked.items()})
    cards = page.partition("data-board ")[2]
    shown = {
        name
        for name, text in (("تكليف", "تكليف لها"), ("تقرير مجدول",) * 2, ("محظورة",) * 2)
        if f"<bdi>{text}</bdi>" in cards
    }
    assert shown == left


def test_a_person_sees_and_moves_in_their_sections_alone(newsroom: Newsroom) -> None:
    planned(newsroom, title="في السياسة")
    planned(newsroom, title="في الرياضة", section=newsroom.sport)
    editor, reporter = board(newsroom, "editor"), board(newsroom, "reporter")
    assert "في السياسة" in editor
    assert "في الرياضة" not in editor
    assert "draggable" in editor
    assert "في الرياضة" in reporter
    assert "data-card" not in reporter
    assert NEW not in reporter
    assert newsroom.client("photo").get(BOARD).status_code == 302


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "yesterday", "2030-02-31", ""])
def test_no_day_breaks_the_board(newsroom: Newsroom, day: str) -> None:
    for view in ("week", "day", "month"):
        assert "data-board" in board(newsroom, day=day, view=view)


def test_the_board_asks_as_much_for_ten_as_for_one(newsroom: Newsroom) -> None:
    client = newsroom.client("chief")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(BOARD, {"day": "2030-01-16"})
        return len(captured)

    planned(newsroom, assignee=newsroom.people["reporter"])
    scheduled(newsroom.politics)
    asked()
    for_one = asked()
    for n in range(9):
        planned(newsroom, title=f"تكليف {n}", assignee=newsroom.people["reporter"])
    assert asked() == for_one


ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone))


@given(
    zone=ZONES,
    day=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    offsets=st.lists(st.integers(0, 10**6), max_size=30),
)
def test_a_week_covers_each_thing_exactly_once(zone: str, day: date, offsets: list[int]) -> None:
    style = DateStyle(zone=zone)
    week = week_of(day, style)
    start, end = bounds(week[0], week[-1], style)
    length = int((end - start).total_seconds())
    items = [
        PlanItem("assignment", n, "", start + timedelta(seconds=offset % length), 1, None)
        for n, offset in enumerate(offsets)
    ]
    held = by_day(items, week, style)
    assert list(held) == week
    assert sorted(item.id for cards in held.values() for item in cards) == list(range(len(items)))
    for cards in held.values():
        hours = by_hour(cards, style)
        assert len(hours) == 24
        assert sorted(item.id for cell in hours for item in cell) == sorted(
            item.id for item in cards
        )


# Moving

MATRIX = [
    ("reporter", "politics", False),
    ("editor", "politics", True),
    ("editor", "sport", False),
    ("chief", "sport", True),
    ("photo", "politics", False),
    ("admin", "politics", True),
]


@pytest.mark.parametrize(("who", "place", "allowed"), MATRIX)
def test_who_publishes_in_the_section_moves_what_stands_in_it(
    newsroom: Newsroom, who: str, place: str, *, allowed: bool
) -> None:
    section = getattr(newsroom, place)
    article = scheduled(section, owner=newsroom.people["reporter"])
    assignment = planned(newsroom, section=section, assignee=newsroom.people["reporter"])
    to = WEDNESDAY + DAY + HOUR
    move(newsroom, who, article, "2030-01-17T13:00")
    move(newsroom, who, assignment, "2030-01-17T13:00")
    assignment.refresh_from_db()
    assert (go_live(article) == to) is allowed
    assert (assignment.deadline == to) is allowed


def test_a_move_is_said_in_words_and_on_the_clocks_of_the_edition(newsroom: Newsroom) -> None:
    newsroom.edition.time_zone = "Asia/Riyadh"
    newsroom.edition.save()
    article = scheduled(newsroom.politics)
    said = move(newsroom, "chief", article, "2030-01-17T09:30")
    assert "تقرير مجدول" in said
    assert "الخميس 17\u00a0يناير/كانون الثاني 2030، 09:30" in said
    assert go_live(article) == datetime(2030, 1, 17, 6, 30, tzinfo=UTC)
    assert PageLogEntry.objects.filter(page=article.pk, action="khabar.reschedule").exists()
    history = newsroom.client("chief").get(f"/desk/pages/{article.pk}/history/")
    assert "غُيّر موعد النشر" in history.content.decode()


def test_a_move_before_the_end_of_an_embargo_is_refused_in_words(newsroom: Newsroom) -> None:
    article = scheduled(newsroom.politics, embargo_until=WEDNESDAY)
    said = move(newsroom, "chief", article, "2030-01-16T11:59")
    assert "محظور النشر قبل الأربعاء 16" in said
    assert go_live(article) == WEDNESDAY


def test_of_two_who_move_it_the_second_is_told_where_it_is(newsroom: Newsroom) -> None:
    article, assignment = scheduled(newsroom.politics), planned(newsroom)
    shown_article, shown = go_live(article), assignment.version
    assert shown_article is not None
    for thing in (article, assignment):
        move(newsroom, "editor", thing, "2030-01-17T12:00")
    said = [
        move(newsroom, "chief", article, "2030-01-18T12:00", version=shown_article.isoformat()),
        move(newsroom, "chief", assignment, "2030-01-18T12:00", version=str(shown)),
    ]
    for words in said:
        assert "شخص آخر" in words
        assert "الخميس 17" in words
    assignment.refresh_from_db()
    assert go_live(article) == assignment.deadline == WEDNESDAY + DAY


@pytest.mark.parametrize("to", ["", "غدًا", "2030-01-17", "2030-01-17T12:00Z", "0001-01-01T00:00"])
def test_bad_times_are_told_and_move_nothing(newsroom: Newsroom, to: str) -> None:
    article = scheduled(newsroom.politics)
    assert move(newsroom, "chief", article, to)
    assert go_live(article) == WEDNESDAY
    for wrong in ({"version": "x"}, {"version": "99"}, {"kind": "embargo"}, {"id": "x"}):
        assert move(newsroom, "chief", planned(newsroom), "2030-01-17T12:00", **wrong)
    assert not Assignment.objects.exclude(deadline=WEDNESDAY).exists()


def test_a_move_leads_back_to_the_board_and_nowhere_else(newsroom: Newsroom) -> None:
    assignment = planned(newsroom)
    for back, to in ((BOARD + "?view=day", BOARD + "?view=day"), ("https://example.org/", BOARD)):
        form = {"kind": "assignment", "id": assignment.pk, "version": "x", "to": "x", "next": back}
        assert newsroom.client("chief").post(MOVE, form)["Location"].startswith(to)
    assert newsroom.client("chief").get(MOVE).status_code == 405


def test_after_a_move_the_editor_saves_and_unschedules(newsroom: Newsroom) -> None:
    article = scheduled(newsroom.politics)
    move(newsroom, "chief", article, "2030-01-18T12:00")
    chief = newsroom.client("chief")
    revision = article.revisions.get(approved_go_live_at__isnull=False)
    chief.post(f"/desk/pages/{article.pk}/revisions/{revision.pk}/unschedule/", {})
    assert go_live(article) is None
    response = forms.rewrite(chief, article, title="عنوان أحدث")
    assert response.status_code == 302
    draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert draft.title == "عنوان أحدث"


def test_what_went_out_at_its_new_time_is_edited_as_any_other(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = scheduled(newsroom.politics, timezone.now() + DAY)
    to = (timezone.now() + HOUR).replace(second=0, microsecond=0)
    move(newsroom, "chief", article, to.strftime("%Y-%m-%dT%H:%M"))
    monkeypatch.setattr(timezone, "now", lambda: to + timedelta(seconds=1))
    assert clock.go_live(to) == 1
    chief = newsroom.client("chief")
    response = forms.rewrite(chief, article, title="عنوان أحدث", **{"action-publish": "1"})
    assert response.status_code == 302
    assert Article.objects.get(pk=article.pk).title == "عنوان أحدث"


# Assignments


def filled(newsroom: Newsroom, who: str, url: str = NEW) -> dict[str, Any]:
    return forms.shown(newsroom.client(who), url, "w-editor-form")


TYPED = {"title": "تغطية المؤتمر", "deadline": "2030-01-16 15:00", "words": "500"}


@pytest.mark.parametrize(("who", "place", "allowed"), MATRIX)
def test_who_publishes_in_a_section_assigns_in_it(
    newsroom: Newsroom, who: str, place: str, *, allowed: bool
) -> None:
    form = {**filled(newsroom, "owner"), **TYPED, "section": getattr(newsroom, place).pk}
    newsroom.client(who).post(NEW, form)
    assert Assignment.objects.exists() is allowed


def test_an_assignment_is_written_on_the_clocks_of_the_edition(newsroom: Newsroom) -> None:
    newsroom.edition.time_zone = "Asia/Riyadh"
    newsroom.edition.save()
    reporter = newsroom.people["reporter"]
    form = {
        **filled(newsroom, "editor"),
        **TYPED,
        "assignee": reporter.pk,
        "wants_photos": "on",
    }
    newsroom.client("editor").post(NEW, form)
    assignment = Assignment.objects.get()
    assert assignment.deadline == datetime(2030, 1, 16, 12, tzinfo=UTC)
    assert (assignment.assignee, assignment.wants_photos) == (reporter, True)
    assert assignment.created_by == newsroom.people["editor"]
    shown = filled(newsroom, "editor", f"{BOARD}{assignment.pk}/")
    assert shown["deadline"].startswith("2030-01-16 15:00")
    assert "تغطية المؤتمر" in newsroom.client("reporter").get("/desk/").content.decode()


def test_a_second_editor_of_a_plan_is_told_and_keeps_what_they_typed(newsroom: Newsroom) -> None:
    assignment = planned(newsroom)
    url = f"{BOARD}{assignment.pk}/"
    first, second = filled(newsroom, "editor", url), filled(newsroom, "chief", url)
    newsroom.client("editor").post(url, {**first, "title": "عنوان الأول"})
    response = newsroom.client("chief").post(url, {**second, "title": "عنوان الثاني"})
    page = response.content.decode()
    assert "شخص آخر" in page
    assert "عنوان الثاني" in page
    assignment.refresh_from_db()
    assert assignment.title == "عنوان الأول"


def test_an_existing_article_is_linked_and_a_foreign_assignee_refused(newsroom: Newsroom) -> None:
    assignment, article = planned(newsroom), factories.make_draft(newsroom.politics)
    url = f"{BOARD}{assignment.pk}/"
    form = filled(newsroom, "editor", url)
    refused = newsroom.client("editor").post(url, {**form, "assignee": newsroom.people["photo"].pk})
    assert refused.status_code == 200
    newsroom.client("editor").post(url, {**form, "article": article.pk})
    assignment.refresh_from_db()
    assert (assignment.article, assignment.assignee) == (article, None)
    assert f"/desk/pages/{article.pk}/edit/" in board(newsroom)


@pytest.mark.parametrize(
    ("who", "allowed"), [("reporter", True), ("colleague", False), ("editor", True)]
)
def test_an_article_is_begun_in_one_click(newsroom: Newsroom, who: str, *, allowed: bool) -> None:
    assignment = planned(newsroom, assignee=newsroom.people["reporter"], slugline="دواء")
    response = newsroom.client(who).post(f"{BOARD}{assignment.pk}/begin/")
    assert Article.objects.exists() is allowed
    if allowed:
        article = Article.objects.get()
        assert response["Location"] == forms.edit_url(article)
        assert article.owner == newsroom.people["reporter"]
        shown = forms.shown(newsroom.client("reporter"), forms.edit_url(article))
        assert (shown["title"], shown["slugline"]) == ("أسعار الدواء", "دواء")
        forms.rewrite(newsroom.client("reporter"), article, **{"action-submit": "1"})
        assignment.refresh_from_db()
        assert assignment.state == "filed"


def test_a_dropped_plan_leaves_the_board_and_is_not_begun(newsroom: Newsroom) -> None:
    assignment = planned(newsroom, assignee=newsroom.people["reporter"])
    url = f"{BOARD}{assignment.pk}/"
    newsroom.client("editor").post(url, {**filled(newsroom, "editor", url), "state": "dropped"})
    assert "أسعار الدواء" not in board(newsroom)
    newsroom.client("reporter").post(f"{url}begin/")
    assert not Article.objects.exists()
