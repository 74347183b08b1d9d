"""`khabar up`, as processes: what it starts, what it serves, that it ends."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests import migrated

from .conftest import ROOT, alive, wait_for

pytestmark = pytest.mark.slow

SECONDS = 120.0
# The promise is 5 s on a quiet machine; a machine that runs a suite beside it is not quiet.
SECOND_START_SECONDS = 30.0
# Two until it is due, one that is promised, the rest for the same reason.
CLOCK_SECONDS = 10.0


@dataclass
class Up:
    """A running `khabar up`: its process and all that it printed so far."""

    process: "subprocess.Popen[str]"
    port: int
    said: list[str]

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(asked):
            asked.request("GET", path, headers=headers)
            response = asked.getresponse()
            response.body = response.read()  # type: ignore[attr-defined]
            return response

    def flood(self, path: str, times: int) -> list[int]:
        """What is answered to posts, one after the other."""
        statuses = []
        for _n in range(times):
            asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            with closing(asked):
                asked.request("POST", path, body="body=x")
                statuses.append(asked.getresponse().status)
        return statuses

    def sign_in(self, name: str, password: str) -> str:
        """Through the desk's own form; where it leads, or "" when it is refused."""
        jar = urllib.request.HTTPCookieProcessor()
        browser = urllib.request.build_opener(jar)
        address = f"http://127.0.0.1:{self.port}/desk/login/"
        with browser.open(address, timeout=30) as form:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.read().decode())
        assert token is not None
        fields = {"csrfmiddlewaretoken": token[1], "username": name, "password": password}
        with browser.open(address, urlencode(fields).encode(), timeout=30) as answer:
            return "" if answer.url == address else str(answer.url)

    def family(self) -> dict[int, str]:
        """Every process below it that has not ended, by its number."""
        found: dict[int, str] = {self.process.pid: "up"}
        grown = True
        while grown:
            grown = False
            for entry in Path("/proc").glob("[0-9]*/stat"):
                try:
                    head, _, tail = entry.read_text().rpartition(")")
                    command = (entry.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                except (FileNotFoundError, ProcessLookupError):
                    continue
                pid, (state, parent) = int(head.split()[0]), tail.split()[:2]
                if int(parent) in found and pid not in found and state != "Z":
                    found[pid] = command
                    grown = True
        return found


@contextmanager
def up(khabar: list[str], house: dict[str, str]) -> Iterator[Up]:
    """Brought up and serving; stopped by Ctrl-C's signal at the end, if not before."""
    process = subprocess.Popen(
        [*khabar, "up"], env=house, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    said: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        assert process.poll() is None, "".join(said)
        yield Up(process, int(house["PORT"]), said)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        said.append(process.communicate(timeout=SECONDS)[0])


def ended(pids: dict[int, str]) -> bool:
    return not any(alive(pid) for pid in pids)


@pytest.fixture(scope="module", autouse=True)
def _sqlite_alone(django_db_setup: None) -> None:
    del django_db_setup
    if connection.vendor != "sqlite":
        pytest.skip("these processes make their own SQLite; once is enough")


EDITION = """
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import Section
edition = create_edition(EditionSeed("ar", "خبر", "http://127.0.0.1:8000"))
home = edition.site.root_page.specific
home.add_child(instance=Section(title="رياضة", slug="sport", locale=edition.locale))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a section and no account: `up` loads no demo there, and that is quick."""
    var = tmp_path_factory.mktemp("house") / "var"
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "KHABAR_VAR": str(var)}
    migrated.copy_to(var / "khabar.sqlite3")
    shell = [sys.executable, "-m", "khabar.cli", "shell", "--no-imports", "-c", EDITION]
    subprocess.run(shell, env=environ, check=True)
    return var


@pytest.fixture
def house(house: dict[str, str], prepared: Path) -> dict[str, str]:
    """One data folder for the module: the first test brings it up first."""
    return house | {"KHABAR_VAR": str(prepared)}


def test_up_from_the_first_account_to_the_end(
    khabar: list[str], house: dict[str, str], prepared: Path
) -> None:
    # Each process counts what it is sent.
    told = {"KHABAR_POSTS_PER_ADDRESS": "3", "KHABAR_WEB_PROCESSES": "1"}
    with up(khabar, house | told) as running:
        text = "".join(running.said)
        assert "password" in text
        assert "Drawing" not in text, "a house with contents got the demo"
        assert f"site  http://127.0.0.1:{running.port}/" in text
        assert f"desk  http://127.0.0.1:{running.port}/desk/" in text
        assert running.get("/").status == 200
        assert running.get("/desk/login/").status == 200

        password = re.search(r"password +(\S+)", text)
        assert password is not None
        assert running.sign_in("editor", password[1]).endswith("/desk/")
        assert running.sign_in("editor", "another") == ""

        # A flood of posts is soon no longer Django's to answer; reading goes on.
        assert running.flood("/me/comments/1/", 6) == [404] * 3 + [429] * 3
        assert running.get("/").status == 200

        style = next((prepared / "static/wagtailadmin/css").glob("core.*.css"))
        part = running.get(f"/static/wagtailadmin/css/{style.name}", Range="bytes=0-9")
        assert part.status == 206
        assert part.body == style.read_bytes()[:10]  # type: ignore[attr-defined]
        assert "immutable" in str(part.getheader("Cache-Control"))

        second = subprocess.run(
            [*khabar, "up"], env=house, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        assert second.returncode == 1
        assert f"process {running.process.pid}" in second.stderr
        beside = subprocess.run(
            [*khabar, "staff-password", "editor"], env=house, capture_output=True, check=False
        )
        assert beside.returncode == 0

        family = running.family()
        assert len(family) >= 4, family
    assert running.process.returncode == 0
    assert ended(family)


def test_who_stops_the_first_start_sees_no_traceback(
    khabar: list[str], house: dict[str, str], tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [*khabar, "up"],
        env=house | {"KHABAR_VAR": str(tmp_path / "var")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert "Preparing" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=SECONDS)[1]
    assert process.returncode == 130
    assert "Stopped before it was done" in said
    assert "Traceback" not in said


def test_the_second_start_is_quick_and_loses_nothing(
    khabar: list[str], house: dict[str, str], prepared: Path
) -> None:
    # The first test of this file may have run in another process, with a folder of its own.
    subprocess.run([*khabar, "up", "--prepare-only"], env=house, check=True, capture_output=True)
    with closing(sqlite3.connect(prepared / "khabar.sqlite3")) as database:
        before = database.execute("SELECT count(*) FROM wagtailcore_page").fetchone()
    started = time.monotonic()
    with up(khabar, house) as running:
        assert running.get("/").status == 200
        assert time.monotonic() - started < SECOND_START_SECONDS
        assert "password" not in "".join(running.said)
    with closing(sqlite3.connect(prepared / "khabar.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM wagtailcore_page").fetchone() == before


def test_a_killed_server_is_back_and_a_killed_up_leaves_nobody(
    khabar: list[str], house: dict[str, str]
) -> None:
    with up(khabar, house) as running:
        server = next(pid for pid, name in running.family().items() if "khabar.cli.web" in name)
        os.kill(server, signal.SIGKILL)
        wait_for(lambda: not alive(server))

        def answers() -> bool:
            try:
                return running.get("/desk/login/").status == 200
            except OSError:
                return False

        wait_for(answers)
        family = running.family()
        running.process.kill()
        running.process.wait()
        wait_for(lambda: ended(family))


# Queues a task, and lets the stories' page end two seconds from now; says the task's number.
QUEUE = """
from datetime import timedelta
from django.utils import timezone
from wagtail.models import Page
from tests.cli.tasks import note
due = timezone.now() + timedelta(seconds=2)
assert Page.objects.filter(slug="stories", live=True).update(expire_at=due)
print(note.using(priority=100).enqueue("from afar").id)
"""


def test_the_worker_runs_what_is_queued_and_the_clock(
    khabar: list[str], house: dict[str, str], prepared: Path
) -> None:
    def value(question: str, *arguments: str) -> object:
        with closing(sqlite3.connect(prepared / "khabar.sqlite3")) as database:
            return database.execute(question, arguments).fetchone()[0]

    with up(khabar, house):
        done = subprocess.run(
            [*khabar, "shell", "--no-imports", "-c", QUEUE],
            env=house,
            capture_output=True,
            text=True,
            check=True,
        )
        asked = time.monotonic()
        task = done.stdout.strip().replace("-", "")
        status = "SELECT status FROM django_tasks_database_dbtaskresult WHERE id = ?"
        wait_for(lambda: value(status, task) == "SUCCESSFUL")
        live = "SELECT live FROM wagtailcore_page WHERE slug = 'stories'"
        wait_for(lambda: not value(live))
        assert time.monotonic() - asked < CLOCK_SECONDS


# Publishes an article.
PUBLISH = """
from khabar.newsroom import actions
from khabar.newsroom.models import Section
from tests import factories
draft = factories.make_draft(Section.objects.get(slug="sport"), "انطلاق بطولة الجري الإقليمية")
actions.publish(draft, by=None)
"""


def test_what_is_published_is_found_at_once(khabar: list[str], house: dict[str, str]) -> None:
    asked = f"/search/?{urlencode({'q': 'بطوله الاقليميه'})}"

    def found() -> bool:
        return "الجري" in running.get(asked).body.decode()  # type: ignore[attr-defined]

    with up(khabar, house) as running:
        assert not found()
        shell = [*khabar, "shell", "--no-imports", "-c", PUBLISH]
        subprocess.run(shell, env=house, check=True)
        published = time.monotonic()
        wait_for(found)
        assert time.monotonic() - published < CLOCK_SECONDS
        # Also by a program that sends letters as they are.
        with socket.create_connection(("127.0.0.1", running.port), timeout=30) as raw:
            raw.sendall("GET /search/?q=بطوله HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            answer = b"".join(iter(lambda: raw.recv(65536), b""))
        assert b" 200 " in answer.splitlines()[0]
        assert "الجري".encode() in answer
        # By the index, not by the database that answers without one.
        status = subprocess.run(
            [*khabar, "search", "status", "--json"],
            env=house,
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(status.stdout)["articles"] == 1


def test_a_taken_port_is_said_with_its_remedy(khabar: list[str], house: dict[str, str]) -> None:
    with up(khabar, house) as running:
        other = house | {"KHABAR_VAR": house["KHABAR_VAR"] + "-other"}
        done = subprocess.run(
            [*khabar, "up"], env=other, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"PORT={running.port + 1} make run" in done.stderr
