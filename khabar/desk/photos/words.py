"""What the desk says of a photo: what it lacks, how often it is used."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khabar.newsroom.models import Photo


@dataclass(frozen=True)
class Mark:
    """A word on a photo's picture. ``kind`` chooses its colour."""

    text: str
    kind: str


def marks(photo: Photo) -> list[Mark]:
    """What keeps the photo from being used, then its label."""
    texts = {
        "credit": _("Lacks credit"),
        "alt": _("Lacks alternative text"),
        "rights": _("Its rights have ended"),
    }
    found = [Mark(texts[code], "lacks") for code in photo.lacks]
    if photo.label:
        found.append(Mark(photo.get_label_display(), "label"))
    if photo.graphic:
        found.append(Mark(_("Graphic content"), "label"))
    return found


def used_in(number: int) -> str:
    """In how many things the photo is used."""
    return ngettext("Used in %(n)s item", "Used in %(n)s items", number) % {"n": number}
