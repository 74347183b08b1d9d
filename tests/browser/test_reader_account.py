"""A reader's own pages in a browser: usable by everybody, on a phone and on a desk."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from khabar.comments.models import Mode, Policy
from khabar.newsroom.models import Edition, Section
from tests import factories
from tests.browser.site import Site
from tests.comments.signing import ask, sign_in
from tests.comments.writers import Writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DESK = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def writers(ar: Edition, politics: Section) -> tuple[Writer, Writer, Writer]:
    """Nobody, one who awaits a code, one who is signed in and wrote."""
    Policy.objects.create(edition=ar, mode=Mode.BEFORE)
    article = factories.make_article(politics, "اتفاق على فتح المعابر بعد أسبوعين من التفاوض")
    nobody, asked, reader = (Writer(Client(), article) for _ in range(3))
    ask(asked, "salma@example.com")
    sign_in(reader, "suad@example.com")
    reader.write("رأيي أن فتح المعابر خطوة أولى، والأهم ما بعدها.\n\nانظروا ما جرى قبل عام.")
    return nobody, asked, reader


def test_a_readers_own_pages_are_for_everybody(
    writers: tuple[Writer, Writer, Writer], site: Site
) -> None:
    pictures = str(getattr(settings, "SCREEN_PICTURES", ""))
    own = ["/me/", "/me/name/", "/me/erase/", writers[2].path]
    for writer, paths in zip(writers, (["/me/", "/me/sign-in/"], ["/me/code/"], own), strict=True):
        site.client = writer.client
        for path in paths:
            for size in (PHONE, DESK):
                with site.opened(path, viewport=size) as page:
                    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
                    if pictures:
                        name = f"{len(paths)}{path.replace('/', '-')}{size['width']}.png"
                        page.screenshot(path=Path(pictures) / name, full_page=True)
                    found = Axe().run(page)
                    assert found.violations_count == 0, found.generate_report()
    assert not site.foreign
