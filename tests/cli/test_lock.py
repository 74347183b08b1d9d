"""One `up` for each data folder, however the last one ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from khabar.cli import lock

HOLD = """
import sys, time
from pathlib import Path
from khabar.cli import lock
with lock.exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path, house: dict[str, str]) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, env=house
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_the_second_is_refused_with_the_firsts_name_and_a_remedy(
    tmp_path: Path, holder: "subprocess.Popen[bytes]"
) -> None:
    with holder:
        with pytest.raises(lock.FolderTakenError) as caught, lock.exclusive(tmp_path):
            pass
        holder.kill()
    assert caught.value.pid == str(holder.pid)
    assert f"kill {holder.pid}" in str(caught.value)
    assert "KHABAR_VAR" in str(caught.value)


def test_a_killed_one_leaves_the_folder_free(
    tmp_path: Path, holder: "subprocess.Popen[bytes]"
) -> None:
    with holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with lock.exclusive(tmp_path):
        assert (tmp_path / "up.lock").read_text() == f"{os.getpid()}\n"


def test_a_folder_is_free_again_after_the_block(tmp_path: Path) -> None:
    for _ in range(2):
        with lock.exclusive(tmp_path):
            pass
