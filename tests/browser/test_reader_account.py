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


def test_a_readers_own_pages_are_for_everybody(site: Site, ar: Edition, politics: Section) -> None:
    Policy.objects.create(edition=ar, mode=Mode.BEFORE)
    article = factories.make_article(politics, "اتفاق على فتح المعابر بعد أسبوعين من التفاوض")
    writer = Writer(Client(), article)
    anybody = ["/me/", "/me/sign-in/"]
    own = ["/me/", "/me/name/", "/me/erase/", writer.path]

    def look(paths: list[str], who: str) -> None:
        for path in paths:
            for size in (PHONE, DESK):
                with site.opened(path, viewport=size) as page:
                    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
                    found = Axe().run(page)
                    assert found.violations_count == 0, found.generate_report()
                    if settings.SCREEN_PICTURES:
                        name = f"{who}{path.replace('/', '-')}{size['width']}.png"
                        page.screenshot(path=Path(settings.SCREEN_PICTURES) / name, full_page=True)

    look(anybody, "nobody")
    ask(writer, "suad@example.com")
    site.client = writer.client
    look(["/me/code/"], "asked")
    sign_in(writer, "suad@example.com")
    writer.write("رأيي أن فتح المعابر خطوة أولى، والأهم ما بعدها.\n\nانظروا ما جرى قبل عام.")
    look(own, "reader")
    assert not site.foreign
