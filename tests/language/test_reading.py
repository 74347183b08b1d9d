import pytest

from khabar.language.reading import reading_minutes, word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("خبر", 1),
        ("  خبر – عاجل ،\u200f \n", 2),
        ("الـ500 و 30% «نعم»", 4),
        ("… / ؟", 0),
    ],
)
def test_words_have_a_letter_or_a_digit(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (84, 0), (85, 1), (340, 2), (1700, 10)])
def test_reading_time_is_rounded(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes
