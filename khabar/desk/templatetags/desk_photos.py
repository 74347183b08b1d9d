"""What a photo's page says of it."""

from typing import Any

from django import template

from khabar.desk.photos.words import marks, used_in
from khabar.newsroom.models import Photo
from khabar.newsroom.photos import twins, uses

register = template.Library()


@register.simple_tag
def photo_facts(photo: Photo) -> dict[str, Any]:
    """What it lacks, where it stands, what looks like it."""
    count = len(uses.uses_of(photo))
    return {
        "marks": marks(photo),
        "count": count,
        "used_in": used_in(count),
        "twins": twins.twins_of(photo),
    }
