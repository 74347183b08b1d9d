"""Fields of our own; in the database each is what Wagtail's or Django's is."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.fields import StreamField


class ReadableJSONEncoder(DjangoJSONEncoder):
    r"""Writes letters as they are.

    ``\u0641`` for «ف» makes Arabic three times as large on SQLite, and seven bytes a letter where
    JSON stands within JSON, as a body does in a revision and in a published version.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"ensure_ascii": False})


class BodyField(StreamField):
    """Wagtail's stream field, stored with readable letters."""

    @property
    def json_field(self) -> models.JSONField[Any, Any]:
        """The JSON field by which values are written."""
        return models.JSONField(encoder=ReadableJSONEncoder)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As Wagtail's own: the column is the same, and migrations need no class of ours."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.StreamField", args, kwargs
