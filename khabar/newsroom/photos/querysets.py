"""Questions to the table of photos."""

from datetime import datetime
from typing import Self, cast

from django.db import transaction
from wagtail.images.models import ImageQuerySet

from khabar.language.text import key_words
from khabar.newsroom import keys
from khabar.outbox.recording import record


class PhotoQuerySet(ImageQuerySet):
    """Photos, with what a page needs of them."""

    def with_renditions(self) -> Self:
        """Fetch every rendition along, so that `picture()` asks the database for nothing."""
        return cast("Self", self.prefetch_related("renditions"))

    def expire_rights(self, now: datetime) -> list[int]:
        """Mark the photos whose rights have run out by now; the ids of those that changed."""
        with transaction.atomic():
            due = self.filter(rights_expire_at__lte=now, rights_expired=False)
            ids = list(due.order_by("pk").values_list("pk", flat=True))
            if ids:
                self.filter(pk__in=ids).update(rights_expired=True)
                record("photo", map(keys.photo, ids))
        return ids

    def matching(self, words: str) -> Self:
        """Those in whose words each of these occurs, in any spelling and with any prefix."""
        found = self
        for word in key_words(words):
            found = found.filter(search_key__contains=word)
        return found

    def lacking_credit(self) -> Self:
        """Those that nobody is named for."""
        return self.filter(photographer="", agency="", credit_line="")

    def lacking_alt(self) -> Self:
        """Those that are not described for the blind."""
        return self.filter(alt_text="")
