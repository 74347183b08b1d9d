"""What was asked for is marked in the text as it stands, and nothing else is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khabar.language.analysis import analyse
from khabar.language.highlighting import marked, snippet
from tests.language.test_text import ANY

TEXT = (
    "بدأ الاجتماع صباح اليوم في العاصمة. وقال الوزير إن الحرب على الإرهاب مستمرة في مدن "
    "الشمال، وإن الإرهابيين فروا. ثم انتهى اللقاء مساء."
)


def _marks(text: str, question: str, language: str = "ar") -> list[str]:
    return [text[a:b] for a, b in marked(text, analyse(question, language), language)]


@pytest.mark.parametrize(
    ("text", "question", "found"),
    [
        ("المجلس الإقلیمي", "الاقليمي", ["الإقلیمي"]),
        ("موسم الحَـجّ.", "حج", ["الحَـجّ"]),
        ("حجب الحج", "حج", ["الحج"]),
        ("عام ٢٠١٥", "2015", ["٢٠١٥"]),
        ("وسم #عاصفة_الحزم", "الحزم", ["الحزم"]),
        ("ﺍﻟﻘﺪﺱ", "القدس", ["ﺍﻟﻘﺪﺱ"]),
        ("قال في بيان", "قال في", ["قال", "في"]),
        ("في بيان قال", "قال في", ["قال"]),
        ("من هو؟", "من هو", ["من", "هو"]),
        ("Reuters بـReuters", "reuters", ["Reuters", "Reuters"]),
        ("", "حج", []),
    ],
)
def test_what_is_marked(text: str, question: str, found: list[str]) -> None:
    assert _marks(text, question) == found


@given(ANY, ANY)
def test_marks_lie_on_words_and_do_not_overlap(text: str, question: str) -> None:
    spans = marked(text, analyse(question))
    terms = analyse(text)
    begins, ends = {term.start for term in terms}, {term.end for term in terms}
    place = 0
    for begin, end in spans:
        assert place <= begin < end
        assert begin in begins
        assert end in ends
        place = end


@given(ANY)
def test_all_of_a_text_is_found_by_itself(text: str) -> None:
    covered = {place for span in marked(text, analyse(text)) for place in range(*span)}
    for term in analyse(text):
        assert covered.issuperset(range(term.start, term.end)) or term.stop


@given(ANY, ANY, st.integers(1, 60))
@example("ﷺؠ", "", 1)
@example("ؠﷺ", "الله", 1)
def test_a_snippet_is_part_of_the_text_cut_between_words(
    text: str, question: str, length: int
) -> None:
    asked = analyse(question)
    found = snippet(text, asked, length)
    end = found.start + len(found.text)
    assert text[found.start : end] == found.text
    assert (found.before, found.after) == (found.start > 0, end < len(text))
    spans = {(a + found.start, b + found.start) for a, b in found.spans}
    assert spans <= set(marked(text, asked))
    assert bool(spans) == bool(marked(text, asked))
    inside = [term for term in analyse(text) if term.start < end and term.end > found.start]
    assert all(found.start <= term.start and term.end <= end for term in inside)


def test_a_snippet_shows_where_most_was_found() -> None:
    found = snippet(TEXT, analyse("حرب على الارهاب"), 50)
    assert [found.text[a:b] for a, b in found.spans] == ["الحرب", "على", "الإرهاب"]
    assert (found.before, found.after) == (True, True)
    assert len(found.text) <= 52


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet(TEXT, analyse("حرب"), 500).text == TEXT


def test_a_snippet_without_anything_found_is_the_beginning() -> None:
    found = snippet(TEXT, analyse("زيتون"), 30)
    assert found.text == "بدأ الاجتماع صباح اليوم في"
    assert found.spans == ()
