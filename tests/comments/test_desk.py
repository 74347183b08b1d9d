"""Moderators: deciding, several at once, what is told to readers, and the screens."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from khabar.comments import actions, queries
from khabar.comments.actions import Refused
from khabar.comments.models import Ban, Comment, Decision, Phrase, Policy, State, WordList
from khabar.newsroom.models import Article
from khabar.outbox.models import Change
from tests import factories
from tests.comments.writers import Writer


def _comments(article: Article, n: int, **fields: Any) -> list[Comment]:
    now = timezone.now()
    fields = {"state": State.AWAITING, "device": "d" * 64} | fields
    return Comment.objects.bulk_create(
        Comment(
            page=article,
            name=f"قارئ {i}",
            body=f"رأي {i}",
            created_at=now - timedelta(minutes=n - i),
            **fields,
        )
        for i in range(n)
    )


def _seen(*comments: Comment) -> dict[int, int]:
    return {comment.pk: comment.version for comment in comments}


@pytest.fixture
def moderator(article: Article) -> Any:  # noqa: ARG001 (an edition is there)
    """Somebody who may do everything."""
    return factories.make_user("moderator", superuser=True)


@pytest.fixture
def desk(moderator: Any, client: Client) -> Client:
    """Their browser."""
    client.force_login(moderator)
    return client


def test_a_decision_is_told_to_readers_by_keys(article: Article, moderator: Any) -> None:
    (comment,) = _comments(article, 1)
    Change.objects.all().delete()
    actions.approve(_seen(comment), by=moderator)
    change = Change.objects.get()
    thread, beneath = f"comments:{article.pk}", f"comments:{article.pk}:beneath"
    assert set(change.keys) == {thread, beneath, f"comment:{comment.pk}"}
    assert change.closed == []
    comment.refresh_from_db()
    actions.reject(_seen(comment), by=moderator)
    assert set(Change.objects.latest("pk").closed) == {beneath, f"comment:{comment.pk}"}
    # What nobody saw is told to nobody.
    (unseen,) = _comments(article, 1)
    count = Change.objects.count()
    actions.reject(_seen(unseen), by=moderator)
    assert Change.objects.count() == count


def test_two_moderators_do_not_step_on_each_other(article: Article, moderator: Any) -> None:
    comments = _comments(article, 30)
    second = factories.make_user("second", superuser=True)
    mine = actions.claim(queries.waiting(moderator), 20, by=moderator)
    theirs = actions.claim(queries.waiting(second), 20, by=second)
    assert len(mine) == 20
    assert len(theirs) == 10
    assert not set(mine) & set(theirs)
    later = timezone.now() + timedelta(minutes=6)
    assert len(actions.claim(queries.waiting(second), 20, by=second, now=later)) == 20
    # Who decides on what somebody changed meanwhile changes nothing.
    actions.approve(_seen(comments[0]), by=moderator)
    done = actions.reject(_seen(comments[0], comments[1]), by=second)
    assert done.changed == (comments[1].pk,)
    assert done.passed_over == (comments[0].pk,)
    comments[0].refresh_from_db()
    assert comments[0].state == State.APPROVED


def test_undo_takes_back_what_was_done_at_once(article: Article, moderator: Any) -> None:
    first, second, third = _comments(article, 3)
    actions.approve(_seen(first), by=moderator)
    actions.reject(_seen(second, third), by=moderator)
    other = factories.make_user("other", superuser=True)
    third.refresh_from_db()
    actions.approve(_seen(third), by=other)
    done = actions.undo(by=moderator)
    assert done.changed == (second.pk,)
    assert done.passed_over == (third.pk,)
    second.refresh_from_db()
    assert second.state == State.AWAITING
    assert actions.undo(by=moderator).changed == (first.pk,)
    with pytest.raises(Refused):
        actions.undo(by=moderator)
    assert Decision.objects.filter(comment=second).count() == 2


def test_a_ban_rejects_what_awaits_of_the_reader(article: Article, moderator: Any) -> None:
    mine = _comments(article, 3, device="a" * 64)
    others = _comments(article, 1, device="b" * 64)
    actions.ban(mine[0], by=moderator)
    assert Ban.objects.get().device == "a" * 64
    states = dict(Comment.objects.values_list("pk", "state"))
    assert {states[c.pk] for c in mine} == {State.REJECTED}
    assert states[others[0].pk] == State.AWAITING
    assert actions.lift_ban("a" * 64, by=moderator)


def test_the_queue_says_why_and_marks_the_word(
    desk: Client, writer: Writer, django_assert_max_num_queries: Any
) -> None:
    writer.write("كلام ثم ح.م.ا.ر في آخره")
    page = desk.get("/desk/comments/").content.decode()
    assert '<mark title="حمار">ح.م.ا.ر</mark>' in page
    assert "شتائم: «حمار»، بتفريق الحروف" in page or "بتفريق الحروف" in page
    assert desk.get("/desk/comments/?rule=words").content.decode().count("mod-line__body") == 1
    assert "mod-line__body" not in desk.get("/desk/comments/?rule=links").content.decode()
    article = Comment.objects.get().place
    _comments(article, 19)
    with django_assert_max_num_queries(60):
        desk.get("/desk/comments/")


def test_the_queue_is_cleared_in_bulk_and_one_by_one(desk: Client, article: Article) -> None:
    comments = _comments(article, 4)
    chosen = [f"{c.pk}:{c.version}" for c in comments[:2]]
    desk.post("/desk/comments/act/", {"verb": "approve", "seen": chosen})
    one = f"reject:{comments[2].pk}:1"
    desk.post("/desk/comments/act/", {"one": one, "seen": chosen})
    script = {"X-Requested-With": "XMLHttpRequest"}
    answer = desk.post(
        "/desk/comments/act/", {"one": f"approve:{comments[3].pk}:1"}, headers=script
    ).json()
    assert answer["changed"] == [comments[3].pk]
    assert answer["said"] == "قُبل تعليق واحد."
    states = [Comment.objects.get(pk=c.pk).state for c in comments]
    assert states == ["approved", "approved", "rejected", "approved"]
    nothing = desk.post("/desk/comments/act/", {"verb": "approve"}, headers=script)
    assert nothing.json()["changed"] == []
    assert desk.post("/desk/comments/act/", {"verb": "odd"}, headers=script).status_code == 409


def test_only_moderators_of_a_section_decide(article: Article, client: Client) -> None:
    (comment,) = _comments(article, 1)
    user = factories.make_user("reporter")
    factories.allow(user, article.section, "add")
    client.force_login(user)
    assert client.get("/desk/comments/").status_code in {302, 403}
    client.post("/desk/comments/act/", {"one": f"approve:{comment.pk}:1"})
    comment.refresh_from_db()
    assert comment.state == State.AWAITING


def test_an_article_is_closed_and_opened_by_one_button(
    desk: Client, article: Article, writer: Writer
) -> None:
    assert "إغلاق التعليق" in desk.get(f"/desk/comments/?page={article.pk}").content.decode()
    desk.post(f"/desk/comments/page/{article.pk}/close/")
    assert writer.write("كلام").status_code == 422
    desk.post(f"/desk/comments/page/{article.pk}/open/")
    assert writer.write("كلام").status_code == 302
    assert not Policy.objects.filter(page=article).exists()


def test_a_reader_has_a_history_with_notes(desk: Client, article: Article, moderator: Any) -> None:
    device = "c" * 64
    comments = _comments(article, 2, device=device)
    actions.reject(_seen(comments[0]), by=moderator)
    desk.post(f"/desk/comments/reader/{device}/", {"words": "يكرر الكلام نفسه"})
    page = desk.get(f"/desk/comments/reader/{device}/").content.decode()
    assert "يكرر الكلام نفسه" in page
    assert page.count("mod-line__body") == 2
    assert desk.get("/desk/comments/reader/odd/").status_code == 404


def test_a_list_is_tried_on_the_last_comments(
    desk: Client, article: Article, policy: Policy
) -> None:
    _comments(article, 3)
    words = WordList(edition=policy.edition, name="تجربة")
    words.phrases = [Phrase(words="رأي")]
    words.save()
    page = desk.get(f"/desk/comments/try/{words.pk}/").content.decode()
    assert page.count("mod-line__body") == 3
    assert "<mark" in page
    for path in ("wordlist", "ruleact", "policy"):
        assert desk.get(f"/desk/snippets/comments/{path}/").status_code == 200
        assert desk.get(f"/desk/snippets/comments/{path}/add/").status_code == 200


def test_an_article_on_the_site_is_opened_and_closed_by_who_may(
    article: Article, desk: Client, client: Client
) -> None:
    _comments(article, 2)
    script = {"X-Requested-With": "XMLHttpRequest"}
    here = f"/desk/comments/here/{article.number}/"
    bar = desk.get(here, headers=script)
    assert f'action="/desk/comments/page/{article.pk}/close/"' in bar.content.decode()
    closed = desk.post(f"/desk/comments/page/{article.pk}/close/", headers=script)
    assert f'action="/desk/comments/page/{article.pk}/open/"' in closed.content.decode()
    assert Policy.objects.get(page=article).mode == "closed"
    assert desk.get("/desk/comments/here/999999/", headers=script).status_code == 404
    # The page itself is everybody's: it holds the place, and nothing that the desk says.
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'data-moderation="{here}"' in page
    assert "moderation-bar" not in page
    Policy.objects.all().delete()
    assert desk.get(here, headers=script).status_code == 404
    desk.force_login(factories.make_user("reporter"))
    assert desk.get(here, headers=script).status_code in {302, 403}
