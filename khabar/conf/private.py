"""The store of originals: files that are read by Khabar and never fetched by a reader."""

from typing import NoReturn

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="khabar.conf.private.PrivateFiles")
class PrivateFiles(FileSystemStorage):
    """A folder without an address, readable by its owner alone."""

    def __init__(self, location: str | None = None) -> None:
        super().__init__(
            location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700
        )

    def url(self, name: str | None) -> NoReturn:
        raise ValueError(f"“{name}” is private: it has no address. Use one of its renditions.")
