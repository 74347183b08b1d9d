"""Put into a story or under a topic: readers see it at once, and nothing else of the article."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from khabar.desk.groups import ensure_groups
from khabar.newsroom import actions, clock, placing, queries
from khabar.newsroom.models import Article, Edition, Section, Story, Topic
from tests import factories


@pytest.fixture
def story(ar: Edition) -> Story:
    return factories.make_story(ar)


@pytest.fixture
def topic(ar: Edition) -> Topic:
    return Topic.objects.create(name="المياه", locale=ar.locale)


def place(article: Article, story: Story, topic: Topic, by: Any = None) -> Article:
    placing.add_to_story(article, story, by=by)
    placing.add_topic(article, topic, by=by)
    return fresh(article)


def listed(edition: Edition, story: Story, topic: Topic) -> tuple[list[int], list[int]]:
    """What readers find in the story, and under the topic."""
    return (
        [card.id for card in queries.list_page(edition, "story", story.pk).cards],
        [card.id for card in queries.list_page(edition, "topic", topic.pk).cards],
    )


def places(article: Article) -> tuple[list[int], list[int]]:
    return (
        [entry.story_id for entry in article.article_stories.all()],
        [topic.pk for topic in article.topics.all()],
    )


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_readers_find_it_at_once_and_no_newer_draft_goes_out(
    ar: Edition, politics: Section, story: Story, topic: Topic
) -> None:
    older = factories.make_story(ar, "ملف أقدم", "older")
    article = factories.make_article(politics, "كما نُشر", stories=[older])
    draft = article.get_latest_revision_as_object()
    draft.title = "مسودة لم تُنشر"
    draft.save_revision()
    versions, published_at = article.versions.count(), article.published_at
    live_revision, updated_at = article.live_revision_id, article.updated_at
    place(article, story, topic)
    assert listed(ar, story, topic) == ([article.pk], [article.pk])
    live = fresh(article)
    assert (live.title, live.has_unpublished_changes) == ("كما نُشر", True)
    assert (live.published_at, live.updated_at) == (published_at, updated_at)
    assert live.live_revision_id == live_revision
    assert live.versions.count() == versions
    # Both keep it: what is live, and the draft, whose words are as they were.
    wanted = ([older.pk, story.pk], [topic.pk])
    newest = live.get_latest_revision_as_object()
    assert newest.title == "مسودة لم تُنشر"
    assert places(live) == places(newest) == wanted
    again = actions.publish(live, by=None)
    assert again.title == "مسودة لم تُنشر"
    assert places(again) == wanted
    assert listed(ar, story, topic) == ([article.pk], [article.pk])


def test_published_again_without_an_edit_it_stays_there(
    ar: Edition, politics: Section, story: Story, topic: Topic
) -> None:
    article = place(factories.make_article(politics), story, topic)
    assert not fresh(article).has_unpublished_changes
    actions.correct(article, by=None, right="11")
    assert places(fresh(article)) == ([story.pk], [topic.pk])
    assert listed(ar, story, topic) == ([article.pk], [article.pk])


def test_what_is_scheduled_keeps_it_and_its_time(
    ar: Edition, politics: Section, story: Story, topic: Topic
) -> None:
    article = factories.make_article(politics)
    draft = article.get_latest_revision_as_object()
    draft.title = "يأتي لاحقًا"
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    scheduled = fresh(article).scheduled_revision
    other = fresh(article).get_latest_revision_as_object()
    other.title = "مسودة بعدها"
    other.save_revision()
    place(fresh(article), story, topic)
    assert fresh(article).scheduled_revision == scheduled
    due = fresh(article).scheduled_revision
    due.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    due.content["go_live_at"] = None
    due.save()
    assert clock.tick()
    live = fresh(article)
    assert live.title == "يأتي لاحقًا"
    assert places(live) == ([story.pk], [topic.pk])
    assert listed(ar, story, topic) == ([article.pk], [article.pk])


def test_what_awaits_review_keeps_it_and_its_place_in_the_workflow(
    ar: Edition, politics: Section, story: Story, topic: Topic
) -> None:
    ensure_groups(ar)
    chief = factories.make_user("chief", superuser=True)
    article = factories.make_draft(politics)
    article.get_workflow().start(article, chief)
    place(fresh(article), story, topic)
    assert listed(ar, story, topic) == ([], [])
    waiting = fresh(article)
    assert waiting.workflow_in_progress
    state = waiting.current_workflow_task_state
    state.task.specific.on_action(state, chief, "approve")
    assert fresh(article).live
    assert listed(ar, story, topic) == ([article.pk], [article.pk])


def test_done_twice_it_is_done_once(politics: Section, story: Story, topic: Topic) -> None:
    article = factories.make_article(politics)
    for _time in range(2):
        place(article, story, topic)
    logged = PageLogEntry.objects.filter(page_id=article.pk, action__endswith=".add")
    assert sorted(logged.values_list("action", flat=True)) == [
        "khabar.story.add",
        "khabar.topic.add",
    ]
    assert {entry.data["place"] for entry in logged} == {story.title, topic.name}
    assert places(fresh(article)) == ([story.pk], [topic.pk])


def test_whoever_has_it_open_is_told(politics: Section, story: Story) -> None:
    article = factories.make_article(politics)
    before = article.latest_revision.created_at
    placing.add_to_story(article, story, by=None)
    after = fresh(article)
    assert after.latest_revision.created_at > before
    assert after.latest_revision_created_at == after.latest_revision.created_at


def test_of_another_edition_it_is_refused(politics: Section, en: Edition) -> None:
    article = factories.make_article(politics)
    with pytest.raises(ValidationError):
        placing.add_to_story(article, factories.make_story(en, "Borders", "b"), by=None)
    with pytest.raises(ValidationError):
        placing.add_topic(article, Topic.objects.create(name="Water", locale=en.locale), by=None)
    assert places(fresh(article)) == ([], [])


@pytest.mark.parametrize("live", [True, False])
def test_who_may_edit_places_a_draft_and_only_who_may_publish_a_live_one(
    politics: Section, story: Story, *, live: bool
) -> None:
    writer = factories.make_user("writer")
    factories.allow(writer, politics, "add")
    article = factories.make_draft(politics, owner=writer)
    if live:
        article = actions.publish(article, by=None)
        with pytest.raises(PermissionDenied):
            placing.add_to_story(article, story, by=writer)
    else:
        placing.add_to_story(article, story, by=writer)
    assert bool(places(fresh(article))[0]) is not live
