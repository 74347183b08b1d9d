"""Mail to a reader who was answered: to whom it goes, once, and how he has it end."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from khabar.comments import actions, replies, tasks
from khabar.comments.models import Account, Comment, State
from khabar.comments.readers import leaving_token, who_leaves
from tests import factories
from tests.comments.signing import html_of, sign_in
from tests.comments.writers import Writer

SUAD = "suad@example.com"


@pytest.fixture
def moderator(writer: Writer) -> Any:  # noqa: ARG001 (an edition is there)
    """Somebody who may do everything."""
    return factories.make_user("moderator", superuser=True)


def _approve(comment: Comment, moderator: Any) -> None:
    actions.approve({comment.pk: comment.version}, by=moderator)
    comment.refresh_from_db()


def _wanted(writer: Writer, moderator: Any) -> tuple[Account, Comment]:
    """A reader who wants to be told, and her comment, which stands."""
    account = sign_in(writer, SUAD)
    assert writer.post("/me/replies/", address=SUAD).status_code == 302
    writer.write("هل من رأي آخر؟")
    comment = Comment.objects.get()
    _approve(comment, moderator)
    mail.outbox.clear()
    return account, comment


def _answer(other: Writer, comment: Comment, body: str = "نعم عندي رأي", **fields: Any) -> Comment:
    assert other.write(body, reply=comment.pk, **fields).status_code == 302
    return Comment.objects.latest("pk")


def test_a_reader_is_told_of_a_reply_when_readers_see_it_and_once(
    writer: Writer, other: Writer, moderator: Any
) -> None:
    account, comment = _wanted(writer, moderator)
    reply = _answer(other, comment, "نعم\nرأيي <b>مختلف</b>")
    assert not mail.outbox
    _approve(reply, moderator)
    (sent,) = mail.outbox
    assert sent.to == [SUAD]
    assert comment.place.title in sent.subject
    assert "قارئ ردّ على تعليقك" in sent.body
    assert f"http://testserver{reply.path}" in sent.body
    html = html_of(sent)
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    leave = f"http://testserver/me/leave/{leaving_token(account.pk)}/"
    assert sent.extra_headers["List-Unsubscribe"] == f"<{leave}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave in sent.body
    actions.undo(by=moderator)
    reply.refresh_from_db()
    _approve(reply, moderator)
    assert len(mail.outbox) == 1


def test_only_who_wants_it_is_told_and_never_of_himself(
    writer: Writer, other: Writer, moderator: Any
) -> None:
    account, comment = _wanted(writer, moderator)
    own = _answer(writer, comment, "أجيب نفسي بنفسي")
    _approve(own, moderator)
    assert not mail.outbox
    # The reply that is answered counts, not the comment that it stands under.
    reply = _answer(other, comment)
    _approve(reply, moderator)
    assert len(mail.outbox) == 1
    third = _answer(other, reply, "أكمل ما بدأته في ردي")
    _approve(third, moderator)
    assert len(mail.outbox) == 1
    _approve(_answer(other, own, "وهذا جواب على ردها"), moderator)
    assert len(mail.outbox) == 2
    actions.leave_replies(account.pk)
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    _approve(_answer(other, comment, "فات الأوان"), moderator)
    assert len(mail.outbox) == 2


def test_what_is_gone_before_the_worker_comes_is_not_told(
    writer: Writer, other: Writer, moderator: Any
) -> None:
    _account, comment = _wanted(writer, moderator)
    reply = _answer(other, comment)
    tasks.mail_reply.call(reply.pk)
    Comment.objects.filter(pk=reply.pk).update(state=State.APPROVED)
    Comment.objects.filter(pk=comment.pk).update(state=State.REJECTED)
    tasks.mail_reply.call(reply.pk)
    assert not mail.outbox
    Comment.objects.filter(pk=comment.pk).update(state=State.APPROVED)
    tasks.mail_reply.call(reply.pk)
    tasks.mail_reply.call(reply.pk)
    assert len(mail.outbox) == 1


def test_mail_that_fails_is_not_taken_for_sent(
    writer: Writer, other: Writer, moderator: Any, settings: Any
) -> None:
    _account, comment = _wanted(writer, moderator)
    reply = _answer(other, comment)
    Comment.objects.filter(pk=reply.pk).update(state=State.APPROVED)
    settings.EMAIL_BACKEND = "tests.comments.signing.NoServer"
    with pytest.raises(SMTPServerDisconnected):
        tasks.mail_reply.call(reply.pk)
    reply.refresh_from_db()
    assert reply.told_at is None


def test_many_replies_are_few_mails(writer: Writer, other: Writer, moderator: Any) -> None:
    _account, comment = _wanted(writer, moderator)
    now = timezone.now()
    many = Comment.objects.bulk_create(
        Comment(
            page=comment.place,
            parent=comment,
            name="قارئ",
            body=f"رد {n}",
            device="d" * 64,
            created_at=now,
        )
        for n in range(replies.A_DAY + 5)
    )
    actions.approve({row.pk: 1 for row in many}, by=moderator)
    assert len(mail.outbox) == replies.A_DAY
    Comment.objects.exclude(told_at=None).update(told_at=now - timedelta(days=1, minutes=1))
    _approve(_answer(other, comment), moderator)
    assert len(mail.outbox) == replies.A_DAY + 1


def test_one_click_leaves_without_session_or_token_of_a_form(
    writer: Writer, moderator: Any
) -> None:
    account, _comment = _wanted(writer, moderator)
    path = f"/me/leave/{leaving_token(account.pk)}/"
    program = Client(enforce_csrf_checks=True)
    # Looking is not leaving: programs look at every link in a mail.
    page = program.get(path)
    assert page.status_code == 200
    assert '<form class="comment-form" method="post">' in page.content.decode()
    account.refresh_from_db()
    assert account.address == SUAD
    left = program.post(
        path,
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert left.status_code == 200
    assert not left.cookies
    account.refresh_from_db()
    assert account.address == ""
    assert program.post(path).status_code == 200


@pytest.mark.parametrize("forged", ["1.x", "1", "1.", "99999999999999999999.abc", "..", "1.1.1"])
def test_a_forged_token_leaves_nothing(writer: Writer, moderator: Any, forged: str) -> None:
    account, _comment = _wanted(writer, moderator)
    for token in (forged, f"{account.pk + 1}.{leaving_token(account.pk).split('.')[1]}"):
        assert Client().post(f"/me/leave/{token}/").status_code == 404
        assert who_leaves(token) is None
    account.refresh_from_db()
    assert account.address == SUAD


def test_the_address_is_kept_only_for_its_owner_and_while_it_is_wanted(writer: Writer) -> None:
    account = sign_in(writer, SUAD)
    wrong = writer.post("/me/replies/", address="victim@example.com")
    assert wrong.status_code == 422
    account.refresh_from_db()
    assert account.address == ""
    writer.post("/me/replies/", address=f" {SUAD} ")
    account.refresh_from_db()
    assert account.address == SUAD
    assert SUAD in writer.page("/me/")
    writer.post("/me/replies/", wanted="no")
    account.refresh_from_db()
    assert account.address == ""


def test_an_articles_title_cannot_break_the_head_of_a_mail(
    writer: Writer, other: Writer, moderator: Any
) -> None:
    _account, comment = _wanted(writer, moderator)
    type(comment.place).objects.update(title="خبر\r\nBcc: all@example.com")
    reply = _answer(other, comment, name="قارئ\r\nBcc: all@example.com")
    _approve(reply, moderator)
    message = mail.outbox[0].message()
    assert "Bcc" not in message
    assert len(mail.outbox[0].subject.splitlines()) == 1
