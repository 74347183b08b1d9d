"""Writing, and who is let to: tokens, limits, traps, one's own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from khabar.comments import actions, clock
from khabar.comments.actions import Draft, Refused
from khabar.comments.models import Attempt, Ban, Comment, Policy, Print, Report, State, WordList
from khabar.comments.readers import address_of, device_of
from khabar.front.views.me import COOKIE
from khabar.newsroom.models import Article, Edition
from khabar.outbox.models import Change
from tests import factories
from tests.comments.writers import Writer


def _approved(writer: Writer) -> Comment:
    writer.write("رأي في الموضوع")
    Comment.objects.update(state=State.APPROVED)
    return Comment.objects.select_related("page").get()


def test_the_cookies_of_a_reader_are_confined_and_his_pages_kept_by_nobody(
    writer: Writer,
) -> None:
    page = writer.client.get(writer.path)
    assert page["Cache-Control"] == "private, no-store"
    assert {cookie["path"] for cookie in page.cookies.values()} == {"/me/"}
    # Only who does something is given a token.
    assert COOKIE not in page.cookies
    sent = writer.write("كلام مفيد في الموضوع")
    token = sent.cookies[COOKIE]
    assert (token["path"], token["httponly"], token["samesite"]) == ("/me/", True, "Lax")
    comment = Comment.objects.get()
    assert token.value not in comment.device
    assert comment.device == device_of(token.value)


def test_what_is_posted_from_elsewhere_is_refused(writer: Writer) -> None:
    fields = {"name": "قارئ", "body": "كلام"}
    assert writer.client.post(writer.path, fields).status_code == 403
    foreign = {"Origin": "https://evil.example"}
    writer.page()
    token = writer.client.cookies["csrftoken"].value
    fields["csrfmiddlewaretoken"] = token
    assert writer.client.post(writer.path, fields, headers=foreign).status_code == 403
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert writer.client.post(writer.path, fields, headers=cross).status_code == 403
    assert not Comment.objects.exists()


def test_a_draft_survives_an_error_and_an_old_page(writer: Writer) -> None:
    answer = writer.write("نص طويل كتبته بعناية", name="   ")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "نص طويل كتبته بعناية" in page
    assert 'role="alert"' in page
    old = writer.client.post(
        writer.path, {"name": "سعاد", "body": "ما كتبته قبل ساعات", "csrfmiddlewaretoken": "x"}
    )
    assert old.status_code == 403
    assert "ما كتبته قبل ساعات" in old.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("name", "body"), [("", "نص"), ("اسم", " \u200b\n "), ("ا" * 61, "نص"), ("اسم", "ن" * 3001)]
)
def test_odd_input_gets_a_clear_error(writer: Writer, name: str, body: str) -> None:
    assert writer.write(body, name=name).status_code == 422
    assert not Comment.objects.exists()


def test_who_fills_the_trap_in_is_told_nothing(writer: Writer) -> None:
    assert writer.write("كلام", website="http://spam.example").status_code == 302
    assert not Comment.objects.exists()


def test_too_much_from_one_address_is_refused(writer: Writer, other: Writer) -> None:
    for n in range(5):
        assert writer.write(f"تعليق مختلف تماما رقم {n}").status_code == 302
    assert writer.write("تعليق سادس").status_code == 422
    assert other.write("تعليق من مكان آخر").status_code == 302
    # The fourth within minutes was looked at for its speed.
    assert "speed" in Comment.objects.order_by("pk")[3].rules


def test_a_network_that_belongs_to_one_counts_as_one(article: Article) -> None:
    def write(address: str, n: int) -> int:
        client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
        return int(Writer(client, article).write(f"تعليق مختلف تماما رقم {n}").status_code)

    for n in range(5):
        assert write(f"2001:db8:1:2::{n}", n) == 302
    assert write("2001:db8:1:2:ffff::9", 5) == 422
    assert write("2001:db8:1:3::1", 6) == 302


def test_an_address_is_a_hash_of_one_day_and_forgotten(article: Article, writer: Writer) -> None:
    now = timezone.now()
    writer.write("كلام مفيد في الموضوع")
    attempt = Attempt.objects.get()
    assert attempt.address == address_of("127.0.0.1", now)
    assert attempt.address != address_of("127.0.0.1", now + timedelta(days=1))
    assert attempt.page_id == article.pk
    clock.forget(now + timedelta(days=1))
    assert not Attempt.objects.exists()


def test_a_text_under_several_articles_is_held(
    writer: Writer, other: Writer, article: Article, policy: Policy
) -> None:
    policy.mode = "after"
    policy.save()
    text = "لا تصدقوا هذا الكلام فهو منقول من صفحة أخرى ولا أساس له من الصحة إطلاقا"
    writer.write(text)
    second = factories.make_article(article.section, "خبر آخر")
    elsewhere = Writer(other.client, second)
    elsewhere.write(text.replace("إطلاقا", "ابدا!!"))
    first, copied = Comment.objects.order_by("pk")
    assert first.state == State.APPROVED
    assert copied.state == State.AWAITING
    assert "duplicates" in copied.rules
    clock.forget(timezone.now() + timedelta(days=20))
    assert not Print.objects.exists()


def test_liking_twice_takes_it_back_and_a_device_reports_once(
    writer: Writer, other: Writer, article: Article
) -> None:
    comment = _approved(writer)
    for likes in (1, 0, 1):
        assert other.act(comment, "like").status_code == 302
        comment.refresh_from_db()
        assert comment.likes == likes
    assert "إعجاب واحد" in Client().get(article.get_absolute_url()).content.decode()
    assert other.act(comment, "report", reason="odd").status_code == 422
    for _again in range(2):
        other.act(comment, "report", reason="insult", words="انظروا")
    comment.refresh_from_db()
    assert comment.reports == Report.objects.count() == 1
    # A report takes nothing away by itself.
    assert comment.state == State.APPROVED


def test_one_changes_and_deletes_ones_own_alone(writer: Writer, other: Writer) -> None:
    comment = _approved(writer)
    assert other.client.get(f"{other.path}{comment.pk}/edit/").status_code == 404
    assert writer.act(comment, "edit", name="أنا", body="رأيي بعد التعديل").status_code == 302
    comment.refresh_from_db()
    assert (comment.body, comment.state) == ("رأيي بعد التعديل", State.AWAITING)
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    late = writer.act(comment, "edit", name="أنا", body="متأخر")
    assert late.status_code == 422
    assert other.client.get(f"{other.path}{comment.pk}/delete/").status_code == 404
    assert writer.act(comment, "delete").status_code == 302
    comment.refresh_from_db()
    assert (comment.body, comment.state) == ("", State.DELETED)


def test_the_banned_write_no_more(writer: Writer) -> None:
    comment = _approved(writer)
    Ban.objects.create(device=comment.device, at=timezone.now())
    assert writer.write("مرة أخرى").status_code == 422
    assert Comment.objects.count() == 1


def test_old_articles_close_by_the_clock_and_each_is_told(
    article: Article, policy: Policy, writer: Writer, ar: Edition
) -> None:
    policy.close_after = 3
    policy.save()
    clock.close_old(timezone.now())
    assert writer.write("ما زال الباب مفتوحا").status_code == 302
    Change.objects.all().delete()
    later = timezone.now() + timedelta(days=4)
    clock.close_old(later)
    told = {key for change in Change.objects.all() for key in change.keys}
    assert told == {f"comments:{article.pk}"}
    assert writer.write("فات الأوان").status_code == 422
    draft = Draft("اسم", "نص")
    with pytest.raises(Refused):
        actions.submit(article, ar, draft, device="d", address="a", now=later)
    # A longer time opens what it covers again.
    Policy.objects.update(close_after=30)
    clock.close_old(later)
    assert Change.objects.latest("pk").keys == [f"comments-policy:{ar.locale_id}"]
    assert writer.write("فُتح الباب من جديد").status_code == 302


def test_an_edition_that_begins_has_word_lists(policy: Policy) -> None:
    assert WordList.objects.filter(edition=policy.edition, live=True).count() >= 4
