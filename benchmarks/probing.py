"""How soon readers see what was committed, and whether anything old comes after the new."""

import gzip
import http.client
import re
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from benchmarks.measure import say

WORD: Final = re.compile(r"عاجل(\d+)")
LEAD: Final = re.compile(r'<article class="lead.*?href="[^"]*/(\d+)[-/]', re.DOTALL)
GONE: Final = 410
UNCHANGED: Final = 304
STEP_SECONDS: Final = 0.02
LONGEST_SECONDS: Final = 8.0


def get(url: str) -> tuple[int, bytes]:
    """Status and body, as compressed as it came."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 (ours)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (ours)
            return answer.status, bytes(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Browser:
    """Asks as a browser does that stays: over one connection, whether what it has has changed."""

    def __init__(self, url: str) -> None:
        host, _colon, port = url.rpartition("//")[2].partition(":")
        self._connection = http.client.HTTPConnection(host, int(port or 80), timeout=30)
        self._held: dict[str, tuple[str, int, str]] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of the page at this path."""
        etag, status, page = self._held.get(path, ("", 0, ""))
        asked = {"Accept-Encoding": "gzip"} | ({"If-None-Match": etag} if etag else {})
        self._connection.request("GET", quote(path), headers=asked)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != UNCHANGED:
            status, page = answer.status, text(body)
            self._held[path] = answer.getheader("etag") or "", status, page
        return status, page


def text(body: bytes) -> str:
    """A page's text; also of one that came as it is."""
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


@dataclass
class Probes:
    """Of each act of the publisher, ask for the pages that must show it until they do.

    A page shows an act if it shows it, or a later one: acts are committed one after another.
    """

    url: str
    #: The paths of "home", "section" and "story".
    places: dict[str, str]
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    #: Pages that showed something older than they had shown before.
    went_back: int = 0
    looked: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)
    _leads: list[tuple[float, str]] = field(default_factory=list)
    _turn: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def see(self, act: dict[str, Any]) -> None:
        """Begin to look for an act: on the article's own page, and on one of the others in turn."""
        wanted = dict(act["places"])
        shared = [name for name in wanted if name in self.places]
        if len(shared) > 1:
            self._turn += 1
            for name in shared:
                if name != shared[self._turn % len(shared)]:
                    del wanted[name]
        if "front" in wanted:
            self._leads.append((act["at"], wanted["front"]))
        for place, what in wanted.items():
            thread = threading.Thread(target=self._probe, args=(act["at"], place, what))
            thread.start()
            self._threads.append(thread)

    def watch(self) -> None:
        """Until ``finish``, read the shared pages again and again: none may go back."""
        threading.Thread(target=self._watch, daemon=True).start()

    def finish(self) -> None:
        """Wait for what is still looked for."""
        for thread in self._threads:
            thread.join(LONGEST_SECONDS + 5)
        self._stopped.set()

    def say(self) -> None:
        """Print how soon each kind of page showed what was committed."""
        for name, times in sorted(self.times.items()):
            ordered = sorted(times)
            say(
                f"fresh    {name:<10} p50 {middle(ordered, 0.5):5.0f} ms"
                f"  p99 {middle(ordered, 0.99):5.0f} ms  most {ordered[-1]:5.0f} ms"
                f"  of {len(ordered)}"
            )
        say(f"back     {self.went_back} of {self.looked} looks showed something older than before")

    def all(self) -> list[float]:
        """All times, in ms, ascending."""
        return sorted(time for times in self.times.values() for time in times)

    def _probe(self, at: float, place: str, what: str) -> None:
        name = place if place in self.places or place == "front" else "article"
        path = self.places.get("home" if place == "front" else place, place)
        if what == str(GONE):
            name = "withdrawn"
        browser = Browser(self.url)
        while time.time() - at < LONGEST_SECONDS:
            asked = time.time()
            if self._shows(browser.get(path), at, what):
                self.times[name].append((time.time() - at) * 1000)
                return
            time.sleep(max(0.0, STEP_SECONDS - (time.time() - asked)))
        self.times[name].append(float("inf"))

    def _shows(self, answer: tuple[int, str], at: float, what: str) -> bool:
        status, page = answer
        if status == GONE:
            # Also what was published, where it was withdrawn since.
            return True
        if what.isdecimal():
            if what == str(GONE):
                return False
            found = LEAD.search(page)
            return bool(found) and any(
                number == found[1] for placed, number in list(self._leads) if placed >= at
            )
        newest = max(map(int, WORD.findall(page)), default=0)
        return newest >= int(what.removeprefix("عاجل"))

    def _watch(self) -> None:
        newest: dict[str, int] = {}
        browser = Browser(self.url)
        while not self._stopped.wait(STEP_SECONDS):
            for name, path in self.places.items():
                page = browser.get(path)[1]
                found = max(map(int, WORD.findall(page)), default=0)
                self.looked += 1
                if found < newest.get(name, 0):
                    self.went_back += 1
                newest[name] = max(found, newest.get(name, 0))


def middle(ordered: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")
