"""What the desk's templates ask."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from khabar.desk import clock
from khabar.language.direction import language_direction

register = template.Library()


@register.simple_tag
def content_direction(locale: Any) -> str:
    """The direction of what is written in this locale; without one, of the desk's language."""
    return language_direction(locale.language_code if locale else get_language() or "ar")


@register.simple_tag
def content_language(locale: Any) -> str:
    """The language of what is written in this locale, without its country."""
    return str(locale.language_code if locale else get_language() or "ar").partition("-")[0]


@register.simple_tag
def desk_name() -> str:
    """The name of the house, as its settings have it."""
    return str(settings.WAGTAIL_SITE_NAME)


@register.simple_tag
def desk_zone() -> str:
    """How the zone is called in which a time is typed and read here."""
    return clock.label()
