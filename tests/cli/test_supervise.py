"""Children are kept running, and none is left behind."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from khabar.cli import supervise
from khabar.cli.supervise import Child, Supervisor

from .conftest import alive, wait_for

# Says its number, starts a grandchild that ignores SIGTERM, waits.
STUBBORN = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(60)
"""
CRASH = """
import os, sys
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()}\\n")
sys.exit(3)
"""


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def run(supervisor: Supervisor, condition: Callable[[], object]) -> None:
    """Let it run until the condition holds, then stop it as Ctrl-C does."""

    def stop() -> None:
        try:
            wait_for(condition)
        finally:
            signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=stop)
    thread.start()
    supervisor.run(ready=lambda: False, announce=lambda: None)
    thread.join()


def test_ctrl_c_ends_children_and_their_children(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = Child("stubborn", [sys.executable, "-c", STUBBORN, str(log)], os.environ)
    run(Supervisor([child]), lambda: lines(log))
    ((parent, grandchild),) = (map(int, line.split()) for line in lines(log))
    wait_for(lambda: not alive(parent) and not alive(grandchild))


def test_a_crashed_child_is_started_again_after_growing_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervise, "LONGEST_PAUSE", 0.1)
    log = tmp_path / "log"
    child = Child("crashing", [sys.executable, "-c", CRASH, str(log)], os.environ, pause=0.05)
    run(Supervisor([child]), lambda: len(lines(log)) >= 3)
    assert len(set(lines(log))) >= 3
    assert "crashing ended by itself (3); starting it again in 0.05 s" in caplog.text
    assert "in 0.1 s" in caplog.text


def test_one_that_does_not_end_is_killed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = tmp_path / "log"
    code = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{STUBBORN}"
    child = Child("deaf", [sys.executable, "-c", code, str(log)], os.environ)
    run(Supervisor([child], stop_seconds=0.2), lambda: lines(log))
    assert "deaf did not stop in time and was killed" in caplog.text
    assert not alive(int(lines(log)[0].split()[0]))


def test_what_is_up_is_announced_once() -> None:
    said: list[str] = []
    supervisor = Supervisor([Child("idle", [sys.executable, "-c", STUBBORN, "/dev/null"], {})])
    answers = iter([False, True])

    def announce() -> None:
        said.append("up")
        supervisor.stop()

    supervisor.run(ready=lambda: next(answers), announce=announce)
    assert said == ["up"]


def test_a_child_ends_soon_after_a_parent_that_was_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = (
        "import os, sys, time\nfrom khabar.cli.parent import end_with_parent\nend_with_parent()\n"
        "open(sys.argv[1], 'w').write(str(os.getpid()) + '\\n')\ntime.sleep(60)"
    )
    parent = (
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', sys.argv[2], sys.argv[1]])\n"
    )
    started = Child("parent", [sys.executable, "-c", parent, str(log), child], os.environ)
    started.start()
    assert started.process is not None
    wait_for(lambda: lines(log))
    started.process.kill()
    started.process.wait()
    pid = int(lines(log)[0])
    wait_for(lambda: not alive(pid))
