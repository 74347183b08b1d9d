"""Schedules that are moved, plans that two people change, failures that are kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from khabar.newsroom import actions, clock, notices, planning_actions
from khabar.newsroom.models import Article, Assignment, DeskNotice, Edition, Section
from khabar.newsroom.planning_actions import StalePlanError
from khabar.newsroom.publication import EmbargoError
from tests import factories

HOUR = timedelta(hours=1)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def editor(politics: Section) -> User:
    user: User = factories.make_user("editor")
    factories.allow(user, politics, "add", "change", "publish")
    return user


@pytest.fixture
def reporter(politics: Section) -> User:
    user: User = factories.make_user("reporter")
    factories.allow(user, politics, "add")
    return user


@pytest.fixture
def later() -> datetime:
    return timezone.now().replace(microsecond=0) + 3 * HOUR


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], int]:
    """Runs the clock as it runs at a moment; how many articles went live."""

    def tick(moment: datetime) -> int:
        with monkeypatch.context() as then:
            then.setattr(timezone, "now", lambda: moment)
            clock._tried_again_at.clear()
            return clock.go_live(moment)

    return tick


def scheduled(section: Section, at: datetime, **fields: Any) -> Article:
    return actions.publish(
        factories.make_draft(section, "تقرير مجدول", go_live_at=at, **fields), by=None
    )


def times(article: Article) -> set[datetime | None]:
    """Every time that says when the article goes live."""
    held = fresh(article)
    revision = held.revisions.filter(approved_go_live_at__isnull=False).get()
    draft = held.get_latest_revision_as_object()
    return {revision.approved_go_live_at, revision.as_object().go_live_at, draft.go_live_at} | (
        set() if held.live else {held.go_live_at}
    )


# Rescheduling


@pytest.mark.parametrize("live", [False, True])
def test_a_moved_schedule_is_the_same_everywhere(
    politics: Section,
    editor: User,
    later: datetime,
    at: Callable[[datetime], int],
    *,
    live: bool,
) -> None:
    if live:
        article = factories.make_article(politics)
        draft = article.get_latest_revision_as_object()
        draft.go_live_at = later
        draft.save_revision()
        actions.publish(fresh(article), by=None)
    else:
        article = scheduled(politics, later)
    to = later + 2 * HOUR
    planning_actions.reschedule(article, to, by=editor, was=later)
    assert times(article) == {to}
    assert at(later + HOUR) == 0
    assert at(to) == 1
    assert fresh(article).live
    entry = PageLogEntry.objects.get(page=article.pk, action="khabar.reschedule")
    assert entry.user == editor
    assert entry.data == {"from": later.isoformat(), "to": to.isoformat()}


@pytest.mark.parametrize("before", [True, False])
def test_nothing_is_moved_before_the_end_of_its_embargo(
    politics: Section, editor: User, later: datetime, *, before: bool
) -> None:
    article = scheduled(politics, later, embargo_until=later)
    to = later - timedelta(minutes=1) if before else later + HOUR
    if before:
        with pytest.raises(EmbargoError, match=article.title):
            planning_actions.reschedule(article, to, by=editor, was=later)
        assert times(article) == {later}
    else:
        planning_actions.reschedule(article, to, by=editor, was=later)
        assert times(article) == {to}


def test_nothing_is_moved_into_the_past_or_past_its_expiry(
    politics: Section, editor: User, later: datetime
) -> None:
    article = scheduled(politics, later, expire_at=later + HOUR)
    for to in (timezone.now() - HOUR, later + 2 * HOUR):
        with pytest.raises(ValidationError):
            planning_actions.reschedule(article, to, by=editor, was=later)
    assert times(article) == {later}


def test_who_may_not_publish_moves_nothing(
    politics: Section, reporter: User, later: datetime
) -> None:
    article = scheduled(politics, later, owner=reporter)
    with pytest.raises(PermissionDenied):
        planning_actions.reschedule(article, later + HOUR, by=reporter, was=later)
    assert times(article) == {later}


def test_the_second_of_two_who_move_it_is_told(
    politics: Section, editor: User, later: datetime, at: Callable[[datetime], int]
) -> None:
    article = scheduled(politics, later)
    planning_actions.reschedule(article, later + HOUR, by=editor, was=later)
    with pytest.raises(StalePlanError):
        planning_actions.reschedule(article, later + 2 * HOUR, by=editor, was=later)
    assert times(article) == {later + HOUR}
    assert at(later + HOUR) == 1
    with pytest.raises(StalePlanError):
        planning_actions.reschedule(article, later + 3 * HOUR, by=editor, was=later + HOUR)


# Assignments


def plan(section: Section, by: User, **fields: Any) -> Assignment:
    values = {
        "title": "أسعار الدواء",
        "deadline": datetime(2026, 12, 1, 15, tzinfo=UTC),
        "slugline": "دواء/أسعار",
        **fields,
    }
    return planning_actions.assign(by=by, section=section, **values)


def test_an_assignment_becomes_its_assignees_article_once(
    politics: Section, editor: User, reporter: User
) -> None:
    assignment = plan(politics, editor, assignee=reporter, note="اتصل بالنقابة.")
    article = planning_actions.begin(assignment, by=reporter)
    assert planning_actions.begin(assignment, by=editor) == article
    assert Article.objects.count() == 1
    draft = fresh(article)
    assert (draft.owner, draft.section, draft.live) == (reporter, politics, False)
    assert (draft.title, draft.slugline) == (assignment.title, assignment.slugline)
    assert draft.get_latest_revision_as_object().editor_note == "اتصل بالنقابة."
    assignment.refresh_from_db()
    assert (assignment.article_id, assignment.state) == (article.pk, "in_progress")
    actions.publish(draft, by=None)
    assignment.refresh_from_db()
    assert assignment.state == "filed"


def test_only_who_publishes_in_a_section_plans_it(
    politics: Section, sport: Section, editor: User, reporter: User
) -> None:
    for section, by in ((politics, reporter), (sport, editor)):
        with pytest.raises(PermissionDenied):
            plan(section, by)
    mine = plan(politics, editor, assignee=reporter)
    others = plan(politics, editor)
    with pytest.raises(PermissionDenied):
        planning_actions.begin(others, by=reporter)
    with pytest.raises(PermissionDenied):
        planning_actions.postpone(mine, timezone.now(), by=reporter, version=1)
    with pytest.raises(PermissionDenied):
        planning_actions.change(mine, by=editor, version=1, section=sport)
    assert Assignment.objects.get(pk=mine.pk).section == politics


def test_a_plan_is_for_who_writes_there_and_for_an_article_that_one_may_edit(
    politics: Section, sport: Section, editor: User, en: Edition
) -> None:
    stranger = factories.make_user("stranger")
    foreign = factories.make_draft(factories.make_section(en, "World", "world"), "News")
    elsewhere = factories.make_draft(sport)
    for wrong in ({"assignee": stranger}, {"article": foreign}, {"article": elsewhere}):
        with pytest.raises(ValidationError) as refused:
            plan(politics, editor, **wrong)
        assert set(refused.value.message_dict) == set(wrong)
    assert plan(politics, editor, article=factories.make_draft(politics)).article


def test_the_second_of_two_who_change_a_plan_is_told_and_nothing_is_lost(
    politics: Section, editor: User
) -> None:
    assignment = plan(politics, editor)
    first = assignment.deadline + HOUR
    planning_actions.postpone(assignment, first, by=editor, version=1)
    with pytest.raises(StalePlanError, match=assignment.title):
        planning_actions.postpone(assignment, first + HOUR, by=editor, version=1)
    with pytest.raises(StalePlanError):
        planning_actions.change(assignment, by=editor, version=1, title="عنوان آخر")
    assignment.refresh_from_db()
    assert (assignment.deadline, assignment.title, assignment.version) == (
        first,
        "أسعار الدواء",
        2,
    )
    actions_logged = list(
        ModelLogEntry.objects.order_by("pk").values_list("action", "user__username")
    )
    assert actions_logged == [("khabar.assign", "editor"), ("khabar.assignment.move", "editor")]


# Failures


def refused_by(error: Exception) -> Any:
    def publish(*_args: Any, **_kwargs: Any) -> None:
        raise error

    return publish


def test_a_schedule_that_fails_is_kept_counted_and_settled_by_success(
    politics: Section,
    later: datetime,
    at: Callable[[datetime], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = scheduled(politics, later)
    with monkeypatch.context() as broken:
        broken.setattr(
            "wagtail.models.Revision.publish", refused_by(ValidationError("لا حقوق للصورة."))
        )
        assert [at(later), at(later)] == [0, 0]
    notice = DeskNotice.objects.get()
    assert (notice.kind, notice.name, notice.times) == ("publication", article.title, 2)
    assert (notice.section, notice.message) == (politics, "لا حقوق للصورة.")
    assert at(later) == 1
    notice.refresh_from_db()
    assert notice.settled_at is not None


def test_a_failure_after_one_that_was_settled_is_a_new_one(politics: Section) -> None:
    article = factories.make_article(politics)
    notices.report("publication", article, "أولًا")
    assert notices.settle(article, "publication") == 1
    notices.report("publication", article, "ثانيًا")
    assert list(DeskNotice.objects.order_by("pk").values_list("message", "times")) == [
        ("أولًا", 1),
        ("ثانيًا", 1),
    ]


def test_a_database_that_fails_stops_nobody_who_reports(
    politics: Section, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    article = factories.make_article(politics)
    monkeypatch.setattr(notices, "_keep", refused_by(DatabaseError("locked")))
    notices.report("publication", article, "تعذر")
    assert "تعذر" in caplog.text


def test_a_photo_that_cannot_be_made_is_told(
    db: None,  # noqa: ARG001 (opens the database)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from khabar.newsroom import tasks  # noqa: PLC0415 (its models must be loaded)

    photo = factories.make_photo()
    monkeypatch.setattr("khabar.newsroom.photos.store.make_set", refused_by(OSError("truncated")))
    with pytest.raises(OSError, match="truncated"):
        tasks.make_photo_renditions.func(photo.pk)
    notice = DeskNotice.objects.get()
    assert (notice.kind, notice.about) == ("rendition", f"photo:{photo.pk}")


def test_who_answers_for_a_failure_settles_it(
    politics: Section, editor: User, reporter: User
) -> None:
    notices.report("publication", factories.make_article(politics), "تعذر")
    notice = DeskNotice.objects.get()
    with pytest.raises(PermissionDenied):
        notices.dismiss(notice, by=reporter)
    notices.dismiss(notice, by=editor)
    notices.dismiss(notice, by=editor)
    notice.refresh_from_db()
    assert notice.settled_by == editor
    assert ModelLogEntry.objects.filter(action="khabar.settle").count() == 1
