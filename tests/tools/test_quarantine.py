"""The quarantine names tests that exist, so that what is mended leaves the list."""

import re
from pathlib import Path

import pytest

from tests.conftest import quarantined

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("line", quarantined())
def test_each_line_names_something(line: str) -> None:
    path, _colons, name = line.removeprefix("postgresql ").partition("::")
    files = [file for file in ROOT.glob(f"{path}*") if file.suffix == ".py" or file.is_dir()]
    assert files
    if name:
        assert re.search(rf"(?:def|class) {name.partition('[')[0]}\b", files[0].read_text("utf-8"))
