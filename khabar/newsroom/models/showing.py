"""Rows that tell what is shown: reading one says its key to whoever renders."""

from typing import Any, ClassVar, Self

from django.db import models

from khabar.newsroom import keys
from khabar.outbox.collecting import uses


class Shown(models.Model):
    """A thing that readers see, known by its kind and id.

    A page made from a row depends on it, so reading one is enough to be told of its changes. What
    a query reads without making objects of it, the query itself must tell.
    """

    #: The function of ``newsroom.keys`` that names it, and the column that the name is made from.
    shown_as: ClassVar[str] = ""
    shown_by: ClassVar[str] = "id"

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any) -> Self:
        """The row as an object, its key told."""
        found: Self = super().from_db(*args)
        if cls.shown_as and (ident := found.__dict__.get(cls.shown_by) or found.pk):
            uses(getattr(keys, cls.shown_as)(ident))
        return found
