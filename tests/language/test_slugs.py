from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language import slugs


@pytest.mark.parametrize(
    ("s", "slug"),
    [
        ("مقتل عشرة في غزة", "مقتل-عشرة-في-غزة"),
        ("إيران: «الاتفاقُ» أُعلِنَ!", "إيران-الاتفاق-أعلن"),
        ("بـ30% والـ٥٠٠", "ب30-وال500"),
        ("سؤال ومائة ومصطفى وآب", "سؤال-ومائة-ومصطفى-وآب"),
        ("Élysée: don’t  Panic_now", "elysee-dont-panic-now"),
        ("هل 2-1 نتيجة؟", "هل-2-1-نتيجة"),
        ("ﻻ خبر", "لا-خبر"),
        ("\u200fالعراق\u202c", "العراق"),
        ("می\u200cشود", "میشود"),
        ("؟!…", ""),
        ("", ""),
    ],
)
def test_slugify(s: str, slug: str) -> None:
    assert slugs.slugify(s) == slug


@pytest.mark.parametrize(
    ("length", "slug"), [(20, "مقتل-عشرة-في-غزة"), (16, "مقتل-عشرة-في-غزة"), (15, "مقتل-عشرة-في")]
)
def test_a_long_slug_is_cut_between_words(length: int, slug: str) -> None:
    assert slugs.slugify("مقتل عشرة في غزة", length) == slug


def test_a_first_word_too_long_is_cut() -> None:
    assert slugs.slugify("مستشفى غزة", 4) == "مستش"


@given(st.text(), st.integers(0, 90))
def test_a_slug_is_made_of_letters_digits_and_single_hyphens(s: str, length: int) -> None:
    slug = slugs.slugify(s, length)
    assert len(slug) <= length
    assert all(
        word
        and all(unicodedata.category(c)[0] == "L" or unicodedata.category(c) == "Nd" for c in word)
        for word in slug.split("-")
        if slug
    )
    assert "\u0640" not in slug


@given(st.text())
def test_a_slug_is_its_own_slug(s: str) -> None:
    slug = slugs.slugify(s, 10_000)
    assert slugs.slugify(slug, 10_000) == slug
