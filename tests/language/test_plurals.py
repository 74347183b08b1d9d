from __future__ import annotations

import pytest

from khabar.language import plurals


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "zero"),
        (1, "one"),
        (2, "two"),
        (3, "few"),
        (10, "few"),
        (11, "many"),
        (99, "many"),
        (100, "other"),
        (101, "other"),
        (102, "other"),
        (103, "few"),
        (111, "many"),
        (200, "other"),
        (1.5, "other"),
    ],
)
def test_the_six_forms_of_arabic(n: float, expected: str) -> None:
    assert plurals.category(n, "ar") == expected
    assert plurals.category(n, "ar-EG") == expected


@pytest.mark.parametrize(
    ("n", "language", "expected"),
    [
        (1, "en", "one"),
        (0, "en", "other"),
        (0, "fr", "one"),
        (2, "fr", "other"),
        (0, "fa", "one"),
        (2, "ur", "other"),
        (2, "he", "two"),
        (1, "xx", "other"),
        (1, "no language", "other"),
        (1, "", "other"),
    ],
)
def test_other_languages(n: int, language: str, expected: str) -> None:
    assert plurals.category(n, language) == expected
