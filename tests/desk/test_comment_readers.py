"""Readers with accounts on the desk: the list, and having one erased by two people."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from khabar.comments import actions
from khabar.comments.models import Account, Ban, Comment, Like, Note, Policy, State
from khabar.comments.models.accounts import likeness_of
from khabar.comments.readers import account_of
from khabar.newsroom.models import Article, TwoPersonRequest
from khabar.outbox.models import Change
from tests import factories
from tests.comments.signing import sign_in
from tests.comments.writers import Writer
from tests.desk.conftest import Newsroom

READERS = "/desk/comments/readers/"
MAIL = "suad@example.com"


@pytest.fixture
def article(newsroom: Newsroom) -> Article:
    """An article that takes comments."""
    Policy.objects.create(edition=newsroom.edition)
    return factories.make_article(newsroom.politics)


def _account(name: str, n: int = 0, **fields: Any) -> Account:
    likeness = likeness_of(name) or None
    values = {"device": f"{n:064x}", "since": timezone.now(), "likeness": likeness, **fields}
    return Account.objects.create(name=name, **values)


def _write(article: Article, device: str, *states: str) -> list[Comment]:
    now = timezone.now()
    return Comment.objects.bulk_create(
        Comment(
            page=article, name="سعاد", body=f"رأي {n}", device=device, created_at=now, state=state
        )
        for n, state in enumerate(states)
    )


def _rows(page: str) -> list[str]:
    rows = (row.split("</tr>")[0] for row in page.split("<tr")[1:])
    return [row for row in rows if "/desk/comments/reader/" in row]


def test_the_list_says_how_each_reader_fared(newsroom: Newsroom, article: Article) -> None:
    one = _account("سعاد الحكيم", 1, address=MAIL)
    two = _account("", 2)
    _write(article, one.device, "approved", "approved", "rejected", "awaiting")
    Ban.objects.create(device=two.device, at=timezone.now())
    desk = newsroom.client("editor")
    assert f'href="{READERS}"' in desk.get("/desk/comments/").content.decode()
    newest, first = _rows(desk.get(READERS).content.decode())
    assert f"/desk/comments/reader/{one.device}/" in first
    assert "سعاد الحكيم" in first
    assert [word for word in first.split() if word in {"1", "2"}] == ["2", "1", "1"]
    assert two.device in newest
    # Who is banned is told apart from who is not.
    assert "محظور" in newest
    assert "محظور" not in first


def test_a_ban_that_ended_is_no_ban(newsroom: Newsroom, article: Article) -> None:
    one = _account("سعاد الحكيم", 1)
    _write(article, one.device, "awaiting")
    now = timezone.now()
    ban = Ban.objects.create(device=one.device, at=now, until=now + timedelta(days=1))
    desk = newsroom.client("editor")
    screens = (READERS, "/desk/comments/", f"/desk/comments/reader/{one.device}/")
    assert ["محظور" in desk.get(each).content.decode() for each in screens] == [True] * 3
    Ban.objects.filter(pk=ban.pk).update(until=now)
    assert ["محظور" in desk.get(each).content.decode() for each in screens] == [False] * 3


def test_the_list_is_searched_by_names_as_they_look(newsroom: Newsroom) -> None:
    one = _account("أحمد الحكيم", 1)
    other = _account("ليلى سالم", 2)
    desk = newsroom.client("editor")
    for typed in ("احمد", "الحكيم", "أحـمد الحكيم", "احمدالحكيم"):
        page = desk.get(f"{READERS}results/", {"q": typed}).content.decode()
        assert one.device in page
        assert other.device not in page
    assert not _rows(desk.get(READERS, {"q": "؟!"}).content.decode())
    assert len(_rows(desk.get(READERS, {"q": "  "}).content.decode())) == 2


def test_addresses_are_for_who_has_the_right(newsroom: Newsroom, article: Article) -> None:
    one = _account("سعاد الحكيم", device=account_of(MAIL), address=MAIL)
    _write(article, one.device, "approved")
    history = f"/desk/comments/reader/{one.device}/"
    for name, sees in (("editor", False), ("chief", False), ("admin", True)):
        desk = newsroom.client(name)
        for path in (READERS, f"{READERS}results/?q=سعاد", history):
            assert (MAIL in desk.get(path).content.decode()) is sees, (name, path)
    # Who answers letters finds by the address that the letter names; nobody else does.
    Account.objects.update(address="")
    asked = {"q": f" {MAIL.upper()}"}
    assert one.device in newsroom.client("chief").get(READERS, asked).content.decode()
    assert not _rows(newsroom.client("editor").get(READERS, asked).content.decode())
    assert not _rows(newsroom.client("chief").get(READERS, {"q": "a@"}).content.decode())


def test_the_list_is_for_moderators(newsroom: Newsroom) -> None:
    for name in ("reporter", "photo"):
        desk = newsroom.client(name)
        for path in (READERS, f"{READERS}results/", f"/desk/comments/reader/{'a' * 64}/erase/"):
            assert desk.get(path).status_code in {302, 403}
    # The editor of a section moderates, and has nobody erased.
    editor = newsroom.client("editor")
    assert editor.get(f"/desk/comments/reader/{'a' * 64}/erase/").status_code in {302, 403}
    assert "/erase/" not in editor.get(f"/desk/comments/reader/{'a' * 64}/").content.decode()


def test_a_long_list_asks_as_often_as_a_short_one(newsroom: Newsroom, article: Article) -> None:
    desk = newsroom.client("chief")
    _write(article, _account("سعاد الحكيم", 1).device, "approved")
    desk.get(READERS)
    with CaptureQueriesContext(connection) as short:
        desk.get(READERS)
    for n in range(2, 60):
        _write(article, _account(f"قارئ {n}", n, likeness=str(n)).device, "approved", "rejected")
    with CaptureQueriesContext(connection) as long:
        assert len(_rows(desk.get(READERS).content.decode())) == 50
    assert len(long) == len(short)


def _second(newsroom: Newsroom) -> Client:
    """Another chief editor, and their browser."""
    person = factories.make_user("second")
    person.groups.add(Group.objects.get(pk=newsroom.people["chief"].groups.get().pk))
    client = Client()
    client.force_login(person)
    return client


def test_two_people_erase_a_reader_who_asked_by_letter(
    newsroom: Newsroom, article: Article
) -> None:
    reader = Writer(Client(enforce_csrf_checks=True), article)
    account = sign_in(reader, MAIL)
    reader.write("كلمة لا تخطئها العين: زرافة")
    comment = Comment.objects.get()
    actions.approve({comment.pk: 1}, by=newsroom.people["chief"])
    Like.objects.create(comment=comment, device=account.device)
    desk, mails = newsroom.client("chief"), len(mail.outbox)
    history = f"/desk/comments/reader/{account.device}/"
    assert f'href="{history}erase/"' in desk.get(history).content.decode()
    assert desk.post(f"{history}erase/", {"reason": " "}).status_code == 200
    assert not TwoPersonRequest.objects.exists()
    sent = {"reason": "طلب القارئ محو بياناته برسالة", "reference": "ب/17"}
    assert desk.post(f"{history}erase/", sent)["Location"] == "/desk/requests/"
    request = TwoPersonRequest.objects.get()
    assert len(mail.outbox) > mails
    assert "القارئ" in str(mail.outbox[-1].subject) or "قارئ" in str(mail.outbox[-1].subject)
    # Nothing is erased yet, and it is proposed once.
    assert "زرافة" in Client().get(article.get_absolute_url()).content.decode()
    assert "بانتظار شخص ثانٍ" in desk.get(history).content.decode()
    assert "اقتُرح" in desk.post(f"{history}erase/", sent).content.decode()
    assert TwoPersonRequest.objects.count() == 1
    where = f"/desk/requests/{request.pk}/"
    page = desk.get(where).content.decode()
    assert "سعاد الحكيم" in page
    assert 'name="confirm"' not in page
    desk.post(where, {"confirm": "1", "sure": "on"})
    assert Account.objects.exists()
    # An editor without the right does not even see it.
    assert newsroom.client("editor").get(where).status_code in {302, 403}
    second = _second(newsroom)
    assert 'name="confirm"' in second.get(where).content.decode()
    Change.objects.all().delete()
    second.post(where, {"confirm": "1", "sure": "on"})
    comment.refresh_from_db()
    assert (comment.state, comment.name, comment.body, comment.device) == (
        State.DELETED, "", "", "",
    )  # fmt: skip
    assert not Account.objects.exists()
    assert not Like.objects.exists()
    assert "زرافة" not in Client().get(article.get_absolute_url()).content.decode()
    closed = {key for change in Change.objects.all() for key in change.closed}
    assert f"comment:{comment.pk}" in closed
    # What stays says that it was done, why and by whom; not to whom.
    request.refresh_from_db()
    assert request.state == TwoPersonRequest.State.CONFIRMED
    assert request.data == {}
    kept = [*ModelLogEntry.objects.values_list("data", "label"), request.reason, request.reference]
    assert account.device not in repr(kept)
    assert "سعاد" not in repr(kept)
    assert ModelLogEntry.objects.filter(action="khabar.erase_reader").count() == 1
    assert desk.get("/desk/requests/").status_code == 200
    assert desk.get(where).status_code == 200


def test_a_browser_without_account_is_erased_as_well_and_a_ban_stays(
    newsroom: Newsroom, article: Article
) -> None:
    device = "b" * 64
    _write(article, device, "approved", "rejected")
    Ban.objects.create(device=device, at=timezone.now())
    Note.objects.create(device=device, words="يكرر", at=timezone.now())
    chief, admin = newsroom.people["chief"], newsroom.people["admin"]
    request = actions.propose_erasure(device, by=chief, reason="طلب")
    with pytest.raises(PermissionDenied):
        actions.confirm_erasure(request, by=chief)
    actions.confirm_erasure(request, by=admin)
    assert set(Comment.objects.values_list("state", "body")) == {(State.DELETED, "")}
    assert Ban.objects.filter(device=device).exists()
    assert not Note.objects.exists()


def test_who_erased_himself_meanwhile_is_not_erased_again(
    newsroom: Newsroom, article: Article
) -> None:
    device = "b" * 64
    _write(article, device, "approved")
    chief, admin = newsroom.people["chief"], newsroom.people["admin"]
    with pytest.raises(ValidationError):
        actions.propose_erasure("c" * 64, by=chief, reason="طلب")
    with pytest.raises(PermissionDenied):
        actions.propose_erasure(device, by=newsroom.people["editor"], reason="طلب")
    request = actions.propose_erasure(device, by=chief, reason="طلب")
    actions.erase(device)
    request.refresh_from_db()
    assert request.data == {}
    with pytest.raises(ValidationError):
        actions.confirm_erasure(request, by=admin)
    request.refresh_from_db()
    assert request.is_waiting
