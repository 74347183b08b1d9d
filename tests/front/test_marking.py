"""Marking what was asked for changes nothing of the text."""

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from khabar.front import markup

TEXTS = st.text(
    st.sampled_from("الإقلیمیـَّ حج 2-1٣ Jens O'Neil <b>&amp;\u200f(5G) a@b.org"), max_size=60
)


class Balance(HTMLParser):
    """Raises where an element is closed that was not the last to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(TEXTS, st.lists(st.integers(0, 60), max_size=8))
def test_the_text_stays_as_it_was_and_its_elements_nest(text: str, places: list[int]) -> None:
    places = sorted({min(place, len(text)) for place in places})
    spans = list(zip(places[::2], places[1::2], strict=False))
    html = markup.marked(text, spans)
    assert unescape(re.sub(r"</?(?:mark|bdi)[^>]*>", "", html)) == text
    parser = Balance()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    assert ("<mark>" in html) == bool(spans)


def test_a_mark_goes_over_the_bounds_of_an_isolate_in_two_pieces() -> None:
    text = "قال Jens أمس"
    assert markup.marked(text, [(0, 8)]) == (
        '<mark>قال </mark><bdi lang="en" dir="ltr"><mark>Jens</mark></bdi> أمس'
    )
