"""Questions to the table of photos."""

from datetime import datetime
from typing import Final, Self, cast

from django.db import transaction
from django.db.models import Q
from wagtail.images.models import ImageQuerySet

from khabar.language.lookup import forms, search_words
from khabar.newsroom import keys
from khabar.outbox.recording import record

_STEM_LETTERS: Final = 3


class PhotoQuerySet(ImageQuerySet):
    """Photos, with what a page needs of them."""

    def with_renditions(self) -> Self:
        """Fetch every rendition along, so that `picture()` asks the database for nothing."""
        return cast("Self", self.prefetch_related("renditions"))

    def expire_rights(self, now: datetime) -> list[int]:
        """Mark the photos whose rights have run out by now; the ids of those that changed."""
        due = self.filter(rights_expire_at__lte=now, rights_expired=False)
        # Asked without a lock first: the clock asks twice a second, and SQLite has one writer.
        if not due.exists():
            return []
        with transaction.atomic():
            ids = list(due.order_by("pk").values_list("pk", flat=True))
            if ids:
                self.filter(pk__in=ids).update(rights_expired=True)
                record("photo", map(keys.photo, ids))
        return ids

    def matching(self, words: str) -> Self:
        """Those in whose words each of these occurs, in any spelling and any grammatical form.

        Signs alone find nothing, rather than everything.
        """
        found, wanted = self, search_words(words)
        if not wanted and words.strip():
            return cast("Self", self.none())
        for word in wanted:
            occurs = Q(search_key__contains=word)
            for form in forms(word):
                # Of two letters, a stem occurs in everything.
                if len(form) >= _STEM_LETTERS:
                    occurs |= Q(search_key__contains=form)
            found = found.filter(occurs)
        return found

    def lacking_credit(self) -> Self:
        """Those that nobody is named for."""
        return self.filter(photographer="", agency="", credit_line="")

    def lacking_alt(self) -> Self:
        """Those that are not described for the blind."""
        return self.filter(alt_text="")
