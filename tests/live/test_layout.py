"""Which posts stand where: what once stood on a page stays there, and every post stands once."""

from hypothesis import given
from hypothesis import strategies as st

from khabar.live.layout import PER_PAGE, Layout, moved

counts = st.integers(0, 130)


def shown(layout: Layout) -> dict[int | None, range]:
    pages = [None, *(page for page in range(1, 20) if layout.exists(page))]
    return {page: layout.posts(page) for page in pages}


@given(counts, st.booleans())
def test_every_post_stands_on_one_page_and_is_found_there(
    count: int,
    newest_first: bool,  # noqa: FBT001 (drawn)
) -> None:
    layout = Layout(count, newest_first)
    pages = shown(layout)
    assert sorted(index for posts in pages.values() for index in posts) == list(range(count))
    for page, posts in pages.items():
        assert all(layout.page_of(index) == page for index in posts)


@given(counts)
def test_a_numbered_page_never_changes_as_posts_come(count: int) -> None:
    before, after = Layout(count), Layout(count + 1)
    for page in range(1, before.numbered + 1):
        assert after.posts(page) == before.posts(page)
        assert len(before.posts(page)) == PER_PAGE


@given(counts, st.booleans())
def test_reading_on_from_the_front_meets_every_page_once(
    count: int,
    newest_first: bool,  # noqa: FBT001 (drawn)
) -> None:
    layout = Layout(count, newest_first)
    met: list[int | None] = [None]
    goes_on, page = layout.onwards(None)
    while goes_on:
        assert layout.back(page) == (True, met[-1])
        met.append(page)
        goes_on, page = layout.onwards(page)
    assert set(met) == set(shown(layout))
    assert len(met) == len(set(met))


@given(counts, st.booleans(), st.data())
def test_all_pages_that_differ_are_told(
    count: int,
    newest_first: bool,  # noqa: FBT001 (drawn)
    data: st.DataObject,
) -> None:
    index = data.draw(st.integers(0, count))
    before, after = Layout(count, newest_first), Layout(count + 1, newest_first)
    told = set(moved(before, after, index))
    old = list(range(count))
    new = [*old[:index], -1, *old[index:]]
    for page in range(1, 20):
        was = [old[place] for place in before.posts(page)] if before.exists(page) else None
        now = [new[place] for place in after.posts(page)] if after.exists(page) else None
        beside = before.onwards(page) != after.onwards(page) or before.back(page) != after.back(
            page
        )
        if was != now or (now is not None and beside):
            assert page in told
    for place, post in enumerate(new):
        if post >= 0 and before.page_of(post) != after.page_of(place):
            # What a short link asks: the page that its place would have.
            assert post // PER_PAGE + 1 in told
