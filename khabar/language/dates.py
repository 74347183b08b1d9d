"""Dates and times as each edition prints them.

Arabic follows the newsrooms: «الأحد 27 سبتمبر/أيلول 2015، 14:30 بتوقيت غرينتش», English the
press of London: "Sunday 27 September 2015, 14:30 GMT". Other languages take CLDR's long date,
and a language unknown to CLDR is printed as English.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as cldr_date
from babel.dates import get_timezone_location
from hijridate import Gregorian, Hijri

from . import digits
from .characters import NO_BREAK_SPACE
from .direction import direction_of

Months = Literal["dual", "gulf", "levant", "algeria_tunisia", "morocco", "mauritania"]
HijriPlace = Literal["none", "after", "first"]


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split())


_GULF: Final = _names("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر")
_LEVANT: Final = (
    "كانون الثاني",
    *_names("شباط آذار نيسان أيار حزيران تموز آب أيلول"),
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
MONTH_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "dual": tuple(f"{gulf}/{levant}" for gulf, levant in zip(_GULF, _LEVANT, strict=True)),
    "gulf": _GULF,
    "levant": _LEVANT,
    "algeria_tunisia": _names(
        "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر"
    ),
    "morocco": _names("يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"),
    "mauritania": _names("يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر نوفمبر دجمبر"),
}
"""The Arabic names of the months, January first, by the habit of the country."""

_WEEKDAYS: Final = _names("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد")

_HIJRI_MONTHS: Final = (
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
)


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How one edition prints dates. Construction raises ValueError, naming the field that is wrong.

    `months` and `hijri` matter to Arabic only (`hijri` to English too). `zone` is an IANA key;
    `zone_label` is printed as it is after the time («بتوقيت غرينتش»), and where it is empty the
    zone's own name stands in.
    """

    language: str = "ar"
    months: str = "dual"
    numbering: str = "latn"
    hijri: str = "none"
    hijri_adjustment: int = 0
    zone: str = "UTC"
    zone_label: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not be printed."""
        for field, value, allowed in (
            ("months", self.months, get_args(Months)),
            ("numbering", self.numbering, digits.NUMBERINGS),
            ("hijri", self.hijri, get_args(HijriPlace)),
        ):
            if value not in allowed:
                msg = f"DateStyle.{field} is {value!r}: choose one of {', '.join(allowed)}."
                raise ValueError(msg)
        _zone(self.zone)


def format_date(day: dt.date, style: DateStyle, *, weekday: bool = False) -> str:
    """Return the date of `day`: «27 سبتمبر/أيلول 2015», with its weekday if asked.

    A datetime must know its zone (else ValueError) and is first taken to the zone of the style.
    The Hijri date stands beside the other or before it as the style says; outside the years its
    calendar knows it is left out.
    """
    local = _local(day, style).date() if isinstance(day, dt.datetime) else day
    return _DATE_WRITERS.get(_locale(style.language).language, _cldr)(local, style, weekday)


def format_time(moment: dt.datetime, style: DateStyle) -> str:
    """Return the hour and minute of `moment` in the zone of the style: «14:30»."""
    local = _local(moment, style)
    return digits.convert(f"{local.hour:02}:{local.minute:02}", style.numbering)


def format_datetime(moment: dt.datetime, style: DateStyle) -> str:
    """Return weekday, date, time and zone: «الأحد 27 سبتمبر/أيلول 2015، 14:30 بتوقيت غرينتش».

    Raises ValueError for a datetime that does not know its zone.
    """
    day = format_date(moment, style, weekday=True)
    comma = "،" if _locale(style.language).language in {"ar", "fa", "ur", "ckb", "ps"} else ","
    return f"{day}{comma} {format_time(moment, style)} {zone_label(moment, style)}"


def zone_label(moment: dt.datetime, style: DateStyle) -> str:
    """Return how the zone is named at `moment`: the edition's own words, or the default ones."""
    return style.zone_label or default_zone_label(moment, style)


def default_zone_label(moment: dt.datetime, style: DateStyle) -> str:
    """Return how the zone is named when the edition gives it no label.

    Arabic names Greenwich or the zone's city («بتوقيت الرياض»), other languages the distance
    from Greenwich at that moment ("GMT", "UTC+3", "UTC+5:30").
    """
    offset = _local(moment, style).utcoffset() or dt.timedelta()
    if _locale(style.language).language == "ar":
        city = _arabic_city(style.zone)
        if city:
            return f"بتوقيت {city}"
    if not offset:
        return "GMT"
    minutes = abs(offset) // dt.timedelta(minutes=1)
    sign = "+" if offset > dt.timedelta() else "\u2212"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")


def month_names(style: DateStyle) -> tuple[str, ...]:
    """Return the twelve names the style prints for the months, January first."""
    if _locale(style.language).language == "ar":
        return MONTH_NAMES[style.months]
    names = _locale(style.language).months["format"]["wide"]
    return tuple(names[number] for number in range(1, 13))


def weekday_names(style: DateStyle) -> tuple[str, ...]:
    """Return the seven names of the days in the style's language, Monday first."""
    locale = _locale(style.language)
    if locale.language == "ar":
        return _WEEKDAYS
    names = locale.days["format"]["wide"]
    return tuple(names[number] for number in range(7))


def zone_of(style: DateStyle) -> ZoneInfo:
    """Return the zone of the style."""
    return _zone(style.zone)


def _arabic(day: dt.date, style: DateStyle, weekday: bool) -> str:  # noqa: FBT001  # one table of writers
    name = f"{_WEEKDAYS[day.weekday()]} " if weekday else ""
    month = MONTH_NAMES[style.months][day.month - 1]
    gregorian = f"{day.day}{NO_BREAK_SPACE}{month} {day.year}"
    if hijri := _hijri(day, style):
        lunar_month = f"{_HIJRI_MONTHS[hijri.month - 1]} {hijri.year}"
        lunar = f"{hijri.day}{NO_BREAK_SPACE}{lunar_month}{NO_BREAK_SPACE}هـ"
        if style.hijri == "first":
            gregorian = f"{lunar} الموافق {gregorian}{NO_BREAK_SPACE}م"
        else:
            gregorian = f"{gregorian} الموافق {lunar}"
    return digits.convert(f"{name}{gregorian}", style.numbering)


def _english(day: dt.date, style: DateStyle, weekday: bool) -> str:  # noqa: FBT001  # one table of writers
    english = _locale("en")
    name = f"{english.days['format']['wide'][day.weekday()]} " if weekday else ""
    month = english.months["format"]["wide"][day.month]
    gregorian = f"{day.day}{NO_BREAK_SPACE}{month} {day.year}"
    if hijri := _hijri(day, style):
        lunar_month = f"{hijri.month_name('en')} {hijri.year}"
        lunar = f"{hijri.day}{NO_BREAK_SPACE}{lunar_month}{NO_BREAK_SPACE}AH"
        pair = (lunar, gregorian) if style.hijri == "first" else (gregorian, lunar)
        gregorian = f"{pair[0]} ({pair[1]})"
    return digits.convert(f"{name}{gregorian}", style.numbering)


def _cldr(day: dt.date, style: DateStyle, weekday: bool) -> str:  # noqa: FBT001  # one table of writers
    locale = _locale(style.language)
    pattern = locale.date_formats["full" if weekday else "long"].pattern
    written = cldr_date(day, pattern.replace("d ", f"d{NO_BREAK_SPACE}"), locale=locale)
    return digits.convert(written, style.numbering)


_DATE_WRITERS: Final = {"ar": _arabic, "en": _english}


def _hijri(day: dt.date, style: DateStyle) -> Hijri | None:
    """Return `day` by Umm al-Qura, or None when not asked for or not known."""
    if style.hijri == "none":
        return None
    try:
        # Countries that sight the moon differ from Umm al-Qura by a day now and then.
        adjusted = day + dt.timedelta(days=style.hijri_adjustment)
        return Gregorian.fromdate(adjusted).to_hijri()
    except OverflowError:
        return None


def _local(moment: dt.datetime, style: DateStyle) -> dt.datetime:
    if moment.tzinfo is None:
        msg = "A datetime without a zone cannot be printed: nobody knows whose hour it is."
        raise ValueError(msg)
    try:
        return moment.astimezone(_zone(style.zone))
    except OverflowError:
        # The very first and last hours of the calendar have no counterpart in other zones.
        return moment


@lru_cache(maxsize=128)
def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = f"DateStyle.zone is {key!r}: not a name of the IANA time zone database."
        raise ValueError(msg) from None


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=128)
def _arabic_city(zone: str) -> str:
    if zone in {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Etc/Greenwich", "Zulu", "UCT"}:
        return "غرينتش"
    city = get_timezone_location(zone, locale="ar", return_city=True)
    # CLDR has no city for some zones and answers with the bare key.
    return city if direction_of(city, default="ltr") == "rtl" else ""
