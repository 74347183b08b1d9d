"""Takes the pictures of the documentation: docs/pictures/*.png.

    python tools/pictures.py [NAME …]

Starts a newsroom of its own with the demo edition, in a data folder that is gone afterwards, waits
until its photos have their renditions, and looks at it through Chromium.
"""

import io
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs/pictures"
HOW_TO_GET_IT = "Chromium is missing: apt-get install chromium (or your system's package)."
START_SECONDS = 300.0
RENDITION_SECONDS = 600.0
MOST_BYTES = 250_000
COLOURS = (256, 128, 64, 32)

#: Somebody submits, so that the desk's first page shows what it is for.
SUBMISSIONS = """
from django.contrib.auth.models import User
from khabar.newsroom.models import Article, Author
writer = User.objects.create(username="writer", first_name=Author.objects.order_by("pk")[0].name)
for article in Article.objects.live().order_by("-published_at")[11:15]:
    article.save_revision(user=writer)
    article.get_workflow().start(article, writer)
"""


@dataclass(frozen=True)
class Picture:
    """One file: which page, in which window."""

    name: str
    path: str
    width: int
    height: int
    scale: float = 1.0
    desk: bool = False


@dataclass(frozen=True)
class Newsroom:
    """A running Khabar."""

    url: str
    var: Path
    environ: dict[str, str]

    def khabar(self, *words: str) -> str:
        """What a command prints."""
        done = subprocess.run(
            [sys.executable, "-m", "khabar.cli", *words],
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self.environ,
        )
        return done.stdout.strip()

    def ask(self, sql: str) -> list[tuple[int, ...]]:
        """Rows of numbers from its database, read beside it."""
        file = f"file:{self.var / 'khabar.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(file, uri=True, timeout=20)) as database:
            return database.execute(sql).fetchall()


def pictures(newsroom: Newsroom) -> list[Picture]:
    """All pictures; the article is the lead of the front page."""
    with urlopen(f"{newsroom.url}/") as response:  # noqa: S310 (our own server)
        home = response.read().decode()
    found = re.search(r'<h2[^>]*>\s*<a href="(/[^"]+/(\d+)-[^"]*/)"', home)
    if found is None:
        sys.exit("The front page has no lead.")
    article, number = found[1], found[2]
    ((ident,),) = newsroom.ask(
        f"SELECT page_ptr_id FROM newsroom_article WHERE number = {int(number)}"  # noqa: S608 (a number)
    )
    return [
        Picture("home-desktop", "/", 1280, 1500),
        Picture("home-phone", "/", 390, 844, scale=2),
        Picture("article-desktop", article, 1280, 1500),
        Picture("article-phone", article, 390, 844, scale=2),
        Picture("desk-home", "/desk/", 1280, 800, desk=True),
        Picture("desk-editor", f"/desk/pages/{ident}/edit/", 1280, 1300, desk=True),
    ]


@contextmanager
def newsroom() -> Iterator[Newsroom]:
    """A newsroom with the demo edition and all of its renditions."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="khabar-pictures-") as folder:
        environ = {
            name: text for name, text in os.environ.items() if not name.startswith("KHABAR_")
        } | {"KHABAR_VAR": folder, "PORT": str(port), "HOST": "127.0.0.1"}
        house = Newsroom(f"http://127.0.0.1:{port}", Path(folder), environ)
        process = subprocess.Popen([sys.executable, "-m", "khabar.cli", "up"], env=environ)
        try:
            _wait_for_answers(process, port)
            house.khabar("shell", "-c", SUBMISSIONS)
            _wait_for_renditions(house)
            yield house
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _wait_for_answers(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("Khabar did not start.")


def _wait_for_renditions(house: Newsroom) -> None:
    until = time.monotonic() + RENDITION_SECONDS
    sql = (
        "SELECT count(*) FROM django_tasks_database_dbtaskresult"
        " WHERE status IN ('READY', 'RUNNING')"
    )
    while time.monotonic() < until:
        if house.ask(sql) == [(0,)]:
            return
        time.sleep(1)
    sys.exit("The worker is still busy.")


def sign_in(page: Page, house: Newsroom) -> None:
    """Enter the desk as its first account, as a person does."""
    password = house.khabar("staff-password", "editor")
    page.goto(f"{house.url}/desk/login/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", password)
    page.click("button[type=submit]")
    page.wait_for_url(f"{house.url}/desk/")


def take(browser: Browser, house: Newsroom, picture: Picture) -> Path:
    """Look at a page and keep what is seen."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        locale="ar",
        color_scheme="light",
    )
    page = context.new_page()
    if picture.desk:
        sign_in(page, house)
    page.goto(house.url + picture.path, wait_until="networkidle")
    shot = page.screenshot()
    context.close()
    return keep(shot, picture.name)


def keep(shot: bytes, name: str) -> Path:
    """Write a picture into its file."""
    path = PICTURES / f"{name}.png"
    path.write_bytes(small(shot))
    return path


def small(shot: bytes, most: int = MOST_BYTES) -> bytes:
    """The picture as a PNG with as many colours as fit into so many bytes."""
    with Image.open(io.BytesIO(shot)) as image:
        whole = image.convert("RGB")
    file = io.BytesIO()
    for colours in COLOURS:
        file = io.BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= most:
            break
    return file.getvalue()


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 1
    wanted = set(sys.argv[1:])
    PICTURES.mkdir(parents=True, exist_ok=True)
    with newsroom() as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in pictures(house):
            if not wanted or picture.name in wanted:
                path = take(browser, house, picture)
                print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
