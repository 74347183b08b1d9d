"""Pictures for the editor's guide, taken on the way through a test when somebody asks for them.

KHABAR_GUIDE_PICTURES names their folder; docs/index.md says how they are taken anew.
"""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Error, Page

from tools.pictures import small

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
MOST_BYTES = 150_000


def wanted() -> bool:
    """Whether anybody asked."""
    return bool(_folder())


def _folder() -> str:
    return str(getattr(settings, "GUIDE_PICTURES", ""))


def picture(page: Page, name: str, *, height: int = 0) -> None:
    """Keep what the page shows now; ``height`` makes the window that high meanwhile."""
    if not wanted():
        return
    window = page.viewport_size
    assert window is not None
    if height:
        page.set_viewport_size({"width": window["width"], "height": height})
    # An open editor asks who else is in it, again and again: a picture waits, but not for silence.
    with suppress(Error):
        page.wait_for_load_state("networkidle", timeout=5_000)
    shot = page.screenshot(animations="disabled")
    folder = Path(_folder())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.png").write_bytes(small(shot, MOST_BYTES))
    page.set_viewport_size(window)
