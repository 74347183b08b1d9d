"""What the front page's and the stories' screens print."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khabar.desk.fronts.board import Entry
from khabar.desk.fronts.forms import PlacePhotoChooser
from khabar.desk.fronts.hooks import may_pin, place_url
from khabar.language import dates, digits
from khabar.newsroom.models import Article, Edition, FrontPlan, FrontSlot, Photo
from khabar.newsroom.queries.fronts import Planned

register = template.Library()


@register.simple_tag
def clock(moment: datetime | None, edition: Edition) -> str:
    """A time as the edition prints it: the hour alone today, else with the day."""
    if moment is None:
        return ""
    style = edition.date_style
    zone = ZoneInfo(edition.time_zone)
    if moment.astimezone(zone).date() == timezone.now().astimezone(zone).date():
        return dates.format_time(moment, style)
    return f"{dates.format_date(moment, style)} {dates.format_time(moment, style)}"


@register.simple_tag
def hour(moment: datetime, edition: Edition) -> str:
    """The hour and the minute."""
    return dates.format_time(moment, edition.date_style)


@register.simple_tag
def local_time(moment: datetime | None) -> str:
    """A time for a browser's own field."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


@register.simple_tag
def thumb(photo: Photo | None) -> str:
    """The address of a small picture, or nothing."""
    picture = photo.picture("card") if photo is not None else None
    return picture.src if picture else ""


@register.simple_tag
def photo_chooser(entry: Entry) -> str:
    """The chooser of the entry's own photo."""
    photo = entry.photo if entry.photo and entry.photo.pk == entry.place.photo else None
    return PlacePhotoChooser().of_entry(entry.place.article, photo)


@register.simple_tag
def entries_count(entries: list[Any], shows: int) -> str:
    """How many of the place are placed."""
    return _("%(placed)s of %(shows)s") % {"placed": len(entries), "shows": shows}


@register.simple_tag
def news_count(n: int) -> str:
    """How many items a story has."""
    return ngettext("%(n)s news item", "%(n)s news items", n) % {
        "n": digits.format_number(n, "latn")
    }


@register.simple_tag
def plan_words(planned: Planned) -> str:
    """What a scheduled change will do."""
    plan, named = planned.plan, {"headline": planned.headline}
    if plan.kind == FrontPlan.Kind.ARRANGE:
        return str(plan.get_kind_display())
    if plan.kind == FrontPlan.Kind.REMOVE:
        return _("Remove “%(headline)s”") % named
    label = str(FrontSlot.Slot(plan.payload["slot"]).label)
    return _("“%(headline)s” to: %(place)s") % {**named, "place": label}


@register.simple_tag(takes_context=True)
def front_pin(context: dict[str, Any]) -> dict[str, str]:
    """Address and words of the pin for the article of this editor; empty for any other page."""
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, Article) or request is None or page.pk is None:
        return {}
    if not may_pin(page, request.user):
        return {}
    return {"url": place_url(page, request.path), "label": _("Place on the front page")}
