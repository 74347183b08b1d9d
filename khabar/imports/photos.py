"""Pictures that come with an item, from local files alone: nothing is fetched."""

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models

from khabar.imports.ninjs import Picture
from khabar.imports.problems import Note
from khabar.newsroom.models import Photo


class LocalPhotos:
    """Photos made of files in one folder; each file is kept once."""

    def __init__(self, folder: Path | None, *, dry_run: bool = False) -> None:
        self.made = 0
        self._folder = folder.resolve() if folder else None
        self._dry_run = dry_run

    def photo(self, picture: Picture) -> Photo | Note:
        """The photo of a picture; a note when none of its files is here or fit to be a photo."""
        kept = Photo.objects.filter(source_uri=picture.uri).first() if picture.uri else None
        if kept is not None:
            return kept
        path = next(filter(None, map(self.path, picture.hrefs)), None)
        if path is None:
            named = picture.hrefs[0] if picture.hrefs else picture.uri or picture.name
            return Note("photo-not-here", f"No local file for the picture “{named[:120]}”.")
        return self._of_file(path, picture)

    def path(self, href: str) -> Path | None:
        """The local file that an address relative to the folder names; never one outside it."""
        try:
            parts = urlsplit(href)
            if self._folder is None or parts.scheme or parts.netloc or not parts.path:
                return None
            path = (self._folder / unquote(parts.path).lstrip("/")).resolve()
            fine = path.is_relative_to(self._folder) and path.is_file()
        except (ValueError, OSError):
            return None
        return path if fine else None

    def _of_file(self, path: Path, picture: Picture) -> Photo | Note:
        try:
            digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
            kept = Photo.objects.filter(file_hash=digest).first()
            if kept is not None:
                return kept
            with path.open("rb") as file:
                photo = Photo(file=File(file, name=path.name), **_fields(picture, path))
                photo.clean()
                if not self._dry_run:
                    photo.save()
                    self.made += 1
                return photo
        except (ValidationError, OSError) as error:
            said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            return Note("photo-unfit", f"“{path.name}” is no photo: {said}")


def _fields(picture: Picture, path: Path) -> dict[str, Any]:
    values = {
        "title": picture.title or picture.caption or path.stem,
        "caption": picture.caption,
        "alt_text": picture.alt,
        "photographer": picture.photographer,
        "agency": picture.credit,
        "usage_rights": picture.rights,
        "source_uri": picture.uri,
    }
    return {name: value[: _length(name)] for name, value in values.items()}


def _length(name: str) -> int | None:
    field: models.Field[Any, Any] = Photo._meta.get_field(name)  # noqa: SLF001 (Django's public API)
    return field.max_length
