"""A broadcast where the browser plays HLS by itself, and where it does not."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

from khabar.newsroom.models import Broadcast
from tests import factories
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "https://live.example"
#: A second of two colours that Chromium recorded of a canvas: a head (ftyp, moov), then fragments.
RECORDED = Path(__file__).with_name("stream.mp4").read_bytes()
HEAD_ENDS = RECORDED.index(b"moof") - 4
PARTS = {
    "/index.m3u8": b"""#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-MAP:URI="head.mp4"
#EXTINF:1.5,
part.m4s
#EXT-X-ENDLIST
""",
    "/head.mp4": RECORDED[:HEAD_ENDS],
    "/part.m4s": RECORDED[HEAD_ENDS:],
}
LIBRARY = "front/vendor/hls-"
KNOWS_NO_HLS = """
const asked = HTMLMediaElement.prototype.canPlayType;
HTMLMediaElement.prototype.canPlayType = function (type) {
  return type.includes("mpegurl") ? "" : asked.call(this, type);
};
"""
KNOWS_HLS = 'HTMLMediaElement.prototype.canPlayType = () => "maybe";'


@pytest.fixture
def on_air() -> None:
    edition = factories.make_edition("ar")
    Broadcast.objects.create(
        edition=edition, title="البث", hls_url=f"{HOST}/index.m3u8", mode="always"
    )


def opened_as(page: Page, browser: str) -> list[str]:
    """The page anew in such a browser; what it asks for from then on."""
    asked: list[str] = []

    def broadcast(route: Route) -> None:
        part = PARTS[route.request.url.removeprefix(HOST)]
        route.fulfill(body=part, headers={"access-control-allow-origin": "*"})

    page.context.route(f"{HOST}/**", broadcast)
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(browser)
    page.reload()
    return asked


@pytest.mark.usefixtures("on_air")
def test_a_browser_without_hls_plays_by_our_library_once_somebody_asks(site: Site) -> None:
    with site.opened("/live/") as page:
        asked = opened_as(page, KNOWS_NO_HLS)
        button = page.locator("button.play-stream")
        button.wait_for()
        assert not [url for url in asked if LIBRARY in url or url.startswith(HOST)]
        button.click()
        page.wait_for_function(
            "() => { const it = document.querySelector('video'); return it.currentTime > 0.2; }"
        )
        video = page.locator("video")
        assert video.evaluate("it => it.currentSrc").startswith("blob:http://localhost/")
        assert video.evaluate("it => it.videoWidth") == 64
        loaded = [url for url in asked if LIBRARY in url]
    assert len(loaded) == 1
    # From our own address, and the file that we ship.
    assert finders.find(loaded[0].removeprefix("http://localhost/static/"))
    theirs = [url.removeprefix(HOST) for url in asked if url.startswith(HOST)]
    assert list(dict.fromkeys(theirs)) == list(PARTS)


@pytest.mark.usefixtures("on_air")
def test_a_browser_that_plays_hls_is_left_to_it(site: Site) -> None:
    with site.opened("/live/") as page:
        asked = opened_as(page, KNOWS_HLS)
        video = page.locator("video")
        video.wait_for()
        assert video.evaluate("it => it.controls")
        assert page.locator("button.play-stream").count() == 0
        with page.expect_request(f"{HOST}/index.m3u8"):
            video.evaluate("it => { it.play().catch(() => {}); }")
        assert not [url for url in asked if LIBRARY in url]
