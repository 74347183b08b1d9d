"""What the readers' templates need beyond Django's own."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext

from khabar.edge import placing
from khabar.front import comments, fragments, jsonld, markup, paging, relative, richtext
from khabar.front.body import video_type
from khabar.front.editions import base_address
from khabar.language import dates, digits
from khabar.language.dates import DateStyle
from khabar.language.direction import Direction, direction_of
from khabar.language.text import truncate
from khabar.newsroom.models import Edition, Photo
from khabar.newsroom.photos.picture import Picture
from khabar.newsroom.queries import Card, Link

register = template.Library()

_ARABIC_COMMA = frozenset({"ar", "fa", "ur", "ckb", "ps"})


@register.filter
def isolates(text: str | None) -> SafeString:
    """Text as safe HTML, its foreign pieces isolated."""
    return markup.isolates(str(text or ""))


@register.filter
def shorten(text: str, letters: int) -> str:
    """Text of at most so many letters as read, ended at a word; CSS would cut within one."""
    return truncate(text, letters)


@register.simple_tag
def name(text: str) -> SafeString:
    """A name in its own ``<bdi>``."""
    return markup.name(str(text))


@register.simple_tag
def credit(parts: Iterable[str]) -> SafeString:
    """A photo's credit."""
    return markup.credit(parts)


@register.simple_tag
def links(items: Iterable[Link]) -> SafeString:
    """Linked names, one after another."""
    between = pgettext("between names", ", ")
    return format_html_join(
        between, '<a href="{}">{}</a>', ((item.url, markup.name(item.title)) for item in items)
    )


@register.simple_tag
def rich(html: str) -> SafeString:
    """Stored rich text as a reader gets it."""
    return richtext.expand([html])[0]


@register.filter
def own_html(html: str) -> SafeString:
    """HTML that this house made of a text, its foreign pieces isolated."""
    return SafeString(markup.isolates_in_html(html))


@register.filter
def media_type(address: str) -> str:
    """The type of a video by its address."""
    return video_type(address)


@register.filter
def full_path(thing: Any, edition: Edition) -> str:
    """The whole address of a thing that has a path."""
    return f"{base_address(edition)}{thing.path}"


@register.simple_tag(takes_context=True)
def when(context: dict[str, Any], moment: dt.datetime | None, form: str = "short") -> SafeString:
    """A time as the edition prints it.

    The script may put how long ago it was over "short" and "time", not over "full" and "fixed".
    """
    if moment is None:
        return SafeString("")
    style: DateStyle = context["style"]
    local = moment.astimezone(ZoneInfo(style.zone)).replace(microsecond=0)
    if form == "full":
        return format_html(
            '<time datetime="{}">{}</time>',
            local.isoformat(),
            dates.format_datetime(moment, style),
        )
    shown = dates.format_time(moment, style) if form == "time" else _short(moment, style)
    if form == "fixed":
        return format_html('<time datetime="{}">{}</time>', local.isoformat(), shown)
    return format_html('<time datetime="{}" data-ago>{}</time>', local.isoformat(), shown)


def _short(moment: dt.datetime, style: DateStyle) -> str:
    """Date and time without weekday, Hijri date and zone, for cards."""
    short = dataclasses.replace(style, hijri="none")
    comma = "،" if style.language.partition("-")[0] in _ARABIC_COMMA else ","
    return f"{dates.format_date(moment, short)}{comma} {dates.format_time(moment, short)}"


@register.filter
def iso(moment: dt.datetime) -> str:
    """A time for machines."""
    return moment.replace(microsecond=0).isoformat()


@register.simple_tag(takes_context=True)
def ago_words(context: dict[str, Any]) -> SafeString:
    """What the script needs to say how long ago, in attributes."""
    style: DateStyle = context["style"]
    return format_html(
        'data-digits="{}" data-minutes="{}" data-hours="{}"',
        digits.convert("0123456789", style.numbering),
        "|".join(relative.forms("minutes", style.language)),
        "|".join(relative.forms("hours", style.language)),
    )


def _counted(context: dict[str, Any], phrase: str, n: int) -> str:
    style: DateStyle = context["style"]
    return phrase % {"n": digits.format_number(n, style.numbering)}


@register.simple_tag(takes_context=True)
def news_items(context: dict[str, Any], n: int) -> str:
    """How many news items."""
    return _counted(context, ngettext("%(n)s news item", "%(n)s news items", n), n)


@register.simple_tag(takes_context=True)
def updates_count(context: dict[str, Any], n: int) -> str:
    """How many updates a coverage has."""
    return _counted(context, ngettext("%(n)s update", "%(n)s updates", n), n)


@register.simple_tag(takes_context=True)
def new_updates_words(context: dict[str, Any]) -> SafeString:
    """What the script needs to say how many updates wait, in an attribute."""
    style: DateStyle = context["style"]
    return format_html('data-new="{}"', "|".join(relative.forms("new", style.language)))


@register.simple_tag(takes_context=True)
def photos_count(context: dict[str, Any], n: int) -> str:
    """How many photos."""
    return _counted(context, ngettext("%(n)s photo", "%(n)s photos", n), n)


@register.simple_tag(takes_context=True)
def results_count(context: dict[str, Any], n: int) -> str:
    """How many results."""
    return _counted(context, ngettext("%(n)s result", "%(n)s results", n), n)


@register.simple_tag(takes_context=True)
def number(context: dict[str, Any], n: int) -> str:
    """A number as the edition prints it."""
    return _counted(context, "%(n)s", n)


@register.simple_tag(takes_context=True)
def comments_count(context: dict[str, Any], n: int) -> str:
    """How many comments."""
    return _counted(context, ngettext("%(n)s comment", "%(n)s comments", n), n)


@register.simple_tag(takes_context=True)
def likes_count(context: dict[str, Any], n: int) -> str:
    """How many like it; nothing while nobody does."""
    return _counted(context, ngettext("%(n)s like", "%(n)s likes", n), n) if n else ""


@register.simple_tag(takes_context=True)
def more_answers(context: dict[str, Any], n: int) -> str:
    """How many further answers there are."""
    return _counted(context, ngettext("%(n)s more reply", "%(n)s more replies", n), n)


@register.filter
def letters_direction(text: str) -> Direction:
    """The direction of most of its letters, to be written out."""
    return direction_of(text, markup.base_direction())


@register.filter
def commented(text: str, direction: Direction) -> SafeString:
    """A paragraph of a comment, of this direction."""
    return comments.paragraph(text, direction)


@register.simple_tag
def picture(photo: Photo | None, slot: str, *, covered: bool = False) -> Picture | None:
    """What there is to show of a photo; nothing of a graphic one unless it stands covered."""
    if photo is None or (photo.graphic and not covered):
        return None
    return photo.picture(slot)


@register.simple_tag(takes_context=True)
def drawn(context: dict[str, Any], template_name: str, card: Card, **given: str | bool) -> str:
    """A card in the template of this name, which reads the card, the style and what is given.

    Made once for as long as the card is kept: an article stands in several lists, and most of a
    list stays when one comes in.
    """
    style: DateStyle = context["style"]
    how = (template_name, get_language(), style, *given.items())
    html = card.drawn.get(how)
    if html is None:
        html = card.drawn[how] = render_to_string(
            f"front/components/{template_name}.html", {"card": card, "style": style, **given}
        )
    return html


@register.filter
def tells_genre(genre: str) -> bool:
    """Whether the genre's name says what the headline and its marks do not."""
    return genre not in {"news", "photo", "video"}


@register.filter
def bare_address(url: str) -> str:
    """An address without what a reader need not see."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


@register.simple_tag
def page_query(number: int, step: int) -> str:
    """The query string of a neighbouring page."""
    return paging.query(number + step)


@register.filter(name="jsonld")
def jsonld_filter(thing: dict[str, Any]) -> SafeString:
    """A schema.org thing for a script element."""
    return jsonld.dumps(thing)


@register.simple_tag(takes_context=True)
def fragment(context: dict[str, Any], fragment_name: str, without: int | None = None) -> SafeString:
    """Place a fragment. ``without`` is the number of the page's own article.

    A fragment gets nothing of the page around it, so that it can be made once and placed anywhere.
    """
    left_open = placing.leave_open(fragment_name, without)
    if left_open is not None:
        return SafeString(left_open)
    return fragments.place(fragment_name, context["today"], without=without)
