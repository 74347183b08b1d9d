"""Two machines with one database and one nginx before them: each is fresh by itself."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import processes
from tests.edge.fronted.conftest import Answer, Editor, get, prepare, up, wait_for
from tools import front_servers

pytestmark = pytest.mark.slow
#: On a machine that does much else; what it takes is measured by the benches.
SOON = 20.0


@dataclass
class Machines:
    """Where both answer, and nginx; the second one's process; their data folders."""

    each: tuple[str, str]
    nginx: str
    second: "subprocess.Popen[bytes]"
    folders: tuple[Path, Path]
    edit: Editor

    def both(self, path: str) -> list[Answer]:
        return [get(url + path, accept_encoding="gzip") for url in self.each]

    def agree(self, path: str) -> bool:
        """Whether it is the same page on both, and known again whichever nginx asks.

        Not in the same bytes: of two readers one may have been given what was compressed better.
        """
        first, second = self.both(path)
        etag = first.headers["etag"]
        again = [
            get(self.nginx + path, accept_encoding="gzip", if_none_match=etag) for _ in range(2)
        ]
        return (etag, first.html) == (second.headers["etag"], second.html) and {
            answer.status for answer in again
        } == {304}

    def wait(self, path: str, status: int, text: str = "") -> None:
        """Until both machines answer so, and nginx whichever it asks."""
        for url in (*self.each, self.nginx, self.nginx):
            wait_for(partial(_answers, url + path, status, text), SOON, what=url + path)


def _answers(url: str, status: int, text: str) -> bool:
    answer = get(url)
    return answer.status == status and (not text or text in answer.html)


@pytest.fixture
def machines(
    tmp_path: Path,
    django_db_setup: None,  # noqa: ARG001 (says which database server there is)
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Machines]:
    """The first with its worker, the second a web process alone; their media is one folder."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite is one machine's")
    if front_servers.nginx() is None:
        pytest.skip("needs nginx: apt-get install nginx-light")
    with (
        processes.own_house(tmp_path, django_db_blocker, "machines") as environ,
        ExitStack() as end,
    ):
        ports = (front_servers.free_port(), front_servers.free_port())
        folders = (Path(environ["KHABAR_VAR"]), tmp_path / "second")
        folders[1].mkdir()
        for name in ("media", "private"):
            (folders[0] / name).mkdir(exist_ok=True)
            (folders[1] / name).symlink_to(folders[0] / name)
        environ |= {
            "KHABAR_SECRET_KEY": "two-machines-" * 5,
            "KHABAR_TRUSTED_PROXIES": "127.0.0.1",
            "KHABAR_WEB_PROCESSES": "1",
        }
        each = [
            environ | {"KHABAR_VAR": str(folder), "PORT": str(port)}
            for folder, port in zip(folders, ports, strict=True)
        ]
        prepare(environ)
        edit = Editor(environ)
        end.callback(edit.end)
        urls = (f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}")
        end.enter_context(up(each[0], urls[0]))
        only = [sys.executable, "-m", "khabar.cli", "up", "--prepare-only"]
        subprocess.run(only, env=each[1], check=True)
        second = end.enter_context(up(each[1], urls[1], "web"))
        front = (front_servers.free_port(), front_servers.free_port())
        config = front_servers.two_machines(tmp_path, khabar=ports, ports=front)
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o755)
        end.enter_context(front_servers.serve_site(config, front[1]))
        yield Machines(urls, f"https://127.0.0.1:{front[1]}", second, folders, edit)


def test_what_is_committed_by_one_is_shown_by_both(machines: Machines) -> None:
    # Both keep the pages that are to change.
    first, second = machines.both("/")
    assert first.headers["etag"] == second.headers["etag"]

    article, _at = machines.edit("publish", "جسر على النهر")
    machines.wait("/", 200, "جسر على النهر")
    machines.wait(article["url"], 200, "جسر على النهر")
    # What is related to it comes a little later.
    wait_for(lambda: machines.agree(article["url"]), SOON)

    machines.edit("withdraw", article["pk"])
    machines.wait(article["url"], 410)
    # The lists that named it are renewed within the bound.
    wait_for(lambda: all("جسر على النهر" not in page.html for page in machines.both("/")), SOON)

    photo, _at = machines.edit("photo")
    machines.wait(photo["url"], 200)
    machines.edit("delete_photo", photo["pk"])
    machines.wait(photo["url"], 404)

    for folder in machines.folders:
        assert (folder / "edge" / "pieces").is_dir()
        assert (folder / "followers" / "edge.json").is_file()

    machines.second.terminate()
    machines.second.wait(60)
    for _reader in range(4):
        assert get(machines.nginx + "/").status == 200
