"""Comments under live coverages: everything that an article's comments have."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from khabar.comments import actions, clock, queries
from khabar.comments.models import Comment, Mode, Policy, State
from khabar.comments.policy import policy_of
from khabar.edge.pieces import Address, Core, Fragment
from khabar.edge.rendering import render
from khabar.live.models import LiveCoverage
from khabar.newsroom.models import Article, Edition, Section
from khabar.outbox.models import Change
from tests import factories
from tests.comments.writers import Writer
from tests.live.conftest import make_coverage

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def coverage(policy: Policy, politics: Section) -> LiveCoverage:  # noqa: ARG001 (comments are taken)
    """A coverage that is live."""
    return make_coverage(politics)


@pytest.fixture
def follower(coverage: LiveCoverage) -> Writer:
    """A reader who follows it."""
    return Writer(Client(enforce_csrf_checks=True), coverage)


@pytest.fixture
def moderator(coverage: LiveCoverage) -> Any:  # noqa: ARG001 (an edition is there)
    """Somebody who may do everything."""
    return factories.make_user("moderator", superuser=True)


@pytest.fixture
def desk(moderator: Any) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(moderator)
    return client


def _approve(comment: Comment, moderator: Any) -> Comment:
    comment.refresh_from_db()
    actions.approve({comment.pk: comment.version}, by=moderator)
    comment.refresh_from_db()
    return comment


def _text(path: str) -> str:
    return Client().get(path).content.decode()


def test_a_reader_comments_on_a_coverage_and_is_seen_once_approved(
    follower: Writer, coverage: LiveCoverage, moderator: Any
) -> None:
    page = _text(coverage.get_absolute_url())
    assert f'href="/me/comments/{coverage.number}/"' in page
    assert f'data-moderation="/desk/comments/here/{coverage.number}/"' in page
    assert follower.write("نتابع معكم أولًا بأول", name="سمير").status_code == 302
    comment = Comment.objects.get()
    assert comment.path == f"/live/{coverage.number}/comments/{comment.pk}/"
    assert "تعليقك بانتظار المراجعة" in follower.page()
    assert "سمير" not in _text(coverage.get_absolute_url())
    _approve(comment, moderator)
    page = _text(coverage.get_absolute_url())
    assert "سمير" in page
    told = page[page.index('id="comments"') :]
    assert '"@type": "LiveBlogPosting"' in told or '"@type":"LiveBlogPosting"' in told
    base = f"/live/{coverage.number}/comments/"
    for path in (base, f"{base}oldest/", f"{base}liked/", comment.path):
        assert "سمير" in _text(path)
    # An older page of the coverage's posts has its own address, and no comments.
    assert 'id="comments"' not in _text(f"{coverage.get_absolute_url()}?page=1")
    # Numbers are of one row: the other kind's address leads to the right one.
    answer = Client().get(f"/a/{coverage.number}/comments/oldest/?page=2")
    assert answer.status_code == 301
    assert answer["Location"] == f"{base}oldest/?page=2"


def test_an_articles_comments_are_not_under_live(article: Article) -> None:
    answer = Client().get(f"/live/{article.number}/comments/")
    assert answer["Location"] == f"/a/{article.number}/comments/"


def test_an_answer_a_like_a_change_and_the_end_of_a_comment(
    follower: Writer, coverage: LiveCoverage, moderator: Any
) -> None:
    other = Writer(Client(enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.9"), coverage)
    follower.write("ما آخر الأخبار؟", name="علي")
    first = _approve(Comment.objects.get(), moderator)
    other.write("ننتظر مثلك", name="سارة", reply=first.pk)
    _approve(Comment.objects.latest("pk"), moderator)
    assert "ردًّا على <bdi>علي</bdi>" in _text(coverage.get_absolute_url())
    assert other.act(first, "like")["Location"] == first.path
    follower.act(first, "edit", name="علي", body="ما آخر الأخبار الآن؟")
    first.refresh_from_db()
    assert (first.body, first.state, first.likes) == ("ما آخر الأخبار الآن؟", State.AWAITING, 1)
    follower.act(first, "delete")
    assert "ننتظر مثلك" not in _text(coverage.get_absolute_url())


def test_the_edge_holds_them_as_a_piece_and_lets_go_of_what_was_rejected(
    follower: Writer, coverage: LiveCoverage, moderator: Any
) -> None:
    site = Site.objects.get(is_default_site=True).pk
    handler: Any = WSGIHandler().get_response
    piece, word = Address(site, f"comments:{coverage.pk}"), "زرافة".encode()
    core = render(Address(site, coverage.get_absolute_url()), handler)
    assert isinstance(core.content, Core)
    assert piece.path in {hole.name for hole in core.content.holes}
    follower.write("كلمة لا تخطئها العين: زرافة")
    awaiting = render(piece, handler)
    assert isinstance(awaiting.content, Fragment)
    assert word not in awaiting.content.before
    Change.objects.all().delete()
    comment = _approve(Comment.objects.get(), moderator)
    told = set(Change.objects.get().keys)
    assert told & awaiting.keys
    assert not told & core.keys
    shown = render(piece, handler)
    assert isinstance(shown.content, Fragment)
    assert word in shown.content.before
    actions.reject({comment.pk: comment.version}, by=moderator)
    assert set(Change.objects.latest("pk").closed) & shown.keys
    gone = render(piece, handler)
    assert isinstance(gone.content, Fragment)
    assert word not in gone.content.before


def test_a_coverage_that_leaves_readers_takes_its_comments_along(
    follower: Writer, coverage: LiveCoverage, moderator: Any
) -> None:
    follower.write("كلام عن الفيضان")
    comment = _approve(Comment.objects.get(), moderator)
    site, handler = Site.objects.get(is_default_site=True).pk, WSGIHandler().get_response
    pieces = (f"/live/{coverage.number}/comments/", comment.path, f"comments:{coverage.pk}")
    kept: Any = [render(Address(site, name), handler) for name in pieces]
    Change.objects.all().delete()
    LiveCoverage.objects.get(pk=coverage.pk).unpublish()
    closed = {key for change in Change.objects.all() for key in change.closed}
    told = {key for change in Change.objects.all() for key in change.keys}
    # Each of them closes at once: none is shown stale while it is made anew.
    for one in kept[:2]:
        assert closed & one.keys
    assert (closed | told) & kept[2].keys
    for path in pieces[:2]:
        assert Client().get(path).status_code == 404
    assert follower.client.get(follower.path).status_code == 404
    empty = render(Address(site, pieces[2]), handler).content
    assert isinstance(empty, Fragment)
    assert "كلام" not in empty.before.decode()
    assert comment.path in json.dumps(queries.everything(comment.device, ""))
    coverage.delete()
    assert not Comment.objects.exists()


def test_moderators_find_it_by_name_and_open_and_close_it(
    follower: Writer, coverage: LiveCoverage, article: Article, desk: Client
) -> None:
    follower.write("كلام عن الفيضان")
    Writer(Client(enforce_csrf_checks=True), article).write("كلام عن الخبر")
    queue = desk.get("/desk/comments/").content.decode()
    assert f'تغطية مباشرة: <a href="/desk/comments/?page={coverage.pk}">' in queue
    assert queue.count("mod-line__body") == 2
    assert queue.count(coverage.section.title) >= 2
    of_it = desk.get(f"/desk/comments/?page={coverage.pk}").content.decode()
    assert of_it.count("mod-line__body") == 1
    assert f'action="/desk/comments/page/{coverage.pk}/close/"' in of_it
    assert (
        f"/desk/comments/?page={coverage.pk}"
        in desk.get(f"/desk/pages/{coverage.pk}/edit/", follow=True).content.decode()
    )
    here = f"/desk/comments/here/{coverage.number}/"
    assert f'action="/desk/comments/page/{coverage.pk}/close/"' in desk.get(here).content.decode()
    desk.post(f"/desk/comments/page/{coverage.pk}/close/", headers=SCRIPT)
    assert follower.write("كلام").status_code == 422
    assert "write-comment" not in _text(coverage.get_absolute_url())
    desk.post(f"/desk/comments/page/{coverage.pk}/open/", headers=SCRIPT)
    assert "write-comment" in _text(coverage.get_absolute_url())
    assert follower.write("كلام").status_code == 302
    # Of nothing else there is a queue.
    home = factories.home(Edition.objects.get())
    assert desk.get(f"/desk/comments/?page={home.pk}").status_code == 404


def test_who_does_not_publish_in_its_section_does_not_decide(
    follower: Writer, coverage: LiveCoverage, politics: Section, ar: Edition
) -> None:
    follower.write("كلام عن الفيضان")
    comment = Comment.objects.get()
    sport = factories.make_section(ar, "رياضة", "sport")
    for section, reached in ((sport, False), (politics, True)):
        user = factories.make_user(f"editor of {section.slug}")
        factories.allow(user, section, "add", "change", "publish")
        user.user_permissions.add(Permission.objects.get(codename="moderate_comment"))
        user = type(user).objects.get(pk=user.pk)
        assert list(queries.waiting(user)) == ([comment] if reached else [])
        assert bool(actions.approve({comment.pk: 1}, by=user).changed) is reached
        client = Client()
        client.force_login(user)
        here = client.get(f"/desk/comments/here/{coverage.number}/", headers=SCRIPT)
        assert (here.status_code == 200) is reached


def test_the_sections_policy_holds_and_time_closes(
    coverage: LiveCoverage, policy: Policy, politics: Section
) -> None:
    effective = policy_of(coverage)
    assert effective is not None
    assert effective.mode == Mode.BEFORE
    own = Policy.objects.create(
        edition=policy.edition, section=politics, mode=Mode.AFTER, close_after=3
    )
    effective = policy_of(coverage)
    assert effective is not None
    assert effective.mode == Mode.AFTER
    assert coverage.first_published_at is not None
    published = coverage.first_published_at
    clock.close_old(published + timedelta(days=2))
    Change.objects.all().delete()
    clock.close_old(published + timedelta(days=3, minutes=30))
    assert Change.objects.get().keys == [f"comments:{coverage.pk}"]
    effective = policy_of(LiveCoverage.objects.get(pk=coverage.pk))
    assert effective is not None
    assert not effective.is_open
    own.delete()


def test_what_stands_in_a_part_of_a_section_is_told_when_its_time_is_over(
    article: Article, policy: Policy, politics: Section
) -> None:
    part = factories.make_section(policy.edition, "انتخابات", "elections")
    part.parent_section = politics
    part.save()
    inside = factories.make_article(part)
    Policy.objects.create(edition=policy.edition, section=politics, close_after=3)
    Article.objects.update(published_at=timezone.now())
    now = timezone.now()
    clock.close_old(now + timedelta(days=2))
    Change.objects.all().delete()
    clock.close_old(now + timedelta(days=3, minutes=30))
    told = {key for change in Change.objects.all() for key in change.keys}
    assert told == {f"comments:{article.pk}", f"comments:{inside.pk}"}


def test_they_are_exported_and_imported(
    follower: Writer, coverage: LiveCoverage, moderator: Any, tmp_path: Path
) -> None:
    follower.write("كلام عن الفيضان")
    first = _approve(Comment.objects.get(), moderator)
    follower.write("ورد عليه", reply=first.pk)
    file = tmp_path / "comments.jsonl"
    call_command("comments", "export", str(file))
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["article"] for line in lines] == [coverage.number] * 2
    assert lines[1]["in_reply_to"] == lines[0]["id"]
    call_command("comments", "import", str(file))
    assert Comment.objects.count() == 2
    Comment.objects.all().delete()
    call_command("comments", "import", str(file))
    assert list(Comment.objects.values_list("page", flat=True)) == [coverage.pk] * 2
    assert Comment.objects.latest("pk").parent is not None


def test_a_queue_of_many_coverages_asks_no_more_than_of_one(
    desk: Client, politics: Section, coverage: LiveCoverage
) -> None:
    def comment(place: LiveCoverage) -> None:
        Comment.objects.create(
            page=place, name="قارئ", body="رأي", device="d" * 64, created_at=timezone.now()
        )

    comment(coverage)
    desk.get("/desk/comments/")
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/comments/")
    for n in range(6):
        comment(make_coverage(politics, f"تغطية {n}"))
    with CaptureQueriesContext(connection) as many:
        assert desk.get("/desk/comments/").content.decode().count("mod-line__body") == 7
    assert len(many) == len(one)
