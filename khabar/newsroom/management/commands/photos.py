"""`khabar photos`: bring what is derived from photos up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from wagtail.models import Page, ReferenceIndex, Revision

from khabar.newsroom.models import Edition, Photo
from khabar.newsroom.photos import store, twins, uses, wording

_BATCH = 500


class Command(BaseCommand):
    help = (
        "Bring what is derived from photos up to date: search words, likeness, and which newest"
        " drafts they stand in. Done twice, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also of photos whose likeness is known already"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        photos = Photo.objects.order_by("pk")
        if not options["all"]:
            photos = photos.filter(fingerprints__isnull=True)
        seen = like = 0
        for photo in photos.iterator(chunk_size=_BATCH):
            store.make_fallback(photo)
            like += twins.remember(photo)
            seen += 1
        words = self._search_words()
        drafts = self._drafts()
        self.stdout.write(
            f"{seen} photos looked at, {like} with a likeness; search words of {words} changed;"
            f" {drafts} newest drafts read."
        )

    def _search_words(self) -> int:
        changed = []
        for photo in Photo.objects.order_by("pk").iterator(chunk_size=_BATCH):
            if photo.search_key != (words := wording.search_words(photo)):
                photo.search_key = words
                changed.append(photo)
        Photo.objects.bulk_update(changed, ["search_key"], batch_size=_BATCH)
        return len(changed)

    def _drafts(self) -> int:
        for edition in Edition.objects.all():
            with transaction.atomic():
                ReferenceIndex.create_or_update_for_object(edition)
        newest = Page.objects.exclude(latest_revision=None).values("latest_revision")
        read = 0
        for revision in Revision.objects.filter(pk__in=newest).iterator(chunk_size=_BATCH):
            uses.follow_draft(revision, certainly_newest=True)
            read += 1
        return read
