"""The words of a photo: those its file says of itself, and those it is found by."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings

from khabar.language.text import key_words, matching_key, truncate
from khabar.newsroom.photos import metadata

if TYPE_CHECKING:
    from khabar.newsroom.models.photo import Photo

_TITLE_FROM_CAPTION = 80


def read_into(photo: "Photo") -> None:
    """Fill the empty fields of a photo from what its new file says of itself.

    A title that is only the file's name gives way to the headline, or to the caption.
    """
    with photo.open_file() as file:
        found = metadata.read(file, _language())
    photo.file.seek(0)
    if _is_name_of(photo.title, photo.file.name or ""):
        photo.title = found.title or truncate(found.caption, _TITLE_FROM_CAPTION) or photo.title
    for name, value in found.fields().items():
        field = photo._meta.get_field(name)  # noqa: SLF001 (Django's public API)
        if value and not getattr(photo, name):
            length = getattr(field, "max_length", None)
            setattr(photo, name, value[:length] if isinstance(value, str) else value)
    photo.title = photo.title[: photo._meta.get_field("title").max_length]  # noqa: SLF001 (as above)
    photo.metadata = {**found.facts, "said_something": bool(found)}


def search_words(photo: "Photo") -> str:
    """The words a photo is found by, as they are compared (see `PhotoQuerySet.matching`)."""
    words = (
        photo.title,
        photo.caption,
        photo.photographer,
        photo.agency,
        photo.credit_line,
        photo.copyright_notice,
        photo.alt_text,
        photo.place,
        photo.filename if photo.file else "",
        " ".join(photo.metadata.get("keywords", [])),
    )
    return " ".join(filter(None, map(matching_key, words)))


def _language() -> str:
    """The language of the first edition: of the words of a file those in it are taken."""
    editions: Any = apps.get_model("newsroom", "Edition").objects
    found = editions.filter(site__is_default_site=True).values_list(
        "locale__language_code", flat=True
    )
    return str(found.first() or settings.LANGUAGE_CODE)


def _is_name_of(title: str, name: str) -> bool:
    """Whether a title is nothing but the file's name."""
    texts = (title, PurePath(name).stem)
    plain = {tuple(key_words(text)) for text in texts}
    return not title or len(plain) == 1 or title == name
