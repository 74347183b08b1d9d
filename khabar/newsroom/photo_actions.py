"""What can be done with a photo: verbs with permission and log; one transaction each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.signals import page_published, published

from khabar.newsroom import front_actions, publication
from khabar.newsroom.arrangement import arranged
from khabar.newsroom.models import Article, Edition, Photo
from khabar.newsroom.photos import crops, swapping, uses
from khabar.newsroom.photos.slots import SLOTS
from khabar.newsroom.photos.uses import Use, uses_of
from khabar.newsroom.queries.front import arrangement_of
from khabar.outbox.recording import together

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Step:
    """What replacing a photo does to one thing that it stands in."""

    use: Use
    allowed: bool
    captions: tuple[str, ...] = ()
    """Words written for this place, which stay beside the new photo."""


@dataclass(frozen=True)
class Replacement:
    """What was replaced, and what was not for want of permission."""

    changed: list[Model]
    refused: list[Model]


def preview_replacement(old: Photo, *, by: "User | None") -> list[Step]:
    """What ``replace_photo`` would do, for the same person."""
    return [
        Step(use, _may_change(use, by), tuple(_captions(use.thing, old.pk))) for use in uses_of(old)
    ]


@transaction.atomic
@together("photo")
def replace_photo(old: Photo, new: Photo, *, by: "User | None") -> Replacement:
    """Put ``new`` in the place of ``old`` wherever this person may; the rest is named.

    What is live is published again as it is, with the other photo; what is newer than that in a
    draft stays unpublished, and has the other photo too. Raises ValidationError when the new photo
    may not be used itself.
    """
    _must_be_usable(old, new)
    changed: list[Model] = []
    refused: list[Model] = []
    for step in preview_replacement(old, by=by):
        thing = step.use.thing
        if not step.allowed:
            refused.append(thing)
            continue
        if isinstance(thing, Page):
            _replace_in_page(thing, step.use, old, new, by)
        else:
            _replace_in_record(thing, old, new, by)
        changed.append(thing)
    for edition in Edition.objects.filter(front_slots__photo=old).distinct():
        replaced = front_actions.may_arrange(by, edition)
        if replaced:
            _replace_on_front(edition, old, new, by)
        (changed if replaced else refused).append(edition)
    log(
        instance=old,
        action="khabar.photo.replace",
        user=by,
        data={"by": new.pk, "title": new.title, "changed": len(changed), "kept": len(refused)},
    )
    return Replacement(changed, refused)


def _must_be_usable(old: Photo, new: Photo) -> None:
    if old.pk == new.pk:
        raise ValidationError(_("Choose another photo than the one that is to be replaced."))
    lacking = {
        "credit": _("“%(photo)s” cannot be used yet: nobody is credited for it."),
        "alt": _("“%(photo)s” cannot be used yet: it has no description for the blind."),
        "rights": _("“%(photo)s” cannot be used: the rights to it have ended."),
    }
    errors = [lacking[code] % {"photo": new.title} for code in new.lacks]
    if errors:
        raise ValidationError(errors)


def _may_change(use: Use, by: "User | None") -> bool:
    if by is None:
        return True
    thing: Any = use.thing
    if isinstance(thing, Page):
        lock = thing.get_lock()
        # A schedule keeps everybody from editing; the scheduled photo is what is to be replaced.
        if lock and not isinstance(lock, ScheduledForPublishLock) and lock.for_user(by):
            return False
        permissions = thing.permissions_for_user(by)
        return bool(permissions.can_publish() if use.live else permissions.can_edit())
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_permission_for_instance(by, "change", thing))


def _replace_in_page(page: Page, use: Use, old: Photo, new: Photo, by: "User | None") -> None:
    """Publish what is live with the other photo, and leave the newer draft newer, with it too."""
    newest = page.latest_revision
    if use.live:
        _publish_swapped(page, old, new, by)
    else:
        # The row of what was never live, or is live no more, follows its newest draft.
        row = page.specific_class.objects.get(pk=page.pk)
        if names := swapping.swap_in_object(row, old.pk, new.pk):
            row.save(update_fields=names, clean=False)
        log(instance=row, action="khabar.photo.replaced", user=by, data=_said(old, new))
    awaiting = Q(approved_go_live_at__isnull=False)
    if newest is not None and (page.has_unpublished_changes or not page.live):
        awaiting |= Q(pk=newest.pk)
    for revision in page.revisions.filter(awaiting):
        revision.content = swapping.swapped(page.specific_class, revision.content, old.pk, new.pk)
        revision.save(update_fields=["content"])
    if newest is not None and page.has_unpublished_changes:
        newest.refresh_from_db()
        uses.follow_draft(newest, certainly_newest=True)


def _publish_swapped(page: Page, old: Photo, new: Photo, by: "User | None") -> None:
    """Publish the live content again, with nothing changed but the photo.

    The revision becomes the live one by way of the page's own save(), like any publication; but
    Wagtail's publish() would end a review that is under way, and schedules with it.
    """
    live = page.specific_class.objects.get(pk=page.pk)
    newest = live.latest_revision_id, live.latest_revision_created_at
    unpublished, draft_title = live.has_unpublished_changes, live.draft_title
    swapping.swap_in_object(live, old.pk, new.pk)
    revision = live.save_revision(user=by, changed=False, clean=False)
    live.live_revision = revision
    if unpublished:
        live.latest_revision_id, live.latest_revision_created_at = newest
    live.has_unpublished_changes, live.draft_title = unpublished, draft_title
    with publication.intent("publish", by=by):
        live.save(clean=False)
    for signal in (page_published, published):
        signal.send(sender=type(live), instance=live, revision=revision)
    log(
        instance=live,
        action="khabar.photo.replaced",
        user=by,
        revision=revision,
        content_changed=True,
        data=_said(old, new),
    )


def _replace_in_record(thing: Model, old: Photo, new: Photo, by: "User | None") -> None:
    names = swapping.swap_in_object(thing, old.pk, new.pk)
    thing.save(update_fields=names)
    log(instance=thing, action="khabar.photo.replaced", user=by, data=_said(old, new))


def _replace_on_front(edition: Edition, old: Photo, new: Photo, by: "User | None") -> None:
    """Where an editor chose it for a place of the front page alone."""
    standing = arrangement_of(edition)
    places = [
        replace(place, photo=new.pk) if place.photo == old.pk else place
        for place in standing.places
    ]
    front_actions.publish(edition, arranged(standing.layout, places), by=by)


def _said(old: Photo, new: Photo) -> dict[str, Any]:
    return {"old": old.pk, "new": new.pk, "old_title": old.title, "new_title": new.title}


def _captions(thing: Model, pk: int) -> Iterator[str]:
    """The captions that an article gave the photo in its own places."""
    if not isinstance(thing, Article):
        return
    if thing.hero_photo_id == pk and thing.hero_caption:
        yield thing.hero_caption
    for block in thing.body.raw_data:
        value = block["value"]
        if block["type"] == "photo":
            placed = [value]
        elif block["type"] == "gallery":
            placed = [item.get("value", item) for item in value.get("photos", [])]
        else:
            placed = []
        for one in placed:
            if one.get("photo") == pk and one.get("caption"):
                yield str(one["caption"])


@transaction.atomic
def set_crops(photo: Photo, boxes: dict[str, tuple[int, int, int] | None], *, by: "User") -> Photo:
    """Set the crop of places as x, y and width; None gives a place back to the focal point.

    A box that reaches over the photo, or is too small, becomes the nearest that fits. Raises
    PermissionDenied, and ValidationError for a place that does not crop.
    """
    if not photo.is_editable_by_user(by):
        raise PermissionDenied(_("You may not change this photo."))
    stored = Photo.objects.select_for_update().get(pk=photo.pk)
    wanted = dict(stored.crops)
    for name, box in boxes.items():
        if name not in SLOTS or SLOTS[name].aspect is None:
            raise ValidationError(_("There is no such place: %(place)s.") % {"place": name})
        if box is None:
            wanted.pop(name, None)
        else:
            wanted[name] = crops.fitted(stored, SLOTS[name], *box).as_list()
    if wanted != stored.crops:
        stored.crops = wanted
        stored.save(update_fields=["crops"])
        log(instance=stored, action="khabar.photo.crop", user=by, data={"places": sorted(wanted)})
    return stored


@transaction.atomic
def delete_photo(photo: Photo, *, by: "User") -> None:
    """Delete a photo that stands in nothing live.

    Raises PermissionDenied, and ValidationError that names where readers see it.
    """
    policy = policy_registry.get_by_type(Photo)
    if not policy.user_has_permission_for_instance(by, "delete", photo):
        raise PermissionDenied(_("You may not delete this photo."))
    places = [str(use.thing) for use in uses_of(photo) if use.live]
    if places:
        raise ValidationError(
            _(
                "Readers see the photo “%(photo)s” in: %(places)s."
                " Replace it there first; then it can be deleted."
            )
            % {"photo": photo.title, "places": "، ".join(f"«{place}»" for place in places[:10])}
        )
    log(instance=photo, action="wagtail.delete", user=by, deleted=True)
    photo.delete()


@transaction.atomic
@together("photo")
def take_over_file(kept: Photo, upload: Photo, *, by: "User") -> Photo:
    """Give a photo the file of a new upload of the same picture; the upload goes.

    What was written of the photo stays; the renditions are made anew. Raises PermissionDenied.
    """
    policy = policy_registry.get_by_type(Photo)
    if not policy.user_has_permission_for_instance(by, "change", kept):
        raise PermissionDenied(_("You may not change this photo."))
    if not policy.user_has_permission_for_instance(by, "delete", upload):
        raise PermissionDenied(_("You may not delete this photo."))
    replaced = str(kept.file.name)
    with upload.open_file() as file:
        kept.file.save(upload.filename, file, save=False)
    kept._set_image_file_metadata()  # noqa: SLF001 (Wagtail's own name for it)
    kept.crops = {}
    kept.focal_point_x = kept.focal_point_y = None
    kept.focal_point_width = kept.focal_point_height = None
    kept.metadata = upload.metadata
    kept.save()
    kept.file.close()
    storage = kept.file.storage
    transaction.on_commit(lambda: storage.delete(replaced))
    upload.delete()
    log(instance=kept, action="khabar.photo.new_file", user=by)
    return kept
