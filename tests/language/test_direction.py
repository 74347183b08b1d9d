from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language import direction

LINES = st.one_of(
    st.text(),
    st.text(st.sampled_from("أبAz 012٣+-–:/.@#()%$،«»_é\u0301\u064b\u200f")),
    st.lists(
        st.sampled_from(
            [
                "غزة ",
                "2-1",
                " Reuters",
                " (",
                ") ",
                "@a_b",
                "+966 11 234 5678",
                "a@b.co",
                "5G",
                " و",
            ]
        )
    ).map("".join),
)
BASES = st.sampled_from(["rtl", "ltr"])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("fa_IR", "rtl"),
        ("ur", "rtl"),
        ("he", "rtl"),
        ("en", "ltr"),
        ("fr", "ltr"),
        ("pa-Arab", "rtl"),
        ("ur-Latn-PK", "ltr"),
        ("", "ltr"),
    ],
)
def test_language_direction(language: str, expected: str) -> None:
    assert direction.language_direction(language) == expected


@pytest.mark.parametrize(
    ("s", "expected"),
    [
        ("Apple تعلن عن هاتف جديد", "rtl"),
        ("President said «لا»", "ltr"),
        ("שלום", "rtl"),
        ("2015!", "rtl"),
        ("", "rtl"),
        ("أب ab", "rtl"),
    ],
)
def test_direction_of_most_letters(s: str, expected: str) -> None:
    assert direction.direction_of(s) == expected


def test_without_letters_the_default_decides() -> None:
    assert direction.direction_of("17:30", default="ltr") == "ltr"


def test_runs_of_a_credit() -> None:
    found = direction.runs("ينس ستولتنبرغ أمين عام حلف الأطلسي / Rafael Marchante / Reuters")
    assert [(run.text, run.direction, run.script, run.lang_hint) for run in found] == [
        ("ينس ستولتنبرغ أمين عام حلف الأطلسي / ", "rtl", "Arab", None),
        ("Rafael Marchante / Reuters", "ltr", "Latn", "en"),
    ]


@pytest.mark.parametrize(
    ("s", "script", "hint"),
    [
        ("Reuters", "Latn", "en"),
        ("C", "Latn", None),
        ("Élysée Palace", "Latn", None),
        ("Москва", "Cyrl", None),
        ("12", "Zyyy", None),
    ],
)
def test_a_language_is_hinted_for_plain_latin_words_only(
    s: str, script: str, hint: str | None
) -> None:
    (run,) = direction.runs(s, default="ltr")
    assert (run.script, run.lang_hint) == (script, hint)


@given(LINES, BASES)
def test_runs_joined_are_the_line(s: str, base: direction.Direction) -> None:
    found = direction.runs(s, base)
    assert "".join(run.text for run in found) == s
    assert all(run.text for run in found)
    assert all(one.direction != other.direction for one, other in pairwise(found))


def _kinds(s: str, base: direction.Direction = "rtl") -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in direction.isolates(s, base) if part.kind != "text"]


@pytest.mark.parametrize(
    ("s", "expected"),
    [
        ("ينس / Rafael Marchante / Reuters", [("ltr", "Rafael Marchante"), ("ltr", "Reuters")]),
        ("هاتف +966 11 234 5678.", [("phone", "+966 11 234 5678")]),
        ("هاتف +1 (202) 555-0100", [("phone", "+1 (202) 555-0100")]),
        ("هاتف: 011 234 5678", [("phone", "011 234 5678")]),
        ("00966 1 234 5678", [("phone", "00966 1 234 5678")]),
        ("800-123-4567", [("phone", "800-123-4567")]),
        ("راسلونا على news.desk@example.org.", [("email", "news.desk@example.org")]),
        ("تابعوا @khabar_ar، أو #Syria", [("handle", "@khabar_ar"), ("ltr", "#Syria")]),
        ("انظر https://example.org/a?b=1، و www.b.org.",
         [("ltr", "https://example.org/a?b=1"), ("ltr", "www.b.org")]),
        ("بلومبرغ (Bloomberg News) قالت", [("ltr", "Bloomberg News")]),
        ("شركة Apple (AAPL) أعلنت", [("ltr", "Apple (AAPL)")]),
        ("Reuters (رويترز) (AFP", [("ltr", "Reuters"), ("ltr", "AFP")]),
        ("طائرات F-16 وiPhone 6 و5G بلغة C++",
         [("ltr", "F-16"), ("ltr", "iPhone 6"), ("ltr", "5G"), ("ltr", "C++")]),
        ("رويترز Reuters 14:30", [("ltr", "Reuters")]),
        ("رويترز Reuters 2015", [("ltr", "Reuters")]),
        ("مبلغ $5bn", [("ltr", "$5bn")]),
        ("الـiPhone", [("ltr", "iPhone")]),
        ("يوم 2015-09-27", [("ltr", "2015-09-27")]),
        ("الساعة 14:30 يوم 27 سبتمبر 2015 بنسبة 3.5% و17,088", []),
        ("كوفيد-19 و-5", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_is_isolated(s: str, expected: list[tuple[str, str]]) -> None:
    assert _kinds(s) == expected


@pytest.mark.parametrize(
    ("s", "parts"),
    [
        ("فاز 2-1 أمس", ("2", "-", "1")),
        ("فاز ٢-١ أمس", ("٢", "-", "١")),
        ("موسم 2014–2015", ("2014", "–", "2015")),
        ("بين 10 - 20 ألفًا", ("10", " - ", "20")),
        ("خطة 4-4-2", ("4", "-", "4", "-", "2")),
        ("و0-2", ("0", "-", "2")),
        ("من 14:30-15:00", ("14:30", "-", "15:00")),
        ("30%-40%", ("30%", "-", "40%")),
    ],
)
def test_scores_and_ranges_go_number_by_number(s: str, parts: tuple[str, ...]) -> None:
    (score,) = [part for part in direction.isolates(s) if part.kind != "text"]
    assert (score.kind, score.parts) == ("score", parts)


def test_a_left_to_right_line_isolates_its_arabic() -> None:
    assert _kinds("He wrote «قال إن» 2-1 (أيضًا) to a@b.org", "ltr") == [
        ("rtl", "قال إن"),
        ("rtl", "أيضًا"),
    ]


def test_plain_latin_words_carry_their_language() -> None:
    hints = {part.text: part.lang_hint for part in direction.isolates("Reuters و@afp وC و2-1")}
    assert hints["Reuters"] == "en"
    assert {hints["@afp"], hints["C"], hints["2-1"], " و" and hints[" و"]} == {None}


@given(LINES, BASES)
def test_isolates_joined_are_the_line(s: str, base: direction.Direction) -> None:
    found = direction.isolates(s, base)
    assert "".join(part.text for part in found) == s
    assert all("".join(part.parts) == part.text != "" for part in found)
    assert not any(one.kind == other.kind == "text" for one, other in pairwise(found))


@given(st.text(st.sampled_from("ab سص")))
def test_no_foreign_letter_is_left_in_an_arabic_line(s: str) -> None:
    for part in direction.isolates(s):
        letters = {c for c in part.text if c.isalpha()}
        assert letters <= (set("ab") if part.kind == "ltr" else set("سص"))


@pytest.mark.parametrize(
    "unit", ["1", "1-", "+1 ", "a.", "(a", "0 1", "@a", "a@", "12 ", "a-", "-"]
)
def test_a_hostile_line_costs_no_more_than_its_length(unit: str) -> None:
    begin = time.perf_counter()
    direction.isolates(unit * 20_000)
    # Quadratic matching of such a line takes minutes; the margin is for a busy machine.
    assert time.perf_counter() - begin < 5
