"""The front page's verbs, its record through time, and the clock."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khabar.newsroom import actions, clock, front_actions, queries
from khabar.newsroom import arrangement as values
from khabar.newsroom.arrangement import CARD, LEAD, LEAD_RELATED, WIDE, Arrangement, Place
from khabar.newsroom.models import (
    Article,
    Edition,
    FrontPlan,
    FrontSlot,
    FrontState,
    FrontVersion,
    Section,
)
from khabar.newsroom.queries.front import arrangement_of
from khabar.newsroom.queries.fronts import front_at
from tests import factories


def made(section: Section, count: int) -> list[Article]:
    now = timezone.now()
    return [
        factories.make_article(section, f"خبر {n}", at=now - timedelta(hours=n + 1))
        for n in range(count)
    ]


def place(edition: Edition, article: Article, slot: str, position: int = 1) -> FrontVersion:
    return front_actions.place(article, slot, by=None, edition=edition, position=position).version


def standing(edition: Edition, slot: str) -> list[int]:
    rows = FrontSlot.objects.filter(edition=edition, slot=slot).order_by("position")
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.article_id for row in rows]


def test_placing_takes_effect_at_once_and_says_what_fell(ar: Edition, politics: Section) -> None:
    first, second = made(politics, 2)
    place(ar, first, LEAD)
    placed = front_actions.place(second, LEAD, by=None, edition=ar)
    assert placed.fell == first
    assert standing(ar, LEAD) == [second.pk]
    assert queries.front(ar).lead is not None
    assert queries.front(ar).leads[0].id == second.pk


def test_only_what_is_published_is_placed(ar: Edition, politics: Section, world: Section) -> None:
    draft, foreign = factories.make_draft(politics), factories.make_article(world, "A deal")
    for article in (draft, foreign):
        with pytest.raises(ValidationError):
            place(ar, article, LEAD)
    with pytest.raises(ValidationError):
        place(ar, factories.make_article(politics), "nowhere")


def test_a_layout_shows_what_it_has_room_for(ar: Edition, politics: Section) -> None:
    articles = made(politics, 20)
    places = tuple(Place(LEAD_RELATED, article.pk) for article in articles[:6])
    version = front_actions.publish(ar, Arrangement(WIDE, places), by=None)
    wide = queries.front(ar)
    assert (wide.layout, len(wide.lead_related)) == (WIDE, 6)
    front_actions.publish(ar, Arrangement("two_leads", places), by=None)
    two = queries.front(ar)
    assert (len(two.leads), len(two.lead_related)) == (2, 4)
    assert version.shown[LEAD_RELATED] == [article.pk for article in articles[:6]]


def test_a_second_editor_is_told_and_nothing_is_overwritten(ar: Edition, politics: Section) -> None:
    first, second = made(politics, 2)
    base = place(ar, first, LEAD).sequence
    place(ar, second, CARD)
    with pytest.raises(front_actions.FrontChangedError):
        front_actions.publish(ar, Arrangement(), by=None, base=base)
    with pytest.raises(front_actions.FrontChangedError):
        front_actions.undo(ar, by=None, sequence=base)
    assert standing(ar, LEAD) == [first.pk]


def test_an_undone_change_comes_back_when_that_is_undone(ar: Edition, politics: Section) -> None:
    first, second = made(politics, 2)
    place(ar, first, LEAD)
    FrontSlot.objects.update(headline="هنا", locked=True)
    before = arrangement_of(ar)
    with pytest.raises(ValidationError):
        place(ar, second, LEAD)
    version = front_actions.publish(ar, Arrangement(WIDE), by=None)
    after = front_actions.undo(ar, by=None, sequence=version.sequence)
    # The rows were written past the verbs, so the record has them without lock and words.
    assert arrangement_of(ar).find(first.pk) is not None
    assert arrangement_of(ar).layout == before.layout
    front_actions.undo(ar, by=None, sequence=after.sequence)
    assert arrangement_of(ar) == Arrangement(WIDE)


def test_the_clock_frees_what_ended_and_what_is_gone(ar: Edition, politics: Section) -> None:
    ends = timezone.now() + timedelta(hours=1)
    first, second, third = made(politics, 3)
    for article in (first, second, third):
        place(ar, article, CARD)
    front_actions.publish(
        ar, values.edit(arrangement_of(ar), second.pk, ends_at=ends, locked=True), by=None
    )
    assert clock.tick() == 0
    actions.withdraw(first, by=None, reason="سبب")
    assert clock.tick() == 1
    assert standing(ar, CARD) == [third.pk, second.pk]
    assert clock.tick(ends) == 1
    assert standing(ar, CARD) == [third.pk]
    whys = FrontVersion.objects.order_by("sequence").values_list("why", flat=True)
    assert [why for why in whys if why in {"ended", "gone"}] == ["gone", "ended"]


def test_an_arrangement_takes_effect_at_its_time(ar: Edition, politics: Section) -> None:
    first, second = made(politics, 2)
    base = place(ar, first, LEAD).sequence
    at = timezone.now() + timedelta(hours=2)
    planned = Arrangement(WIDE, (Place(LEAD, second.pk, headline="مساءً"),))
    plan = front_actions.schedule(ar, planned, at, by=None, base=base)
    cancelled = front_actions.schedule(ar, Arrangement(), at, by=None, base=base)
    front_actions.cancel(cancelled, by=None)
    clock.tick(at - timedelta(seconds=1))
    assert standing(ar, LEAD) == [first.pk]
    clock.tick(at)
    assert arrangement_of(ar) == planned
    plan.refresh_from_db()
    assert (plan.state, plan.settled_at) == (FrontPlan.State.DONE, at)
    with pytest.raises(ValidationError):
        front_actions.cancel(plan, by=None)
    with pytest.raises(ValidationError):
        front_actions.schedule(
            ar,
            planned,
            timezone.now() - timedelta(1),
            by=None,
            base=FrontState.objects.get().changed,
        )


def test_a_plan_that_cannot_be_done_says_why_and_hinders_no_other(
    ar: Edition, politics: Section
) -> None:
    at = timezone.now() + timedelta(hours=2)
    draft, live = factories.make_draft(politics), factories.make_article(politics)
    first = front_actions.schedule_place(draft, LEAD, at, by=None, edition=ar)
    front_actions.schedule_place(live, CARD, at, by=None, edition=ar)
    clock.tick(at)
    first.refresh_from_db()
    assert first.state == FrontPlan.State.FAILED
    assert first.outcome
    assert (standing(ar, LEAD), standing(ar, CARD)) == ([], [live.pk])
    front_actions.schedule_removal(live, at + timedelta(hours=1), by=None, edition=ar)
    clock.tick(at + timedelta(hours=1))
    assert standing(ar, CARD) == []


def test_a_lock_set_after_the_plan_holds(ar: Edition, politics: Section) -> None:
    first, second = made(politics, 2)
    base = place(ar, first, LEAD).sequence
    at = timezone.now() + timedelta(hours=2)
    front_actions.schedule(
        ar, Arrangement(places=(Place(LEAD, second.pk),)), at, by=None, base=base
    )
    locked = values.edit(arrangement_of(ar), first.pk, locked=True)
    front_actions.publish(ar, locked, by=None)
    clock.tick(at)
    assert standing(ar, LEAD) == [first.pk]


def test_what_led_is_known_when_time_alone_changed_it(ar: Edition, politics: Section) -> None:
    old = factories.make_article(politics, "أول", at=timezone.now() - timedelta(hours=1))
    card = factories.make_article(politics, "بطاقة", at=timezone.now() - timedelta(hours=2))
    place(ar, card, CARD)
    clock.tick()
    before = timezone.now()
    new = factories.make_article(politics, "ثانٍ")
    clock.tick()
    for moment, leading in ((before, old), (timezone.now(), new)):
        then = front_at(ar, moment)
        assert then is not None
        assert [shown.headline for shown in then.shown[LEAD]] == [leading.title]
    count = FrontVersion.objects.count()
    clock.tick()
    assert FrontVersion.objects.count() == count, "nothing changed, nothing is recorded"


def test_the_clock_asks_little_of_a_quiet_front(ar: Edition, politics: Section) -> None:
    place(ar, factories.make_article(politics), LEAD)
    # What is done once a minute, whoever ticked last.
    clock.tick()
    with CaptureQueriesContext(connection) as few:
        clock.tick()
    made(politics, 12)
    clock.tick()
    with CaptureQueriesContext(connection) as more:
        clock.tick()
    assert len(more) == len(few)


def test_a_headline_for_a_place_is_erased_from_the_record(ar: Edition, politics: Section) -> None:
    first, second = made(politics, 2)
    places = (Place(LEAD, first.pk, headline="يُمحى"), Place(CARD, second.pk, headline="يبقى"))
    base = front_actions.publish(ar, Arrangement(WIDE, places), by=None).sequence
    at = timezone.now() + timedelta(hours=1)
    front_actions.schedule(ar, arrangement_of(ar), at, by=None, base=base)
    assert front_actions.forget(first, edition=ar) == 3
    stored = [*FrontVersion.objects.values_list("arrangement", flat=True)]
    stored += FrontPlan.objects.values_list("payload", flat=True)
    words = [place["headline"] for one in stored for place in one["places"]]
    assert sorted(words) == ["", "", "يبقى", "يبقى"]
    assert [card.headline for card in queries.front(ar).leads] == [first.title]


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("place"),
            st.integers(0, 7),
            st.sampled_from(values.SLOTS),
            st.integers(1, 5),
        ),
        st.tuples(st.just("remove"), st.integers(0, 7)),
        st.tuples(st.just("lock"), st.integers(0, 7)),
        st.tuples(st.just("layout"), st.sampled_from(list(values.SHOWN))),
        st.tuples(st.just("undo")),
        st.tuples(st.just("schedule"), st.integers(0, 7)),
        st.tuples(st.just("withdraw"), st.integers(0, 7)),
    ),
    min_size=1,
    max_size=10,
)


class TheRecordIsTheFront(TestCase):
    """Whatever is done: an article once, orders without gaps, undo exact, history what was live."""

    @settings(max_examples=15, deadline=None)
    @given(STEPS)
    @example([("schedule", 0), ("remove", 7), ("remove", 7), ("place", 1, CARD, 1)])
    def test_after_any_steps(self, steps: list[tuple[object, ...]]) -> None:
        edition = factories.make_edition()
        articles = made(factories.make_section(edition), 8)
        now = timezone.now()
        seen = []
        for n, step in enumerate(steps):
            before, known = arrangement_of(edition), FrontVersion.objects.count()
            _do(edition, articles, step)
            clock.tick(now + timedelta(minutes=n))
            after = arrangement_of(edition)
            for slot in values.SLOTS:
                standing(edition, slot)
            new = list(FrontVersion.objects.order_by("sequence")[known:])
            if new:
                assert values.from_data(new[-1].arrangement) == after
                seen.append((new[-1], after))
            if new and new[-1].why in front_actions.BY_PEOPLE:
                # One step may bring two changes: a person's, and what was scheduled for then.
                held = values.from_data(new[-2].arrangement) if len(new) > 1 else before
                _undone_and_again(edition, new[-1].sequence, held, after)
        for version, arrangement in seen:
            found = front_at(edition, version.at)
            assert found is not None
            if found.version == version:
                assert found.arrangement == arrangement
            else:
                assert found.version.at == version.at


def _undone_and_again(
    edition: Edition, sequence: int, before: Arrangement, after: Arrangement
) -> None:
    again = front_actions.undo(edition, by=None, sequence=sequence)
    assert arrangement_of(edition) == before
    front_actions.undo(edition, by=None, sequence=again.sequence)
    assert arrangement_of(edition) == after


def _do(edition: Edition, articles: list[Article], step: tuple[object, ...]) -> None:
    arrangement = arrangement_of(edition)
    state = FrontState.objects.filter(edition=edition).first()
    try:
        match step:
            case ("place", int(n), str(slot), int(position)):
                place(edition, articles[n], slot, position)
            case ("remove", int(n)):
                front_actions.remove(articles[n], by=None, edition=edition)
            case ("lock", int(n)):
                locked = values.edit(arrangement, articles[n].pk, locked=True, headline="هنا")
                front_actions.publish(edition, locked, by=None)
            case ("layout", str(layout)):
                chosen = values.arranged(layout, arrangement.places)
                front_actions.publish(edition, chosen, by=None)
            case ("undo",) if state is not None and state.changed:
                front_actions.undo(edition, by=None, sequence=state.changed)
            case ("schedule", int(n)):
                front_actions.schedule_place(
                    articles[n],
                    CARD,
                    timezone.now() + timedelta(minutes=2),
                    by=None,
                    edition=edition,
                )
            case ("withdraw", int(n)) if Article.objects.get(pk=articles[n].pk).live:
                actions.withdraw(articles[n], by=None, reason="سبب")
    except ValidationError:
        pass
