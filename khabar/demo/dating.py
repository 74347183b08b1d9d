"""Times in the demo's content: how long ago an item appeared, and the dates that its body names.

Bodies name dates by their distance from the item's own appearance, so that a demo loaded on any
day reads as that day's paper: `{weekday}`, `{date}`, with days added or taken as in `{date-2}`.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from khabar.language.characters import NO_BREAK_SPACE
from khabar.language.dates import MONTH_NAMES

_AGO: Final = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_NAMED: Final = re.compile(r"(weekday|date)([+-]\d+)?")

_WEEKDAYS: Final = {
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "ar": MONTH_NAMES["dual"],
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}


def ago(text: str) -> timedelta:
    """The time that `2d4h30m` says; a ValueError for anything else."""
    match = _AGO.fullmatch(text)
    if not text or match is None:
        raise ValueError(f"{text!r} is no length of time; write it like 2d4h30m")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def fill(text: str, at: datetime, zone: str, language: str) -> str:
    """`text` with its dates written out, counted from `at`; a ValueError for an unknown one."""
    local = at.astimezone(ZoneInfo(zone))

    def written(found: re.Match[str]) -> str:
        named = _NAMED.fullmatch(found[1])
        if named is None:
            raise ValueError(f"{found[0]} is no date; write {{weekday}} or {{date-2}}")
        day = local + timedelta(days=int(named[2] or 0))
        if named[1] == "weekday":
            return _WEEKDAYS[language][day.weekday()]
        return f"{day.day}{NO_BREAK_SPACE}{_MONTHS[language][day.month - 1]}"

    return _PLACEHOLDER.sub(written, text)
