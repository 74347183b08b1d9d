"""Times in the list of articles."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def desk_time(moment: datetime) -> str:
    """Today's by the hour, this year's without the year, older ones by the day."""
    local, today = timezone.localtime(moment), timezone.localdate()
    if local.date() == today:
        return time_format(local, "TIME_FORMAT")
    if local.year == today.year:
        day = date_format(local, "MONTH_DAY_FORMAT")
        return _("%(day)s, %(time)s") % {"day": day, "time": time_format(local, "TIME_FORMAT")}
    return date_format(local, "DATE_FORMAT")
