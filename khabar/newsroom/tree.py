"""Safe growing of the page tree, and what moves in it."""

from typing import Any

from django.db import transaction
from wagtail.models import Page


def saved_by_the_tree(page: Page, kind: type[Page], *, created: bool) -> bool:
    """Whether what ``post_save`` tells of is a page of this kind, saved as a plain ``Page``.

    So Wagtail's move saves it, inside the transaction of the move, which is over when it tells of
    the move itself. A lock is saved so too: ``update_fields`` tell them apart.
    """
    if created or type(page) is not Page:
        return False
    own = page.specific_class
    return own is not None and issubclass(own, kind)


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
