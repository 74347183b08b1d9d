"""Days and weeks: where they begin, and that each moment has exactly one of them."""

import datetime as dt
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language.dates import DateStyle
from khabar.language.weeks import (
    at_wall_time,
    bounds,
    day_of,
    first_weekday,
    format_day,
    wall_time,
    week_of,
)

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
ZONES = sorted(
    zone
    for zone in available_timezones()
    if "/" in zone and not zone.startswith(("posix", "right"))
)
zones = st.sampled_from(ZONES)
days = st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("zone", "language", "first"),
    [
        ("Asia/Riyadh", "ar", SUNDAY),
        ("Africa/Cairo", "ar", SATURDAY),
        ("Asia/Kuwait", "ar", SATURDAY),
        ("Africa/Tunis", "ar", MONDAY),
        ("Europe/London", "en", MONDAY),
        ("America/New_York", "en", SUNDAY),
        ("UTC", "ar", SATURDAY),
        ("UTC", "en", SUNDAY),
        ("UTC", "ar-MA", MONDAY),
        ("UTC", "xx", MONDAY),
    ],
)
def test_a_week_begins_where_the_country_begins_it(zone: str, language: str, first: int) -> None:
    assert first_weekday(zone, language) == first
    week = week_of(dt.date(2026, 11, 25), DateStyle(language=language, zone=zone))
    assert week[0].weekday() == first


@given(zone=zones, day=days)
def test_a_week_is_seven_days_that_follow_and_hold_the_day(zone: str, day: dt.date) -> None:
    week = week_of(day, DateStyle(zone=zone))
    assert day in week
    assert week == [week[0] + dt.timedelta(days=place) for place in range(7)]
    assert all(week_of(other, DateStyle(zone=zone)) == week for other in week)


@given(
    zone=zones,
    day=days,
    seconds=st.integers(min_value=-3 * 86_400, max_value=10 * 86_400),
)
def test_each_moment_is_in_one_day_and_in_the_bounds_of_that_day_alone(
    zone: str, day: dt.date, seconds: int
) -> None:
    style = DateStyle(zone=zone)
    week = week_of(day, style)
    start, end = bounds(week[0], week[-1], style)
    moment = start + dt.timedelta(seconds=seconds)
    holding = [
        one for one in week if bounds(one, one, style)[0] <= moment < bounds(one, one, style)[1]
    ]
    inside = start <= moment < end
    assert len(holding) == inside
    if inside:
        assert holding == [day_of(moment, style)]


@given(zone=zones, day=days, minutes=st.integers(min_value=0, max_value=1439))
def test_a_wall_time_leads_back_to_a_moment_that_shows_it(
    zone: str, day: dt.date, minutes: int
) -> None:
    style = DateStyle(zone=zone)
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    shown = wall_time(midnight + dt.timedelta(minutes=minutes), style)
    assert wall_time(at_wall_time(shown, style), style) == shown


def test_an_hour_that_clocks_skip_is_the_one_they_show_instead() -> None:
    style = DateStyle(zone="Europe/Paris")
    skipped = at_wall_time(dt.datetime.fromisoformat("2026-03-29T02:30"), style)
    assert wall_time(skipped, style) == dt.datetime.fromisoformat("2026-03-29T03:30")


def test_a_day_is_written_as_the_edition_writes_it() -> None:
    day = dt.date(2015, 9, 27)
    assert format_day(day, DateStyle(months="dual")) == "الأحد 27\u00a0سبتمبر/أيلول"
    assert format_day(day, DateStyle(months="gulf", numbering="arab")) == "الأحد ٢٧\u00a0سبتمبر"
    assert format_day(day, DateStyle(language="en")) == "Sunday 27\u00a0September"
