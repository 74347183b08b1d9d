"""The process that makes the renditions nobody waits for."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import UnidentifiedImageError

from khabar.newsroom.photos import pixels
from khabar.newsroom.photos.darkroom import Darkroom, DarkroomError
from khabar.newsroom.photos.pixels import Cut, Rendered
from khabar.newsroom.photos.stamp import Stamp
from tests.cli.conftest import alive, wait_for
from tests.newsroom.photo_files import encoded, scene

SIZE = 600, 400
CUTS = [
    Cut(f"width-{width}|format-{kind}", (0, 0, *SIZE), (width, width * 2 // 3))
    for width in (96, 192)
    for kind in ("webp", "jpeg")
]
STAMP = Stamp(creator="ليلى حدّاد", credit="الأفق", ai_made=False)


@pytest.fixture
def made_by() -> Iterator[Callable[..., Darkroom]]:
    rooms: list[Darkroom] = []

    def make(*args: list[str]) -> Darkroom:
        rooms.append(Darkroom(*args))
        return rooms[-1]

    yield make
    for room in rooms:
        room.close()


def developed(room: Darkroom) -> list[Rendered]:
    return room.develop(encoded(scene(*SIZE)), SIZE, CUTS, STAMP)


def pid_of(room: Darkroom) -> int:
    assert room._process is not None
    return room._process.pid


def niceness(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


def test_it_gives_what_would_be_made_here_and_gives_way(made_by: Callable[..., Darkroom]) -> None:
    room = made_by()
    here = list(pixels.develop(BytesIO(encoded(scene(*SIZE))), SIZE, CUTS, STAMP))
    assert developed(room) == here
    first = pid_of(room)
    assert developed(room) == here
    assert pid_of(room) == first
    assert niceness(first) == 19 > niceness(os.getpid())


def test_what_is_no_picture_is_said_and_the_next_is_made(made_by: Callable[..., Darkroom]) -> None:
    room = made_by()
    with pytest.raises(UnidentifiedImageError):
        room.develop(b"<svg/>", SIZE, CUTS, STAMP)
    assert len(developed(room)) == len(CUTS)


def test_one_that_ended_meanwhile_is_begun_again(made_by: Callable[..., Darkroom]) -> None:
    room = made_by()
    developed(room)
    first = pid_of(room)
    os.kill(first, signal.SIGKILL)
    assert len(developed(room)) == len(CUTS)
    assert pid_of(room) != first


def test_a_picture_that_ends_it_is_refused(
    made_by: Callable[..., Darkroom], tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    script = f"import sys; open({str(begun)!r}, 'a').write('.'); sys.stdin.buffer.read(100)"
    with pytest.raises(DarkroomError, match="ended"):
        developed(made_by([sys.executable, "-c", script]))
    assert begun.read_text() == ".."


def test_a_signal_to_all_lets_it_finish_and_a_closed_input_ends_it(
    made_by: Callable[..., Darkroom],
) -> None:
    room = made_by()
    developed(room)
    first = pid_of(room)
    for told in (signal.SIGINT, signal.SIGTERM):
        os.kill(first, told)
    developed(room)
    assert pid_of(room) == first
    room.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="Processes are looked for in /proc.")
def test_nothing_of_it_is_left_of_a_killed_worker(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(encoded(scene(*SIZE)))
    script = (
        "import os, sys, pathlib\n"
        "from khabar.newsroom.photos.darkroom import darkroom\n"
        "from khabar.newsroom.photos.pixels import Cut\n"
        "from khabar.newsroom.photos.stamp import Stamp\n"
        "original = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "cut = Cut('width-96|format-webp', (0, 0, 600, 400), (96, 64))\n"
        "darkroom().develop(original, (600, 400), [cut], Stamp('', '', False))\n"
        "print(darkroom()._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "photo.jpg")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=30, check=False)
    assert done.returncode == -signal.SIGKILL
    wait_for(lambda: not alive(int(done.stdout)))
