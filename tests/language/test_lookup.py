"""Words as they are looked up."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khabar.language.lookup import forms, found_by, search_words
from khabar.language.text import matching_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("الوزير", "وزير"),
        ("والوزير", "وزير"),
        ("بالوزير", "وزير"),
        ("وبالوزير", "وزير"),
        ("للوزير", "وزير"),
        ("إسطنبول", "اسطنبول"),
        ("مدرسة", "مدرسه"),
        ("مُدَرِّسـة", "مدرسه"),
        ("على", "علي"),
        ("علی", "علي"),
        ("کتاب", "كتاب"),
        ("٢٠٢٦", "2026"),
        ("۲۰۲۶", "2026"),
        # Too little would be left, or it is no article at all.
        ("الآن", "الان"),
        ("والد", "والد"),
        ("وزير", "وزير"),
        ("NATO", "nato"),
    ],
)
def test_a_word_is_looked_up_in_one_spelling(typed: str, kept: str) -> None:
    assert search_words(typed) == [kept]


def test_signs_part_words_and_each_word_counts_once() -> None:
    assert search_words("«اتفاق»، الاتفاق: اتفاق-2 / غزة!") == ["اتفاق", "2", "غزه"]
    assert search_words(" – «» … ") == []


@given(st.text(max_size=60))
def test_spellings_that_compare_equal_are_looked_up_alike(line: str) -> None:
    words = search_words(line)
    assert words == search_words(matching_key(line))
    assert len(set(words)) == len(words)
    assert all(word and not word.isspace() for word in words)


@given(st.text(max_size=120))
@example("كتب  الكتاب\u00a0وكتب\u2003كتاب")
@example(" \u0301e\u0301 ﺍﻟﻌﺮﺑﻴﺔ/العربية " + "م" * 50)
def test_a_text_is_found_by_each_of_its_words_and_by_its_stem(line: str) -> None:
    words, found = search_words(line), found_by(line)
    assert len(set(found)) == len(found)
    assert set(found) == {form for word in words for form in forms(word)}
    # Words first, in their order.
    assert [word for word in found if word in words][: len(words)] == words
