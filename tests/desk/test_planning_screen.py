"""The first screen: what stands in each block, for whom, in one query each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from khabar.desk.models import Role, SectionApprovalTask
from khabar.desk.planning import blocks, times
from khabar.language.dates import DateStyle
from khabar.newsroom import actions, clock, notices, planning_actions
from khabar.newsroom.models import Article, DeskNotice, ListEntry, Photo, Section
from tests import factories
from tests.desk.conftest import Newsroom

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def block(page: str, name: str) -> str:
    """One block of the screen, empty when it is not there."""
    return page.partition(f'id="desk-{name}"')[2].partition("</section>")[0]


def screen(newsroom: Newsroom, who: str) -> str:
    response = newsroom.client(who).get("/desk/")
    assert response.status_code == 200
    return str(response.content.decode())


def submitted(newsroom: Newsroom, section: Section, headline: str) -> Article:
    article = factories.make_draft(section, headline, owner=newsroom.people["reporter"])
    article.get_workflow().start(article, newsroom.people["reporter"])
    return article


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def everything(newsroom: Newsroom, count: int) -> None:
    """So many lines for each block, in politics."""
    now = timezone.now()
    people = newsroom.people
    for n in range(count):
        submitted(newsroom, newsroom.politics, f"مرسلة {n}")
        returned = submitted(newsroom, newsroom.politics, f"معادة {n}")
        fresh(returned).current_workflow_task_state.reject(user=people["editor"], comment="راجعها.")
        factories.make_draft(
            newsroom.politics, f"محظورة {n}", owner=people["reporter"], embargo_until=now + DAY
        )
        timed = factories.make_draft(newsroom.politics, f"مجدولة {n}", go_live_at=now + HOUR)
        actions.publish(timed, by=None)
        photo = factories.make_photo(rights_expire_at=now + DAY)
        live = factories.make_article(
            newsroom.politics, f"منشورة {n}", urgent=True, hero_photo=photo
        )
        actions.correct(live, by=None, right=f"صحيحها {n}")
        notices.report("publication", live, "تعذر")
        for who in ("reporter", "editor"):
            planning_actions.assign(
                by=people["editor"],
                section=newsroom.politics,
                title=f"تكليف {n}",
                assignee=people[who],
                deadline=now + HOUR,
            )


NAMES = [kind.name for kind in blocks.BLOCKS]


def test_each_block_is_one_query_and_all_a_constant_number(
    newsroom: Newsroom, rf: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    everything(newsroom, 1)
    client = newsroom.client("editor")
    client.get("/desk/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/")
    everything(newsroom, 2)
    with CaptureQueriesContext(connection) as many:
        client.get("/desk/")
    assert len(many) == len(few)
    request = rf.get("/desk/")
    request.user = newsroom.people["editor"]
    for one in blocks.blocks_for(request):
        with django_assert_num_queries(1):
            lines = one.lines()
        with django_assert_num_queries(0):
            for line in lines:
                one.show(line)
        assert len(lines) == {"returned": 0, "drafts": 0, "scheduled": 6}.get(one.name, 3), one.name


def test_a_block_is_for_those_whom_it_concerns(newsroom: Newsroom) -> None:
    shown = {
        who: {name for name in NAMES if block(screen(newsroom, who), name)}
        for who in ("reporter", "editor", "chief", "photo", "admin")
    }
    everyone = {"bare", "returned", "assigned", "drafts", "scheduled", "fresh", "corrections"}
    assert shown["reporter"] == everyone
    assert shown["editor"] == shown["chief"] == shown["admin"] == set(NAMES)
    assert shown["photo"] == {"failures", "rights"}


def test_an_empty_house_says_so_in_words(newsroom: Newsroom) -> None:
    page = screen(newsroom, "chief")
    for words in (
        "لا إخفاقات.",
        "كل العواجل استُكملت.",
        "لا شيء بانتظار إجازتك.",
        "لا مسودات غير مكتملة لك.",
        "لم يُنشر شيء في الساعة الأخيرة.",
        "لا تصحيحات في اليوم الأخير.",
    ):
        assert words in page
    assert "desk-line " not in page


def test_what_is_empty_stands_below_in_one_line(newsroom: Newsroom) -> None:
    submitted(newsroom, newsroom.politics, "مرسلة")
    page = screen(newsroom, "editor").partition('class="desk-blocks"')[2]
    full, _folded, quiet = page.partition('<details class="desk-quiet">')
    assert 'id="desk-review"' in full
    assert full.count("<section") == 1
    assert "9 قوائم فارغة" in quiet
    assert "لا إخفاقات." in quiet
    alone = screen(newsroom, "reporter").partition('<details class="desk-quiet" open>')[2]
    assert "لا شيء ينتظرك الآن." in alone


def test_a_person_sees_their_sections_alone(newsroom: Newsroom) -> None:
    now = timezone.now()
    for section, name in ((newsroom.politics, "السياسة"), (newsroom.sport, "الرياضة")):
        submitted(newsroom, section, f"مرسلة {name}")
        live = factories.make_article(section, f"منشورة {name}", urgent=True)
        actions.correct(live, by=None, right=f"تصحيح {name}")
        notices.report("publication", live, f"إخفاق {name}")
        factories.make_draft(section, f"محظورة {name}", embargo_until=now + DAY)
    editor, chief = screen(newsroom, "editor"), screen(newsroom, "chief")
    for name in ("review", "bare", "fresh", "corrections", "failures", "scheduled"):
        assert "السياسة" in block(editor, name), name
        assert "الرياضة" not in block(editor, name), name
        assert "الرياضة" in block(chief, name), name
    assert "مرسلة" not in screen(newsroom, "reporter").partition("desk-blocks")[2]


def test_what_was_returned_stands_with_its_note_until_it_is_sent_again(
    newsroom: Newsroom,
) -> None:
    article = submitted(newsroom, newsroom.politics, "خلاف على المياه")
    state = fresh(article).current_workflow_task_state
    newsroom.client("editor").post(
        f"/desk/pages/workflow/action/{article.pk}/reject/{state.pk}/", {"comment": "أضف المصدر."}
    )
    mine = block(screen(newsroom, "reporter"), "returned")
    assert "خلاف على المياه" in mine
    assert "أضف المصدر." in mine
    assert "خلاف على المياه" not in block(screen(newsroom, "reporter"), "drafts")
    assert "خلاف على المياه" not in block(screen(newsroom, "colleague"), "returned")
    fresh(article).current_workflow_state.resume(newsroom.people["reporter"])
    assert "خلاف على المياه" not in block(screen(newsroom, "reporter"), "returned")
    assert "خلاف على المياه" in block(screen(newsroom, "editor"), "review")


def test_an_approver_approves_from_the_block(newsroom: Newsroom) -> None:
    article = submitted(newsroom, newsroom.politics, "موازنة العام")
    editor = newsroom.client("editor")
    state = fresh(article).current_workflow_task_state
    url = f"/desk/pages/workflow/action/{article.pk}/approve/{state.pk}/"
    assert f'action="{url}"' in block(screen(newsroom, "editor"), "review")
    response = editor.post(url, {"comment": "", "next": "/desk/"}, follow=True)
    assert response.redirect_chain == [("/desk/", 302)]
    assert fresh(article).live
    page = response.content.decode()
    assert "موازنة العام" in block(page, "fresh")
    assert "موازنة العام" not in block(page, "review")


def test_what_an_urgent_reporter_sent_comes_first(newsroom: Newsroom) -> None:
    submitted(newsroom, newsroom.politics, "عادية")
    urgent = factories.make_draft(
        newsroom.politics, "عاجلة", owner=newsroom.people["reporter"], urgent=True
    )
    urgent.get_workflow().start(urgent, newsroom.people["reporter"])
    queue = block(screen(newsroom, "editor"), "review")
    assert queue.index("عاجلة") < queue.index("عادية")
    assert "مادتان بانتظار المراجعة" in queue


def test_another_kind_of_task_keeps_wagtails_own_list(newsroom: Newsroom) -> None:
    from wagtail.models import GroupApprovalTask, WorkflowTask  # noqa: PLC0415 (of this test alone)

    task = GroupApprovalTask.objects.create(name="المحامي")
    task.groups.add(newsroom.group(Role.CHIEF_EDITOR))
    WorkflowTask.objects.update(task=task)
    submitted(newsroom, newsroom.politics, "عند المحامي")
    page = screen(newsroom, "chief")
    assert "عند المحامي" in page
    assert "عند المحامي" not in block(page, "review")
    assert SectionApprovalTask.objects.exists()


def test_what_is_scheduled_stands_with_its_time_and_what_is_held_with_its_end(
    newsroom: Newsroom,
) -> None:
    now = timezone.now().replace(microsecond=0)
    style = newsroom.edition.date_style
    go, end = now + 2 * HOUR, now + 3 * DAY
    actions.publish(factories.make_draft(newsroom.politics, "تقرير سنوي", go_live_at=go), by=None)
    factories.make_draft(newsroom.politics, "دراسة محظورة", embargo_until=end)
    factories.make_draft(newsroom.politics, "انتهى حظرها", embargo_until=now - HOUR)
    shown = block(screen(newsroom, "reporter"), "scheduled")
    assert times.written(go, style, now) in shown
    assert times.written(end, style, now) in shown
    assert shown.index("تقرير سنوي") < shown.index("دراسة محظورة")
    assert "انتهى حظرها" not in shown
    assert f'datetime="{go.astimezone(ZoneInfo(style.zone)).isoformat()}"' in shown


def test_an_hour_is_an_hour(newsroom: Newsroom) -> None:
    old = factories.make_article(
        newsroom.politics, "قبل ساعتين", at=timezone.now() - timedelta(minutes=61)
    )
    factories.make_article(newsroom.politics, "قبل قليل")
    shown = block(screen(newsroom, "editor"), "fresh")
    assert "قبل قليل" in shown
    assert old.title not in shown
    assert "خبر واحد" in shown


def test_rights_that_end_are_told_of_photos_that_readers_see(newsroom: Newsroom) -> None:
    now = timezone.now()

    def photo(title: str, at: timedelta | None, **fields: Any) -> Photo:
        return factories.make_photo(title=title, rights_expire_at=at and now + at, **fields)

    def used(title: str, at: timedelta | None) -> None:
        factories.make_article(newsroom.politics, hero_photo=photo(title, at))

    used("تنتهي غدًا", DAY)
    used("انتهت أمس", -DAY)
    used("بعيدة", 30 * DAY)
    used("بلا نهاية", None)
    photo("غير مستعملة", DAY)
    factories.make_draft(newsroom.politics, hero_photo=photo("في مسودة", DAY))
    in_body = photo("في النص", DAY)
    factories.make_article(newsroom.politics, body=[("photo", {"photo": in_body, "caption": ""})])
    clock.tick(now)
    for who in ("editor", "photo"):
        shown = block(screen(newsroom, who), "rights")
        for title in ("تنتهي غدًا", "انتهت أمس", "في النص"):
            assert title in shown, title
        for title in ("بعيدة", "بلا نهاية", "غير مستعملة", "في مسودة"):
            assert title not in shown, title


def test_a_failure_stands_until_somebody_settles_it(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics, "لم تُنشر")
    notices.report("publication", article, "انتهت حقوق الصورة.")
    notice = DeskNotice.objects.get()
    url = f"/desk/planning/failures/{notice.pk}/settle/"
    shown = block(screen(newsroom, "editor"), "failures")
    for text in ("أخفق نشر مجدول", "لم تُنشر", "انتهت حقوق الصورة.", url):
        assert text in shown
    newsroom.client("reporter").post(url)
    assert newsroom.client("editor").get(url).status_code == 405
    assert url in block(screen(newsroom, "editor"), "failures")
    newsroom.client("editor").post(url)
    assert "لم تُنشر" not in block(screen(newsroom, "editor"), "failures")


def test_a_failure_of_no_section_is_the_chiefs_and_the_photo_desks(newsroom: Newsroom) -> None:
    notices.report("rendition", factories.make_photo(title="جسر معطوب"), "ملف ناقص")
    told = {
        who
        for who in ("reporter", "editor", "chief", "photo", "admin")
        if "جسر معطوب" in screen(newsroom, who)
    }
    assert told == {"chief", "photo", "admin"}


def test_mail_that_does_not_go_out_is_told(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("wagtail.admin.mail.OpenedConnection.__enter__", refuse)
    submitted(newsroom, newsroom.politics, "بلا بريد")
    notice = DeskNotice.objects.get()
    assert (notice.kind, notice.name) == ("mail", "بلا بريد")
    monkeypatch.undo()
    fresh(Article.objects.get()).current_workflow_task_state.reject(
        user=newsroom.people["editor"], comment=""
    )
    fresh(Article.objects.get()).current_workflow_state.resume(newsroom.people["reporter"])
    notice.refresh_from_db()
    assert notice.settled_at is not None


def test_times_are_said_as_people_say_them() -> None:
    now = timezone.now().replace(hour=12, minute=0)
    style = DateStyle(numbering="arab")
    assert times.written(now + HOUR, style, now) == "١٣:٠٠"
    assert times.written(now + DAY, style, now) == "غدًا، ١٢:٠٠"
    assert times.written(now - DAY, style, now) == "أمس، ١٢:٠٠"
    assert times.written(now + 3 * DAY, style, now).endswith("، ١٢:٠٠")
    said = [times.ago(now - n * timedelta(minutes=1), now) for n in (0, 1, 2, 3, 11, 60, 180)]
    assert said == [
        "الآن",
        "قبل دقيقة",
        "قبل دقيقتين",
        "قبل 3 دقائق",
        "قبل 11 دقيقة",
        "قبل ساعة",
        "قبل 3 ساعات",
    ]


def test_the_blocks_walk_no_table_of_the_archive(newsroom: Newsroom, rf: Any) -> None:
    """On either database the plan of each block names an index for each large table."""
    everything(newsroom, 1)
    assert ListEntry.objects.exists()
    assert WorkflowState.objects.exists()
    assert ContentType.objects.get_for_model(Page)
    if connection.vendor != "sqlite":
        pytest.skip("A planner that counts rows walks so small a table.")
    request = rf.get("/desk/")
    request.user = newsroom.people["editor"]
    for one in blocks.blocks_for(request):
        with CaptureQueriesContext(connection) as captured:
            one.lines()
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + captured[0]["sql"])
            plan = [row[3] for row in cursor.fetchall()]
        walked = [
            step
            for step in plan
            if step.startswith("SCAN")
            and any(
                step.startswith(f"SCAN {table}")
                for table in ("newsroom_article", "wagtailcore_page", "wagtailcore_revision")
            )
            and "USING INDEX" not in step
        ]
        assert walked == [], (one.name, plan)
