"""What led at 14:00: the front page of a day, change by change."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from khabar.desk.fronts.views import board_url, edition_for
from khabar.desk.screens import crumbs
from khabar.language.dates import zone_label
from khabar.newsroom.arrangement import SLOTS
from khabar.newsroom.models import FrontSlot, FrontState
from khabar.newsroom.queries import fronts as queries

#: Days outside these have no day before or after them that dates know.
FIRST_YEAR, LAST_YEAR = 2, 9998


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """A day's changes, and the front page at one moment of it."""
    edition = edition_for(request)
    zone = ZoneInfo(edition.time_zone)
    now = timezone.now().astimezone(zone)
    day = _day(request) or now.date()
    clock = _clock(request)
    begins = datetime.combine(day, time.min, tzinfo=zone)
    ends = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    if clock is None:
        clock = now.time() if day == now.date() else time(14)
    # The whole minute, so that what changed within it is seen.
    moment = datetime.combine(day, clock, tzinfo=zone).replace(second=59, microsecond=999999)
    found = queries.front_at(edition, moment)
    context = {
        "edition": edition,
        "zone": zone,
        "zone_label": zone_label(moment, edition.date_style),
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < now.date() else None,
        "moment": moment,
        "found": found,
        "layout": FrontState.Layout(found.arrangement.layout).label if found else "",
        "slots": _slots(found),
        "versions": queries.leads_of(queries.versions_between(edition, begins, ends)),
        "header_title": _("History of the front page"),
        "header_icon": "history",
        "breadcrumbs_items": [
            *crumbs(),
            {"url": board_url(edition), "label": _("Front page")},
            {"url": "", "label": _("History")},
        ],
    }
    return render(request, "desk/fronts/history.html", context)


def _slots(found: queries.FrontThen | None) -> list[tuple[str, list[queries.Shown]]]:
    shown = found.shown if found else {}
    return [(str(FrontSlot.Slot(slot).label), shown[slot]) for slot in SLOTS if shown.get(slot)]


def _day(request: HttpRequest) -> date | None:
    asked = str(request.GET.get("day", ""))
    try:
        found = parse_date(asked)
    except ValueError:
        found = None
    if asked and (found is None or not FIRST_YEAR <= found.year <= LAST_YEAR):
        messages.error(request, _("“%(text)s” is not a day.") % {"text": asked})
        return None
    return found


def _clock(request: HttpRequest) -> time | None:
    asked = str(request.GET.get("time", ""))
    try:
        found = parse_time(asked)
    except ValueError:
        found = None
    if asked and found is None:
        messages.error(request, _("“%(text)s” is not a time.") % {"text": asked})
    return found
