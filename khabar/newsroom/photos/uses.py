"""Where a photo is used: what is live by Wagtail's index, and the newest drafts by our own."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex, Revision

from khabar.newsroom.models.photo import Photo
from khabar.newsroom.models.photo_records import PhotoInDraft
from khabar.newsroom.photos import swapping

State = Literal["live", "draft", "live-and-draft"]
_DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that a photo stands in, and whether readers see it there."""

    thing: Model
    state: State

    @property
    def live(self) -> bool:
        """Whether what readers see has the photo."""
        return self.state != _DRAFT


def follow_draft(revision: Revision, *, certainly_newest: bool = False) -> None:
    """Keep the photos of a newly saved revision, and drop those of the ones before it.

    The last one saved is the newest, unless the caller knows better.
    """
    model = revision.content_type.model_class()
    if model is None or not isinstance(revision.content, dict):
        return
    same_thing = PhotoInDraft.objects.filter(
        revision__base_content_type_id=revision.base_content_type_id,
        revision__object_id=revision.object_id,
    )
    rows = list(same_thing.values_list("pk", "revision_id", "photo_id"))
    if not certainly_newest and any(other > revision.pk for _row, other, _photo in rows):
        return
    found = swapping.photos_in(model, revision.content)
    held = {photo: row for row, other, photo in rows if other == revision.pk and photo in found}
    if len(held) < len(rows):
        kept = held.values()
        PhotoInDraft.objects.filter(pk__in=[row for row, *_ in rows if row not in kept]).delete()
    if new := found - held.keys():
        there = Photo.objects.filter(pk__in=new).values_list("pk", flat=True)
        PhotoInDraft.objects.bulk_create(
            [PhotoInDraft(photo_id=pk, revision=revision) for pk in there], ignore_conflicts=True
        )


def uses_of(photo: Photo) -> list[Use]:
    """All that the photo stands in, what is live first; a few queries, whatever the archive."""
    saved = _saved_ids(photo)
    drafts = _draft_ids(photo)
    found: list[Use] = []
    for content_type_id in saved.keys() | drafts.keys():
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        in_saved, in_drafts = saved[content_type_id], drafts[content_type_id]
        if model is None:
            continue
        things = model._default_manager.filter(pk__in=in_saved | in_drafts)  # noqa: SLF001 (Django's documented name)
        if issubclass(model, Page):
            things = things.specific()
        found += [use for thing in things if (use := _use(thing, in_saved, in_drafts))]
    return sorted(found, key=lambda use: (not use.live, str(use.thing)))


def _use(thing: Any, in_saved: set[int], in_drafts: set[int]) -> Use | None:
    """How a thing uses the photo; None when only a saved state that is neither live nor newest."""
    is_live = getattr(thing, "live", True)
    live = thing.pk in in_saved and is_live
    newer = getattr(thing, "has_unpublished_changes", False) or not is_live
    draft = thing.pk in in_drafts and newer
    if not live and not draft and not is_live and not getattr(thing, "latest_revision_id", None):
        draft = thing.pk in in_saved
    if live and draft:
        return Use(thing, "live-and-draft")
    if live:
        return Use(thing, "live")
    return Use(thing, _DRAFT) if draft else None


def _saved_ids(photo: Photo) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Photo), to_object_id=str(photo.pk)
    )
    for content_type_id, pk in rows.values_list("base_content_type_id", "object_id"):
        if str(pk).isdecimal():
            found[content_type_id].add(int(pk))
    return found


def _draft_ids(photo: Photo) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = PhotoInDraft.objects.filter(photo=photo).values_list(
        "revision__base_content_type_id", "revision__object_id"
    )
    for content_type_id, pk in rows:
        if str(pk).isdecimal():
            found[content_type_id].add(int(pk))
    return found


def used() -> Q:
    """The photos that something saved or some newest draft has (for a queryset of photos)."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Photo),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    return Q(Exists(references)) | Q(Exists(PhotoInDraft.objects.filter(photo=OuterRef("pk"))))


def counts(photos: "list[Photo]") -> dict[int, int]:
    """In how many things each of these photos stands: two queries."""
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Photo),
        to_object_id__in=[str(photo.pk) for photo in photos],
    )
    for pk, kind, thing in rows.values_list("to_object_id", "base_content_type_id", "object_id"):
        found[int(pk)].add((kind, thing))
    drafts: QuerySet[PhotoInDraft, Any] = PhotoInDraft.objects.filter(photo__in=photos)
    for number, kind, thing in drafts.values_list(
        "photo_id", "revision__base_content_type_id", "revision__object_id"
    ):
        found[number].add((kind, thing))
    return {pk: len(things) for pk, things in found.items()}
