"""What somebody pastes to find an article."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language.digits import convert
from khabar.newsroom.pasted import Pasted, pasted

SLUGS = st.sampled_from(["", "-", "-اتفاق-جديد", "-border-deal", "-2026-عام", "-غزة‌"])
SECTIONS = st.sampled_from(["politics", "سياسة", "old-section", "sport"])
HOSTS = st.sampled_from(
    [
        "",
        "https://khabar.example",
        "http://khabar.example:8000",
        "HTTPS://www.khabar.example",
        "//khabar.example",
        "khabar.example",
        "localhost:8000",
        "http://127.0.0.1:8000",
    ]
)
JUNK = st.sampled_from(["", "?utm_source=x&utm_medium=y", "#c-12", "?p=2#top", "?fbclid=9-8"])
AROUND = st.sampled_from(["", " ", "\n", "\u200f", "\u00a0", "\u202a", "<", "«"])


@given(
    number=st.integers(1, 10**15),
    slug=SLUGS,
    section=SECTIONS,
    host=HOSTS,
    junk=JUNK,
    around=AROUND,
    encodings=st.integers(0, 2),
    slash=st.booleans(),
    short=st.booleans(),
    numbering=st.sampled_from(["latn", "arab", "arabext"]),
)
def test_any_spelling_of_an_address_means_the_article(
    *,
    number: int,
    slug: str,
    section: str,
    host: str,
    junk: str,
    around: str,
    encodings: int,
    slash: bool,
    short: bool,
    numbering: str,
) -> None:
    path = f"/a/{number}" if short else f"/{section}/{convert(str(number), numbering)}{slug}"
    for _time in range(encodings):
        path = quote(path)
    address = f"{around}{host}{path}{'/' if slash else ''}{junk}{around}"
    assert pasted(address) == Pasted(number)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("17", Pasted(17, 17)),
        ("#17", Pasted(17, 17)),
        ("١٧", Pasted(17, 17)),
        ("0017", Pasted(17, 17)),
        ("99999999999", Pasted(99999999999, None)),
        ("17-اتفاق-جديد", Pasted(17)),
        ("/desk/pages/45/edit/", Pasted(page_id=45)),
        ("https://khabar.example/desk/pages/45/edit/?x=1", Pasted(page_id=45)),
        ("/desk/articles/45/withdraw/", Pasted(page_id=45)),
        ("اتفاق جديد\nhttps://khabar.example/politics/12-x?utm_source=whatsapp", Pasted(12)),
        ("https://khabar.example/", None),
        ("https://khabar.example/politics/", None),
        ("اتفاق 2026", None),
        ("2026 عام جديد", None),
        ("و/أو", None),
        ("", None),
        ("/", None),
        ("9" * 30, None),
        ("٪", None),
    ],
)
def test_what_is_meant(text: str, meant: Pasted | None) -> None:
    assert pasted(text) == meant


@given(st.text())
def test_nothing_typed_breaks_it(text: str) -> None:
    meant = pasted(text)
    assert meant is None or meant.number or meant.page_id
