"""A whole house in processes of its own, with the shipped servers in front of it."""

import gzip
import http.client
import json
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests import processes
from tools import front_servers
from tools.front_servers import Running

START_SECONDS = 180.0
PREPARE = """
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import Section
edition = create_edition(EditionSeed("ar", "خبر", "http://127.0.0.1"))
home = edition.site.root_page.specific
home.add_child(instance=Section(title="سياسة", slug="politics", important=True))
home.add_child(instance=Section(title="رياضة", slug="sport", important=True))
"""


@dataclass
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def html(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


def get(url: str, method: str = "GET", **headers: str) -> Answer:
    """One request; headers by their names with underscores."""
    asked = urllib.request.Request(url, method=method)  # noqa: S310 (our own servers)
    for name, value in headers.items():
        asked.add_header(name.replace("_", "-"), value)
    context = ssl._create_unverified_context()  # noqa: S323 (made by the test itself)
    opener = urllib.request.build_opener(NoRedirect, urllib.request.HTTPSHandler(context=context))
    try:
        with opener.open(asked, timeout=30) as answer:
            return _answer(answer)
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


def _answer(said: Any) -> Answer:
    headers = {name.lower(): value for name, value in said.headers.items()}
    return Answer(said.status, headers, said.read())


def wait_for(condition: Callable[[], object], seconds: float = 60.0, *, what: str = "it") -> float:
    """How long it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"waited too long for {what}"
        time.sleep(0.01)
    return time.monotonic() - began


class Editor:
    """The process that acts on the house."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.edge.fronted.editor"],
            env=environ | {"DJANGO_SETTINGS_MODULE": "khabar.conf.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, verb: str, *arguments: Any) -> tuple[Any, float]:
        """What the verb said, and when it was committed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([verb, arguments]) + "\n")
        self.process.stdin.flush()
        said, at = json.loads(self.process.stdout.readline())
        return said, at

    def end(self) -> None:
        """Let her go."""
        self.process.communicate(timeout=30)


@dataclass
class House:
    """A house behind a Varnish; the editor, and where each listens."""

    environ: dict[str, str]
    port: int
    varnish_port: int
    edit: Editor
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def var(self) -> Path:
        return Path(self.environ["KHABAR_VAR"])

    def has_purged(self) -> bool:
        """Whether every follower has come to the end of the log."""
        (cursors, _at), (end, _then) = self.edit("cursors"), self.edit("end")
        return bool(cursors) and all(
            text and json.loads(text)["id"] == end for text in cursors.values()
        )


def prepare(environ: dict[str, str]) -> None:
    """An edition with two sections."""
    shell = [sys.executable, "-m", "khabar.cli", "shell", "--no-imports", "-c", PREPARE]
    subprocess.run(shell, env=environ, check=True)


@contextmanager
def up(environ: dict[str, str], url: str, verb: str = "up") -> Iterator["subprocess.Popen[bytes]"]:
    """`khabar up` (or another verb) until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "khabar.cli", verb], env=environ)
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, "the house ended"
            assert time.monotonic() < until, "the house did not come up"
            try:
                urllib.request.urlopen(url, timeout=20).close()  # noqa: S310 (as above)
                break
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(60)


@pytest.fixture(scope="session")
def house(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001 (says which database server there is)
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[House]:
    """A house that tells a Varnish; the Varnish itself is each test's.

    With one web process, or as many as the parameter says.
    """
    if front_servers.varnishd() is None:
        pytest.skip("needs Varnish with its keys: apt-get install varnish varnish-modules")
    folder = tmp_path_factory.mktemp("fronted")
    with processes.own_house(folder, django_db_blocker, "fronted") as environ:
        port, varnish_port = front_servers.free_port(), front_servers.free_port()
        environ |= {
            "PORT": str(port),
            "KHABAR_WEB_PROCESSES": str(getattr(request, "param", 1)),
            "KHABAR_SURROGATE": "varnish",
            "KHABAR_VARNISH": f"http://127.0.0.1:{varnish_port}",
            "KHABAR_TRUSTED_PROXIES": "127.0.0.1",
        }
        prepare(environ)
        edit = Editor(environ)
        try:
            with up(environ, f"http://127.0.0.1:{port}"):
                yield House(environ, port, varnish_port, edit, folder)
        finally:
            edit.end()


@pytest.fixture
def front(house: House, tmp_path: Path) -> Iterator[Running]:
    """An empty Varnish before the house, after everything told so far."""
    with front_servers.varnish(
        tmp_path / "v", behind=house.port, port=house.varnish_port
    ) as running:
        wait_for(house.has_purged)
        yield running
