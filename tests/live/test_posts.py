"""The verbs on posts: once, by whom they may, told exactly."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from khabar.live import actions
from khabar.live.actions import StaleError
from khabar.live.models import CoverageState, LiveCoverage, Post
from khabar.newsroom import keys
from khabar.newsroom.models import Article, Author, Edition, MergedStory, Section, Source
from khabar.outbox.models import Change
from tests import factories
from tests.live.conftest import make_coverage, make_post

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, set[str], set[str]]]:
    """What was recorded since it was last asked."""
    rows = [(row.kind, set(row.keys), set(row.closed)) for row in Change.objects.order_by("pk")]
    Change.objects.all().delete()
    return rows


def own(post: Post, *pages: int) -> set[str]:
    pk = post.coverage_id
    return {keys.post(post.pk), keys.posts(pk), *(keys.posts_page(pk, page) for page in pages)}


def test_each_verb_tells_exactly_what_readers_see_otherwise(coverage: LiveCoverage) -> None:
    told()
    post = make_post(coverage)
    assert told() == [("publish", own(post, 1), set())]
    post = actions.edit(post, by=None, version=post.version, body="انخفض الماء.")
    assert told() == [("post", {keys.post(post.pk)}, set())]
    post = actions.edit(post, by=None, version=post.version, body="انخفض الماء.")
    assert told() == []
    source = Source.objects.create(name="الدفاع المدني")
    told()
    post = actions.edit(post, by=None, version=post.version, sources=[source])
    assert told() == [("post", {keys.post(post.pk)}, set())]
    post = actions.correct(post, by=None, version=post.version, said="كان الخبر خطأ.")
    assert told() == [("correct", {keys.post(post.pk)}, set())]
    post = actions.pin(post, by=None)
    assert told() == [("post", own(post), set())]
    actions.withdraw(post, by=None, reason="لم يثبت")
    assert told() == [("withdraw", own(post, 1), {keys.post(post.pk)})]
    actions.restore(post, by=None)
    assert told() == [("restore", own(post, 1), set())]
    draft = make_post(coverage, then="draft")
    actions.submit(draft, by=None)
    actions.discard(draft, by=None)
    actions.restore(draft, by=None)
    assert told() == []
    actions.set_summary(coverage, ["نقطة"], by=None, was=[])
    assert told() == [("live", {keys.coverage(coverage.pk)}, set())]
    actions.set_state(coverage, "paused", by=None)
    assert told() == [
        ("live", {keys.coverage(coverage.pk), keys.coverages(coverage.locale_id)}, set())
    ]


def test_a_new_post_touches_no_page_that_is_full(coverage: LiveCoverage) -> None:
    for _n in range(44):
        make_post(coverage)
    told()
    post = make_post(coverage)
    # The third page has no address yet; it is where short links say that the post would stand.
    assert told() == [("publish", own(post, 3), set())]


def test_a_coverage_tells_where_it_is_shown(politics: Section, sport: Section) -> None:
    coverage = make_coverage(politics)
    pk, locale = coverage.pk, coverage.locale_id
    page = {keys.itself(pk), keys.translations(pk), keys.routes(locale)}
    assert page | {keys.coverage(pk), keys.coverages(locale)} <= {
        key for _kind, found, _closed in told() for key in found
    }
    coverage = LiveCoverage.objects.get(pk=pk)
    coverage.title = "عنوان آخر"
    coverage.save_revision().publish()
    assert told() == [("update", {keys.coverage(pk)}, set())]
    LiveCoverage.objects.get(pk=pk).move(sport, pos="last-child")
    assert ("move", {keys.coverage(pk), keys.coverages(locale)}, set()) in told()
    LiveCoverage.objects.get(pk=pk).unpublish()
    (change,) = told()
    assert change[2] == {keys.itself(pk)}


def test_a_form_sent_again_makes_one_post(coverage: LiveCoverage) -> None:
    token = uuid.uuid4()
    first = make_post(coverage, token=token)
    second = make_post(coverage, "غير ذلك", token=token)
    assert first.pk == second.pk
    assert second.body == "ارتفع الماء."
    other = factories.make_user("other", superuser=True)
    with pytest.raises(PermissionDenied):
        make_post(coverage, token=token, by=other)


def test_of_two_who_change_a_post_the_second_is_told(coverage: LiveCoverage) -> None:
    post = make_post(coverage)
    actions.edit(post, by=None, version=1, body="الأول")
    with pytest.raises(StaleError):
        actions.edit(post, by=None, version=1, body="الثاني")
    assert Post.objects.get().body == "الأول"
    with pytest.raises(StaleError):
        actions.set_summary(coverage, ["ب"], by=None, was=["أ"])


def test_changes_are_numbered_one_after_another(coverage: LiveCoverage) -> None:
    began = CoverageState.objects.get().revision
    posts = [make_post(coverage) for _n in range(3)]
    assert [post.revision for post in posts] == [began + 1, began + 2, began + 3]
    assert actions.pin(posts[0], by=None).revision == began + 4


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"body": ""}, "body"),
        ({"kind": "key_event"}, "headline"),
        ({"kind": "quote"}, "speaker"),
        ({"kind": "photo"}, "photo"),
        ({"kind": "video"}, "video_url"),
        ({"kind": "video", "video_url": "javascript:x"}, "video_url"),
        ({"kind": "document"}, "document"),
        ({"body": "س" * 9000}, "body"),
    ],
)
def test_what_a_kind_lacks_is_named(
    coverage: LiveCoverage, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        make_post(coverage, **fields)
    assert field in refused.value.message_dict
    assert not Post.objects.exists()


def test_nothing_comes_after_the_end(coverage: LiveCoverage) -> None:
    post = make_post(coverage)
    actions.set_state(coverage, "ended", by=None)
    with pytest.raises(ValidationError):
        make_post(coverage)
    actions.correct(post, by=None, version=1, said="يُصحح بعد الختام.")
    actions.set_state(coverage, "live", by=None)
    make_post(coverage)
    course = CoverageState.objects.get()
    assert course.started_at
    assert course.ended_at is None


def test_a_withdrawal_needs_a_reason(coverage: LiveCoverage) -> None:
    with pytest.raises(ValidationError):
        actions.withdraw(make_post(coverage), by=None, reason=" ")


def test_rights_are_those_of_the_section(politics: Section, sport: Section) -> None:
    writer, editor = factories.make_user("writer"), factories.make_user("editor")
    factories.allow(writer, politics, "add")
    factories.allow(editor, politics, "add", "publish")
    coverage, other = make_coverage(politics), make_coverage(sport, "كأس")
    draft = make_post(coverage, by=writer, then="submit")
    for refused in (
        lambda: make_post(coverage, by=writer),
        lambda: make_post(other, by=editor),
        lambda: make_post(other, by=writer, then="draft"),
        lambda: actions.publish(draft, by=writer),
        lambda: actions.set_state(coverage, "ended", by=writer),
        lambda: actions.set_summary(coverage, ["أ"], by=writer, was=[]),
        lambda: actions.begin(politics, "أخرى", by=writer, token=uuid.uuid4()),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    actions.edit(draft, by=writer, version=1, body="أصح")
    published = actions.publish(draft, by=editor)
    assert published.published_by == editor
    # Once it is out it is not the writer's any more.
    with pytest.raises(PermissionDenied):
        actions.edit(published, by=writer, version=2, body="غير ذلك")


def test_an_article_is_made_of_a_post_once(
    ar: Edition, politics: Section, coverage: LiveCoverage
) -> None:
    author = Author.objects.create(name="ليلى حداد", locale=ar.locale)
    editor = factories.make_user("editor", superuser=True)
    post = make_post(
        coverage,
        "الفقرة **الأولى**.\n\nالثانية.",
        headline="فتح السد",
        authors=[author],
        photo=factories.make_photo(),
    )
    article = actions.article_from(post, by=editor)
    assert actions.article_from(post, by=editor) == article
    draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert not draft.live
    assert draft.title == "فتح السد"
    assert draft.section == politics
    assert [block.value.source for block in draft.body] == [
        "<p>الفقرة <b>الأولى</b>.</p>",
        "<p>الثانية.</p>",
    ]
    assert [entry.author for entry in draft.byline_entries.all()] == [author]
    assert draft.hero_photo == post.photo


def test_a_post_is_made_of_an_article(politics: Section, coverage: LiveCoverage) -> None:
    editor = factories.make_user("editor", superuser=True)
    article = factories.make_article(politics, "اتفاق على الحدود", lede="مقدمة")
    post = actions.post_from(article, coverage, by=editor, token=uuid.uuid4())
    assert (post.state, post.headline, post.body) == ("draft", "اتفاق على الحدود", "مقدمة")
    assert post.article == article


def test_a_merged_story_keeps_its_coverages(ar: Edition, coverage: LiveCoverage) -> None:
    story, other = factories.make_story(ar), factories.make_story(ar, "أخرى", "other")
    coverage.stories = [story]
    coverage.save_revision().publish()
    MergedStory.objects.create(former_id=story.pk, title=story.title, into=other)
    story.delete()
    assert list(LiveCoverage.objects.get().stories.all()) == [other]
