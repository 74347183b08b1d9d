"""The edge beside nginx serving the same bytes; freshness while ten articles a second come out.

BENCH_ARTICLES (1,000) is the archive's size, BENCH_SECONDS (20) how long each part takes.
"""

import gzip
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from benchmarks import archive, floors, newsroom
from benchmarks.house import House, environment, nginx, up
from benchmarks.load import Load, wrk
from benchmarks.measure import say
from benchmarks.probing import Probes, get, middle
from khabar.edge import serving
from khabar.newsroom.models import PhotoRendition

ARTICLES: Final = int(os.environ.get("BENCH_ARTICLES", "1000"))
SECONDS: Final = int(os.environ.get("BENCH_SECONDS", "20"))
PER_SECOND: Final = 10
ROUNDS: Final = 3


def run() -> None:
    """Print ratios to nginx, CPU a request, and how soon a publication is seen."""
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        say(f"Left out: {' and '.join(missing)} missing (apt-get install nginx-light wrk).")
        return
    room = newsroom.make()
    archive.clone(room.article, ARTICLES, room.sections)
    answer_here(room)
    paths = {"article": quote(room.article.get_absolute_url()), "home": "/"}
    with up() as house:
        house.settle()
        quiet = {name: beside_nginx(house, name, path) for name, path in paths.items()}
        fresh(house, room, int(quiet["article"] / 2), paths["article"])
        saturated(house, room, quiet["article"], paths["article"])
        verify(house)
    floors.finish()


def answer_here(room: newsroom.Newsroom) -> None:
    """Let the newsroom's site be the one that a house on this machine answers for."""
    site = room.edition.site
    site.hostname, site.port, site.is_default_site = "127.0.0.1", 80, True
    site.save()


def beside_nginx(house: House, name: str, path: str, of: str = "") -> float:
    """Requests a second of the edge; prints its ratio to nginx with the identical bytes."""
    for _reader in range(6):
        get(house.url + path)
    time.sleep(1)
    body = get(house.url + path)[1]
    with tempfile.TemporaryDirectory() as folder:
        www = Path(folder) / "www"
        www.mkdir()
        (www / "page.html.gz").write_bytes(body)
        (www / "page.html").write_bytes(gzip.decompress(body))
        for place in (Path(folder), www):
            place.chmod(0o755)
        with nginx(Path(folder)) as files:
            rates: list[tuple[float, float, float, float]] = []
            for _round in range(ROUNDS):
                theirs = wrk(f"{files}/page.html", seconds=SECONDS // 4)
                before = house.cpu()
                ours = wrk(house.url + path, seconds=SECONDS // 4)
                each = (house.cpu() - before) / max(ours.requests, 1) * 1e6
                rates.append((ours.rate / theirs.rate, ours.rate, each, ours.p99))
    ratio, rate, cpu, p99 = (statistics.median(column) for column in zip(*rates, strict=True))
    floors.keep(f"{of}{name} to nginx", ratio)
    say(
        f"{name:<8} {len(body) / 1024:5.1f} KB  ratio to nginx {ratio:.2f}"
        f"  {rate:7.0f} a second  {cpu:5.1f} µs CPU each  p99 {p99:.1f} ms"
    )
    return rate


def fresh(
    house: House,
    room: newsroom.Newsroom,
    rate: int,
    path: str,
    name: str = "",
    *,
    machines: int = 1,
) -> None:
    """Publish ten a second under a fixed load; how soon each act is seen where it belongs.

    A reader who is given to one of several machines after the other may see that one is a moment
    behind: that is printed, and is no failure.
    """
    connections = 32
    # One asks for a page, then waits: the load stays the same whatever the answers take.
    delay = max(1, int(connections / max(rate, 1) * 1000))
    probes, under, told = publishing(house, room, path, delay_ms=delay, watched=True)
    say(
        f"load     {under.rate:.0f} a second asked meanwhile, p99 {under.p99:.1f} ms,"
        f" {under.bad} lost; {told}"
    )
    probes.say()
    times = probes.all()
    floors.keep(f"{name}fresh p50 ms", middle(times, 0.5))
    floors.keep(f"{name}fresh p99 ms", middle(times, 0.99))
    if probes.went_back and machines == 1:
        floors.failed(f"{name}something old was shown after the new {probes.went_back} times")


def saturated(house: House, room: newsroom.Newsroom, quiet: float, path: str) -> None:
    """As many requests as there can be while ten acts a second are published."""
    _probes, under, told = publishing(house, room, path, delay_ms=0, watched=False)
    share = floors.keep("saturated to quiet", under.rate / quiet)
    say(f"full     {under.rate:.0f} a second, {share:.2f} of quiet, {under.bad} lost; {told}")


def publishing(
    house: House,
    room: newsroom.Newsroom,
    path: str,
    *,
    delay_ms: int,
    watched: bool,
    **load: list[Any],
) -> tuple[Probes, Load, str]:
    """A load on one page while a process of its own publishes; what was seen of both."""
    places = {
        "home": "/",
        "section": f"/{room.sections[0].slug}/",
        "story": f"/stories/{room.stories[0].slug}/",
    }
    probes = Probes(house.url, places)
    told: list[dict[str, Any]] = []
    before, rendered, sizes = house.shares(), _rendered(), PhotoRendition.objects.count()
    with subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-m", "benchmarks.publisher", str(SECONDS), str(PER_SECOND)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as publisher:
        # It takes seconds to begin.
        (publisher.stdout or io.StringIO()).readline()
        reading = threading.Thread(
            target=_read, args=(publisher, probes if watched else None, told), daemon=True
        )
        reading.start()
        if watched:
            probes.watch()
        under = wrk(house.url + path, seconds=SECONDS, delay_ms=delay_ms, **load)
        publisher.wait()
        reading.join(30)
    probes.finish()
    spent = {name: round(cpu - before.get(name, 0.0), 1) for name, cpu in house.shares().items()}
    said = told[-1] if told else {}
    acts = max(sum(said.get("done", {}).values()), 1)
    return (
        probes,
        under,
        (
            f"{said.get('rate', 0)} acts a second {said.get('done')},"
            f" ms CPU of the publisher each {said.get('cpu')};"
            f" {(_rendered() - rendered) / acts:.1f} pieces rendered an act,"
            f" {PhotoRendition.objects.count() - sizes} sizes of photos made;"
            f" s CPU of the house {spent}"
        ),
    )


def _rendered() -> int:
    return serving.open_store().figures().rendered


def _read(
    publisher: "subprocess.Popen[str]", probes: Probes | None, told: list[dict[str, Any]]
) -> None:
    for line in publisher.stdout or ():
        act = json.loads(line)
        told.append(act)
        if probes is not None and act["kind"] != "done":
            probes.see(act)


def verify(house: House) -> None:
    """Print whether the house serves what would be rendered now."""
    code, said = house.verified()
    say(f"verify   exit {code}: {said[-1] if said else ''}")
    if code:
        floors.failed("khabar edge verify --http names differences")
