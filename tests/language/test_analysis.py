from hypothesis import given

from khabar.language.analysis import analyse, words
from khabar.language.text import matching_key
from tests.language.test_text import ANY


@given(ANY)
def test_any(s: str) -> None:
    terms = analyse(s)
    assert [t.surface for t in terms] == [t.surface for t in analyse(matching_key(s))]
    for t in terms:
        assert t.surface in [x.surface for x in analyse(s[t.start : t.end])]
    assert words(s)[0] == [t.surface for t in terms if not t.stop]
