"""Days and weeks of an edition: where a week begins, which day a moment belongs to.

CLDR knows the week of each country, and the country of each time zone: a week in Riyadh begins on
Sunday, in Cairo on Saturday, in Tunis on Monday. A zone of no country (UTC) leaves it to the
language's most likely country: Arabic's is Egypt.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from . import digits
from .characters import NO_BREAK_SPACE
from .dates import month_names, weekday_names, zone_of

if TYPE_CHECKING:
    from .dates import DateStyle

DAY: Final = dt.timedelta(days=1)
WEEK: Final = 7
#: What time zones of no country belong to.
_WORLD: Final = "001"
#: Where nothing is known: Monday, as CLDR has it for the world.
_MONDAY: Final = 0


@lru_cache(maxsize=128)
def first_weekday(zone: str, language: str) -> int:
    """The day on which weeks begin there, Monday being 0."""
    territory = get_global("zone_territories").get(zone)
    if territory is None or territory == _WORLD:
        territory = _likely_territory(language)
    try:
        return Locale.parse(f"und_{territory}").first_week_day
    except (UnknownLocaleError, ValueError):
        return _MONDAY


def _likely_territory(language: str) -> str:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return _WORLD
    likely = str(get_global("likely_subtags").get(locale.language, "")).rpartition("_")[2]
    return locale.territory or likely or _WORLD


def week_of(day: dt.date, style: DateStyle) -> list[dt.date]:
    """The seven days of the week that holds a day. Raises OverflowError at the calendar's ends."""
    back = (day.weekday() - first_weekday(style.zone, style.language)) % WEEK
    first = day - back * DAY
    return [first + place * DAY for place in range(WEEK)]


def day_of(moment: dt.datetime, style: DateStyle) -> dt.date:
    """The day that it is in the edition's zone at a moment."""
    return moment.astimezone(zone_of(style)).date()


def bounds(first: dt.date, last: dt.date, style: DateStyle) -> tuple[dt.datetime, dt.datetime]:
    """From the first moment of one day to the first moment after another, in the edition's zone.

    Days that touch have bounds that touch, also where a clock change makes a day longer or shorter.
    """
    return _begin(first, style), _begin(last + DAY, style)


def _begin(day: dt.date, style: DateStyle) -> dt.datetime:
    # Where clocks go forward at midnight the day begins at one; the earlier offset says so. Both
    # sides are taken to UTC, because two times of one zone are compared by their wall clocks.
    return dt.datetime.combine(day, dt.time(), tzinfo=zone_of(style)).astimezone(dt.UTC)


def at_wall_time(wall: dt.datetime, style: DateStyle) -> dt.datetime:
    """The moment at which clocks of the edition show this; the first of two where they go back.

    An hour that clocks skip is taken as the one that they show instead.
    """
    return wall.replace(tzinfo=zone_of(style), fold=0).astimezone(dt.UTC)


def wall_time(moment: dt.datetime, style: DateStyle) -> dt.datetime:
    """What clocks of the edition show at a moment, to the minute, without a zone."""
    return moment.astimezone(zone_of(style)).replace(tzinfo=None, second=0, microsecond=0)


def format_day(day: dt.date, style: DateStyle) -> str:
    """Weekday, day and month: «الأحد 27 سبتمبر/أيلول»."""
    month = month_names(style)[day.month - 1]
    written = f"{weekday_names(style)[day.weekday()]} {day.day}{NO_BREAK_SPACE}{month}"
    return digits.convert(written, style.numbering)
