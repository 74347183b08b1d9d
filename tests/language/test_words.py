import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language.spellings import count_words, spellings
from khabar.language.words import Lexicon, Term, mend, surface_of, tokens

ISTANBUL = Term(1, ("اسطنبول", "استانبول", "إستانبول"), "إسطنبول")
BROTHERS = Term(2, ("الأخوان المسلمين", "إخوان مسلمين"), "الإخوان المسلمون")
VATICAN = Term(3, ("الفاتكان",), "الفاتيكان")
PUTIN = Term(4, ("بوتين",), "فلاديمير بوتين")
NIGHT = Term(5, ("اليل",), "الليل")
COLLEGE = Term(6, ("كلية",), "معهد")
ATTACK = Term(7, ("عملية إرهابية",), "هجوم", loose=True)
TELEPHONE = Term(8, ("Iphone",), "iPhone")
TERMS = (ISTANBUL, BROTHERS, VATICAN, PUTIN, NIGHT, COLLEGE, ATTACK, TELEPHONE)
LEXICON = Lexicon(TERMS)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("قمة في اسطنبول اليوم", "قمة في إسطنبول اليوم"),
        ("وبإستانبول", "وبإسطنبول"),
        ("«اسطنبول»،", "«إسطنبول»،"),
        ("اسطَنبُول", "إسطنبول"),
        ("بـاسطنـبول", "بـإسطنبول"),
        ("وَبِاسطنبول", "وَبِإسطنبول"),
        ("لاسطنبول", "لإسطنبول"),
        ("فباستانبول واسطنبول", "فبإسطنبول وإسطنبول"),
        ("اسطنبولها", "إسطنبولها"),
        ("للأخوان المسلمين", "للإخوان المسلمون"),
        ("والأخوان المسلمين", "والإخوان المسلمون"),
        ("الأخوان\u00a0المسلمين", "الإخوان المسلمون"),
        ("لإخوان مسلمين", "للإخوان المسلمون"),
        ("بالفاتكان وللفاتكان", "بالفاتيكان وللفاتيكان"),
        ("قال بوتين", "قال فلاديمير بوتين"),
        ("واليل", "والليل"),
        ("كليته والكلية", "معهده والمعهد"),
        ("عملية ارهابية", "هجوم"),
        ("بعمليةٍ إرهابية", "بهجوم"),
        ("an Iphone", "an iPhone"),
        ("ﺍﺳﻄﻨﺒﻮﻝ", "إسطنبول"),
    ],
)
def test_a_variant_is_mended_with_all_that_is_attached(text: str, mended: str) -> None:
    assert mend(text, LEXICON.find(text)) == mended


@pytest.mark.parametrize(
    "text",
    [
        "إسطنبول",
        "وبإسطنبول",
        "إسْطنبول وإســطنبول",
        "ا\u0655سطنبول",
        "اسطنبولكس",
        "مستانبول",
        "قال فلاديمير بوتين أمس",
        "وفلاديمير بوتين",
        "للفاتيكان",
        "لليل",
        "الليل",
        "عملية. إرهابية",
        "عملية إنقاذ",
        "an iPhone",
        "",
        "؟!، 500",
    ],
)
def test_what_is_right_or_only_looks_alike_is_left_alone(text: str) -> None:
    assert LEXICON.find(text) == []


def test_a_word_by_itself_may_be_meant_alone() -> None:
    lexicon = Lexicon([Term(1, ("لاعب",), "رياضي", alone=True)])
    assert [match.text for match in lexicon.find("لاعب واللاعب ولاعبهم")] == ["لاعب"]


def test_short_words_are_not_found_within_others() -> None:
    lexicon = Lexicon([Term(1, ("لاد", "تاب", "الة"), "غيرها")])
    assert lexicon.find("بلاد كتاب وكالة") == []
    assert [match.text for match in lexicon.find("والتاب")] == ["والتاب"]


def test_a_word_to_avoid_without_remedy_has_no_mending() -> None:
    (match,) = Lexicon([Term(1, ("الهالك",))]).find("قالوا إن الهالك")
    assert match.mended is None
    assert mend("قالوا إن الهالك", [match]) == "قالوا إن الهالك"


def test_the_longer_of_two_that_overlap_is_kept() -> None:
    lexicon = Lexicon(
        [Term(1, ("متحده",), "متحدة"), Term(2, ("ولايات متحده",), "الولايات المتحدة")]
    )
    (match,) = lexicon.find("في ولايات متحده")
    assert match.term.ident == 2


LETTERS = "ابتسطنولهي أإآةى ـَُّ\u200c،.«»aZ5\u0301\u0654ﻻ\u200f-"


@given(st.text(LETTERS, max_size=60))
def test_offsets_map_to_the_original(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        assert token.surface == surface_of(token.text)
        end = token.end
    between = "".join(
        text[a:b]
        for a, b in zip(
            [0, *(token.end for token in tokens(text))],
            [*(token.start for token in tokens(text)), len(text)],
            strict=True,
        )
    )
    assert not any(unicodedata.category(character).startswith("L") for character in between)


PIECES = st.sampled_from(
    [
        *("اسطنبول", "وبإستانبول", "إسطنبول", "بوتين", "للفاتكان", "كليتهم", "عملية", "ارهابية"),
        *("قال", " ", "، ", "\n", "ـ", "َ", "ab", "5", "و"),
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_mending_leaves_the_rest_untouched(text: str) -> None:
    matches = LEXICON.find(text)
    for match in matches:
        assert text[match.start : match.end] == match.text
    done = mend(text, matches)
    rest, place = [], 0
    for match in matches:
        assert match.start >= place
        rest.append(text[place : match.start])
        place = match.end
    rest.append(text[place:])
    expected = rest[0]
    for match, after in zip(matches, rest[1:], strict=True):
        expected += (match.mended or match.text) + after
    assert done == expected


@given(st.text(max_size=80))
def test_any_text_can_be_looked_at(text: str) -> None:
    mend(text, LEXICON.find(text))


def test_a_long_article_and_many_rules_take_milliseconds() -> None:
    chance = random.Random(7)  # noqa: S311 (no secret: the same words each time)
    words = [
        "".join(chance.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=chance.randint(3, 8)))
        for _ in range(8000)
    ]
    lexicon = Lexicon(Term(i, (words[i], words[i] + "ا"), words[i] + "ي") for i in range(2000))
    text = " ".join(chance.choices(words[1500:], k=1000))
    best = 1.0
    for _ in range(5):
        began = time.process_time()
        assert lexicon.find(text)
        best = min(best, time.process_time() - began)
    assert best < 0.02


def test_spellings_of_one_word_are_told_from_words_of_their_own() -> None:
    text = " ".join(
        ["إيران"] * 30
        + ["ايران"] * 5
        + ["وإيران"] * 30
        + ["وايران"] * 5
        + ["اتجاه"] * 20
        + ["إتجاه"] * 4
        + ["حالة"] * 30
        + ["حاله"] * 6
        + ["العاصمة"] * 30
        + ["العاصمه"] * 6
        + ["أمام"] * 30
        + ["إمام"] * 9
        + ["وكان"] * 30
        + ["وكأن"] * 9
        + ["علي"] * 30
        + ["على"] * 30
        + ["إســرائيل"] * 25
        + ["اسرائيل"] * 4
        + ["نادرة"]
        + ["نادره"] * 2
    )
    found = spellings(count_words([text]), least=20, least_other=3)
    assert {one.preferred: one.others for one in found} == {
        "إيران": ["ايران"],
        "اتجاه": ["إتجاه"],
        "العاصمة": ["العاصمه"],
        "إسرائيل": ["اسرائيل"],
    }
    assert found[0].counts == {"العاصمة": 30, "العاصمه": 6}
