"""`make torture`: what a house must survive, done to a running one; then all must be as if not.

Processes killed at random while articles are published and withdrawn, the disk full, the store's
map full, the database away, an older database put back. After each, every page must be what would
be rendered now, what was withdrawn must be gone, and no page may have gone back to an older state
meanwhile.
TORTURE_KILLS (200) says how often something is killed, TORTURE_SCENES which of these is done (all).
The exit code is 1 where something failed.
"""

import contextlib
import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

import lmdb
from django.conf import settings
from django.db import connection, connections

from benchmarks import archive, newsroom
from benchmarks.database import database_closed, older_database
from benchmarks.edge import answer_here
from benchmarks.house import House, family, up
from benchmarks.measure import say
from benchmarks.release import release
from khabar.edge.store import MEBIBYTE, map_bytes
from khabar.newsroom.models import Article

KILLS: Final = int(os.environ.get("TORTURE_KILLS", "200"))
AWAY_SECONDS: Final = 60.0 if KILLS >= 200 else 5.0  # noqa: PLR2004 (the long form)
SCENES: Final = os.environ.get("TORTURE_SCENES", "").split()
ARTICLES: Final = 200
PER_SECOND: Final = 2.0
SETTLE_SECONDS: Final = 90.0
#: The smallest store whose map can be filled soon.
SMALL_MEGABYTES: Final = 16
SHEET: Final = re.compile(r"/static/front/khabar\.[0-9a-f]+\.css")
WORD: Final = re.compile(r"عاجل(\d+)")
VICTIMS: Final = {
    "web server": "khabar.cli.web",
    "web process": "multiprocessing.spawn",
    "worker": "worker --child",
}
#: `khabar up`, whose pause before a crashed child is started again stays short.
UP: Final = (
    "import sys; from khabar.cli import supervise; supervise.LONGEST_PAUSE = 0.5;"
    "sys.argv = ['khabar', 'up']; from khabar.cli.__main__ import main; main()"
)


class Faults(list[str]):
    """What was found, said as it is found."""

    def add(self, fault: str) -> None:
        """One more."""
        if len(self) < 50:  # noqa: PLR2004 (the first ones tell)
            say(f"  FAULT: {fault}")
        self.append(fault)


def run() -> None:
    """Everything, one after another; exits with 1 where something failed."""
    faults = Faults()
    room = newsroom.make()
    archive.clone(room.article, ARTICLES, room.sections)
    answer_here(room)
    connections.close_all()
    for scene in (killed, database_away, disk_full, map_full, upgraded, put_back):
        if SCENES and scene.__name__ not in SCENES:
            continue
        say(f"{scene.__name__.replace('_', ' ')}:")
        began = time.monotonic()
        scene(room, faults)
        say(f"  {time.monotonic() - began:.0f} s, {len(faults)} faults so far")
    if faults:
        sys.exit(1)


# Readers and editors


class Reader(threading.Thread):
    """Reads the same few pages in turn; nothing may be broken, or older than what it saw."""

    def __init__(self, url: str, paths: list[str], faults: Faults) -> None:
        super().__init__(daemon=True)
        self.url, self.paths, self.faults = url, paths, faults
        self.said: Counter[str] = Counter()
        self.newest: dict[str, int] = {}
        #: What stood first in a page and did not any more, with nothing newer there.
        self.gone: set[str] = set()
        self.stopped = threading.Event()

    def run(self) -> None:
        """Read until stopped."""
        while not self.stopped.wait(0.01):
            for path in self.paths:
                self._read(path)

    def _read(self, path: str) -> None:
        try:
            status, page = ask(self.url + path)
        except OSError:
            # Nobody was there to answer: the process was killed.
            self.said["away"] += 1
            return
        self.said[str(status)] += 1
        if status != HTTPStatus.OK:
            self.faults.add(f"{path} was answered with {status}.")
            return
        newest = max((int(found) for found in WORD.findall(page)), default=0)
        if newest < self.newest.get(path, 0):
            self.gone.add(f"عاجل{self.newest[path]}")
        self.newest[path] = newest


class Editors:
    """A process that publishes and withdraws; started again when it was killed."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.process: subprocess.Popen[str] | None = None
        self.stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait_for(self, more: int) -> None:
        """Wait until so much more was committed."""
        until, count = time.monotonic() + SETTLE_SECONDS, len(self.said) + more
        while len(self.said) < count and time.monotonic() < until:
            time.sleep(0.1)

    def stop(self) -> None:
        """End it, and wait for its last word."""
        self.stopped = True
        if self.process:
            self.process.terminate()
        self._thread.join(30)

    def _run(self) -> None:
        while not self.stopped:
            with subprocess.Popen(  # noqa: S603 (our own module)
                [sys.executable, "-m", "benchmarks.newsdesk", str(PER_SECOND)],
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "KHABAR_VAR": str(settings.VAR_DIR)},
            ) as self.process:
                for line in self.process.stdout or ():
                    kind, path = line.split()
                    self.said[path] = kind
            time.sleep(0.3)


def ask(url: str) -> tuple[int, str]:
    """Status and page. Raises OSError where nobody answers."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 (ours)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (ours)
            body, status = answer.read(), answer.status
            if answer.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""
    except (OSError, EOFError, ValueError, gzip.BadGzipFile) as error:
        raise OSError(str(error)) from error
    except Exception as error:
        if type(error).__module__ == "http.client":
            raise OSError(str(error)) from error
        raise
    return status, body.decode()


@contextmanager
def open_house(
    room: newsroom.Newsroom, faults: Faults, **environ: str
) -> Iterator[tuple[House, Editors]]:
    """A house with two web processes, read and written; afterwards it is looked at closely."""
    paths = ["/", "/latest/", f"/{room.sections[0].slug}/", quote(room.article.get_absolute_url())]
    with up(sys.executable, "-c", UP, KHABAR_WEB_PROCESSES="2", **environ) as house:
        reader, editors = Reader(house.url, paths, faults), Editors()
        reader.start()
        try:
            editors.wait_for(1)
            yield house, editors
            editors.wait_for(1)
        finally:
            editors.stop()
            reader.stopped.set()
            reader.join(60)
        say(f"  read: {dict(reader.said)}; edited: {len(editors.said)} articles")
        if not reader.said["200"] or not editors.said:
            faults.add("Nothing was read or edited.")
        look(house, reader, editors, faults, environ)


def look(
    house: House, reader: Reader, editors: Editors, faults: Faults, environ: dict[str, str]
) -> None:
    """Whether all is there that was committed, and each page as it would be rendered now."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        try:
            ask(house.url + "/")
            break
        except OSError:
            time.sleep(0.5)
    time.sleep(2)
    there = {article.get_absolute_url(): article for article in _edited()}
    for path, kind in editors.said.items():
        article = there.get(path)
        if article is None or (kind == "withdrawn" and not article.withdrawn_at):
            faults.add(f"{path} was {kind}, and the database does not know.")
    for path, article in there.items():
        _look_at(house.url + quote(path), article, faults)
    withdrawn = {article.title.split()[-1] for article in there.values() if article.withdrawn_at}
    for word in reader.gone - withdrawn:
        faults.add(f"{word} was shown and then not, though nobody withdrew it.")
    code, said = house.verified(**environ)
    say(f"  verify: exit {code}: {said[-1] if said else ''}")
    if code:
        faults.add("\n    ".join(said[-20:]))


def look_for_withdrawn(house: House, editors: Editors, faults: Faults) -> None:
    """Whether what was withdrawn is gone although the store has no room to say so."""
    withdrawn = [path for path, kind in list(editors.said.items()) if kind == "withdrawn"]
    # The follower tries again after five seconds at most.
    time.sleep(6)
    shown = [path for path in withdrawn if ask(house.url + quote(path))[0] != HTTPStatus.GONE]
    say(f"  withdrawn meanwhile: {len(withdrawn)}, still shown: {len(shown)}")
    for path in shown:
        faults.add(f"{path} was withdrawn while the store was full, and is shown.")


def _edited() -> list[Article]:
    connections.close_all()
    return list(Article.objects.filter(title__contains="عاجل").select_related("section"))


def _look_at(url: str, article: Article, faults: Faults) -> None:
    try:
        status, page = ask(url)
    except OSError as error:
        faults.add(f"{url}: {error}")
        return
    if article.withdrawn_at:
        if status != HTTPStatus.GONE:
            faults.add(f"{url} was withdrawn and is answered with {status}.")
    elif article.live and (status != HTTPStatus.OK or article.title.split()[-1] not in page):
        faults.add(f"{url} was published and is answered with {status}.")


# What is done to it


def killed(room: newsroom.Newsroom, faults: Faults) -> None:
    """`kill -9` of the web server, one of its processes, the worker, an editor's process."""
    chance = random.Random(4)  # noqa: S311 (no secret)
    count: Counter[str] = Counter()
    with open_house(room, faults) as (house, editors):
        while count.total() < KILLS:
            time.sleep(chance.uniform(0.2, 2.0))
            name = chance.choice([*VICTIMS, "editor"])
            pid = editors.process.pid if name == "editor" and editors.process else None
            pid = pid or _victim(house, VICTIMS.get(name, ""), chance)
            if pid:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
                count[name] += 1
    say(f"  killed: {dict(count)}")


def _victim(house: House, command: str, chance: random.Random) -> int | None:
    found = []
    for pid in family(house.process.pid):
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if command and command in line:
            found.append(pid)
    return chance.choice(found) if found else None


def database_away(room: newsroom.Newsroom, faults: Faults) -> None:
    """Nobody reaches the database for a while; readers keep what they have."""
    if connection.vendor != "postgresql":
        say("  left out: SQLite's file cannot be away alone (run it on PostgreSQL too).")
        return
    with open_house(room, faults):
        time.sleep(5)
        with database_closed():
            time.sleep(AWAY_SECONDS)
        time.sleep(8)


def disk_full(room: newsroom.Newsroom, faults: Faults) -> None:
    """The store's disk is full from the beginning, and is given room again."""
    folder = Path(settings.VAR_DIR) / "edge"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() or not mount:
        say("  left out: only root can mount a small disk.")
        return
    options = ["-t", "tmpfs", "-o", "size=400k", "khabar-torture", str(folder)]
    if subprocess.run([mount, *options], check=False).returncode:  # noqa: S603 (Debian's)
        say("  left out: a small disk cannot be mounted here.")
        return
    try:
        with open_house(room, faults) as (house, editors):
            time.sleep(min(AWAY_SECONDS, 20))
            look_for_withdrawn(house, editors, faults)
            subprocess.run(  # noqa: S603 (Debian's)
                [mount, "-o", "remount,size=400m", str(folder)], check=True
            )
            time.sleep(5)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607 (Debian's)


def map_full(room: newsroom.Newsroom, faults: Faults) -> None:
    """Not one page of the store's map is left, on a disk with room; then there is again."""
    with open_house(room, faults, KHABAR_EDGE_MB=str(SMALL_MEGABYTES)) as (house, editors):
        editors.wait_for(3)
        pieces = Path(settings.VAR_DIR) / "edge" / "pieces"
        env = lmdb.open(
            str(pieces), map_size=map_bytes(SMALL_MEGABYTES * MEBIBYTE), max_dbs=9, sync=False
        )
        junk, held = env.open_db(b"torture"), 0
        for size in (1 << 20, 1 << 12):
            with contextlib.suppress(lmdb.MapFullError):
                while True:
                    with env.begin(write=True, db=junk) as txn:
                        txn.put(held.to_bytes(8, "big"), bytes(size))
                    held += 1
        say(f"  {held} records of nothing fill {env.info()['map_size'] >> 20} MiB")
        time.sleep(min(AWAY_SECONDS, 20))
        look_for_withdrawn(house, editors, faults)
        failed = 0
        while held and failed < 500:  # noqa: PLR2004 (25 seconds)
            # The small ones first, one by one: to free much at once takes pages that are not there.
            try:
                with env.begin(write=True, db=junk) as txn:
                    txn.delete((held - 1).to_bytes(8, "big"))
                held -= 1
            except lmdb.MapFullError:
                failed += 1
                time.sleep(0.05)
        if held:
            faults.add("A full map cannot be emptied.")
        env.close()
        time.sleep(5)


def upgraded(room: newsroom.Newsroom, faults: Faults) -> None:
    """Another release on the same data: the old pages with their files, until its own come."""
    with open_house(room, faults) as (house, _editors):
        sheet = SHEET.search(ask(house.url)[1])
    with release(b"<!-- another release -->") as path:
        safe = {"PYTHONPATH": path, "PYTHONSAFEPATH": "1"}
        with open_house(room, faults, **safe) as (house, _editors):
            until = time.monotonic() + SETTLE_SECONDS
            while "another release" not in ask(house.url)[1]:
                if time.monotonic() > until:
                    faults.add("The new release's page is not shown.")
                    break
                time.sleep(0.1)
            newer = SHEET.search(ask(house.url)[1])
            if sheet is None or newer is None or sheet[0] == newer[0]:
                faults.add("Both releases name the same style sheet.")
            elif {ask(house.url + found[0])[0] for found in (sheet, newer)} != {HTTPStatus.OK}:
                faults.add(f"{sheet[0]} or {newer[0]} is not there.")


def put_back(room: newsroom.Newsroom, faults: Faults) -> None:
    """An older database under today's store: what came since is gone, and nowhere shown."""
    with older_database() as restore:
        with open_house(room, faults) as (_house, editors):
            time.sleep(min(AWAY_SECONDS, 15))
        newer = [path for path, kind in editors.said.items() if kind == "published"]
        restore()
    with open_house(room, faults) as (house, _later):
        answers = [(path, *ask(house.url + quote(path))) for path in newer]
        time.sleep(3)
    for path, status, page in answers:
        # What is published from now on may take the number, and answer instead.
        word = unquote(path).rstrip("/").rpartition("-")[2]
        taken = Article.objects.filter(number=number_in(path)).exists()
        if word in page or not (taken or status == HTTPStatus.NOT_FOUND):
            faults.add(f"{path} is not in the database and is answered with {status}.")


def number_in(path: str) -> int:
    """An article's number, by its address."""
    return int(path.strip("/").rpartition("/")[2].partition("-")[0])
