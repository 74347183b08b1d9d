"""Wagtail's photo form, where it would fail on a damaged file or undo what saving has made."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from khabar.newsroom.models.photo import Photo
from khabar.newsroom.photos.checks import damaged
from khabar.newsroom.photos.opening import DAMAGED


class PhotoFileField(WagtailImageField):
    """Wagtail's field, for which a file with a good signature and nothing behind it is an error."""

    def to_python(self, data: Any) -> File[Any] | None:
        try:
            file: File[Any] | None = super().to_python(data)
        except ValidationError:
            raise
        except DAMAGED as error:
            raise damaged() from error
        return file


class PhotoForm(BaseImageForm):
    """The form behind every upload and edit of the desk (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    original_file: FieldFile | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wagtails = self.fields.get("file")
        if wagtails is not None:
            self.fields["file"] = PhotoFileField(
                label=wagtails.label, required=wagtails.required, widget=wagtails.widget
            )

    def save(self, commit: bool = True) -> Photo:  # noqa: FBT001, FBT002 (Django's signature)
        """Save, and remove the original that a new file replaces once that is certain.

        Wagtail would also delete every rendition here, after saving: the fallback just made, and
        whatever the worker had made by then. What is stale the worker removes.
        """
        replaced = self.original_file if commit and "file" in self.changed_data else None
        self.original_file = None
        photo: Photo = super().save(commit=commit)
        if replaced:
            transaction.on_commit(partial(replaced.storage.delete, str(replaced.name)))
        return photo
