"""Photos that show the same picture: hashes kept when a photo is saved, and found by band."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from PIL import Image

from khabar.newsroom.models.photo import Photo, PhotoRendition
from khabar.newsroom.models.photo_records import PhotoFingerprint
from khabar.newsroom.photos import fingerprints
from khabar.newsroom.photos.opening import DAMAGED
from khabar.newsroom.photos.slots import FALLBACK_SPEC

_MOST = 5


def remember(photo: Photo, fallback: PhotoRendition | None = None) -> bool:
    """Hash the photo as readers see it (its fallback); False if it has none or shows nothing.

    A fallback that was made just now need not be fetched.
    """
    rendition = fallback or photo.renditions.filter(filter_spec=FALLBACK_SPEC).first()
    found = None
    if rendition is not None:
        try:
            with rendition.file.open() as file, Image.open(file) as image:
                found = fingerprints.fingerprints(image)
        except DAMAGED:
            found = None
    rows = []
    if found is not None:
        rows = [_row(photo, found.whole, whole=True)]
        rows += [_row(photo, crop, whole=False) for crop in set(found.crops) - {found.whole}]
    with transaction.atomic():
        PhotoFingerprint.objects.filter(photo=photo).delete()
        PhotoFingerprint.objects.bulk_create(rows)
    return bool(rows)


def twins_of(photo: Photo) -> list[Photo]:
    """Other photos that look like this one, the most alike first: the same file, or the same
    picture compressed, resized, brightened or slightly cropped.
    """
    same = list(
        Photo.objects.filter(file_hash=photo.file_hash).exclude(pk=photo.pk).order_by("pk")[:_MOST]
        if photo.file_hash
        else []
    )
    known = {twin.pk for twin in same} | {photo.pk}
    distances: dict[int, int] = {}
    for row in PhotoFingerprint.objects.filter(photo=photo):
        # A crop is compared with whole pictures: two crops alike say little of their photos.
        others = PhotoFingerprint.objects.filter(_near(row.value)).exclude(photo__in=known)
        for other in others if row.whole else others.filter(whole=True):
            apart = fingerprints.distance(row.value, other.value)
            if apart <= fingerprints.MAX_DISTANCE:
                distances[other.photo_id] = min(apart, distances.get(other.photo_id, apart))
    nearest = sorted(distances, key=lambda pk: (distances[pk], pk))[: _MOST - len(same)]
    found = Photo.objects.in_bulk(nearest)
    return same + [found[pk] for pk in nearest if pk in found]


def _near(value: int) -> Q:
    """The hashes that share a band with this one, but for what may differ."""
    return reduce(
        or_,
        (
            Q(**{f"band{place}__in": list(fingerprints.near(band))})
            for place, band in enumerate(fingerprints.bands(value))
        ),
    )


def _row(photo: Photo, value: int, *, whole: bool) -> PhotoFingerprint:
    bands = {f"band{place}": band for place, band in enumerate(fingerprints.bands(value))}
    return PhotoFingerprint(photo=photo, whole=whole, **bands)
