"""Stories: items added past a draft, pinned, merged, split; lists, counts and addresses follow."""

from datetime import timedelta
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khabar.newsroom import actions, clock, placing, publication, queries, story_actions
from khabar.newsroom.models import (
    Article,
    ArticleStory,
    Edition,
    ListEntry,
    Section,
    Story,
    StoryPin,
)
from tests import factories


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def stories_of(article: Article) -> list[int]:
    return sorted(entry.story_id for entry in article.article_stories.all())


def items(edition: Edition, story: Story) -> list[str]:
    return [card.headline for card in queries.list_page(edition, "story", story.pk).cards]


def count(edition: Edition, story: Story) -> int:
    return next(card.count for card in queries.stories(edition) if card.id == story.pk)


def test_an_article_joins_a_story_and_its_newer_draft_stays_a_draft(
    ar: Edition, politics: Section
) -> None:
    story = factories.make_story(ar)
    article = factories.make_article(politics, "المنشور")
    draft = fresh(article).get_latest_revision_as_object()
    draft.title = "عنوان لم يُنشر"
    draft.save_revision()
    versions = article.versions.count()
    assert placing.add_to_story(fresh(article), story, by=None)
    assert not placing.add_to_story(fresh(article), story, by=None)
    assert items(ar, story) == ["المنشور"]
    assert fresh(article).versions.count() == versions
    newest = fresh(article).get_latest_revision_as_object()
    assert (newest.title, stories_of(newest)) == ("عنوان لم يُنشر", [story.pk])
    actions.publish(fresh(article), by=None)
    assert items(ar, story) == ["عنوان لم يُنشر"]
    placing.remove_from_story(fresh(article), story, by=None)
    assert items(ar, story) == []
    actions.publish(fresh(article), by=None)
    assert items(ar, story) == []


def test_what_is_scheduled_joins_too(ar: Edition, politics: Section) -> None:
    story = factories.make_story(ar)
    at = timezone.now() + timedelta(seconds=5)
    draft = factories.make_draft(politics, go_live_at=at)
    actions.publish(draft, by=None)
    placing.add_to_story(fresh(draft), story, by=None)
    assert items(ar, story) == [], "not before it is published"
    sleep(max(0, (at - timezone.now()).total_seconds()) + 0.1)
    clock.tick()
    assert items(ar, story) == [draft.title]


def test_an_article_joins_no_story_of_another_edition(ar: Edition, world: Section) -> None:
    with pytest.raises(ValidationError):
        placing.add_to_story(factories.make_article(world), factories.make_story(ar), by=None)


def test_pinned_items_come_first_on_every_page(ar: Edition, politics: Section) -> None:
    story = factories.make_story(ar)
    now = timezone.now()
    made = [
        factories.make_article(politics, str(n), at=now - timedelta(hours=n), stories=[story])
        for n in range(7)
    ]
    story_actions.pin(story, [made[5].pk, made[3].pk], by=None)
    pages = [
        [card.headline for card in queries.list_page(ar, "story", story.pk, page, 3).cards]
        for page in (1, 2, 3)
    ]
    assert pages == [["5", "3", "0"], ["1", "2", "4"], ["6"]]
    actions.withdraw(made[5], by=None, reason="سبب")
    assert items(ar, story) == ["3", "0", "1", "2", "4", "6"]
    with pytest.raises(ValidationError):
        story_actions.pin(story, [factories.make_article(politics).pk], by=None)
    assert list(StoryPin.objects.values_list("article_id", flat=True)) == [made[5].pk, made[3].pk]


def test_the_carousels_order_and_state_outlive_a_draft(ar: Edition) -> None:
    one, two, three = (factories.make_story(ar, slug, slug) for slug in ("a", "b", "c"))
    two.title = "ب"
    two.save_revision()
    story_actions.order_carousel(ar, [three.pk, two.pk], by=None)
    assert [card.id for card in queries.carousel(ar)] == [three.pk, two.pk, one.pk]
    with pytest.raises(ValidationError):
        story_actions.set_state(three, "closed", by=None)
    story_actions.set_state(three, "closed", closing_note="انتهت الأزمة.", by=None)
    story_actions.set_state(one, "dormant", by=None)
    Story.objects.get(pk=two.pk).get_latest_revision().publish()
    assert [card.title for card in queries.carousel(ar)] == ["ب"]
    Story.objects.get(pk=three.pk).save_revision().publish()
    page = Client().get("/stories/c/").content.decode()
    assert "انتهت الأزمة." in page


def test_a_merged_story_gives_its_items_and_its_address(ar: Edition, politics: Section) -> None:
    old, new = factories.make_story(ar, "قديم", "old"), factories.make_story(ar, "جديد", "new")
    factories.make_article(politics, "في القديم", stories=[old])
    factories.make_article(politics, "في كليهما", stories=[old, new])
    draft = factories.make_draft(politics, "مسودة", stories=[old])
    live = factories.make_article(politics, "أضافته مسودة")
    newer = live.get_latest_revision_as_object()
    newer.article_stories.add(ArticleStory(story=old))
    newer.save_revision()
    story_actions.merge(old, new, by=None)
    assert sorted(items(ar, new)) == sorted(["في القديم", "في كليهما"])
    assert count(ar, new) == 2
    for article in (draft, live):
        actions.publish(fresh(article), by=None)
    assert count(ar, new) == 4
    assert not Story.objects.filter(pk=old.pk).exists()
    response = Client().get("/stories/old/")
    assert (response.status_code, response.headers["Location"]) == (301, "/stories/new/")
    newest = factories.make_story(ar, "أحدث", "newest")
    story_actions.merge(Story.objects.get(pk=new.pk), newest, by=None)
    assert Client().get("/stories/old/").headers["Location"] == "/stories/newest/"
    # A revision of the first story's days is read as naming the last.
    assert stories_of(fresh(live).revisions.latest("pk").as_object()) == [newest.pk]
    with pytest.raises(ValidationError):
        story_actions.merge(newest, newest, by=None)


def test_chosen_items_go_to_a_story_of_their_own(ar: Edition, politics: Section) -> None:
    story = factories.make_story(ar)
    stays = factories.make_article(politics, "يبقى", stories=[story])
    goes = factories.make_article(politics, "ينتقل", stories=[story])
    draft = goes.get_latest_revision_as_object()
    draft.title = "ينتقل بعنوان آخر"
    draft.save_revision()
    story_actions.pin(story, [goes.pk], by=None)
    factories.make_story(ar, title="ملف المستقله", slug="ملف-مستقله")
    new = story_actions.split(story, [goes.pk], "ملف مستقلة", by=None)
    assert new.slug == "ملف-مستقلة-2"
    assert (items(ar, story), items(ar, new)) == (["يبقى"], ["ينتقل"])
    assert (count(ar, story), count(ar, new)) == (1, 1)
    assert StoryPin.objects.get().story == new
    actions.publish(fresh(goes), by=None)
    assert items(ar, new) == ["ينتقل بعنوان آخر"]
    assert Client().get(f"/stories/{new.slug}/").status_code == 200
    for wrong in ([], [factories.make_article(politics).pk]):
        with pytest.raises(ValidationError):
            story_actions.split(story, wrong, "آخر", by=None)
    with pytest.raises(ValidationError):
        story_actions.split(story, [stays.pk], "  ", by=None)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "pin", "merge", "split", "publish", "withdraw", "draft"]),
        st.integers(0, 2),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)


class ListsFollowTheStories(TestCase):
    """Whatever is merged and split, the entries are those that the live articles call for."""

    @settings(max_examples=15, deadline=None)
    @given(STEPS)
    def test_entries_are_those_of_the_live_state(self, steps: list[tuple[str, int, int]]) -> None:
        edition = factories.make_edition()
        section = factories.make_section(edition)
        for slug in ("a", "b"):
            factories.make_story(edition, slug, slug)
        articles = [factories.make_article(section, str(n)) for n in range(3)]
        for step, n, place in steps:
            _do(step, fresh(articles[n]), place)
            live = Article.objects.filter(live=True)
            wanted = {
                (one.pk, key) for one in live.iterator() for key in publication.list_keys(one)
            }
            held = set(ListEntry.objects.values_list("article_id", "key"))
            assert held == wanted, step
            # What the newest draft names are stories that there are.
            named = set().union(
                *(stories_of(fresh(one).get_latest_revision_as_object()) for one in articles)
            )
            assert named <= set(Story.objects.values_list("pk", flat=True))


def _do(step: str, article: Article, place: int) -> None:
    stories = list(Story.objects.order_by("pk"))
    story, other = stories[place % len(stories)], stories[(place + 1) % len(stories)]
    inside = article.article_stories.filter(story=story).exists()
    match step:
        case "add":
            placing.add_to_story(article, story, by=None)
        case "remove":
            placing.remove_from_story(article, story, by=None)
        case "pin" if inside:
            story_actions.pin(story, [article.pk], by=None)
        case "merge" if story != other:
            story_actions.merge(story, other, by=None)
        case "split" if inside:
            story_actions.split(story, [article.pk], "ملف", by=None)
        case "publish":
            actions.publish(article, by=None)
        case "withdraw" if article.live:
            actions.withdraw(article, by=None, reason="سبب")
        case "draft":
            draft = article.get_latest_revision_as_object()
            draft.title += " و"
            draft.save_revision()
