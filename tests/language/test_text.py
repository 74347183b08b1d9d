from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language import text

# Arabic, its marks and controls come up often enough to meet each other.
ARABIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
        st.sampled_from("abÉß 12«»،…\u00a0\u0301\u0640\u200c\u200d\u200f\u2067\ufeff"),
    )
)
ANY = st.one_of(st.text(), ARABIC, st.text(st.characters(categories=["Cs", "Mn", "Lo"])))

WAITING = ["و", "أن", "في", "لـ", "«", "من", "(من", "«إلى"]
ENDING = ["«قال", "قال»", "غزة،", "الحكومة", "»"]


@given(ANY)
def test_a_matching_key_is_its_own_key(s: str) -> None:
    key = text.matching_key(s)
    assert text.matching_key(key) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إيران", "ايران"),
        ("آب", "اب"),
        ("ٱلله", "الله"),
        ("مصطفى", "مصطفي"),
        ("سوری", "سوري"),
        ("غزة", "غزه"),
        ("کابل", "كابل"),
        ("گابل", "كابل"),
        ("الــقــدس", "القدس"),
        ("مُدَرِّسٌ", "مدرس"),
        ("هٰذا", "هذا"),
        ("١٢ ۱۲", "12 12"),
        ("ﻻ ﷲ", "لا الله"),
        ("REUTERS", "reuters"),
        ("\u200fالعراق\u202c", "العراق"),
        ("می\u200cشود", "میشود"),
        ("  بلا \u00a0 فراغ\n", "بلا فراغ"),
        ("ا\u0654حمد", "أحمد"),
        # A presentation form whose removal lets the letter and its accent compose.
        ("e\ufe77\u0301", "é"),
    ],
)
def test_spellings_readers_hold_equal_have_one_key(one: str, other: str) -> None:
    assert text.matching_key(one) == text.matching_key(other)


@pytest.mark.parametrize(("one", "other"), [("سؤال", "سوال"), ("بئر", "بير"), ("ماء", "ما")])
def test_hamza_on_its_seat_is_kept(one: str, other: str) -> None:
    assert text.matching_key(one) != text.matching_key(other)


@given(ANY)
def test_plain_is_stable_and_shows_what_was_seen(s: str) -> None:
    plain = text.plain(s)
    assert text.plain(plain) == plain
    assert not any(character in plain for character in "\u200e\u200f\u061c\u2067\ufeff\x00\n")
    assert "  " not in plain
    visible = [c for c in s if unicodedata.category(c) not in {"Cf", "Cc"} and not c.isspace()]
    assert [c for c in plain if unicodedata.category(c) != "Cf" and c != " "] == visible


def test_plain_keeps_the_joiners_that_mean_something() -> None:
    assert text.plain("می\u200cشود 1436 ه\u200d \u200c\u200d") == "می\u200cشود 1436 ه\u200d"


@pytest.mark.parametrize(
    ("s", "letters"),
    [("", 0), ("غزة", 3), ("غَزَّةُ", 3), ("غـــزة", 3), ("\u200fغزة\u200f", 3), (" في  غزة ", 6)],
)
def test_read_length_counts_what_is_read(s: str, letters: int) -> None:
    assert text.read_length(s) == letters


@pytest.mark.parametrize(
    ("lede", "headline", "repeated"),
    [
        ("مقتل عشرة في غزة.", "مقتل عشرة فى غزه", True),
        ("مقتل عشرة في غزة، وفق مصادر طبية", "مقتل عشرة في غزة", True),
        ("مقتل عشرة…", "مقتل عشرة في غزة", True),
        ("مقتل عشرة آخرين في غزة", "مقتل عشرة في غزة", False),
        ("مقتل عشرةٌ", "مقتل عشرات", False),
        ("", "مقتل عشرة في غزة", False),
        ("مقتل عشرة في غزة", "…", False),
    ],
)
def test_a_lede_that_repeats_the_headline(lede: str, headline: str, repeated: bool) -> None:  # noqa: FBT001  # parametrized
    assert text.repeats(lede, headline) is repeated


@pytest.mark.parametrize(
    ("s", "n", "expected"),
    [
        ("قصير", 4, "قصير"),
        ("قال الرئيس إن الحكومة في طريقها", 24, "قال الرئيس إن الحكومة…"),
        ("سافر الوزير إلى القاهرة", 17, "سافر الوزير…"),
        ("الحكومة تعلن أن الخطة", 17, "الحكومة تعلن…"),
        ("الحكومة تعلن، وفق بيان", 15, "الحكومة تعلن…"),
        ("أحمد و محمود", 8, "أحمد…"),
        ("تقدم لـ 500 أسرة", 8, "تقدم…"),
        ("تقرير جديد عن الحرب «الأطول والأعنف»", 30, "تقرير جديد عن الحرب…"),
        ("قال «إن الحكومة في طريقها إلى الحل»", 20, "قال «إن الحكومة…»"),
        ("قال « إن الحكومة", 8, "قال…"),
        ("مستشفياتهم", 5, "مستش…"),
        ("مُسْتَشْفَى", 4, "مُسْتَ…"),
        ("غزة", 0, ""),
    ],
)
def test_truncate_ends_well(s: str, n: int, expected: str) -> None:
    assert text.truncate(s, n) == expected


@given(ANY, st.integers(-2, 60))
def test_truncate_never_exceeds(s: str, n: int) -> None:
    assert text.read_length(text.truncate(s, n)) <= max(n, 0)


@given(
    st.lists(st.sampled_from(WAITING + ENDING), max_size=14),
    st.integers(9, 40),
)
def test_truncate_never_leaves_a_word_waiting(words: list[str], n: int) -> None:
    # The first word is one a line may end with, so that there always is a good place.
    line = " ".join(["الحكومة", *words])
    short = text.truncate(line, n)
    if short == line:
        return
    body = short.rstrip("»)").removesuffix("…")
    assert short != body
    assert body.split()[-1] not in WAITING
    assert not body.endswith(("«", "(", "،", " "))
    if line.count("«") == line.count("»") == 1 and line.index("«") < line.index("»"):
        assert short.count("«") == short.count("»")


def test_a_whole_body_is_truncated_in_no_time() -> None:
    begin = time.perf_counter()
    assert text.truncate("الحكومة تعلن " * 50_000, 25) == "الحكومة تعلن الحكومة…"
    # Trying each of its words as the last takes minutes; the margin is for a busy machine.
    assert time.perf_counter() - begin < 5
