"""Words are found by what they are, in whatever way they are typed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khabar.language import analysis
from khabar.language.analysis import Term, analyse, ngrams, words
from khabar.language.segments import BETWEEN, CHUNK, PLAIN, segments
from khabar.language.text import matching_key
from tests.language.test_text import ANY

LANGUAGES = st.sampled_from(["ar", "fa-IR", "ur", "he", "en", "fr", "xx"])


@given(ANY, LANGUAGES)
def test_any_text_is_analysed_and_places_reproduce_its_words(s: str, language: str) -> None:
    terms = analyse(s, language)
    for term in terms:
        again = analyse(s[term.start : term.end], language)
        assert term.word in [one.word for one in again]
    assert [term.start for term in terms] == sorted(term.start for term in terms)


@given(ANY)
@example("علىٔ إلى، أوٓل")
@example("*قال -*- %50…")
def test_a_text_has_the_words_of_its_chunks(s: str) -> None:
    assert [(term.start, term.end, term.surface) for term in analyse(s)] == [
        (chunk.start() + start, chunk.start() + end, key)
        for chunk in CHUNK.finditer(s)
        for start, end, key in segments(chunk[0])
    ]


def test_shortcuts_are_of_characters_that_allow_them() -> None:
    every = [chr(code) for code in range(0x110000)]
    assert not [one for one in every if (one in BETWEEN or one.isspace()) and CHUNK.match(one)]
    assert not [one for one in every if PLAIN.match(one) and matching_key(one) != one]


@given(ANY)
def test_a_text_and_its_matching_key_have_the_same_words(s: str) -> None:
    key = matching_key(s)
    assert [term.word for term in analyse(s)] == [term.word for term in analyse(key)]
    assert all(term.surface == matching_key(term.surface) for term in analyse(s))


@given(ANY, LANGUAGES)
def test_what_is_indexed_is_what_is_analysed(s: str, language: str) -> None:
    kept = [term for term in analyse(s, language) if not term.stop]
    assert words(s, language) == ([term.surface for term in kept], [term.stem for term in kept])


@given(st.lists(ANY, max_size=6))
def test_what_is_remembered_changes_nothing(texts: list[str]) -> None:
    fresh = []
    for text in texts:
        analysis.forget_all()
        fresh.append(analyse(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "_CACHED", 3)
        assert [analyse(text) for text in texts] == fresh


def test_where_words_stand() -> None:
    text = "إن الحَـجّ في «مكة»"
    assert analyse(text) == [
        Term(0, 2, ("ان", "ان", True)),
        Term(3, 10, ("الحج", "حج", False)),
        Term(11, 13, ("في", "في", True)),
        Term(15, 18, ("مكه", "مك", False)),
    ]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("#عاصفة_الحزم", ["عاصفه", "الحزم"]),
        ("الـ50 لـCNN", ["ال", "50", "ل", "cnn"]),
        ("\u200fالعراق\u202c، ٢٠١٥", ["العراق", "2015"]),
        ("ﺍﻟﻘﺪﺱ", ["القدس"]),
        ("می\u200cشود", ["ميشود"]),
        ("النبي ﷺ", ["النبي", "صلي", "الله", "عليه", "وسلم"]),
        ("שָׁלוֹם", ["שלום"]),
        ("G20 5㎏", ["g20", "5kg"]),
        ("ÉTÉ", ["été"]),
        ("हिन्दी", ["हिन्दी"]),
        ("… — ـ ،", []),
    ],
)
def test_what_a_word_is(text: str, surfaces: list[str]) -> None:
    assert [term.surface for term in analyse(text)] == surfaces


MEET = {
    "ar": [
        "وزير الوزير وزيرا وزيرة للوزير بالوزير والوزيرة وزيرها",
        "سوريا سورية السوريين السوري سوريون",
        "مدينة مدينتها المدينة بمدينة والمدينة",
        "قرار القرارات قراراته بقرارات قرارا",
        "لاعب اللاعبين لاعبون لاعبيها",
        "لبنان لبناني اللبنانيين",
        "حج الحج للحج والحج",
        "برنامج البرنامج وبرنامج لبرنامج",
    ],
    "fa": ["کتاب کتاب\u200cها کتاب‌های کتابهایی", "بزرگ بزرگتر بزرگ\u200cترین", "روز روزها"],
    "ur": ["لڑکا لڑکے لڑکوں لڑکی", "خبر خبریں خبروں"],
    "he": ["ממשלה הממשלה בממשלה והממשלה", "ילד ילדים הילדים"],
    "en": ["country countries Country's", "stop stopped stopping stops", "make makes making"],
    "fr": ["national nationale nationaux nationales", "élu élus élue élues Élu"],
}


@pytest.mark.parametrize(
    ("language", "family"), [(tag, family) for tag, all_ in MEET.items() for family in all_]
)
def test_forms_of_a_word_meet(language: str, family: str) -> None:
    first, *others = (term for term in analyse(family, language) if not term.stop)
    assert others
    assert {term.stem for term in others} == {first.stem}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وزير", "زير"),
        ("وزارة", "زار"),
        ("لبنان", "بنان"),
        ("بنات", "بن"),
        ("بيان", "بي"),
        ("ايران", "اير"),
        ("news", "new"),
        ("class", "clas"),
    ],
)
def test_words_that_only_look_related_stay_apart(one: str, other: str) -> None:
    [first], [second] = analyse(one), analyse(other)
    assert first.stem != second.stem


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "في وفي على إليها عنهم لهذا والذين فإنها من هو ماذا كيف متى وكانت"),
        ("fa", "در از که است این"),
        ("ur", "کے میں ہے اور"),
        ("he", "של את על שהוא"),
        ("en", "the of what is who"),
        ("fr", "le des qui est"),
        ("ar", "The of"),
    ],
)
def test_function_words(language: str, text: str) -> None:
    assert all(term.stop for term in analyse(text, language))


@pytest.mark.parametrize("text", ["ولي العهد", "منى", "واحد", "فهم", "إمام", "الأحد", "عدن"])
def test_words_that_look_like_function_words(text: str) -> None:
    assert not any(term.stop for term in analyse(text))


def test_ngrams() -> None:
    assert ngrams("المجلس") == ["المج", "لمجل", "مجلس"]
    assert (ngrams("حج"), ngrams(""), ngrams("حجاج", 3)) == (["حج"], [], ["حجا", "جاج"])
