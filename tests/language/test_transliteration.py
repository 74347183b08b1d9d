"""Spellings of a foreign name sound alike; ordinary words mostly have no sound at all."""

import pytest
from hypothesis import given

from khabar.language.text import matching_key
from khabar.language.transliteration import sound
from tests.language.test_text import ANY

NAMES = """
ستولتنبرغ ستولتنبيرغ شتولتنبرغ ستولتنبرج شتولتنبيرج Stoltenberg
غوغل جوجل قوقل Google
كيسنجر كيسنغر كيسينجر Kissinger
زوكربيرغ زوكربيرج زكربرغ Zuckerberg
نتنياهو نتانياهو Netanyahu
ميركل ميركيل مركل Merkel
هولاند هولند Hollande
شفاينشتايغر شفاينشتايجر Schweinsteiger
برشلونة برشلونه Barcelona
تشرشل تشيرشل شرشل Churchill
غورباتشوف جورباتشوف Gorbachev
لافروف لافروڤ Lavrov
اردوغان أردوجان Erdoğan
واشنطن واشنطون Washington
فيكتوريا ڤيكتوريا Victoria
فاغنر واغنر Wagner
هامبورغ هامبورج همبرغ Hamburg
كاميرون كامرون Cameron
انغلينا انجلينا Angelina
بيكهام بكهام Beckham
بوتين پوتين Putin
زيلينسكي زلينسكي Zelensky Zelenskyy
كوبنهاغن كوبنهاجن Copenhagen
"""


@pytest.mark.parametrize("names", [line.split() for line in NAMES.split("\n") if line])
def test_spellings_of_a_name_sound_alike(names: list[str]) -> None:
    heard = {sound(name) for name in names}
    assert len(heard) == 1
    assert heard != {""}


def test_names_sound_different() -> None:
    lines = [line.split() for line in NAMES.split("\n") if line]
    assert len({sound(names[-1]) for names in lines}) == len(lines)


@pytest.mark.parametrize(
    "word", ["", "بن", "من", "حرب", "الرئيس", "والحكومة", "صحيفة", "محمد", "2015", "G20", "и", "…"]
)
def test_ordinary_and_short_words_have_none(word: str) -> None:
    assert sound(word) == ""


@given(ANY)
def test_any_word_sounds_as_its_key(word: str) -> None:
    assert sound(word) == sound(matching_key(word))
