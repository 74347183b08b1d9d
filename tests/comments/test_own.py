"""All that one left: to look at, to take away, to erase; signed in or by the browser alone."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from khabar.comments import actions
from khabar.comments.models import (
    Account,
    Ban,
    Browser,
    Comment,
    Decision,
    Like,
    Note,
    Print,
    Report,
    State,
)
from khabar.comments.readers import account_of
from khabar.newsroom.models import Article
from khabar.outbox.models import Change
from tests import factories
from tests.comments.signing import sign_in
from tests.comments.writers import Writer

SUAD = "suad@example.com"


@pytest.fixture
def moderator(article: Article) -> Any:  # noqa: ARG001 (an edition is there)
    """Somebody who may do everything."""
    return factories.make_user("moderator", superuser=True)


def _left(writer: Writer, other: Writer, moderator: Any) -> tuple[Comment, Comment]:
    """What the writer left, and another's comment that she liked and reported."""
    other.write("تعليق لغيرها", name="غيرها")
    writer.write("كلمة لا تخطئها العين: زرافة في المدينة", name="سعاد")
    theirs, mine = Comment.objects.order_by("pk")
    actions.approve({theirs.pk: 1, mine.pk: 1}, by=moderator)
    writer.act(theirs, "like")
    writer.act(theirs, "report", reason="false", words="انظروا في هذا")
    other.act(mine, "report", reason="insult")
    other.write("رد على سعاد", name="غيرها", reply=mine.pk)
    return mine, theirs


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_reader_takes_everything_away(
    writer: Writer, other: Writer, moderator: Any, *, signed_in: bool
) -> None:
    mine, theirs = _left(writer, other, moderator)
    if signed_in:
        sign_in(writer, SUAD)
        writer.post("/me/replies/", address=SUAD)
    page = writer.page("/me/")
    assert "زرافة" in page
    assert "تعليق لغيرها" not in page
    answer = writer.client.get("/me/comments.json")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    kept = json.loads(answer.content)
    (comment,) = kept["comments"]
    assert comment["text"] == mine.body
    assert comment["url"] == f"http://testserver{mine.path}"
    assert comment["article"]["title"] == mine.place.title
    assert kept["likes"] == [f"http://testserver{theirs.path}"]
    assert [report["words"] for report in kept["reports"]] == ["انظروا في هذا"]
    assert bool(kept["account"]) is signed_in
    if signed_in:
        assert kept["account"]["told_of_replies_at"] == SUAD
    nobody = json.loads(Client().get("/me/comments.json").content)
    assert not any(nobody.values())


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_reader_erases_everything(
    writer: Writer, other: Writer, moderator: Any, *, signed_in: bool
) -> None:
    mine, theirs = _left(writer, other, moderator)
    if signed_in:
        sign_in(writer, SUAD)
    device = Comment.objects.get(pk=mine.pk).device
    actions.note(device, "قارئة كثيرة الكتابة", by=moderator)
    assert "تعليق واحد" in writer.page("/me/erase/")
    assert Comment.objects.get(pk=mine.pk).state == State.APPROVED
    Change.objects.all().delete()
    assert writer.post("/me/erase/")["Location"] == "/me/?done=erased"
    mine.refresh_from_db()
    assert (mine.state, mine.name, mine.body, mine.device) == (State.DELETED, "", "", "")
    assert (mine.held, mine.rules) == ([], "")
    for model in (Comment, Like, Report, Note):
        assert not model.objects.filter(device=device).exists()
    assert not Print.objects.filter(comment=mine).exists()
    assert not Account.objects.exists()
    assert not Browser.objects.exists()
    theirs.refresh_from_db()
    assert (theirs.body, theirs.likes, theirs.reports) == ("تعليق لغيرها", 0, 0)
    told = {key for change in Change.objects.all() for key in change.keys}
    closed = {key for change in Change.objects.all() for key in change.closed}
    assert {f"comment:{mine.pk}", f"comment:{theirs.pk}", f"comments:{mine.page_id}"} <= told
    assert f"comment:{mine.pk}" in closed
    for path in (mine.place.get_absolute_url(), f"/a/{mine.place.number}/comments/"):
        assert "زرافة" not in Client().get(path).content.decode()
    assert Client().get(mine.path).status_code == 404
    # A moderator's undoing does not bring it back.
    assert Decision.objects.filter(comment=mine, became=State.DELETED).exists()
    actions.undo(by=moderator)
    mine.refresh_from_db()
    assert (mine.state, mine.body) == (State.DELETED, "")
    assert "زرافة" not in writer.page("/me/")


def test_erasing_does_not_lift_a_ban(writer: Writer, moderator: Any) -> None:
    sign_in(writer, SUAD)
    writer.write("كلام قبل المنع")
    actions.ban(Comment.objects.get(), by=moderator)
    writer.post("/me/erase/")
    assert Ban.objects.get().device == account_of(SUAD)
    sign_in(writer, SUAD)
    assert writer.write("عدت إليكم").status_code == 422


def test_a_ban_that_is_over_is_erased(writer: Writer, moderator: Any) -> None:
    sign_in(writer, SUAD)
    writer.write("كلام قبل المنع")
    actions.ban(Comment.objects.get(), by=moderator, days=1)
    Ban.objects.update(until=timezone.now())
    writer.post("/me/erase/")
    assert not Ban.objects.exists()


def test_nobody_erases_anothers(writer: Writer, other: Writer, moderator: Any) -> None:
    mine, theirs = _left(writer, other, moderator)
    stranger = Client(enforce_csrf_checks=True)
    page = Writer(stranger, mine.place)
    page.post("/me/erase/", device=mine.device)
    assert Comment.objects.filter(pk__in=[mine.pk, theirs.pk], state=State.APPROVED).count() == 2


def test_what_one_wrote_has_pages_and_few_queries(
    writer: Writer, article: Article, django_assert_max_num_queries: Any
) -> None:
    account = sign_in(writer, SUAD)
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(page=article, name="سعاد", body=f"رأي {n}.", device=account.device, created_at=now)
        for n in range(45)
    )
    with django_assert_max_num_queries(40):
        first = writer.page("/me/")
    assert "45 تعليقًا" in first
    assert "رأي 44." in first
    assert "رأي 24." not in first
    assert "رأي 0." in writer.page("/me/?page=3")
    assert writer.client.get("/me/?page=4").status_code == 404
    assert writer.client.get("/me/?page=1").status_code == 301
    assert writer.client.get("/me/?page=٣").status_code == 404
