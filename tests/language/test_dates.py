from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.language import dates
from khabar.language.dates import DateStyle, format_date, format_datetime, format_time

MOMENT = dt.datetime(2015, 9, 27, 14, 30, tzinfo=dt.UTC)
NBSP = "\u00a0"


def _spaced(s: str) -> str:
    """The line with ordinary spaces, so that expectations can be read."""
    return s.replace(NBSP, " ")


def test_the_form_of_arabic_newsrooms_to_the_letter() -> None:
    assert (
        format_datetime(MOMENT, DateStyle(zone_label="بتوقيت غرينتش"))
        == "الأحد 27\u00a0سبتمبر/أيلول 2015، 14:30 بتوقيت غرينتش"
    )


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (DateStyle(), "الأحد 27 سبتمبر/أيلول 2015، 14:30 بتوقيت غرينتش"),
        (DateStyle(months="gulf"), "الأحد 27 سبتمبر 2015، 14:30 بتوقيت غرينتش"),
        (DateStyle(months="levant"), "الأحد 27 أيلول 2015، 14:30 بتوقيت غرينتش"),
        (DateStyle(months="morocco"), "الأحد 27 شتنبر 2015، 14:30 بتوقيت غرينتش"),
        (DateStyle(months="mauritania"), "الأحد 27 شتمبر 2015، 14:30 بتوقيت غرينتش"),
        (
            DateStyle(numbering="arab", zone="Africa/Cairo", zone_label="بتوقيت القاهرة"),
            "الأحد ٢٧ سبتمبر/أيلول ٢٠١٥، ١٦:٣٠ بتوقيت القاهرة",
        ),
        (DateStyle(zone="Asia/Riyadh"), "الأحد 27 سبتمبر/أيلول 2015، 17:30 بتوقيت الرياض"),
        (DateStyle(zone="Etc/GMT+3"), "الأحد 27 سبتمبر/أيلول 2015، 11:30 UTC\u22123"),
        (
            DateStyle(months="gulf", hijri="after"),
            "الأحد 27 سبتمبر 2015 الموافق 14 ذو الحجة 1436 هـ، 14:30 بتوقيت غرينتش",
        ),
        (
            DateStyle(months="gulf", hijri="first"),
            "الأحد 14 ذو الحجة 1436 هـ الموافق 27 سبتمبر 2015 م، 14:30 بتوقيت غرينتش",
        ),
        (
            DateStyle(months="gulf", hijri="after", hijri_adjustment=-1, numbering="arab"),
            "الأحد ٢٧ سبتمبر ٢٠١٥ الموافق ١٣ ذو الحجة ١٤٣٦ هـ، ١٤:٣٠ بتوقيت غرينتش",
        ),
        (DateStyle(language="ar-EG"), "الأحد 27 سبتمبر/أيلول 2015، 14:30 بتوقيت غرينتش"),
        (DateStyle(language="en"), "Sunday 27 September 2015, 14:30 GMT"),
        (DateStyle(language="en", zone="Asia/Kolkata"), "Sunday 27 September 2015, 20:00 UTC+5:30"),
        (DateStyle(language="en", zone="Europe/London"), "Sunday 27 September 2015, 15:30 UTC+1"),
        (
            DateStyle(language="en", hijri="after"),
            "Sunday 27 September 2015 (14 Dhu al-Hijjah 1436 AH), 14:30 GMT",
        ),
        (
            DateStyle(language="en", hijri="first"),
            "Sunday 14 Dhu al-Hijjah 1436 AH (27 September 2015), 14:30 GMT",
        ),
        (DateStyle(language="fr"), "dimanche 27 septembre 2015, 14:30 GMT"),
        (DateStyle(language="fa", numbering="arabext"), "یکشنبه ۲۷ سپتامبر ۲۰۱۵، ۱۴:۳۰ GMT"),
        (DateStyle(language="ur"), "اتوار، 27 ستمبر، 2015، 14:30 GMT"),
        (DateStyle(language="he"), "יום ראשון, 27 בספטמבר 2015, 14:30 GMT"),
        (DateStyle(language="xx"), "Sunday 27 September 2015, 14:30 GMT"),
    ],
)
def test_format_datetime(style: DateStyle, expected: str) -> None:
    assert _spaced(format_datetime(MOMENT, style)) == expected


@pytest.mark.parametrize("language", ["ar", "en", "fr", "fa", "ur", "he"])
def test_day_and_month_stay_on_one_line(language: str) -> None:
    assert f"27{NBSP}" in format_date(MOMENT, DateStyle(language=language))


def test_every_month_by_its_country() -> None:
    lists = {
        "dual": "يناير/كانون الثاني، فبراير/شباط، مارس/آذار، أبريل/نيسان، مايو/أيار، "
        "يونيو/حزيران، يوليو/تموز، أغسطس/آب، سبتمبر/أيلول، أكتوبر/تشرين الأول، "
        "نوفمبر/تشرين الثاني، ديسمبر/كانون الأول",
        "algeria_tunisia": "جانفي، فيفري، مارس، أفريل، ماي، جوان، جويلية، أوت، سبتمبر، أكتوبر، "
        "نوفمبر، ديسمبر",
        "morocco": "يناير، فبراير، مارس، أبريل، ماي، يونيو، يوليوز، غشت، شتنبر، أكتوبر، "
        "نونبر، دجنبر",
        "mauritania": "يناير، فبراير، مارس، إبريل، مايو، يونيو، يوليو، أغشت، شتمبر، أكتوبر، "
        "نوفمبر، دجمبر",
    }
    for months, names in lists.items():
        style = DateStyle(months=months)
        assert dates.month_names(style) == tuple(names.split("، "))
        printed = [format_date(dt.date(2015, month, 1), style) for month in range(1, 13)]
        assert printed == [f"1{NBSP}{name} 2015" for name in names.split("، ")]


def test_month_names_of_other_languages() -> None:
    assert dates.month_names(DateStyle(language="en"))[::11] == ("January", "December")


@pytest.mark.parametrize(
    ("day", "name"),
    [(21, "الاثنين"), (22, "الثلاثاء"), (23, "الأربعاء"), (24, "الخميس"), (25, "الجمعة"),
     (26, "السبت"), (27, "الأحد")],
)  # fmt: skip
def test_weekdays(day: int, name: str) -> None:
    printed = format_date(dt.date(2015, 9, day), DateStyle(), weekday=True)
    assert printed.split(" ")[0] == name


def test_a_moment_is_dated_in_the_zone_of_the_edition() -> None:
    late = dt.datetime(2015, 12, 31, 22, 5, tzinfo=dt.UTC)
    style = DateStyle(months="gulf", zone="Asia/Riyadh")
    assert _spaced(format_date(late, style)) == "1 يناير 2016"
    assert format_time(late, style) == "01:05"
    assert format_time(late, DateStyle(numbering="arab")) == "٢٢:٠٥"


def test_a_plain_date_needs_no_zone() -> None:
    assert _spaced(format_date(dt.date(2015, 9, 7), DateStyle())) == "7 سبتمبر/أيلول 2015"


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(2100, 1, 1), dt.date.max])
@pytest.mark.parametrize("hijri", ["after", "first"])
def test_outside_its_years_the_hijri_date_is_left_out(day: dt.date, hijri: str) -> None:
    style = DateStyle(hijri=hijri, hijri_adjustment=1)
    assert format_date(day, style) == format_date(day, DateStyle())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2015, 10, 14), "1 محرم 1437 هـ"),
        (dt.date(2024, 3, 11), "1 رمضان 1445 هـ"),
        (dt.date(2024, 4, 10), "1 شوال 1445 هـ"),
    ],
)
def test_first_days_of_hijri_months(day: dt.date, expected: str) -> None:
    assert _spaced(format_date(day, DateStyle(hijri="first"))).startswith(f"{expected} الموافق ")


def test_a_datetime_without_zone_is_refused() -> None:
    naive = MOMENT.replace(tzinfo=None)
    for write in (format_date, format_time, format_datetime):
        with pytest.raises(ValueError, match="without a zone"):
            write(naive, DateStyle())


@pytest.mark.parametrize(
    ("field", "value"),
    [("months", "roman"), ("numbering", "roman"), ("hijri", "maybe"), ("zone", "Mars/Base"),
     ("zone", "/etc/passwd"), ("zone", "")],
)  # fmt: skip
def test_a_style_that_cannot_be_printed_names_its_field(field: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"DateStyle.{field}"):
        DateStyle(**{field: value})  # type: ignore[arg-type]  # the names are those of str fields


@given(
    st.datetimes(timezones=st.timezones()),
    st.builds(
        DateStyle,
        language=st.sampled_from(["ar", "en", "fr", "fa", "ur", "he", "zz-top"]),
        months=st.sampled_from(sorted(dates.MONTH_NAMES)),
        numbering=st.sampled_from(["latn", "arab", "arabext"]),
        hijri=st.sampled_from(["none", "after", "first"]),
        hijri_adjustment=st.integers(-2, 2),
        zone=st.timezone_keys(),
    ),
)
def test_every_moment_prints_in_every_style(moment: dt.datetime, style: DateStyle) -> None:
    printed = format_datetime(moment, style)
    assert format_date(moment, style, weekday=True) in printed
    assert format_time(moment, style) in printed
