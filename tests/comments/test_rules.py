"""The rules: measured on the set, and what they promise of any text."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.comments import lists
from khabar.comments.rules.duplicates import are_alike, prints
from khabar.comments.rules.verdict import Rulebook, gravest
from khabar.language.lexicon import Entry, Lexicon

CORPUS = Path(__file__).with_name("corpus")
PRECISION, RECALL = 0.97, 0.95
FLAGGED = {"hold", "reject"}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    """The lists and rules as they come."""
    return lists.shipped()


def _flagged(book: Rulebook, row: dict[str, Any]) -> bool:
    reasons = book.read(row["text"], row["name"])
    alike = any(are_alike(row["text"], earlier) for earlier in row.get("earlier", ()))
    return gravest(reasons) in FLAGGED or alike


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def _hold_their_floor(book: Rulebook, rows: list[dict[str, Any]]) -> None:
    right = wrong = missed = 0
    confused = []
    for row in rows:
        found, wanted = _flagged(book, row), row["verdict"] != "pass"
        right += found and wanted
        wrong += found and not wanted
        missed += wanted and not found
        if found != wanted:
            confused.append(row["text"])
    assert right / (right + wrong) >= PRECISION, confused
    assert right / (right + missed) >= RECALL, confused


@pytest.mark.parametrize("half", [0, 1], ids=["tuned", "aside"])
def test_precision_and_recall_hold_their_floor(book: Rulebook, half: int) -> None:
    rows = _rows("comments.jsonl")
    assert len(rows) >= 440
    assert sum(row["verdict"] == "pass" for row in rows) >= len(rows) / 2
    _hold_their_floor(book, rows[half::2])


def test_what_was_written_later_holds_it_too(book: Rulebook) -> None:
    _hold_their_floor(book, _rows("later.jsonl"))


@pytest.mark.parametrize(
    ("text", "span", "way"),
    [
        ("هذا حمااار", "حمااار", "stretched"),
        ("انت ح.م.ا.ر يا هذا", "ح.م.ا.ر", "split"),
        ("ح م ا ر", "ح م ا ر", "split"),
        ("يا حـــمار", "حـــمار", "plain"),
        ("حِمَارٌ", "حِمَارٌ", "plain"),
        ("حم١ر", "حم١ر", "lookalike"),
        ("حmار", "حmار", "lookalike"),
        ("ya 7mar", "7mar", "latin"),
        ("ح*ار", "ح*ار", "masked"),
        ("وكالحمار", "وكالحمار", "plain"),
        ("يالحمار", "يالحمار", "plain"),
        ("ﺣﻤﺎﺭ", "ﺣﻤﺎﺭ", "plain"),
        ("ح\u200bم\u200bا\u200bر", "ح\u200bم\u200bا\u200bر", "plain"),
    ],
)
def test_a_word_is_found_through_its_disguise_where_it_stands(
    text: str, span: str, way: str
) -> None:
    (found,) = Lexicon([Entry("حمار")]).find(text)
    assert text[found.start : found.end] == span
    assert found.way == way


@pytest.mark.parametrize(
    "text", ["احمرار", "استحمار", "المحمار", "حمارنة", "محمارة", "خمار", "حم ارتفع", "حمارك"]
)
def test_a_word_is_not_found_in_another(text: str) -> None:
    assert Lexicon([Entry("حمار")]).find(text) == []


def test_what_is_around_a_word_decides() -> None:
    animal = Lexicon([Entry("كلب", about="animal"), Entry("كلاب", about="animal")])
    assert animal.find("الوزير كلب")
    assert not animal.find("الكلاب الضالة في الحي")
    assert animal.find("يا كلب اذهب إلى المزرعة")
    person = Lexicon([Entry("تافه", about="person")])
    assert person.find("الكاتب تافه")
    assert not person.find("سؤال تافه")
    said = Lexicon([Entry("خائن", how="addressed")])
    assert said.find("يا خائن")
    assert said.find("أنت خائن")
    assert not said.find("الخائن في المسرحية أخوه")
    assert not person.find("وصفه بأنه «تافه» أمام الناس")
    assert person.find("«تافه» هذا الرجل")


@given(
    st.text(
        alphabet=st.sampled_from("حماركلبغيتفهوسذ ١7.*@#_ـ\u064e\u0308\u200b\u202eabkm!|\n😀"),
        max_size=60,
    )
)
def test_any_text_is_read_and_spans_lie_within_it(text: str) -> None:
    for reason in _BOOK.read(text, text):
        assert 0 <= reason.start <= reason.end <= len(text)


_BOOK = lists.shipped()


def test_alike_texts_share_prints() -> None:
    text = "قاطعوا كل منتجات هذه الشركة حتى تعتذر للشعب وتعيد الأموال لأصحابها فورًا"
    other = "قاطعوووا كل منتجات هذه الشركه حتى تعتذر للشعب وتعيد الاموال لاصحابها!!"
    assert are_alike(text, other)
    shared = sum(a == b for a, b in zip(prints(text), prints(other), strict=True))
    assert shared >= 3
    assert prints("حسبنا الله ونعم الوكيل") == ()
