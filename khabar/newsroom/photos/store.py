"""Making a photo's renditions exist: files in the public storage, rows that Wagtail knows."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from wagtail.images.models import Filter

from khabar.newsroom import keys
from khabar.newsroom.models.photo import Photo, PhotoRendition
from khabar.newsroom.photos import crops, rendering, slots
from khabar.outbox.recording import record


def make_fallback(photo: Photo) -> PhotoRendition | None:
    """Make the one rendition that a page can always link; None if the present file has it."""
    if photo.renditions.filter(
        filter_spec=slots.FALLBACK_SPEC, recipe__startswith=photo.file_key
    ).exists():
        return None
    return next(iter(_replace(photo, [slots.FALLBACK_SPEC], and_stale=False)), None)


def missing(photo: Photo) -> list[str]:
    """The filters of the photo's set that have no rendition of its present state."""
    made = set(photo.renditions.filter(recipe=photo.recipe).values_list("filter_spec", flat=True))
    widths = {name: box.width for name in photo.crops if (box := crops.own(photo, name))}
    wanted = slots.specs(photo.width, photo.height, widths)
    return [spec for spec in wanted if spec not in made]


def make_set(photo_id: int) -> int:
    """Make what is missing of a photo's set and remove what is stale; how many were made.

    Safe to run twice, or twice at once: a photo that was deleted or changed in the meantime is left
    alone, since its change asked for a run of its own.
    """
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        return 0
    return len(_replace(photo, missing(photo), and_stale=True))


def files(renditions: QuerySet[PhotoRendition]) -> list[str]:
    """Names of these renditions' files in the storage."""
    return [name for name in renditions.values_list("file", flat=True) if name]


def delete_files(photo_id: int, names: Iterable[str]) -> None:
    """Delete these files of a photo's renditions, then tell that they are gone; safe to repeat."""
    storage = PhotoRendition._meta.get_field("file").storage  # noqa: SLF001 (Django's public API)
    for name in names:
        storage.delete(name)
    with transaction.atomic():
        record("photo", [keys.photo_files(photo_id)])


def _replace(photo: Photo, specs: list[str], *, and_stale: bool) -> list[PhotoRendition]:
    """Put renditions in the place of older ones, in one short transaction after all the work.

    With ``and_stale`` it is the whole set, which nobody waits for.
    """
    made = _write(photo, specs, later=and_stale) if specs else []
    kept: list[PhotoRendition] = []
    stale: list[str] = []
    try:
        with transaction.atomic():
            current = Photo.objects.select_for_update().filter(pk=photo.pk).first()
            if current is not None and current.recipe == photo.recipe:
                kept, stale = _insert(current, made, and_stale=and_stale)
    finally:
        _discard(rendition for rendition in made if rendition not in kept)
    if stale:
        transaction.on_commit(partial(delete_files, photo.pk, stale))
    return kept


def _write(photo: Photo, specs: list[str], *, later: bool) -> list[PhotoRendition]:
    """The files of these filters in storage, and their rows not yet saved.

    ``later`` gives the processor to others first.
    """
    storage = PhotoRendition._meta.get_field("file").storage  # noqa: SLF001 (Django's public API)
    made: list[PhotoRendition] = []
    try:
        with photo.open_file() as original:
            render = rendering.render_later if later else rendering.render
            for rendered in render(original, photo, specs):
                facts = {
                    "image": photo,
                    "filter_spec": rendered.spec,
                    "focal_point_key": Filter(rendered.spec).get_cache_key(photo),
                    "width": rendered.width,
                    "height": rendered.height,
                    "recipe": photo.recipe,
                }
                file = rendering.file_of(rendered)
                place = PhotoRendition(**facts).get_upload_to(file.name or "")
                # Given a name later, a row has its file read back and decoded for its size.
                rendition = PhotoRendition(**facts, file=storage.save(place, file))
                rendition.file.file = file
                made.append(rendition)
    except BaseException:
        _discard(made)
        raise
    return made


def _insert(
    photo: Photo, made: list[PhotoRendition], *, and_stale: bool
) -> tuple[list[PhotoRendition], list[str]]:
    """Save the rows that nobody else has made meanwhile, and delete those they replace.

    Those that were saved, and the files of those that are gone.
    """
    stale = photo.renditions.exclude(recipe=photo.recipe)
    if not and_stale:
        stale = stale.filter(filter_spec__in=[rendition.filter_spec for rendition in made])
    gone = files(stale)
    stale.delete()
    there = set(photo.renditions.values_list("filter_spec", "focal_point_key"))
    new = [row for row in made if (row.filter_spec, row.focal_point_key) not in there]
    PhotoRendition.objects.bulk_create(new)
    # A page that was made before them, or with those that are gone.
    record("photo", [keys.photo(photo.pk)] if new or gone else [])
    return new, gone


def _discard(renditions: Iterable[PhotoRendition]) -> None:
    """Remove the files of rows that were never saved."""
    for rendition in renditions:
        rendition.file.storage.delete(rendition.file.name)
