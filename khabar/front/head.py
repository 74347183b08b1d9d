"""What stands in a page's head."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from django.utils.encoding import iri_to_uri

from khabar.front.editions import base_address
from khabar.newsroom.models import Edition, Photo

#: OpenGraph wants a territory; these are the ones that sharing services know.
_LOCALES: Final = {
    "ar": "ar_AR",
    "en": "en_GB",
    "fr": "fr_FR",
    "fa": "fa_IR",
    "ur": "ur_PK",
    "he": "he_IL",
}


@dataclass(frozen=True)
class Image:
    """The picture of a shared link."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class Head:
    """A page's title, address and description, for browsers, search and sharing services."""

    title: str
    share_title: str
    canonical: str = ""
    description: str = ""
    kind: str = "website"
    locale: str = ""
    image: Image | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    things: tuple[dict[str, Any], ...] = field(default=())
    indexed: bool = True
    #: Path and title of the page's own feed.
    feed: tuple[str, str] | None = None


def make_head(
    edition: Edition,
    title: str,
    *,
    path: str = "",
    photo: Photo | None = None,
    whole_title: bool = False,
    **more: Any,
) -> Head:
    """A head whose addresses are full ones, with a picture where there is one."""
    return Head(
        title=title if whole_title else f"{title} | {edition.name}",
        share_title=title,
        canonical=iri_to_uri(urljoin(base_address(edition) + "/", path)) if path else "",
        locale=_LOCALES.get(edition.language, edition.language.replace("-", "_")),
        image=_image(edition, photo) or _image(edition, edition.share_photo),
        **more,
    )


def _image(edition: Edition, photo: Photo | None) -> Image | None:
    """The share rendition; a photo that is covered on the page is not sent around the world."""
    if photo is None or photo.graphic:
        return None
    picture = photo.picture("share")
    if picture is None:
        return None
    address = urljoin(base_address(edition) + "/", picture.src)
    return Image(address, picture.width, picture.height, photo.alt_text)
