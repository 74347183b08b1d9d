"""The app's signals, all connected here; and what it gives to the rooms below."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page

from khabar.live import changes
from khabar.live.actions import expire_lines
from khabar.live.models import CoverageState, LiveCoverage
from khabar.newsroom import clock, keys
from khabar.newsroom.models import MergedStory, Section
from khabar.newsroom.tree import saved_by_the_tree
from khabar.outbox.recording import record


def _created(instance: LiveCoverage, created: bool, raw: bool = False, **_kwargs: Any) -> None:  # noqa: FBT001, FBT002 (Django's signature)
    if created and not raw:
        CoverageState.objects.get_or_create(coverage=instance)


def _moved(instance: Page, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 (Django's signature)
    # Its section's name stands on it and in lists.
    if saved_by_the_tree(instance, LiveCoverage, created=created) and instance.live:
        record("move", [keys.coverage(instance.pk), keys.coverages(instance.locale_id)])


def _merged(instance: MergedStory, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 (Django's signature)
    if not created:
        return
    for coverage in LiveCoverage.objects.filter(stories=instance.former_id):
        coverage.stories = [
            *coverage.stories.exclude(pk__in=(instance.former_id, instance.into_id)),
            instance.into,
        ]
        coverage.save()


def register() -> None:
    """Connect the handlers; called once, by the app's ready()."""
    changes.register()
    clock.register(expire_lines)
    # A section knows of no room above its own; what may stand under it is told from here.
    Section.subpage_types = [*Section.subpage_types, "live.LiveCoverage"]
    post_save.connect(_created, sender=LiveCoverage, dispatch_uid="khabar.live.created")
    post_save.connect(_moved, sender=Page, dispatch_uid="khabar.live.moved")
    post_save.connect(_merged, sender=MergedStory, dispatch_uid="khabar.live.merged")
