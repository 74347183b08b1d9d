"""Times as the desk writes them beside a line, and the words a script counts down with."""

import json
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khabar.desk import clock
from khabar.language.dates import DateStyle, format_time
from khabar.language.weeks import day_of, format_day

#: A number of each plural form of Arabic (CLDR), so that a script can pick the form by name.
PLURALS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def written(moment: datetime, style: DateStyle, now: datetime) -> str:
    """The time of today, or the day and the time: «غدًا، 14:30».

    With its zone, where that is not the zone of the whole screen.
    """
    day, today = day_of(moment, style), day_of(now, style)
    time = f"{format_time(moment, style)} {clock.label_beside(style, now)}".rstrip()
    if day == today:
        return time
    names = {today + DAY: _("Tomorrow"), today - DAY: _("yesterday")}
    return _("%(day)s, %(time)s") % {"day": names.get(day) or format_day(day, style), "time": time}


def ago(moment: datetime, now: datetime) -> str:
    """How long it has been: minutes within the hour, then hours."""
    passed = max(now - moment, timedelta())
    if passed < HOUR:
        n = passed // timedelta(minutes=1)
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", n) % {"n": n}
    n = passed // HOUR
    return ngettext("%(n)s hour ago", "%(n)s hours ago", n) % {"n": n}


def countdown_words() -> str:
    """What a script needs to count down in the reader's language, as JSON."""
    words = {
        "minutes": {
            name: ngettext("in %(n)s minute", "in %(n)s minutes", n) for name, n in PLURALS.items()
        },
        "hours": {
            name: ngettext("in %(n)s hour", "in %(n)s hours", n) for name, n in PLURALS.items()
        },
        "now": _("the time has come"),
    }
    return json.dumps(words, ensure_ascii=False)
