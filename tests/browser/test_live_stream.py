"""A coverage followed in a running house: in browsers, and while its processes are killed."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker

from benchmarks.house import family
from tests import processes
from tests.edge.fronted.conftest import PREPARE, Editor, get, up, wait_for
from tools.front_servers import free_port

SECONDS = 60_000


@dataclass
class House:
    """A running house, and who edits."""

    process: "subprocess.Popen[bytes]"
    port: int
    edit: Editor

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self, what: str) -> None:
        """End the processes of this name as a power cut would."""
        for pid in family(self.process.pid):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if what in command:
                os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001 (says which database server there is)
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[House]:
    """A house on a free port, up before the first test."""
    folder = tmp_path_factory.mktemp("streams")
    with processes.own_house(folder, django_db_blocker, "streams") as environ:
        port = free_port()
        environ |= {"PORT": str(port)}
        prepare = [sys.executable, "-m", "khabar.cli", "shell", "--no-imports", "-c", PREPARE]
        subprocess.run(prepare, env=environ, check=True)
        edit = Editor(environ)
        try:
            with up(environ, f"http://127.0.0.1:{port}/") as process:
                yield House(process, port, edit)
        finally:
            edit.end()


class Follower(threading.Thread):
    """Follows a coverage from its beginning, and comes again whenever it is cut off."""

    def __init__(self, house: House, coverage: int) -> None:
        super().__init__(daemon=True)
        self.house, self.coverage = house, coverage
        self.places: list[str] = []
        self.cut = 0
        self.done = threading.Event()

    def has(self, count: int) -> bool:
        return len(self.places) >= count

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self._follow()
            except (OSError, http.client.HTTPException, ValueError):
                self.cut += 1
                time.sleep(0.1)

    def _follow(self) -> None:
        held = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=5)
        headers = {"Last-Event-ID": self.places[-1]} if self.places else {}
        try:
            held.request("GET", f"/live/events?coverage={self.coverage}:0", headers=headers)
            with held.getresponse() as answer:
                self._read(answer)
        finally:
            held.close()

    def _read(self, answer: http.client.HTTPResponse) -> None:
        place = ""
        while not self.done.is_set():
            line = answer.readline().decode()
            if not line:
                raise ConnectionError
            if line.startswith("id: "):
                place = line[4:].strip()
            # A block that was cut off was not received.
            if line == "\n" and place:
                self.places.append(place)
                place = ""


def test_nothing_is_missing_after_processes_were_killed(house: House) -> None:
    coverage, _at = house.edit("coverage")
    followers = [Follower(house, coverage) for _each in range(4)]
    for follower in followers:
        follower.start()
    posts = []
    for n in range(12):
        posts.append(house.edit("post", coverage, f"تحديث {n}")[0])
        if n == 4:
            house.kill("spawn_main")
        if n == 8:
            house.kill("khabar.cli worker")
        time.sleep(0.2)
    for follower in followers:
        wait_for(partial(follower.has, len(posts)), what="the last post")
        follower.done.set()
        # The next beat, or its patience, ends its reading.
        follower.join(30)
        numbers = [int(place.split(".")[1]) for place in follower.places]
        assert numbers == posts, "each once, in order"
        assert follower.cut, "nobody was cut off: the test shows nothing"


@pytest.fixture
def readers(chromium: Browser, house: House) -> Iterator[list[tuple[BrowserContext, Page]]]:
    """Two who read on phones, with nothing in the console but what a cut connection says."""
    if connection.vendor != "sqlite":
        pytest.skip("The same on SQLite.")
    complaints: list[str] = []
    made = []
    for _reader in range(2):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=house.url)
        page = context.new_page()
        page.set_default_timeout(SECONDS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        made.append((context, page))
    yield made
    for context, _page in made:
        context.close()
    assert complaints == []


def test_readers_follow_a_coverage(
    house: House, readers: list[tuple[BrowserContext, Page]]
) -> None:
    expect.set_options(timeout=SECONDS)
    coverage, _at = house.edit("coverage")
    first = [house.edit("post", coverage, f"تحديث {n}")[0] for n in range(8)]
    pages = [page for _context, page in readers]
    for page in pages:
        page.goto(f"/live/{coverage}")
        expect(page.locator("[data-live-bar]")).to_be_visible()

    # What is read stays where it is while something comes.
    read = pages[0].locator(f"#post-{first[2]}")
    read.scroll_into_view_if_needed()
    before = _top(read)
    new, _at = house.edit("post", coverage, "جاء بعدها.", "وصل الماء")
    for page in pages:
        expect(page.locator("[data-take]")).to_have_text("تحديث جديد")
        expect(page.locator(f"#post-{new}")).to_have_count(0)
        expect(page).to_have_title("(1) وصل الماء | فيضان | خبر")
    house.edit("post", coverage, "وبعدها.")
    house.edit("post", coverage, "وبعدها أيضا.")
    expect(pages[0].locator("[data-take]")).to_have_text("3 تحديثات جديدة")
    house.edit("edit_post", first[6], "كلام معدّل.\n\n" + "وزيادة عليه. " * 40)
    expect(pages[0].locator(f"#post-{first[6]}")).to_contain_text("كلام معدّل")
    assert abs(_top(read) - before) < 2

    assert _violations(pages[0]) == []
    pages[0].locator("[data-take]").click()
    expect(pages[0].locator("[data-post]").nth(2)).to_have_id(f"post-{new}")
    expect(pages[0].locator("[data-take]")).to_be_hidden()
    expect(pages[1].locator("[data-take]")).to_have_text("3 تحديثات جديدة")

    # Withdrawn: from the page, and from what waits.
    house.edit("withdraw_post", new)
    expect(pages[0].locator(f"#post-{new}")).to_have_text("سُحب هذا التحديث")
    expect(pages[1].locator("[data-take]")).to_have_text("تحديثان جديدان")
    pages[1].locator("[data-take]").click()
    expect(pages[1].locator(f"#post-{new}")).to_have_count(0)

    # Paused: nothing moves; then all is there.
    pages[1].locator("[data-toggle]").click()
    house.edit("edit_post", first[7], "تغيّر أثناء التوقف.")
    expect(pages[0].locator(f"#post-{first[7]}")).to_contain_text("أثناء التوقف")
    expect(pages[1].locator(f"#post-{first[7]}")).not_to_contain_text("أثناء التوقف")
    pages[1].locator("[data-toggle]").click()
    expect(pages[1].locator(f"#post-{first[7]}")).to_contain_text("أثناء التوقف")

    # Away, with the connection cut, and back: what came meanwhile is there, once.
    readers[0][0].set_offline(True)
    house.kill("spawn_main")
    wait_for(lambda: _answers(house), what="the house")
    for n in range(2):
        house.edit("post", coverage, f"أثناء الغياب {n}")
    expect(pages[1].locator("[data-take]")).to_have_text("تحديثان جديدان")
    assert pages[0].locator("[data-take]").is_hidden()
    readers[0][0].set_offline(False)
    expect(pages[0].locator("[data-take]")).to_have_text("تحديثان جديدان")

    house.edit("urgent_line", "إغلاق الجسر")
    expect(pages[0].locator("[data-ticker]")).to_contain_text("إغلاق الجسر")
    assert _violations(pages[1]) == []


def test_tabs_share_a_stream_and_an_open_article_tells_of_its_update(
    house: House, readers: list[tuple[BrowserContext, Page]]
) -> None:
    expect.set_options(timeout=SECONDS)
    context, page = readers[0]
    article, _at = house.edit("publish", "خبر مفتوح")
    coverage, _at = house.edit("coverage")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.goto(article["url"])
    second = context.new_page()
    second.goto(f"/live/{coverage}")
    wait_for(lambda: _carried(page, asked, f"coverage={coverage}", "article="), what="one stream")
    house.edit("retitle", article["pk"], "عنوان آخر")
    expect(page.locator("[data-updated]")).to_be_visible()
    page.locator("[data-updated] a").click()
    expect(page.locator("h1")).to_have_text("عنوان آخر")
    house.edit("post", coverage, "وصل.")
    expect(second.locator("[data-take]")).to_have_text("تحديث جديد")


def _carried(page: Page, asked: list[str], *topics: str) -> bool:
    page.wait_for_timeout(100)
    return any(all(topic in url for topic in topics) for url in asked if "/live/events" in url)


def _top(element: Any) -> float:
    return float(element.evaluate("element => element.getBoundingClientRect().top"))


def _answers(house: House) -> bool:
    try:
        return get(f"{house.url}/").status == 200
    except OSError:
        return False


def _violations(page: Page) -> list[str]:
    return [one["id"] for one in Axe().run(page).response["violations"]]
