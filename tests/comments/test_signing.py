"""Signing in by a code: who gets in, what follows the reader, what is told to nobody."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from khabar.comments import actions, clock, tasks
from khabar.comments.actions import Refused
from khabar.comments.actions.following import follow
from khabar.comments.actions.signing import mail_address
from khabar.comments.models import (
    Account,
    Ban,
    Browser,
    Comment,
    Like,
    Policy,
    Report,
    SignIn,
    State,
)
from khabar.comments.readers import account_of, device_of
from khabar.front.views.me import COOKIE
from khabar.newsroom.models import Article, Edition
from tests import factories
from tests.comments.signing import NAME, ask, code_sent, html_of, sign_in
from tests.comments.writers import Writer

SUAD = "suad@example.com"


def test_a_reader_signs_in_by_a_code_and_keeps_a_name(writer: Writer, other: Writer) -> None:
    assert "/me/sign-in/" in writer.page()
    assert ask(writer, f" {SUAD.upper()}\u200f ").status_code == 302
    (sent,) = mail.outbox
    assert sent.to == [SUAD]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert code_sent(SUAD) in html_of(sent)
    assert 'dir="rtl"' in html_of(sent)
    before = writer.client.cookies[COOKIE].value
    # Written with the digits of an Arabic keyboard, and without the line.
    eastern = code_sent(SUAD).replace("-", "").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    opened = writer.post(f"/me/code/?to={writer.article.number}", code=eastern)
    assert opened["Location"] == f"/me/name/?to={writer.article.number}"
    token = opened.cookies[COOKIE]
    assert (token["path"], token["httponly"], token["samesite"]) == ("/me/", True, "Lax")
    assert token.value != before
    # Until there is a name, it is asked for.
    assert writer.client.get(writer.path)["Location"].startswith("/me/name/")
    named = writer.post("/me/name/", name=NAME, to=str(writer.article.number))
    assert named["Location"] == writer.path
    assert NAME in writer.page()
    assert 'id="name"' not in writer.page()
    writer.write("رأيي في الموضوع", name="اسم مستعار")
    comment = Comment.objects.get()
    assert (comment.name, comment.device) == (NAME, account_of(SUAD))
    # Nobody else writes under it, nor under what looks like it.
    for copied in (NAME, "سُعاد  الحكيــم", "سعاد_الحکیم", "سعادالحكيم"):
        answer = other.write("كلام باسم غيري", name=copied)
        assert answer.status_code == 422
        assert "يحتفظ بهذا الاسم" in answer.content.decode()
    sign_in(other, "other@example.com", name="")
    assert other.post("/me/name/", name="سعاد الحكيم").status_code == 422
    for many in ("محمد", "محمد ـ", "م حمد", "عبد الرحمن", "أبو علي", "Abu Ali"):
        assert other.post("/me/name/", name=many).status_code == 422
    assert other.post("/me/name/", name="محمد الحكيم").status_code == 302


def test_of_a_mail_address_nothing_is_kept_but_a_hash(writer: Writer) -> None:
    sign_in(writer, SUAD)
    rows = [*Account.objects.values(), *SignIn.objects.values(), *Browser.objects.values()]
    assert "example.com" not in str(rows)
    assert code_sent(SUAD).replace("-", "") not in str(rows)
    assert writer.client.cookies[COOKIE].value not in str(rows)
    clock.forget(timezone.now() + timedelta(days=1, minutes=1))
    assert not SignIn.objects.exists()
    assert Browser.objects.exists()
    clock.forget(timezone.now() + timedelta(days=366))
    assert not Browser.objects.exists()


def test_nobody_learns_who_has_an_account(writer: Writer, other: Writer) -> None:
    sign_in(writer, SUAD)
    writer.post("/me/sign-out/")

    def answer(address: str) -> tuple[int, str, str]:
        asked = ask(other, address)
        return asked.status_code, asked["Location"], other.page("/me/code/").partition("csrf")[0]

    assert answer(SUAD) == answer("nobody@example.com")
    known, unknown = mail.outbox[-2:]
    assert (known.subject, len(str(known.body))) == (unknown.subject, len(str(unknown.body)))


def test_a_code_opens_once_for_ten_minutes_in_the_browser_that_asked(
    writer: Writer, other: Writer
) -> None:
    ask(writer, SUAD)
    first = code_sent(SUAD)
    ask(other, "other@example.com")
    assert other.post("/me/code/", code=first).status_code == 422
    ask(writer, SUAD)
    assert writer.post("/me/code/", code=first).status_code == 422 or first == code_sent(SUAD)
    SignIn.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert writer.post("/me/code/", code=code_sent(SUAD)).status_code == 422
    SignIn.objects.update(at=timezone.now() - timedelta(minutes=9))
    browser = writer.client.cookies[COOKIE].value
    assert writer.post("/me/code/", code=code_sent(SUAD)).status_code == 302
    # The browser's old token, which somebody may have given to it, opens nothing.
    thief = Client()
    thief.cookies[COOKIE] = browser
    assert "/me/sign-out/" not in thief.get("/me/").content.decode()
    assert "/me/sign-out/" in writer.page("/me/")
    with pytest.raises(Refused):
        actions.sign_in(code_sent(SUAD), browser=device_of(browser))
    assert Account.objects.count() == 1


def test_wrong_codes_are_few(writer: Writer) -> None:
    ask(writer, SUAD)
    right = code_sent(SUAD)
    wrong = f"{(int(right.replace('-', '')) + 1) % 10**8:08}"
    for odd in (wrong, "", "٠" * 300, "\u0000", "é"):
        assert writer.post("/me/code/", code=odd).status_code == 422
    assert writer.post("/me/code/", code=right).status_code == 422
    assert not Account.objects.exists()


def test_codes_are_sent_to_one_address_and_from_one_place_so_often(
    writer: Writer, other: Writer
) -> None:
    for _again in range(3):
        assert ask(writer, SUAD).status_code == 302
    assert ask(writer, SUAD).status_code == 422
    # The address is counted wherever it is asked from, and the place whatever address is asked.
    assert ask(other, SUAD).status_code == 422
    for n in range(7):
        assert ask(writer, f"reader{n}@example.com").status_code == 302
    assert ask(writer, "eleventh@example.com").status_code == 422
    assert ask(other, "elsewhere@example.com").status_code == 302
    assert len(mail.outbox) == SignIn.objects.count() == 11
    # Eight in a day at most, spread as they may be.
    SignIn.objects.update(at=timezone.now() - timedelta(hours=2))
    for expected in (302, 302, 302, 422):
        assert ask(writer, SUAD).status_code == expected
    SignIn.objects.update(at=timezone.now() - timedelta(hours=2))
    for expected in (302, 302, 422):
        assert ask(writer, SUAD).status_code == expected


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "suad",
        "a@b",
        "a@[127.0.0.1]",
        '"a b"@example.com',
        "a@example.com,b@example.com",
        "a@example.com b@example.com",
        "a@example.com>\r\nBcc: b@example.com",
        "a%0d%0aBcc:b@example.com\r\nTo: c@example.com",
        "<a@example.com>",
        "سعاد@example.com",
        "mıke@example.com",
        f"{'a' * 65}@example.com",
        f"a@{'b' * 250}.com",
        "a@\ud83d.com",
    ],
)
def test_what_is_no_address_gets_no_mail(writer: Writer, odd: str) -> None:
    with pytest.raises(Refused):
        mail_address(odd)
    if odd.isprintable():
        answer = ask(writer, odd)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not mail.outbox


def test_what_is_written_to_is_what_is_compared() -> None:
    # The Kelvin sign is a k for who compares without case: the mail goes where the hash says.
    assert mail_address("Suad@\u212aey.example") == "suad@key.example"
    assert mail_address("a@مثال.إختبار").isascii()


def test_an_edition_cannot_break_the_head_of_a_mail(writer: Writer, ar: Edition) -> None:
    Edition.objects.filter(pk=ar.pk).update(name='خبر"\r\nBcc: all@example.com')
    ask(writer, SUAD)
    message = mail.outbox[0].message()
    assert "Bcc" not in message
    assert message["To"] == SUAD
    assert "\n" not in mail.outbox[0].subject


def test_a_code_that_comes_too_late_is_not_sent(ar: Edition) -> None:
    late = SignIn.objects.create(
        device="d", account="a", sender="s", to=SUAD, at=timezone.now() - timedelta(minutes=11)
    )
    tasks.mail_code.call(late.pk, ar.pk)
    assert not mail.outbox
    clock.forget(timezone.now())
    assert SignIn.objects.get().to == ""


def test_what_a_browser_did_follows_its_reader(
    writer: Writer, other: Writer, article: Article
) -> None:
    writer.write("كتبته قبل الدخول")
    theirs = Comment.objects.create(
        page=article,
        name="آخر",
        body="تعليق",
        state=State.APPROVED,
        device="x" * 64,
        created_at=timezone.now(),
        version=1,
    )
    writer.act(theirs, "like")
    writer.act(theirs, "report", reason="spam")
    sign_in(other, SUAD)
    other.act(theirs, "like")
    other.act(theirs, "report", reason="spam")
    theirs.refresh_from_db()
    assert (theirs.likes, theirs.reports) == (2, 2)
    sign_in(writer, SUAD, name="")
    theirs.refresh_from_db()
    # He is one reader, in two browsers.
    assert (theirs.likes, theirs.reports) == (1, 1)
    assert Like.objects.get().device == Report.objects.get().device == account_of(SUAD)
    assert "كتبته قبل الدخول" in other.page("/me/")
    mine = Comment.objects.get(body="كتبته قبل الدخول")
    assert other.act(mine, "delete").status_code == 302


def test_trust_and_bans_follow_the_reader_and_not_the_browser(
    writer: Writer, other: Writer, policy: Policy
) -> None:
    policy.mode, policy.trusted_after = "trust", 1
    policy.save()
    sign_in(writer, SUAD)
    writer.write("أول تعليق لي هنا")
    Comment.objects.update(state=State.APPROVED)
    sign_in(other, SUAD, name="")
    other.write("ثاني تعليق لي من هاتفي")
    assert Comment.objects.latest("pk").state == State.APPROVED
    writer.post("/me/sign-out/")
    writer.write("لست هو الآن", name="غريب")
    stranger = Comment.objects.latest("pk")
    assert stranger.state == State.AWAITING
    # Banned as a browser, he is banned as a reader too.
    moderator = factories.make_user("moderator", superuser=True)
    actions.ban(stranger, by=moderator)
    sign_in(writer, "new@example.com", name="")
    assert Ban.objects.get().device == account_of("new@example.com")
    assert writer.post(name="غريب آخر", body="أعود").status_code == 422
    # And of two bans the longer one holds.
    actions.ban(Comment.objects.filter(device=account_of(SUAD)).latest("pk"), by=moderator, days=3)
    Ban.objects.filter(until=None).update(device=device_of("elsewhere"))
    follow(device_of("elsewhere"), account_of(SUAD))
    assert Ban.objects.get().until is None
    assert other.write("وأنا أيضًا").status_code == 422


def test_readers_and_staff_are_apart(writer: Writer) -> None:
    sign_in(writer, SUAD)
    reader = {cookie: value.value for cookie, value in writer.client.cookies.items()}
    desk = writer.client.get("/desk/")
    assert desk.status_code == 302
    assert "login" in desk["Location"]
    # Even with a reader's token where the desk looks for its own.
    client = Client()
    client.cookies["khabar-desk"] = reader[COOKIE]
    assert client.get("/desk/").status_code == 302
    # And staff are nobody among readers, whatever their browser were to send.
    staff = Client()
    staff.force_login(factories.make_user("chief", superuser=True))
    assert "/me/sign-in/" in staff.get("/me/").content.decode()
    assert not Account.objects.exclude(device=account_of(SUAD)).exists()


def test_pages_that_are_kept_neither_read_nor_set_a_readers_cookie(
    writer: Writer, article: Article
) -> None:
    sign_in(writer, SUAD)
    token = writer.client.cookies[COOKIE]
    assert token["path"] == "/me/"
    paths = ("/", article.get_absolute_url(), f"/a/{article.number}/comments/")
    for path in paths:
        known = writer.client.get(path)
        assert not known.cookies
        assert known.content == Client().get(path).content
    for path in ("/me/", "/me/sign-in/", "/me/code/", "/me/name/", "/me/erase/"):
        own = writer.client.get(path)
        assert own.status_code == 200
        assert own["Cache-Control"] == "private, no-store"
        assert {cookie["path"] for cookie in own.cookies.values()} <= {"/me/"}


@pytest.mark.parametrize("path", ["sign-in/", "code/", "name/", "sign-out/", "replies/", "erase/"])
def test_what_is_posted_from_elsewhere_changes_nothing(writer: Writer, path: str) -> None:
    account = sign_in(writer, SUAD)
    fields = {"address": SUAD, "code": "1", "name": "اسم آخر"}
    stale = writer.client.post(f"/me/{path}", fields)
    assert stale.status_code == 403
    assert "أعد فتحها" in stale.content.decode()
    fields["csrfmiddlewaretoken"] = writer.client.cookies["csrftoken"].value
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert writer.client.post(f"/me/{path}", fields, headers=cross).status_code == 403
    account.refresh_from_db()
    assert (account.name, account.address) == (NAME, "")
    assert Browser.objects.count() == len(mail.outbox) == 1


def test_signing_out_leaves_the_browser_nobodys(writer: Writer) -> None:
    sign_in(writer, SUAD)
    token = writer.client.cookies[COOKIE].value
    gone = writer.post("/me/sign-out/")
    assert gone.cookies[COOKIE].value == ""
    assert gone.cookies[COOKIE]["path"] == "/me/"
    assert "/me/sign-in/" in writer.page("/me/")
    writer.client.cookies[COOKIE] = token
    assert "/me/sign-in/" in writer.page("/me/")


def test_a_name_that_is_kept_takes_no_common_one_away(writer: Writer, other: Writer) -> None:
    sign_in(writer, SUAD, name="مح مد")
    assert other.write("كلام مفيد", name="محمد").status_code == 302
    assert other.write("كلام مفيد", name="محـ مد").status_code == 422
