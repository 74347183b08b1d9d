"""The newsroom's signals, all connected here."""

from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from modelsearch import signal_handlers as search_index
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision, WorkflowState
from wagtail.signal_handlers import disconnect_reference_index_signal_handlers_for_model
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    workflow_submitted,
)

from khabar.newsroom import desk_state, notices, planning_actions, settling
from khabar.newsroom.actions import settle_after_move
from khabar.newsroom.changes import articles as changes
from khabar.newsroom.changes import table
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    Author,
    BylineEntry,
    DeskKey,
    DeskNotice,
    FollowChannel,
    ListEntry,
    Programme,
    RelatedChoice,
    Section,
    ServedPage,
    Source,
    SourceName,
    Story,
    Topic,
)
from khabar.newsroom.photos import signal_handlers as photos
from khabar.newsroom.publication import AUTHOR, SECTION, SOURCE, STORY, TOPIC, list_key
from khabar.newsroom.tree import saved_by_the_tree


def _moved(
    sender: type[Page],
    instance: Page,
    created: bool,  # noqa: FBT001 (Django's signature)
    update_fields: "frozenset[str] | None" = None,
    **_kwargs: Any,
) -> None:
    del sender
    if saved_by_the_tree(instance, Article, created=created):
        if update_fields is None or not changes.is_quiet(update_fields):
            settle_after_move(instance)
        # A lock too is saved through the plain page.
        settling.entry(instance.pk)


def _slug_changed(
    sender: type[Page], instance: Page, instance_before: Page, **_kwargs: Any
) -> None:
    # One redirect for the page itself: articles are found by number under any section's name.
    old_path = instance_before.get_url()
    by_number = issubclass(sender, ServedPage) and sender.found_by_number
    if by_number or not instance.live or not old_path:
        return
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old_path),
        site=instance.get_site(),
        defaults={"redirect_page": instance, "automatically_created": True},
    )


def _article_gone(instance: Article, **_kwargs: Any) -> None:
    changes.deleted(instance.pk)


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


def _follow_for_desk(instance: Revision | WorkflowState, **_kwargs: Any) -> None:
    # A schedule is a revision's, a review the workflow's: neither touches the article's own row.
    if instance.content_type.model_class() is Article:
        settling.entry(int(instance.object_id))


def _gone_for_desk(
    instance: Revision | WorkflowState, origin: Model | QuerySet[Any], **_kwargs: Any
) -> None:
    # What goes along with its article leaves nothing to derive.
    origin_model = origin.model if isinstance(origin, QuerySet) else type(origin)
    if origin_model is type(instance):
        _follow_for_desk(instance)


def _scheduled(instance: PageLogEntry, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 (Django's signature)
    # Wagtail clears the other revisions' schedules by a statement, then logs.
    if created and instance.action == "wagtail.publish.schedule":
        settling.entry(instance.page_id)


def _unpublished(instance: Article, **_kwargs: Any) -> None:
    # As above: the schedules are cleared after the page is saved.
    settling.entry(instance.pk)


_KEYED: dict[type[Model], str] = {Story: STORY, Topic: TOPIC, Author: AUTHOR, Source: SOURCE}


def _name_gone(sender: type[Model], instance: Any, **_kwargs: Any) -> None:
    kind = _KEYED.get(sender, desk_state.USER)
    keys = [list_key(pk, kind, instance.pk) for pk in Locale.objects.values_list("pk", flat=True)]
    named = DeskKey.objects.filter(key__in=keys)
    pks = list(named.values_list("entry_id", flat=True)) if sender in _KEYED else []
    named.delete()
    for start in range(0, len(pks), desk_state.BATCH):
        desk_state.refresh(pks[start : start + desk_state.BATCH])


def _connect_desk() -> None:
    for followed in (Revision, WorkflowState):
        post_save.connect(_follow_for_desk, sender=followed, dispatch_uid="khabar.newsroom.desk")
        post_delete.connect(_gone_for_desk, sender=followed, dispatch_uid="khabar.newsroom.desk")
    post_save.connect(_scheduled, sender=PageLogEntry, dispatch_uid="khabar.newsroom.scheduled")
    page_unpublished.connect(
        _unpublished, sender=Article, dispatch_uid="khabar.newsroom.unpublished"
    )
    named: list[type[Model] | str] = [*_KEYED, settings.AUTH_USER_MODEL]
    for sender in named:
        post_delete.connect(_name_gone, sender=sender, dispatch_uid="khabar.newsroom.name_gone")


def _index_through_parents() -> None:
    # Wagtail queues an indexing for each saved child too, though the article's own covers its
    # children; publishing puts new rows in their place, and the queued ones find nothing.
    for model in (
        BylineEntry,
        ArticleSource,
        ArticleStory,
        RelatedChoice,
        FollowChannel,
        Programme,
        SourceName,
    ):
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
    _connect_desk()
    pre_delete.connect(_article_gone, sender=Article, dispatch_uid="khabar.newsroom.article_gone")
    # Saving asks for the index once for each transaction (settling), instead of Wagtail's signal.
    post_delete.connect(search_index.post_delete_signal_handler, sender=Article)
    table.register()
    _index_through_parents()
    photos.register()
