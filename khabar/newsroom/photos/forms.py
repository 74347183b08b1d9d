"""Wagtail's photo form, where it would fail on a damaged file or undo what saving has made."""

from functools import partial
from typing import Any

from django import forms
from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput, AdminDateTimeInput
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from khabar.newsroom.models.photo import Photo
from khabar.newsroom.photos.checks import check_header


class PhotoFileField(WagtailImageField):
    """Wagtail's field, without its decoder.

    Wagtail unpacks the whole picture to ask for its size, in memory that nobody has bounded. Here
    the header is asked; the model's clean() then decodes what the header lets in.
    """

    def to_python(self, data: Any) -> File[Any] | None:
        """The file, if its name, size and header are those of a photo."""
        file: File[Any] | None = forms.FileField.to_python(self, data)
        if file is not None:
            check_header(file)
        return file


class PhotoForm(BaseImageForm):
    """The form behind every upload and edit of the desk (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    original_file: FieldFile | None

    class Meta(BaseImageForm.Meta):
        widgets = {
            **BaseImageForm.Meta.widgets,
            "caption": AdminAutoHeightTextInput(attrs={"rows": 2}),
            "usage_rights": AdminAutoHeightTextInput(attrs={"rows": 2}),
            "rights_expire_at": AdminDateTimeInput,
            "taken_on": AdminDateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wagtails = self.fields.get("file")
        if wagtails is not None:
            self.fields["file"] = PhotoFileField(
                label=wagtails.label, required=wagtails.required, widget=wagtails.widget
            )

    def _save_m2m(self) -> None:
        """Save the tags; those of a new file's keywords where none were typed."""
        keywords = self.instance.metadata.get("keywords", [])
        if "file" in self.changed_data and not self.cleaned_data.get("tags") and keywords:
            self.cleaned_data["tags"] = keywords
        super()._save_m2m()

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
