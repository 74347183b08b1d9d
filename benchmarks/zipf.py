"""An archive read as archives are: a few pages often, most of them seldom (a Zipf law).

BENCH_ADDRESSES (2,000; the figures in the docs are of 17,000) says how many articles are asked for,
BENCH_SECONDS (20) how long each part takes.
"""

import itertools
import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from benchmarks import archive, floors, newsroom
from benchmarks.edge import SECONDS, answer_here, publishing, verify
from benchmarks.house import House, nginx, up
from benchmarks.load import wrk
from benchmarks.measure import say
from benchmarks.probing import get
from khabar.edge import serving
from khabar.newsroom.models import Article

ADDRESSES: Final = int(os.environ.get("BENCH_ADDRESSES", "2000"))
#: Of its figures: with more addresses more pages are joined anew.
NAME: Final = f"zipf of {ADDRESSES}"
DRAWN: Final = 50_000
#: What a web process has told of itself by then.
TOLD_SECONDS: Final = 12.0


def run() -> None:
    """Print requests and compositions a second, quiet and while ten acts a second are published."""
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        say(f"Left out: {' and '.join(missing)} missing (apt-get install nginx-light wrk).")
        return
    room = newsroom.make()
    archive.clone(room.article, ADDRESSES, room.sections)
    answer_here(room)
    articles = Article.objects.select_related("section").order_by("pk")
    paths = [quote(one.get_absolute_url()) for one in articles]
    chance = random.Random(4)  # noqa: S311 (no secret)
    chance.shuffle(paths)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(paths) + 1)))
    drawn = chance.choices(range(len(paths)), cum_weights=weights, k=DRAWN)
    say(f"{len(paths)} addresses, {len(set(drawn))} of them in {DRAWN} draws")
    with up() as house:
        began = time.monotonic()
        _render_all(house, [paths[n] for n in sorted(set(drawn))])
        say(f"rendered in {time.monotonic() - began:.0f} s")
        with _one_file(house, paths[drawn[0]]) as files:
            theirs = wrk(files, seconds=SECONDS // 2, paths=paths, drawn=drawn).rate
        with _composed() as composed:
            quiet = wrk(house.url, seconds=SECONDS, paths=paths, drawn=drawn)
        ratio = floors.keep(f"{NAME} to nginx", quiet.rate / theirs)
        say(
            f"quiet    {quiet.rate:.0f} a second, {ratio:.2f} of nginx, p99 {quiet.p99:.1f} ms,"
            f" {quiet.bad} lost; {composed[0] / SECONDS:.0f} compositions a second"
        )
        with _composed() as composed:
            _probes, under, told = publishing(
                house, room, "", delay_ms=0, watched=False, paths=paths, drawn=drawn
            )
        ratio = floors.keep(f"{NAME} to nginx while publishing", under.rate / theirs)
        say(
            f"busy     {under.rate:.0f} a second, {ratio:.2f} of nginx, p99 {under.p99:.1f} ms,"
            f" {under.bad} lost; {composed[0] / SECONDS:.0f} compositions a second; {told}"
        )
        verify(house)
    floors.finish()


def _render_all(house: House, paths: list[str]) -> None:
    """Ask for each page once, over two connections that are kept."""
    place = urlsplit(house.url).netloc

    def ask(some: list[str]) -> None:
        connection = HTTPConnection(place, timeout=60)
        for path in some:
            connection.request("GET", path)
            connection.getresponse().read()
        connection.close()

    halves = [threading.Thread(target=ask, args=(paths[n::2],)) for n in range(2)]
    for half in halves:
        half.start()
    for half in halves:
        half.join()


@contextmanager
def _one_file(house: House, path: str) -> Iterator[str]:
    """Nginx that sends the bytes of one of the pages, whatever is asked for."""
    for _reader in range(6):
        get(house.url + path)
    with tempfile.TemporaryDirectory() as folder:
        www = Path(folder) / "www"
        www.mkdir()
        (www / "page.html.gz").write_bytes(get(house.url + path)[1])
        (www / "page.html").write_bytes(b"-")
        for place in (Path(folder), www):
            place.chmod(0o755)
        with nginx(Path(folder), always="/page.html") as files:
            yield files


@contextmanager
def _composed() -> Iterator[list[int]]:
    """How many pages the web processes joined within: they tell it every ten seconds."""
    time.sleep(TOLD_SECONDS)
    before = serving.open_store().figures().composed
    found: list[int] = []
    yield found
    time.sleep(TOLD_SECONDS)
    found.append(serving.open_store().figures().composed - before)
