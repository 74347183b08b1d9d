"""What is closed beside the store: the last word, whoever reads it and whatever was killed."""

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.edge.beside import Beside, NoRoomError

KEYS = st.frozensets(st.text(max_size=20), max_size=20)


@given(words=st.lists(KEYS, min_size=1, max_size=8))
def test_all_processes_know_the_last_word(
    tmp_path_factory: pytest.TempPathFactory, words: list[frozenset[str]]
) -> None:
    path = tmp_path_factory.mktemp("beside") / "closed"
    writes, reads = Beside(path), Beside(path)
    assert reads.closed() == frozenset()
    for word in words:
        before = reads.serial()
        moved = word != reads.closed()
        writes.say(word)
        assert (reads.serial() != before) == moved
        assert reads.closed() == word == Beside(path).closed()


def test_a_word_cut_off_leaves_the_one_before(tmp_path: Path) -> None:
    beside = Beside(tmp_path / "closed")
    beside.say(["article:1"])
    begun = json.dumps(["article:1", "article:2"]).encode()
    # What a killed writer has done by then: the other place, without its number.
    with (tmp_path / "closed").open("r+b") as file:
        file.seek(4096)
        file.write(struct.pack("=I", len(begun)) + begun[:9])
    assert Beside(tmp_path / "closed").closed() == {"article:1"}
    beside.say(["article:2"])
    assert beside.closed() == {"article:2"}


def test_more_than_it_holds_is_said_and_the_word_before_stands(tmp_path: Path) -> None:
    beside = Beside(tmp_path / "closed")
    beside.say(["article:1"])
    with pytest.raises(NoRoomError, match="20000 keys"):
        beside.say([f"article:{number}" for number in range(20_000)])
    assert beside.closed() == {"article:1"}
