"""The edge counts what readers read, and hands sums over behind their backs."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, connections
from django.utils import timezone

from khabar.edge import front as edge_front
from khabar.edge.reads import article_in, is_reader
from khabar.newsroom import reads
from khabar.newsroom.models import ReadCount
from khabar.outbox import following
from tests.edge.served.test_front import Asked, asked

__all__ = ["asked"]

pytestmark = pytest.mark.django_db(serialized_rollback=True)

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CUBOT = "Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG AX) AppleWebKit/537.36 Chrome/140.0.0.0"
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    yield
    ReadCount.objects.all().delete()


def number(path: str) -> int:
    return int(path.split("/")[2].split("-", maxsplit=1)[0])


def hand_over(asked: Asked) -> None:
    asked.loop.run_until_complete(asked.edge._hand_over())


def counted() -> dict[int, int]:
    return dict(ReadCount.objects.filter(minutes=5).values_list("number", "reads"))


def test_a_read_is_a_browsers_get_of_an_article(committed: dict[str, str], asked: Asked) -> None:
    path, other = committed["article"], committed["bare article"]
    first = asked.get(path, user_agent=FIREFOX)
    assert first.status == 200
    asked.get(path + "?utm_source=x", user_agent=CUBOT)
    again = asked.get(path, user_agent=FIREFOX, if_none_match=first.headers["etag"])
    assert again.status == 304
    asked.get(other, user_agent=FIREFOX)
    # None of these.
    asked.get(path, "HEAD", user_agent=FIREFOX)
    asked.get(path, user_agent=GOOGLE)
    asked.get(path)
    asked.get(path, user_agent=FIREFOX, sec_purpose="prefetch;prerender")
    for kind in ("home", "section", "withdrawn", "author", "not found", "story"):
        asked.get(committed[kind], user_agent=FIREFOX)
    hand_over(asked)
    assert counted() == {number(path): 3, number(other): 1}
    # Two processes add up, and nothing is handed over twice.
    hand_over(asked)
    asked.get(path, user_agent=FIREFOX)
    hand_over(asked)
    assert counted()[number(path)] == 4


def test_readers_write_nothing_and_the_loop_hands_over(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = committed["article"]
    for _reader in range(5):
        asked.get(path, user_agent=FIREFOX)
    assert counted() == {}
    monkeypatch.setattr(edge_front, "SEEN_SECONDS", 0.0)
    until = time.monotonic() + 10
    while not counted():
        assert time.monotonic() < until
        asked.loop.run_until_complete(asyncio.sleep(0.05))
    assert counted() == {number(path): 5}


def test_what_the_database_does_not_take_is_kept(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = committed["article"]
    asked.get(path, user_agent=FIREFOX)

    def away(*_args: Any) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(reads, "add", away)
        hand_over(asked)
    asked.get(path, user_agent=FIREFOX)
    assert counted() == {}
    hand_over(asked)
    assert counted() == {number(path): 2}


def test_where_a_cache_stands_in_front_the_edge_counts_nothing(
    committed: dict[str, str], asked: Asked
) -> None:
    asked.edge._counts = False
    asked.get(committed["article"], user_agent=FIREFOX)
    hand_over(asked)
    assert counted() == {}


def test_several_who_count_at_once_lose_nothing(committed: dict[str, str]) -> None:
    numbers = [number(committed["article"]), number(committed["bare article"])]
    failed: list[DatabaseError] = []

    def add_often(order: int) -> None:
        try:
            for _time in range(20):
                reads.add(dict.fromkeys(numbers[::order], 1), now)
        except DatabaseError as error:
            failed.append(error)
        finally:
            connections.close_all()

    now = timezone.now()
    threads = [threading.Thread(target=add_often, args=(order,)) for order in (1, -1, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert counted() == dict.fromkeys(numbers, 60)


def _has_open(process: "subprocess.Popen[str]", path: Path) -> bool:
    with contextlib.suppress(OSError):
        files = Path(f"/proc/{process.pid}/fd").iterdir()
        return path in [file.readlink() for file in files]
    return False


@pytest.mark.slow
def test_a_process_that_counts_for_long_goes_through_rotations(
    committed: dict[str, str], tmp_path: Path
) -> None:
    path, log = committed["article"], tmp_path / "access.log"
    line = f'203.0.113.9 - - [{{}}] "GET {quote(path)} HTTP/1.1" 200 9 "-" "{FIREFOX}"\n'

    def write(file: IO[str], times: int) -> None:
        for _line in range(times):
            file.write(line.format(timezone.now().strftime("%d/%b/%Y:%H:%M:%S +0000")))
            file.flush()
            time.sleep(0.01)

    log.touch()
    command = [sys.executable, "-m", "khabar.cli", "reads", "--follow", "--from-start", str(log)]
    counting = subprocess.Popen(command, env=_environ(tmp_path), stdout=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 120
        while not _has_open(counting, log):
            assert time.monotonic() < until
            time.sleep(0.1)
        for turn in range(2):
            with log.open("a", encoding="utf-8") as file:
                write(file, 20)
                log.rename(tmp_path / f"access.log.{turn + 1}")
                # A server goes on with the file that it has open, until it is told.
                write(file, 5)
            log.touch()
        with log.open("a", encoding="utf-8") as file:
            write(file, 20)
        until = time.monotonic() + 120
        while _total() < 70 and time.monotonic() < until:
            connections.close_all()
            time.sleep(0.2)
        counting.send_signal(signal.SIGTERM)
        said, _nothing = counting.communicate(timeout=60)
    finally:
        counting.kill()
    assert (counting.returncode, said.strip()) == (0, "70 reads in 70 lines.")
    assert _total() == 70


def _total() -> int:
    """Of whatever buckets, should one end meanwhile."""
    return sum(ReadCount.objects.filter(minutes=5).values_list("reads", flat=True))


def _environ(folder: Path) -> dict[str, str]:
    """Khabar's own settings, on the database of these tests."""
    held = connection.settings_dict
    address = f"sqlite:///{held['NAME']}"
    if connection.vendor == "postgresql":
        place = f"{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}"
        address = f"postgres://{place}/{held['NAME']}"
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("KHABAR_", "DJANGO"))}
    return kept | {
        "KHABAR_VAR": str(folder / "var"),
        "KHABAR_DATABASE_URL": address,
        "KHABAR_READS_FROM": "log",
        "PYTHONPATH": str(settings.BASE_DIR.parent),
    }


def test_counting_wakes_nobody(committed: dict[str, str]) -> None:
    wakeups = following.Wakeups()
    assert wakeups.wait(1)
    done = threading.Event()

    def add() -> None:
        reads.add({number(committed["article"]): 1}, timezone.now())
        connections.close_all()
        done.set()

    thread = threading.Thread(target=add)
    thread.start()
    assert not wakeups.wait(1.5)
    assert done.is_set()
    thread.join()
    wakeups.close()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/politics/12-خبر/", 12),
        ("/politics/12/", 12),
        ("/%D8%B3/12-x/?page=2", 12),
        ("/author/12-x/", 0),
        ("/politics/012-x/", 0),
        ("/politics/12-x", 0),
        ("/a/12/changes/", 0),
        ("/politics/", 0),
        ("//12-x/", 0),
        ("", 0),
    ],
)
def test_which_addresses_are_articles(path: str, found: int) -> None:
    assert article_in(path) == found


def test_who_is_a_reader() -> None:
    for agent in (
        FIREFOX,
        CUBOT,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604",
    ):
        assert is_reader(agent), agent
    for agent in (GOOGLE, "", "-", "curl/8.5.0", "python-requests/2.32", "WhatsApp/2.24 A"):
        assert not is_reader(agent), agent
