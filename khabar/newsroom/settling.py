"""What follows from an article's changes once, at the end of the transaction that makes several.

A draft that is made, saved and published has its entry in the editors' list derived and its indexes
asked for once, of its last state, not after each row that Wagtail stores on the way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from khabar.newsroom.desk_drafts import Draft


@dataclass
class _Due:
    """What is to be done at the end."""

    #: Articles whose entries may differ, with their newest text where who changed it knows it.
    entries: "dict[int, Draft | None]" = field(default_factory=dict)
    indexed: set[int] = field(default_factory=set)

    def settle(self) -> None:
        from khabar.newsroom import desk_state, tasks  # noqa: PLC0415 (they read the models, which call this)

        if self.entries:
            known = {pk: draft for pk, draft in self.entries.items() if draft is not None}
            desk_state.refresh(self.entries, known)
        if self.indexed:
            tasks.index_articles.enqueue(sorted(self.indexed))


_due: ContextVar[_Due | None] = ContextVar("khabar_due", default=None)


@contextmanager
def once() -> Iterator[None]:
    """What follows from changes within follows at the end, once, in one transaction with them."""
    outer = _due.get()
    if outer is not None:
        try:
            yield
        except BaseException:
            # Its changes may be taken back, and whoever called goes on: what it knew is not so.
            outer.entries = dict.fromkeys(outer.entries)
            raise
        return
    with transaction.atomic():
        due = _Due()
        token = _due.set(due)
        try:
            yield
        finally:
            _due.reset(token)
        due.settle()


def entry(pk: int, draft: "Draft | None" = None) -> None:
    """The article's entry in the editors' list is brought up to date.

    ``draft`` is its newest text, where the caller has it; else it is read.
    """
    with once():
        due = _due.get()
        if due is not None:
            due.entries[pk] = draft


def indexes(pk: int) -> None:
    """What the article says and refers to is indexed anew, by the worker."""
    with once():
        due = _due.get()
        if due is not None:
            due.indexed.add(pk)


@contextmanager
def without_wagtail() -> Iterator[None]:
    """Within, saving does not ask for the index of references, as it would after each row."""
    from wagtail.signal_handlers import disable_reference_index_auto_update  # noqa: PLC0415 (models must be loaded first)

    with disable_reference_index_auto_update():
        yield
