"""A coverage with many readers: how soon posts reach them, at what cost, and whether all do.

BENCH_READERS (1,000) follow while BENCH_RATE (5) posts a second come for BENCH_SECONDS (60); one in
ten is cut off and comes back at random. Every reader's sequence is looked at: all, in order, once.

Of what a reader costs, the server's own share is the larger: an ASGI application that does nothing
but open a stream and wait for its end, on Granian 2.8.7 alone, holds 17.0 KB for each of 1,000
(30.5 KB where Granian is to guess between HTTP/1.1 and HTTP/2), and spends 14 µs of CPU on an event
of 1.2 KB. 500 readers of a house held 15 to 17 KB each, and 22 KB after 60 posts, with what their
rendering leaves behind: hardly more than the bare application, for nothing of a request is kept
beside its stream. What an event costs is then rendering, once for all who follow.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from array import array
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks import floors, newsroom
from benchmarks.edge import answer_here
from benchmarks.house import House, environment, family, up
from benchmarks.load import wrk
from benchmarks.measure import say
from khabar.live import actions

READERS: Final = int(os.environ.get("BENCH_READERS", "1000"))
SECONDS: Final = int(os.environ.get("BENCH_SECONDS", "60"))
PER_SECOND: Final = int(os.environ.get("BENCH_RATE", "5"))
CLIENTS: Final = 2
LOAD_SECONDS: Final = 10
ARTICLES_PER_SECOND: Final = 100


@dataclass(frozen=True)
class Posted:
    """What an editor's process published: ids and times of commit, in order."""

    ids: list[int]
    at: dict[int, float]


def run() -> None:
    """Print delivery, cost and what is held; fail when a reader's sequence is not whole."""
    room = newsroom.make()
    answer_here(room)
    coverage = actions.begin(
        room.sections[0], "فيضان وادي سدر", by=None, token=uuid.uuid4(), state="live"
    )
    measure(quote(room.article.get_absolute_url()), coverage.number)
    floors.finish()


def measure(article: str, coverage: int) -> None:
    """Measure a house in the bench's data folder that has this article and this empty coverage."""
    bounds = {
        "KHABAR_STREAMS": str(READERS * 2 + 100),
        "KHABAR_STREAMS_PER_ADDRESS": str(READERS * 2 + 100),
    }
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        house = stack.enter_context(up(**bounds))
        _warm(house, article, coverage)
        alone = _articles(house, article)
        before = _memory(house)
        clients = stack.enter_context(_clients(house, coverage, folder))
        each = (_memory(house) - before) / READERS / 1024
        cpu = house.cpu()
        posted = _post(coverage, SECONDS)
        time.sleep(2)
        cpu = house.cpu() - cpu
        # Once more with readers of articles beside them: the cost above is of streams alone.
        with subprocess.Popen(  # noqa: S603 (our own module)
            _poster(coverage, LOAD_SECONDS),
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        ) as second:
            beside = _articles(house, article)
            more = _posted(second.communicate()[0])
        _end(clients, len(posted.ids) + len(more.ids))
        theirs = [_said(client) for client in clients]
        sequences = [one for n in range(CLIENTS) for one in _sequences(folder / str(n))]
    _report(posted, more, sequences, cpu, each)
    say(
        f"client   {sum(theirs):.1f} s CPU in {CLIENTS} processes;"
        f" articles p99 {alone:.1f} ms alone, {beside:.1f} ms beside {READERS} readers"
        f" and {PER_SECOND} posts a second, at {ARTICLES_PER_SECOND} a second"
    )


def _report(
    posted: Posted,
    more: Posted,
    sequences: list[list[tuple[int, float]]],
    cpu: float,
    kilobytes: float,
) -> None:
    wanted = posted.ids + more.ids
    broken = [one for one in sequences if [post for post, _at in one] != wanted]
    late = sorted(
        (at - posted.at[post]) * 1000 for one in sequences for post, at in one if post in posted.at
    )
    events = len(posted.ids) * READERS
    floors.keep("KB a reader of a coverage", kilobytes)
    say(
        f"sent     {len(posted.ids)} posts to {len(sequences)} readers"
        f"  p50 {statistics.median(late):.0f} ms  p99 {late[int(len(late) * 0.99)]:.0f} ms"
        f"  most {late[-1]:.0f} ms after the commit"
    )
    say(
        f"cost     {cpu / events * 1e6:.1f} µs CPU of the house for each event"
        f" ({cpu:.1f} s in all, with rendering), {kilobytes:.1f} KB a reader"
    )
    say(
        f"whole    {len(sequences) - len(broken)} sequences of {len(sequences)}"
        ": all posts, in order, once"
    )
    if broken or len(sequences) != READERS:
        got = [post for post, _at in broken[0]] if broken else []
        raise SystemExit(
            f"{len(broken)} sequences are not whole; one lacks {sorted(set(wanted) - set(got))[:5]}"
            f" and has {len(got) - len(set(got))} doubles"
        )


def _warm(house: House, article: str, coverage: int) -> None:
    for path in (article, f"/live/{coverage}"):
        subprocess.run(["curl", "-sLo", os.devnull, house.url + path], check=True)  # noqa: S603, S607


def _articles(house: House, path: str) -> float:
    """The 99th percentile of articles at a fixed rate, in ms; 0 without wrk."""
    if not shutil.which("wrk"):
        return 0.0
    connections = 10
    delay = int(connections / ARTICLES_PER_SECOND * 1000)
    url = house.url + path
    return wrk(url, seconds=LOAD_SECONDS, connections=connections, delay_ms=delay).p99


def _memory(house: House) -> float:
    """Bytes that the house's processes hold."""
    pages = 0
    for pid in family(house.process.pid):
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
        pages += int(fields[1]) - int(fields[2])
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _clients(house: House, coverage: int, folder: Path) -> Iterator[list["subprocess.Popen[str]"]]:
    """Processes that hold all readers; all are there when this begins."""
    started: list[subprocess.Popen[str]] = []
    try:
        for n in range(CLIENTS):
            command = [
                sys.executable, "-m", "benchmarks.live_client", house.url.rpartition(":")[2],
                str(coverage), str(READERS // CLIENTS + (n < READERS % CLIENTS)),
                str(folder / str(n)),
            ]  # fmt: skip
            started.append(
                subprocess.Popen(  # noqa: S603 (our own module)
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                )
            )
        for client in started:
            assert client.stdout is not None  # noqa: S101 (asked for above)
            assert client.stdout.readline() == "there\n"  # noqa: S101 (or it said why not)
        time.sleep(1)
        yield started
    finally:
        for client in started:
            client.kill()
            client.wait()


def _end(clients: list["subprocess.Popen[str]"], count: int) -> None:
    for client in clients:
        assert client.stdin is not None  # noqa: S101 (asked for above)
        client.stdin.write(f"{count}\n")
        client.stdin.flush()


def _said(client: "subprocess.Popen[str]") -> float:
    """A client's own CPU, said once its readers have all."""
    assert client.stdout is not None  # noqa: S101 (asked for above)
    return float(client.stdout.readline())


def _sequences(path: Path) -> Iterator[list[tuple[int, float]]]:
    """Each reader's posts and when they came, as ``live_client`` wrote them."""
    numbers = array("d")
    numbers.frombytes(path.read_bytes())
    place = 0
    while place < len(numbers):
        count = int(numbers[place])
        pairs = numbers[place + 1 : place + 1 + 2 * count]
        yield [(int(pairs[n]), pairs[n + 1]) for n in range(0, 2 * count, 2)]
        place += 1 + 2 * count


def _poster(coverage: int, seconds: int) -> list[str]:
    module = "benchmarks.live_poster"
    return [sys.executable, "-m", module, str(coverage), str(seconds), str(PER_SECOND)]


def _post(coverage: int, seconds: int) -> Posted:
    done = subprocess.run(  # noqa: S603 (our own module)
        _poster(coverage, seconds),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=environment(),
    )
    return _posted(done.stdout)


def _posted(text: str) -> Posted:
    rows = [line.split() for line in text.splitlines()]
    return Posted([int(pk) for pk, _at in rows], {int(pk): float(at) for pk, at in rows})
