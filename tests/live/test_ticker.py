"""The urgent lines: three at most, in order, until their time is over; on every page."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from khabar.live import actions
from khabar.live.models import TickerLine
from khabar.newsroom import clock, keys
from khabar.newsroom.models import Edition, Section
from khabar.outbox.models import Change
from tests import factories
from tests.front.readers import Reader

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_lines_stand_on_every_page_in_their_order(
    ar: Edition, politics: Section, reader: Reader
) -> None:
    first = actions.add_line(ar, "إغلاق الجسر", by=None, lasts=HOUR, link="/live/1/2")
    actions.add_line(ar, "فتح المعبر", by=None, lasts=HOUR)
    article = factories.make_article(politics, "اتفاق", urgent=True)
    for path in ("/", "/latest/", "/politics/"):
        page = reader.get(path)
        assert [line.split(" ")[0] for line in page.all(".urgent-line li")] == [
            "فتح",
            "إغلاق",
            "اتفاق",
        ]
    assert page.links(".urgent-line a") == ["/live/1/2", article.get_absolute_url()]
    actions.order_lines(ar, [first.pk], by=None)
    assert reader.get("/").all(".urgent-line li")[0].startswith("إغلاق الجسر")


def test_there_are_three_at_most(ar: Edition, politics: Section, reader: Reader) -> None:
    for n in range(3):
        actions.add_line(ar, f"سطر {n}", by=None, lasts=HOUR)
    with pytest.raises(ValidationError):
        actions.add_line(ar, "رابع", by=None, lasts=HOUR)
    factories.make_article(politics, "عاجل", urgent=True)
    assert len(reader.get("/").all(".urgent-line li")) == 3


def test_a_line_ends_by_the_clock_and_tells_so(ar: Edition, reader: Reader) -> None:
    actions.add_line(ar, "إغلاق الجسر", by=None, lasts=timedelta(minutes=15))
    Change.objects.all().delete()
    clock.tick(timezone.now() + timedelta(minutes=14))
    assert TickerLine.objects.exists()
    clock.tick(timezone.now() + timedelta(minutes=16))
    assert not TickerLine.objects.exists()
    assert [row.keys for row in Change.objects.all()] == [[keys.ticker(ar.locale_id)]]
    assert reader.get("/").all(".urgent-line") == []


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//evil.example/", "evil"])
def test_a_link_leads_to_a_page(ar: Edition, link: str) -> None:
    with pytest.raises(ValidationError):
        actions.add_line(ar, "سطر", by=None, lasts=HOUR, link=link)


def test_only_who_publishes_writes_them(ar: Edition, politics: Section) -> None:
    writer = factories.make_user("writer")
    factories.allow(writer, politics, "add")
    with pytest.raises(PermissionDenied):
        actions.add_line(ar, "سطر", by=writer, lasts=HOUR)
