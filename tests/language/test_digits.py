from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language import digits

NUMBERINGS = st.sampled_from(digits.NUMBERINGS)


@pytest.mark.parametrize(
    ("numbering", "expected"), [("latn", "50 من 17"), ("arab", "٥٠ من ١٧"), ("arabext", "۵۰ من ۱۷")]
)
def test_convert(numbering: str, expected: str) -> None:
    assert digits.convert("5٠ من 1۷", numbering) == expected


@given(st.text(), NUMBERINGS, NUMBERINGS)
def test_a_conversion_can_be_taken_back(s: str, there: str, back: str) -> None:
    assert digits.convert(digits.convert(s, there), back) == digits.convert(s, back)
    assert re.sub(r"\d", "", digits.convert(s, there)) == re.sub(r"\d", "", s)


@pytest.mark.parametrize(
    ("n", "numbering", "expected"),
    [
        (17088, "latn", "17,088"),
        (17088, "arab", "١٧٬٠٨٨"),
        (17088, "arabext", "۱۷٬۰۸۸"),
        (3.5, "latn", "3.5"),
        (3.5, "arab", "٣٫٥"),
        (Decimal("1234567.50"), "latn", "1,234,567.50"),
        (999, "latn", "999"),
        (0, "arab", "٠"),
        (3.0, "latn", "3"),
        (-0.0, "latn", "0"),
        (1e21, "latn", "1,000,000,000,000,000,000,000"),
        (-5, "latn", "\u200e-5"),
        (-5, "arab", "\u061c-٥"),
    ],
)
def test_format_number(n: float | Decimal, numbering: str, expected: str) -> None:
    assert digits.format_number(n, numbering) == expected


@given(st.integers(0), NUMBERINGS)
def test_a_number_can_be_read_back(n: int, numbering: str) -> None:
    printed = digits.convert(digits.format_number(n, numbering), "latn")
    assert int(re.sub("[,٬]", "", printed)) == n


@pytest.mark.parametrize("n", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_is_no_number_is_refused(n: float | Decimal) -> None:
    with pytest.raises(ValueError, match="cannot be printed"):
        digits.format_number(n, "latn")


def test_an_unknown_numbering_is_refused() -> None:
    with pytest.raises(ValueError, match="latn, arab, arabext"):
        digits.convert("1", "roman")
