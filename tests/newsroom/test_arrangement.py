"""Arrangements as values: whatever is done, an article stands once and a lock holds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.newsroom import arrangement as values
from khabar.newsroom.arrangement import CARD, LEAD, LEAD_RELATED, SHOWN, SLOTS, Arrangement, Place

ARTICLES = st.integers(1, 14)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), ARTICLES, st.sampled_from(SLOTS), st.integers(1, 9)),
        st.tuples(st.just("remove"), ARTICLES),
        st.tuples(st.just("exchange"), ARTICLES, ARTICLES),
        st.tuples(st.just("lock"), ARTICLES),
        st.tuples(st.just("unlock"), ARTICLES),
        st.tuples(st.just("layout"), st.sampled_from(list(SHOWN))),
    ),
    max_size=40,
)


def done(arrangement: Arrangement, step: tuple[object, ...]) -> Arrangement:
    match step:
        case ("put", int(article), str(slot), int(position)):
            return values.put(arrangement, article, slot, position).arrangement
        case ("remove", int(article)):
            return values.remove(arrangement, article)
        case ("exchange", int(article), int(other)):
            return values.exchange(arrangement, article, other)
        case ("lock", int(article)):
            return values.edit(arrangement, article, locked=True)
        case ("unlock", int(article)):
            return values.edit(arrangement, article, locked=False)
        case ("layout", str(layout)):
            return replace(arrangement, layout=layout)
    raise AssertionError(step)


def locks(arrangement: Arrangement) -> dict[int, tuple[str, int]]:
    return {place.article: (place.slot, at) for at, place in arrangement.numbered() if place.locked}


@given(STEPS)
def test_an_article_stands_once_and_a_lock_holds(steps: list[tuple[object, ...]]) -> None:
    arrangement = Arrangement()
    most = {slot: max(shown[slot] for shown in SHOWN.values()) for slot in SLOTS}
    for step in steps:
        held = locks(arrangement)
        try:
            after = done(arrangement, step)
        except (values.LockedPlaceError, values.NoPlaceError):
            continue
        ids = [place.article for place in after.places]
        assert len(ids) == len(set(ids))
        assert all(len(after.in_slot(slot)) <= most[slot] for slot in SLOTS)
        if step[0] == "put":
            assert after.find(int(str(step[1]))) is not None, "what is placed stands there"
            assert locks(after).keys() == held.keys()
            assert {
                pk for pk, (slot, at) in locks(after).items() if held[pk][0] == slot
            } == held.keys()
            assert all(locks(after)[pk] == held[pk] for pk in held if held[pk][0] == step[2])
        assert values.from_data(after.data()) == after
        arrangement = after


def filled(slot: str, ids: list[int], *, locked: int | None = None) -> Arrangement:
    return values.arranged(values.ORDINARY, [Place(slot, pk, locked=pk == locked) for pk in ids])


def order(arrangement: Arrangement, slot: str) -> list[int]:
    return [place.article for place in arrangement.in_slot(slot)]


def test_a_full_place_pushes_down_and_the_last_falls_out() -> None:
    outcome = values.put(filled(LEAD_RELATED, [1, 2, 3]), 9, LEAD_RELATED)
    assert order(outcome.arrangement, LEAD_RELATED) == [9, 1, 2]
    assert outcome.fell is not None
    assert outcome.fell.article == 3


def test_what_is_locked_is_flowed_around() -> None:
    outcome = values.put(filled(LEAD_RELATED, [1, 2, 3], locked=3), 9, LEAD_RELATED)
    assert order(outcome.arrangement, LEAD_RELATED) == [9, 1, 3]
    assert outcome.fell is not None
    assert outcome.fell.article == 2
    with pytest.raises(values.NoPlaceError):
        values.put(filled(LEAD, [1], locked=1), 9, LEAD)
    with pytest.raises(values.LockedPlaceError):
        values.put(filled(LEAD, [1], locked=1), 1, CARD)
    with pytest.raises(values.LockedPlaceError):
        values.remove(filled(LEAD, [1], locked=1), 1)
    with pytest.raises(values.LockedPlaceError):
        values.exchange(filled(LEAD, [1], locked=1), 1, 2)


def test_words_for_one_place_do_not_go_along_to_another() -> None:
    standing = values.edit(filled(LEAD, [1]), 1, headline="هنا", photo=4)
    moved = values.put(standing, 1, CARD).arrangement.find(1)
    assert moved == Place(CARD, 1)
    stayed = values.put(standing, 1, LEAD).arrangement.find(1)
    assert stayed is not None
    assert stayed.headline == "هنا"


def test_exchanging_puts_each_in_the_others_place() -> None:
    standing = values.arranged(values.ORDINARY, [Place(LEAD, 1), Place(CARD, 2), Place(CARD, 3)])
    swapped = values.exchange(standing, 1, 3)
    assert (order(swapped, LEAD), order(swapped, CARD)) == ([3], [2, 1])
    replaced = values.exchange(standing, 2, 7)
    assert (order(replaced, LEAD), order(replaced, CARD)) == ([1], [7, 3])


def test_what_a_layout_does_not_show_is_kept() -> None:
    wide = replace(filled(LEAD_RELATED, [1, 2, 3, 4, 5, 6]), layout=values.WIDE)
    ordinary = replace(wide, layout=values.ORDINARY)
    assert order(ordinary, LEAD_RELATED) == [1, 2, 3, 4, 5, 6]
    assert ordinary.shows(LEAD_RELATED) == 3


def test_a_lock_set_meanwhile_stays_where_it_is() -> None:
    known = filled(LEAD, [1])
    standing = values.edit(known, 1, locked=True)
    prepared = values.put(known, 9, LEAD).arrangement
    kept = values.with_locks(prepared, standing, known)
    assert order(kept, LEAD) == [1]
    # One that its maker knew of and unlocked is not held.
    assert order(values.with_locks(prepared, standing, standing), LEAD) == [9]
