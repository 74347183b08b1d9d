"""Safe growing of the page tree."""

from typing import Any

from django.db import transaction
from wagtail.models import Page


class LockedChildren:
    """Children are added one after another.

    Treebeard computes a new child's path from its last sibling, so two writers at once compute the
    same one and the second fails. Locking the parent's row first lets the second wait instead.
    On SQLite a write transaction is exclusive already.
    """

    def add_child(self, **kwargs: Any) -> Any:
        """Add a child page; waits for any other transaction that is adding one here."""
        with transaction.atomic():
            parent = Page.objects.select_for_update().get(pk=self.pk)  # type: ignore[attr-defined]  # mixed into pages
            self.numchild = parent.numchild
            self.path = parent.path
            return super().add_child(**kwargs)  # type: ignore[misc]  # mixed into pages
