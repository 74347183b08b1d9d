"""A name is found in every spelling that readers hold equal, and in no other word."""

import pytest

from khabar.language.names import occurrences, words_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("سلمى الحاج", ["سلمى الحاج"]),
        ("كتبت: سَلْمى  الحاجّ / الواحة", ["سَلْمى  الحاجّ"]),
        ("سامي نادر وسلمي الحاج", ["سلمي الحاج"]),
        ("سلمى الحاج، سلمى الحاج", ["سلمى الحاج", "سلمى الحاج"]),
        ("سلمى الحاجب", []),
        ("أسلمى الحاج", []),
        ("سلمى", []),
        ("", []),
    ],
)
def test_where_a_name_stands(text: str, found: list[str]) -> None:
    spans = occurrences(text, words_of("سلمى الحاج"))
    assert [text[begin:end] for begin, end in spans] == found


def test_latin_names_are_found_in_any_case() -> None:
    text = "By SALMA al-Hajj, Reuters"
    [(begin, end)] = occurrences(text, words_of("Salma Al-Hajj"))
    assert text[begin:end] == "SALMA al-Hajj"


def test_no_name_is_found_nowhere() -> None:
    assert occurrences("أي نص", words_of("…")) == []
