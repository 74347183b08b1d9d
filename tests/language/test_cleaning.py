import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language.cleaning import Reason, apply, propose
from khabar.language.markup import clean_html, propose_html

#: What editors paste: Arabic with its marks, foreign letters, signs, addresses, controls.
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(
                    "قال",
                    "الوزير",
                    "و",
                    "فی",
                    "کل",
                    "علی",
                    "مدرسہ",
                    "می\u200cشود",
                    "الـ500",
                    "1436هـ",
                ),
                *('"', "“", "”", "«", "»", ",", ";", "?", "!", ".", "..", ":", "،", "؛", "؟", "…"),
                *(
                    " ",
                    "  ",
                    "\t",
                    "\n",
                    "\u00a0",
                    "\u200f",
                    "\u202b",
                    "\ufeff",
                    "\u200c",
                    "\u200d",
                ),
                *("17,088", "3.5", "14:30", "2-1", "30%", "(", ")", "-", "–", "ﻻ", "\u064b", "ـ"),
                *("Reuters", "Hello, world?", "https://a.example/x?y=1,2", "a@b.example", "#وسم"),
            ]
        ),
        st.text(max_size=3),
        st.text(st.characters(min_codepoint=0x0600, max_codepoint=0x06FF), max_size=4),
    ),
    max_size=25,
).map("".join)
LANGUAGES = st.sampled_from(["ar", "fa", "ur", "he", "en", "ckb"])
LATIN_WORD = re.compile(r"[A-Za-z]+")


def cleaned(text: str, language: str = "ar") -> str:
    return apply(text, propose(text, language))


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ('قال "إن الوزير" , وصل ;ثم غادر ?', "قال «إن الوزير»، وصل؛ ثم غادر؟"),
        ("“مرحبا” و”أهلا“ و„خبر‟", "«مرحبا» و«أهلا» و«خبر»"),
        ('قال:"نعم"', "قال: «نعم»"),
        ("علی الطاولة فی کل یوم", "على الطاولة في كل يوم"),
        ("وعلی مستشفی الکبری", "وعلى مستشفى الكبرى"),
        ("مدرسہ ۃ ھنا ے", "مدرسه ة هنا ي"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),
        ("و خبر (و هو واقف) و 5 دول", "وخبر (وهو واقف) و5 دول"),
        ("كلمة  كلمة ، كلمة . كلمة …", "كلمة كلمة، كلمة. كلمة…"),
        ("  كلمة\tكلمة \n كلمة ", "كلمة كلمة\nكلمة"),
        ("« خبر »قال", "«خبر» قال"),
        ("خبر،ثم غادر.وقال", "خبر، ثم غادر. وقال"),
        ("\u200fخبر\u202c عا\u200bجل\ufeff", "خبر عاجل"),
        ("قالت Reuters, إن الأمر انتهى?", "قالت Reuters، إن الأمر انتهى؟"),
        ("زار https://a.example/x?y=1,2 , ثم", "زار https://a.example/x?y=1,2 ، ثم"),
        ("أين? لا أدري?!", "أين؟ لا أدري؟!"),
        ("[25/11/26, 14:30] سلمى: *عاجل* خبر\n[14:31، 25/11/2026] سلمى: نعم", "عاجل خبر\nنعم"),
    ],
)
def test_what_is_mended(given_text: str, expected: str) -> None:
    assert cleaned(given_text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "الـ500 و30% بـ30% 1436هـ و«الـ500»",
        "3.5 و17,088 و14:30 و2-1 و١٧٬٠٨٨ و1/2",
        "خبر .. وتفاصيل",
        "«قال “داخلي” ثم»",
        'قال "Hello, world; right?" بالإنجليزية',
        '"قال «خبر» ثم"',
        'شاشة 12"',
        "كراچی می\u200cشود",
        "أ.د. محمد من ق.م و أ ثم ب",
        "راسلونا: desk@news.example أو news.example/ar?a=1,2",
        "#وسم_طويل @اسم",
        "ابتسم ;)",
        "الضرب 2 * 3 * 4 و5*6*7",
        "[1] المصدر: الوزارة",
        "هـ\u200d",
        "👨\u200d👩\u200d👧",
        "Only Latin , here ?",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert propose(text) == []


@pytest.mark.parametrize(
    ("language", "given_text", "expected"),
    [
        ("fa", "کتاب و قلم , می\u200cرود ?", "کتاب و قلم، می\u200cرود؟"),
        ("fa", '"کتاب"', "«کتاب»"),
        ("ur", "“یہ کتاب” ہے ?", "“یہ کتاب” ہے؟"),
        ("en", "One  two , three\u200f", "One two , three"),
        ("he", "שלום , עולם  ?", "שלום , עולם ?"),
        ("ar-EG", "کل", "كل"),
    ],
)
def test_the_language_of_the_edition_decides(language: str, given_text: str, expected: str) -> None:
    assert cleaned(given_text, language) == expected


def test_a_change_says_where_and_why_and_a_quote_is_one_group() -> None:
    text = 'قال "نعم" , فی'
    changes = propose(text)
    assert [(text[c.start : c.end], c.replacement, c.reason) for c in changes] == [
        ('"', "«", Reason.QUOTE),
        ('" ,', "»،", Reason.QUOTE),
        ("ی", "ي", Reason.LETTER),
    ]
    assert changes[0].group == changes[1].group is not None
    assert apply(text, changes[2:]) == 'قال "نعم" , في'


@given(PIECES, LANGUAGES)
def test_taking_everything_leaves_nothing_to_propose(text: str, language: str) -> None:
    assert propose(cleaned(text, language), language) == []


@given(PIECES, LANGUAGES)
def test_changes_are_in_order_apart_and_change_something(text: str, language: str) -> None:
    end = 0
    for change in propose(text, language):
        assert end <= change.start <= change.end <= len(text)
        assert text[change.start : change.end] != change.replacement
        end = change.end


@given(PIECES)
def test_latin_words_numbers_and_tatweel_stay(text: str) -> None:
    after = cleaned(text)
    assert "".join(LATIN_WORD.findall(after)) == "".join(LATIN_WORD.findall(text))
    assert after.count("ـ") == text.count("ـ")
    assert [c for c in after if c.isdigit()] == [c for c in text if c.isdigit()]


@given(st.lists(st.sampled_from(["Hello, world?", "A; b  c", 'The "x" ,y', "2,5 km?"]), min_size=1))
def test_a_latin_run_between_arabic_words_stays_as_it_is(phrases: list[str]) -> None:
    text = "قال " + " ثم ".join(f"{phrase}Z" for phrase in phrases) + " وانتهى"
    assert cleaned(text) == text


def test_rich_text_is_read_across_tags_and_never_within_them() -> None:
    source = (
        '<p data-block-key="a , b">قال <b>الوزير</b> , <a href="https://x.example/?a=1,2">نص'
        " &quot;مهم&quot;</a>&#8206; &amp; ثم</p><p> و <b>خبر</b></p>"
    )
    assert clean_html(source, "ar", frozenset({Reason.INVISIBLE})) == source.replace("&#8206;", "")
    mended = clean_html(source.replace("&#8206;", ""), "ar")
    assert mended == (
        '<p data-block-key="a , b">قال <b>الوزير</b>، <a href="https://x.example/?a=1,2">نص'
        " «مهم»</a> &amp; ثم</p><p>و<b>خبر</b></p>"
    )


def test_what_runs_over_a_tag_loses_only_what_is_invisible() -> None:
    source = "<p><b>خبر\u200f</b>\u200e عاجل</p>"
    assert clean_html(source, "ar") == "<p><b>خبر</b> عاجل</p>"


@given(
    st.lists(st.sampled_from(["<b>", "</b>", "<p>", "</p>", '<a href="a,b">', "&quot;"]) | PIECES)
)
def test_tags_stay_as_they_are(pieces: list[str]) -> None:
    source = "".join(piece if piece[:1] in "<&" else piece.replace("<", "") for piece in pieces)
    tags = re.findall("<[^>]*>", source)
    assert re.findall("<[^>]*>", clean_html(source, "ar")) == tags
    assert all(change.start <= change.end for change in propose_html(source, "ar"))
