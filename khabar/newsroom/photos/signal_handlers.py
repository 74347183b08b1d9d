"""A saved photo gets its renditions, whoever saved it: the desk, an import, a shell."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from wagtail.models import ReferenceIndex, Revision

from khabar.newsroom.models.edition import Edition
from khabar.newsroom.models.photo import Photo
from khabar.newsroom.photos import store, twins, uses
from khabar.newsroom.tasks import forget_photo_files, make_photo_renditions


def register() -> None:
    """Connect the handlers."""
    post_save.connect(photo_saved, sender=Photo, dispatch_uid="khabar.newsroom.photo_saved")
    pre_delete.connect(photo_gone, sender=Photo, dispatch_uid="khabar.newsroom.photo_gone")
    # Wagtail indexes pages, snippets and media; an edition has photos too.
    ReferenceIndex.register_model(Edition)
    post_save.connect(revision_saved, sender=Revision, dispatch_uid="khabar.newsroom.draft_photos")


def photo_saved(instance: Photo, *, raw: bool = False, **_kwargs: Any) -> None:
    """Make the fallback now, and leave the rest of the set to the worker once this is committed."""
    if raw:
        return
    if fallback := store.make_fallback(instance):
        twins.remember(instance, fallback)
    if store.missing(instance):
        transaction.on_commit(partial(make_photo_renditions.enqueue, instance.pk))


def photo_gone(instance: Photo, **_kwargs: Any) -> None:
    """Have the files of its renditions deleted, and that told, once this is committed."""
    if names := store.files(instance.renditions.all()):
        transaction.on_commit(partial(forget_photo_files.enqueue, instance.pk, names))


def revision_saved(instance: Revision, *, raw: bool = False, **_kwargs: Any) -> None:
    """Keep which photos stand in the newest draft."""
    if not raw:
        uses.follow_draft(instance)
