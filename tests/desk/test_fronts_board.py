"""The front page's screen through its forms: who may, what each act does, two editors at once."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khabar.desk.models import FrontDraft
from khabar.newsroom import actions, clock, front_actions
from khabar.newsroom.models import (
    Article,
    FrontPlan,
    FrontSlot,
    FrontState,
    FrontVersion,
    PublishedVersion,
)
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

BOARD, ACT = "/desk/front/", "/desk/front/act/"
PEOPLE = ("reporter", "editor", "chief", "photo", "admin", "owner")


def articles(newsroom: Newsroom, count: int) -> list[Article]:
    now = timezone.now()
    return [
        factories.make_article(newsroom.politics, f"خبر {n}", at=now - timedelta(hours=n + 1))
        for n in range(count)
    ]


def act(client: Client, op: str, **typed: Any) -> Any:
    return client.post(ACT, {"op": op, **typed}, follow=True)


def local(moment: Any) -> str:
    return timezone.localtime(moment, UTC).strftime("%Y-%m-%dT%H:%M")


def placed(slot: str) -> list[int]:
    found = FrontSlot.objects.filter(slot=slot).order_by("position")
    return list(found.values_list("article_id", flat=True))


@pytest.mark.parametrize("who", PEOPLE)
def test_the_front_is_arranged_by_chief_editors_and_administrators(
    newsroom: Newsroom, who: str
) -> None:
    (article,) = articles(newsroom, 1)
    client, allowed = newsroom.client(who), who in {"chief", "admin", "owner"}
    for url in (BOARD, "/desk/front/history/", "/desk/front/preview/"):
        assert (client.get(url).status_code == 200) is allowed, url
    assert (BOARD in client.get("/desk/").content.decode()) is allowed
    act(client, "put", article=article.pk, slot="lead")
    act(client, "publish")
    assert placed("lead") == ([article.pk] if allowed else [])


def test_a_chief_editor_of_another_edition_arranges_only_that(newsroom: Newsroom) -> None:
    other = factories.make_edition("en", "en.testserver")
    chief = newsroom.client("chief")
    assert chief.get(f"{BOARD}?edition={newsroom.edition.pk}").status_code == 200
    assert chief.get(f"{BOARD}?edition={other.pk}").status_code == 302
    assert chief.get(f"{BOARD}?edition=x").status_code == 302


def test_readers_see_a_draft_only_once_it_is_published(newsroom: Newsroom) -> None:
    first, second = articles(newsroom, 2)
    chief, reader = newsroom.client("chief"), newsroom.client_class()
    act(chief, "put", article=second.pk, slot="lead")
    act(chief, "edit", article=second.pk, headline="عنوان للواجهة", ends_at="")
    assert not FrontSlot.objects.exists()
    assert "عنوان للواجهة" not in reader.get("/").content.decode()
    preview = chief.get("/desk/front/preview/").content.decode()
    assert "عنوان للواجهة" in preview
    assert "csrf" not in preview
    page = act(chief, "publish")
    assert "نُشر" in forms.said(page)
    assert "عنوان للواجهة" in reader.get("/").content.decode()
    assert not FrontDraft.objects.exists()
    assert second.pk in placed("lead")
    assert first.pk not in placed("lead")


def test_each_act_changes_the_draft(newsroom: Newsroom) -> None:
    one, two, three = articles(newsroom, 3)
    chief = newsroom.client("chief")
    for article in (three, two, one):
        act(chief, "put", article=article.pk, slot="card")
    act(chief, "put", article=one.pk, slot="card", position=3)
    act(chief, "exchange", article=two.pk, other=one.pk)
    act(chief, "lock", article=three.pk, locked=1)
    assert "مقفل" in forms.said(act(chief, "remove", article=three.pk))
    act(chief, "layout", layout="wide")
    photo = factories.make_photo()
    until = timezone.now() + timedelta(hours=2)
    here = {"headline": "هنا", "photo": photo.pk, "ends_at": local(until)}
    act(chief, "edit", article=one.pk, **here)
    act(chief, "publish")
    assert placed("card") == [one.pk, three.pk, two.pk]
    row = FrontSlot.objects.get(article=one)
    assert (row.headline, row.photo_id, row.locked) == ("هنا", photo.pk, False)
    assert row.ends_at is not None
    assert FrontSlot.objects.get(article=three).locked
    assert FrontState.objects.get().layout == "wide"
    act(chief, "lock", article=three.pk, locked=0)
    act(chief, "remove", article=three.pk)
    act(chief, "publish")
    assert placed("card") == [one.pk, two.pk]


def test_what_is_typed_wrong_is_said_and_changes_nothing(newsroom: Newsroom) -> None:
    (article,) = articles(newsroom, 1)
    draft = factories.make_draft(newsroom.politics, "مسودة")
    chief = newsroom.client("chief")
    act(chief, "put", article=article.pk, slot="lead")
    before = FrontDraft.objects.get().arrangement
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("put", {"article": "x", "slot": "lead"}),
        ("put", {"article": article.pk, "slot": "nowhere"}),
        ("put", {"article": draft.pk, "slot": "lead"}),
        ("edit", {"article": article.pk, "headline": "ط" * 161}),
        ("edit", {"article": article.pk, "ends_at": "غدًا"}),
        ("edit", {"article": article.pk, "ends_at": "2015-01-01T10:00"}),
        ("layout", {"layout": "mosaic"}),
        ("schedule", {"at": ""}),
        ("schedule", {"at": "2015-01-01T10:00"}),
        ("undo", {"sequence": "9" * 30}),
    ]
    for op, typed in wrong:
        response = act(chief, op, **typed)
        assert response.status_code == 200, op
        assert forms.said(response).strip(), (op, typed)
        assert FrontDraft.objects.get().arrangement == before
    assert chief.post(ACT, {"op": "burn"}).status_code == 404


def test_two_editors_at_once(newsroom: Newsroom) -> None:
    one, two = articles(newsroom, 2)
    chief, admin = newsroom.client("chief"), newsroom.client("admin")
    act(chief, "put", article=one.pk, slot="lead")
    act(admin, "put", article=two.pk, slot="lead")
    act(admin, "publish")
    refused = act(chief, "publish")
    assert "لم يُستبدل شيء" in forms.said(refused)
    assert placed("lead") == [two.pk]
    assert "front-stale" in refused.content.decode()
    # Only knowingly: over what stands now, and not over what came after that.
    act(chief, "publish", over=FrontState.objects.get().changed - 1)
    assert placed("lead") == [two.pk]
    act(chief, "publish", over=FrontState.objects.get().changed)
    assert placed("lead") == [one.pk]


def test_a_publication_is_undone_in_one_click(newsroom: Newsroom) -> None:
    one, two = articles(newsroom, 2)
    chief = newsroom.client("chief")
    for article in (one, two):
        act(chief, "put", article=article.pk, slot="lead")
        act(chief, "publish")
    page = chief.get(BOARD).content.decode()
    sequence = FrontState.objects.get().changed
    assert f'name="sequence" value="{sequence}"' in page
    act(chief, "undo", sequence=sequence)
    assert placed("lead") == [one.pk]
    # A click on an old page undoes nothing else.
    assert "غيّر" in forms.said(act(chief, "undo", sequence=sequence))
    assert placed("lead") == [one.pk]


def test_a_schedule_is_listed_carried_out_or_cancelled(newsroom: Newsroom) -> None:
    one, two = articles(newsroom, 2)
    chief = newsroom.client("chief")
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=3)
    act(chief, "put", article=two.pk, slot="lead")
    page = act(chief, "schedule", at=local(at)).content.decode()
    plan = FrontPlan.objects.get()
    assert f'name="plan" value="{plan.pk}"' in page
    assert chief.get(f"/desk/front/preview/?of=plan:{plan.pk}").status_code == 200
    clock.tick(at)
    assert placed("lead") == [two.pk]
    act(chief, "remove_at", article=two.pk, at=local(at + timedelta(hours=1)))
    removal = FrontPlan.objects.get(kind="remove")
    act(chief, "cancel", plan=removal.pk)
    clock.tick(at + timedelta(hours=2))
    assert placed("lead") == [two.pk]
    assert one.pk not in placed("lead")


def test_the_screens_script_gets_the_part_that_changed(newsroom: Newsroom) -> None:
    (article,) = articles(newsroom, 1)
    chief = newsroom.client("chief")
    part = chief.post(
        ACT,
        {"op": "put", "article": article.pk, "slot": "lead"},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).content.decode()
    assert "<html" not in part
    assert f'data-item="{article.pk}"' in part


def test_articles_are_found_by_words_number_and_address(newsroom: Newsroom) -> None:
    first, _second = articles(newsroom, 2)
    chief = newsroom.client("chief")
    found = chief.get(BOARD, {"q": f"https://testserver{first.get_absolute_url()}"}).context["pool"]
    assert [card.id for card in found] == [first.pk]
    # A number may be another article's id on the desk too: the one that readers know comes first.
    found = chief.get(BOARD, {"q": str(first.number)}).context["pool"]
    assert found[0].id == first.pk
    assert chief.get(BOARD, {"q": "لا شيء كهذا"}).status_code == 200


def test_history_says_what_led_at_a_time(newsroom: Newsroom) -> None:
    one, two = articles(newsroom, 2)
    place = front_actions.place
    place(one, "lead", by=newsroom.people["chief"], edition=newsroom.edition)
    place(two, "lead", by=newsroom.people["admin"], edition=newsroom.edition)
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for sequence, hour in ((1, 8), (2, 10), (3, 15)):
        FrontVersion.objects.filter(sequence=sequence).update(at=day + timedelta(hours=hour))
    for article in (one, two):
        versions: QuerySet[PublishedVersion] = QuerySet(PublishedVersion)
        versions.filter(article=article).update(at=day - timedelta(days=1))
    actions.update(one, by=None, note="")
    chief = newsroom.client("chief")
    for time, leading in (("14:00", one), ("15:00", two)):
        page = chief.get("/desk/front/history/", {"day": f"{day:%Y-%m-%d}", "time": time})
        shown = page.context["found"].shown["lead"]
        assert [item.headline for item in shown] == [leading.title]
    assert len(page.context["versions"]) == 3
    for wrong in ({"day": "أمس"}, {"day": "2015-13-45"}, {"time": "99:99"}, {"day": "0001-01-01"}):
        assert chief.get("/desk/front/history/", wrong).status_code == 200
    early = chief.get("/desk/front/history/", {"day": "2015-01-01"})
    assert early.context["found"] is None
    act(chief, "take", version=2)
    act(chief, "publish")
    assert placed("lead") == [one.pk]


def test_the_screen_takes_a_constant_number_of_queries(newsroom: Newsroom) -> None:
    chief = newsroom.client("chief")

    def asked(slots: list[str]) -> int:
        for article, slot in zip(articles(newsroom, 6), slots, strict=False):
            act(chief, "put", article=article.pk, slot=slot)
        act(chief, "publish")
        chief.get(BOARD)
        with CaptureQueriesContext(connection) as captured:
            chief.get(BOARD)
        return len(captured)

    assert asked(["card"] * 2) == asked(["card", "media", "media", "lead"])
