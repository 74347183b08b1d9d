"""The lists that pages ask for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khabar.newsroom import actions, clock, publication, queries
from khabar.newsroom.models import (
    Article,
    ArticleStory,
    Author,
    Edition,
    FrontSlot,
    ListEntry,
    Section,
    Source,
    SourceName,
    Story,
    Topic,
)
from tests import factories

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_lists_run_from_the_newest_and_ties_go_by_id(ar: Edition, politics: Section) -> None:
    old = factories.make_article(politics, "قديم", at=NOON - timedelta(days=1))
    first = factories.make_article(politics, "أول", at=NOON)
    second = factories.make_article(politics, "ثانٍ", at=NOON)
    assert [card.id for card in queries.latest(ar)] == [second.pk, first.pk, old.pk]


def test_each_edition_has_its_own_lists(
    ar: Edition, en: Edition, politics: Section, world: Section
) -> None:
    source = Source.objects.create(name="وكالة الواحة")
    SourceName.objects.create(source=source, locale=en.locale, name="Oasis News")
    arabic = factories.make_article(politics, sources=[source])
    english = factories.make_article(world, "A border deal", sources=[source])
    assert [card.id for card in queries.latest(ar)] == [arabic.pk]
    assert [card.id for card in queries.latest(en)] == [english.pk]
    for edition, article, name in ((ar, arabic, "وكالة الواحة"), (en, english, "Oasis News")):
        listed = queries.list_page(edition, "source", source.pk)
        assert [card.id for card in listed.cards] == [article.pk]
        assert [link.title for link in queries.article_page(article, edition).sources] == [name]


def test_an_article_stands_in_every_list_it_names(
    ar: Edition, politics: Section, sport: Section
) -> None:
    story, topic = factories.make_story(ar), Topic.objects.create(name="حدود", locale=ar.locale)
    author = Author.objects.create(name="ليلى حداد", locale=ar.locale)
    agency = Source.objects.create(name="وكالة الواحة")
    article = factories.make_article(
        politics,
        genre="analysis",
        stories=[story],
        topics=[topic],
        sources=[agency],
        byline=[author, "كاتب ضيف"],
        other_sections=[sport],
        body=[("gallery", {"title": "", "photos": []}), ("paragraph", "<p>نص</p>")],
    )
    places: list[tuple[str, Any]] = [
        ("section", politics.pk),
        ("section", sport.pk),
        ("story", story.pk),
        ("topic", topic.pk),
        ("author", author.pk),
        ("source", agency.pk),
        ("genre", "analysis"),
        ("media", "photos"),
    ]
    for kind, ident in places:
        cards = queries.list_page(ar, kind, ident).cards
        assert [card.id for card in cards] == [article.pk], kind
    assert queries.list_page(ar, "media", "video").cards == []
    assert queries.carousel(ar)[0].count == 1
    article.article_stories.set([])
    article.other_sections.clear()
    article.save_revision()
    assert queries.carousel(ar)[0].count == 1, "a draft changes no list"
    actions.publish(article, by=None)
    assert queries.carousel(ar)[0].count == 0
    assert queries.list_page(ar, "section", sport.pk).cards == []


@pytest.mark.parametrize(
    ("body", "photos", "video"),
    [
        ([], False, False),
        ([("paragraph", "<p>(صور + فيديو)</p>")], False, False),
        ([("gallery", {"title": "", "photos": []})], True, False),
        ([("video", {"title": "ف", "url": "https://media.example.org/a.m3u8"})], False, True),
        ([("embed", {"url": "https://e.example/1", "title": "ف", "video": True})], False, True),
        ([("embed", {"url": "https://e.example/1", "title": "ف"})], False, False),
    ],
)
def test_media_marks_come_from_the_body(
    ar: Edition,
    politics: Section,
    body: list[tuple[str, Any]],
    photos: bool,  # noqa: FBT001 (a parameter of the table)
    video: bool,  # noqa: FBT001 (a parameter of the table)
) -> None:
    factories.make_article(politics, "عنوان (صور)", body=body)
    card = queries.latest(ar)[0]
    assert (card.has_photos, card.has_video) == (photos, video)


def test_a_page_past_the_end_is_said(ar: Edition, politics: Section) -> None:
    assert queries.list_page(ar, "latest").cards == []
    for hours in range(3):
        factories.make_article(politics, at=NOON - timedelta(hours=hours))
    first = queries.list_page(ar, "latest", per_page=2)
    second = queries.list_page(ar, "latest", page=2, per_page=2)
    assert (len(first.cards), first.has_next, first.has_previous) == (2, True, False)
    assert (len(second.cards), second.has_next, second.has_previous) == (1, False, True)
    for page in (3, 0, -1):
        with pytest.raises(queries.PastTheEndError):
            queries.list_page(ar, "latest", page=page, per_page=2)


def test_the_carousel_shows_ongoing_stories_in_their_order(ar: Edition) -> None:
    factories.make_story(ar, "ثانٍ", "b", carousel_order=2)
    factories.make_story(ar, "أول", "a", carousel_order=1)
    factories.make_story(ar, "مغلق", "c", state=Story.State.CLOSED, carousel_order=0)
    assert [story.title for story in queries.carousel(ar)] == ["أول", "ثانٍ"]
    assert [story.title for story in queries.stories(ar)] == ["أول", "ثانٍ", "مغلق"]


def _fill(ar: Edition, sections: list[Section], count: int, name: str = "a") -> None:
    story = factories.make_story(ar, name, name)
    author = Author.objects.create(name=name, locale=ar.locale, photo=factories.make_photo())
    source = Source.objects.create(name=name)
    for place in range(count):
        factories.make_article(
            sections[place % len(sections)],
            f"خبر {place}",
            at=NOON - timedelta(minutes=place),
            hero_photo=factories.make_photo() if place % 2 else None,
            genre="opinion" if place % 3 == 0 else "news",
            stories=[story],
            byline=[author, source, "نص"],
            sources=[source],
        )


LISTS: list[Callable[[Edition], object]] = [
    queries.latest,
    queries.rail,
    queries.carousel,
    queries.stories,
    queries.menu,
    queries.front,
    queries.corrections_page,
    lambda edition: queries.list_page(edition, "latest"),
]


@pytest.mark.django_db
def test_lists_take_a_constant_number_of_queries(
    ar: Edition, politics: Section, sport: Section
) -> None:
    politics.important = sport.important = True
    politics.save()
    sport.save()
    counts: list[list[int]] = []
    for _round in range(2):
        _fill(ar, [politics, sport], 6, name=f"n{len(counts)}")
        row = []
        for ask in LISTS:
            with CaptureQueriesContext(connection) as captured:
                touch(ask(ar))
            row.append(len(captured))
        counts.append(row)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 16


def touch(found: Any) -> None:
    """Read what a template would read of cards, so that a lazy query would show."""
    cards = found[0] if isinstance(found, tuple) else getattr(found, "cards", found)
    for card in cards:
        photo = getattr(card, "photo", None)
        if photo is not None:
            photo.picture("card")
        for name in getattr(card, "byline", ()):
            str(name.name)


def test_no_article_stands_twice_on_the_front(
    ar: Edition, politics: Section, sport: Section
) -> None:
    politics.important = sport.important = True
    politics.save()
    sport.save()
    _fill(ar, [politics, sport], 40)
    front = queries.front(ar)
    assert front.lead is not None
    shown = [front.lead, *front.lead_related, *front.cards, *front.opinion, *front.media]
    shown += front.latest
    shown += [card for block in front.sections for card in block.cards]
    assert len(shown) == len({card.id for card in shown})
    assert len(front.lead_related) == 3
    assert len(front.cards) == 6
    assert [len(block.cards) for block in front.sections] == [4, 4]


def test_editors_places_come_first_and_free_themselves(ar: Edition, politics: Section) -> None:
    old = factories.make_article(politics, "قديم مهم", at=NOON - timedelta(days=9))
    new = factories.make_article(politics, "جديد", at=NOON)
    ends = timezone.now() + timedelta(hours=1)
    FrontSlot.objects.create(
        edition=ar, slot="lead", article=old, headline="عنوان هنا", ends_at=ends
    )
    front = queries.front(ar)
    assert front.lead is not None
    assert (front.lead.id, front.lead.headline) == (old.pk, "عنوان هنا")
    assert clock.tick(ends - timedelta(seconds=1)) == 0
    assert clock.tick(ends) == 1
    front = queries.front(ar)
    assert front.lead is not None
    assert front.lead.id == new.pk


def test_a_withdrawn_article_leaves_its_place(ar: Edition, politics: Section) -> None:
    article = factories.make_article(politics)
    FrontSlot.objects.create(edition=ar, slot="lead", article=article)
    actions.withdraw(article, by=None, reason="نُشر خطأً.")
    assert queries.front(ar).lead is None


def test_a_place_takes_articles_of_its_edition_once(
    ar: Edition, politics: Section, world: Section
) -> None:
    article = factories.make_article(politics)
    FrontSlot.objects.create(edition=ar, slot="lead", article=article)
    for other in (article, factories.make_article(world, "A deal")):
        with pytest.raises(ValidationError):
            FrontSlot(edition=ar, slot="card", article=other).full_clean()


def test_the_menu_is_ordered_by_its_own_field(ar: Edition) -> None:
    factories.make_section(ar, "رياضة", "sport", menu_order=2)
    factories.make_section(ar, "سياسة", "politics", menu_order=1)
    factories.make_section(ar, "خفي", "hidden", in_menu=False)
    assert [link.title for link in queries.menu(ar)] == ["سياسة", "رياضة"]


EDITS = st.lists(
    st.sampled_from(
        ["publish", "draft", "unpublish", "withdraw", "move", "story", "genre", "time"]
    ),
    min_size=1,
    max_size=8,
)


class ListsFollowEveryEdit(TestCase):
    """Whatever is done, the stored entries are those that the live articles call for."""

    @settings(max_examples=25, deadline=None)
    @given(EDITS)
    def test_entries_are_those_of_the_live_state(self, edits: list[str]) -> None:
        edition = factories.make_edition()
        sections = [factories.make_section(edition), factories.make_section(edition, "ب", "b")]
        story = factories.make_story(edition)
        article = factories.make_draft(sections[0], stories=[story])
        for edit in edits:
            article = _edited(article, edit, sections, story)
            stored = Article.objects.get(pk=article.pk)
            held = set(ListEntry.objects.values_list("key", "published_at"))
            wanted = {(key, stored.published_at) for key in publication.list_keys(stored)}
            assert held == wanted, edit


def _edited(article: Article, edit: str, sections: list[Section], story: Story) -> Article:
    stored = Article.objects.get(pk=article.pk)
    draft = stored.get_latest_revision_as_object()
    match edit:
        case "publish":
            actions.publish(stored, by=None)
        case "unpublish" if stored.live:
            stored.unpublish()
        case "withdraw" if stored.live:
            actions.withdraw(stored, by=None, reason="سبب")
        case "move":
            target = sections[stored.section_id == sections[0].pk]
            actions.move(stored, target, by=None)
        case "story":
            held = draft.article_stories.all()
            draft.article_stories.set([] if held else [ArticleStory(story=story)])
            draft.save_revision()
        case "genre":
            draft.genre = "opinion" if draft.genre == "news" else "news"
            draft.save_revision()
        case "time":
            draft.published_at = NOON if draft.published_at != NOON else NOON - timedelta(days=1)
            draft.save_revision()
        case "draft":
            draft.title += " و"
            draft.save_revision()
    return Article.objects.get(pk=article.pk)


def test_an_urgent_article_is_found_however_many_follow_it(
    ar: Edition, politics: Section, world: Section
) -> None:
    assert queries.urgent(ar) == []
    urgent = factories.make_article(politics, "عاجل", at=NOON, urgent=True)
    for minute in range(1, 4):
        factories.make_article(politics, at=NOON + timedelta(minutes=minute))
    factories.make_article(world, "Later", urgent=True)
    assert [card.id for card in queries.urgent(ar, 3)] == [urgent.pk]
    actions.withdraw(Article.objects.get(pk=urgent.pk), by=None, reason="سبب")
    assert queries.urgent(ar) == []


def test_a_list_goes_with_what_it_was_of(ar: Edition, politics: Section, sport: Section) -> None:
    story, topic = factories.make_story(ar), Topic.objects.create(name="حدود", locale=ar.locale)
    article = factories.make_article(
        politics, stories=[story], topics=[topic], other_sections=[sport]
    )
    for gone in (story, topic, sport):
        gone.delete()
    stored = Article.objects.get(pk=article.pk)
    held = set(ListEntry.objects.values_list("key", flat=True))
    assert held == publication.list_keys(stored)
    assert [card.id for card in queries.latest(ar)] == [article.pk]
