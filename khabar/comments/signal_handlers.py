"""The only place where this room's signals are connected."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page

from khabar.comments import keys, lists
from khabar.comments.actions.placing import settle_after_move
from khabar.comments.models import Policy
from khabar.newsroom.changes.watching import State, watch
from khabar.newsroom.models import NumberedPage
from khabar.newsroom.tree import saved_by_the_tree


def register() -> None:
    """Connect them; called once, by the app's ``ready()``."""
    watch(Policy, "comments", _policy)
    post_save.connect(_give_lists, sender=Policy, dispatch_uid="khabar.comments.lists")
    post_save.connect(_moved, sender=Page, dispatch_uid="khabar.comments.moved")


def _policy(row: Policy) -> State:
    """What a policy shows to readers."""
    shown = (row.mode, row.close_after, row.closed_before)
    if row.page_id:
        return {keys.thread(row.page_id): shown}
    locale = row.edition.locale_id
    told: dict[str, object] = {keys.policies(locale): (row.pk, row.section_id, *shown)}
    return told if row.section_id else told | {keys.place(locale): True}


def _give_lists(instance: Policy, *, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    """An edition that begins to take comments has something to read them by."""
    if created and not raw:
        lists.install(instance.edition)


def _moved(
    instance: Page,
    created: bool,  # noqa: FBT001 (Django's signature)
    update_fields: "frozenset[str] | None" = None,
    **_kwargs: Any,
) -> None:
    moved = update_fields is None or "path" in update_fields
    if moved and saved_by_the_tree(instance, NumberedPage, created=created):
        settle_after_move(instance.pk)
