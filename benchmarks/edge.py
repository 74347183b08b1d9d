"""The edge beside nginx serving the same bytes; freshness while ten articles a second come out.

BENCH_ARTICLES (1,000) is the archive's size, BENCH_SECONDS (20) how long each part takes.
"""

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Final
from urllib.parse import quote

from django.conf import settings

from benchmarks import archive, newsroom
from benchmarks.house import House, nginx, up
from benchmarks.load import wrk
from benchmarks.measure import say

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
        quiet = {name: beside_nginx(house, name, path) for name, path in paths.items()}
        fresh(house, room, int(quiet["article"] / 2), paths["article"])
        verify(house)


def answer_here(room: newsroom.Newsroom) -> None:
    """Let the newsroom's site be the one that a house on this machine answers for."""
    site = room.edition.site
    site.hostname, site.port, site.is_default_site = "127.0.0.1", 80, True
    site.save()


def _get(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 (ours)
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (ours)
        return bytes(answer.read())


def beside_nginx(house: House, name: str, path: str) -> float:
    """Requests a second of the edge; prints its ratio to nginx with the identical bytes."""
    for _reader in range(6):
        _get(house.url + path)
    time.sleep(1)
    body = _get(house.url + path)
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
    say(
        f"{name:<8} {len(body) / 1024:5.1f} KB  ratio to nginx {ratio:.2f}"
        f"  {rate:7.0f} a second  {cpu:5.1f} µs CPU each  p99 {p99:.1f} ms"
    )
    return rate


def fresh(house: House, room: newsroom.Newsroom, rate: int, path: str) -> None:
    """Publish ten a second under a fixed load; how soon each is seen where it belongs."""
    connections = 32
    told: list[str] = []
    seen: dict[str, list[float]] = {}
    with subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-m", "benchmarks.publisher", str(SECONDS), str(PER_SECOND)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "KHABAR_VAR": str(settings.VAR_DIR)},
    ) as publisher:
        watching = threading.Thread(
            target=_watch, args=(publisher, house, room, seen, told), daemon=True
        )
        watching.start()
        under = wrk(
            house.url + path,
            seconds=SECONDS,
            connections=connections,
            delay_ms=max(1, int(connections / max(rate, 1) * 1000)),
        )
        publisher.wait()
        watching.join(30)
    say(
        f"load     {under.rate:.0f} a second asked meanwhile, p99 {under.p99:.1f} ms,"
        f" {under.bad} lost; {told[-1] if told else 'nothing published'}"
    )
    for name, times in sorted(seen.items()):
        ordered = sorted(times)
        if ordered:
            say(
                f"fresh    {name:<8} p50 {ordered[len(ordered) // 2]:5.0f} ms"
                f"  p99 {ordered[int(len(ordered) * 0.99)]:5.0f} ms  most {ordered[-1]:5.0f} ms"
                f"  of {len(ordered)}"
            )


def _watch(
    publisher: "subprocess.Popen[str]",
    house: House,
    room: newsroom.Newsroom,
    seen: dict[str, list[float]],
    told: list[str],
) -> None:
    """Of each publication that the publisher tells, poll one page until it is there."""
    places = {
        "home": "/",
        "latest": "/latest/",
        "section": f"/{room.sections[0].slug}/",
        "story": f"/stories/{room.stories[0].slug}/",
    }
    probes = []
    for count, line in enumerate(publisher.stdout or ()):
        word, _space, at = line.strip().partition(" ")
        if word == "done":
            told.append(at)
            break
        name = sorted(places)[count % len(places)]
        probe = threading.Thread(
            target=_probe,
            args=(house.url + quote(places[name]), word, float(at), seen.setdefault(name, [])),
        )
        probe.start()
        probes.append(probe)
    for probe in probes:
        probe.join(10)


def _probe(url: str, word: str, at: float, times: list[float]) -> None:
    while time.time() - at < 8:  # noqa: PLR2004 (long after the bound)
        if word in gzip.decompress(_get(url)).decode():
            times.append((time.time() - at) * 1000)
            return
        time.sleep(0.02)
    times.append(float("inf"))


def verify(house: House) -> None:
    """Print whether the house serves what would be rendered now."""
    code, said = house.verified()
    say(f"verify   exit {code}: {said[-1] if said else ''}")
