"""The newsroom's signals, all connected here."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, WorkflowState
from wagtail.signal_handlers import disconnect_reference_index_signal_handlers_for_model
from wagtail.signals import page_published, page_slug_changed, workflow_submitted

from khabar.newsroom import notices, planning_actions
from khabar.newsroom.actions import settle_after_move
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    BylineEntry,
    DeskNotice,
    FollowChannel,
    ListEntry,
    Programme,
    Section,
    SourceName,
    Story,
    Topic,
)
from khabar.newsroom.photos import signal_handlers as photos
from khabar.newsroom.publication import SECTION, STORY, TOPIC, list_key


def _moved(sender: type[Page], instance: Page, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 (Django's signature)
    # Wagtail's move saves the page as a plain Page inside the transaction of the move.
    del sender
    if not created and type(instance) is Page and instance.specific_class is Article:
        settle_after_move(instance)


def _slug_changed(
    sender: type[Page], instance: Page, instance_before: Page, **_kwargs: Any
) -> None:
    # One redirect for the page itself: articles are found by number under any section's name.
    old_path = instance_before.get_url()
    if sender is Article or not instance.live or not old_path:
        return
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old_path),
        site=instance.get_site(),
        defaults={"redirect_page": instance, "automatically_created": True},
    )


def _list_gone(sender: type[Section | Story | Topic], instance: Any, **_kwargs: Any) -> None:
    kind = {Section: SECTION, Story: STORY, Topic: TOPIC}[sender]
    key = list_key(instance.locale_id, kind, instance.pk)
    ListEntry.objects.filter(key=key).delete()


def _published(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    if sender is Article:
        notices.settle(instance, DeskNotice.Kind.PUBLICATION)
        planning_actions.file(instance.pk)


def _submitted(sender: type[WorkflowState], instance: WorkflowState, **_kwargs: Any) -> None:
    del sender
    if isinstance(instance.content_object, Page):
        planning_actions.file(instance.content_object.pk)


def _index_through_parents() -> None:
    # Wagtail queues an indexing for each saved child too, though the article's own covers its
    # children; publishing puts new rows in their place, and the queued ones find nothing.
    for model in (BylineEntry, ArticleSource, ArticleStory, FollowChannel, Programme, SourceName):
        ReferenceIndex.tracked_models.discard(model)
        disconnect_reference_index_signal_handlers_for_model(model)


def register() -> None:
    """Connect the handlers; called once, by the app's ready()."""
    post_save.connect(_moved, sender=Page, dispatch_uid="khabar.newsroom.moved")
    page_slug_changed.connect(_slug_changed, dispatch_uid="khabar.newsroom.slug_changed")
    page_published.connect(_published, dispatch_uid="khabar.newsroom.published")
    workflow_submitted.connect(_submitted, dispatch_uid="khabar.newsroom.submitted")
    for listed in (Section, Story, Topic):
        post_delete.connect(_list_gone, sender=listed, dispatch_uid="khabar.newsroom.list_gone")
    photos.register()
    _index_through_parents()
    photos.register()
