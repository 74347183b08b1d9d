"""What is kept beside photos: what they look like, and which drafts they stand in."""

from typing import ClassVar

from django.db import models
from wagtail.models import Revision

from khabar.newsroom.models.photo import Photo


class PhotoFingerprint(models.Model):
    """One perceptual hash of a photo, whole or cropped, in four bands that are looked up."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="fingerprints")
    whole = models.BooleanField()
    band0 = models.PositiveIntegerField()
    band1 = models.PositiveIntegerField()
    band2 = models.PositiveIntegerField()
    band3 = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "photo fingerprint"
        indexes: ClassVar = [
            models.Index(fields=[f"band{place}", "whole"], name=f"photo_band_{place}")
            for place in range(4)
        ]

    def __str__(self) -> str:
        """The photo and the hash."""
        return f"{self.photo_id} {self.value:016x}"

    @property
    def value(self) -> int:
        """The 64 bits."""
        bands = (self.band0, self.band1, self.band2, self.band3)
        return sum(band << (16 * place) for place, band in enumerate(bands))


class PhotoInDraft(models.Model):
    """A photo in the newest revision of something; Wagtail's index knows what is saved alone.

    Derived when a revision is saved, and gone with it.
    """

    photo = models.ForeignKey(
        Photo, on_delete=models.CASCADE, related_name="in_drafts", db_constraint=False
    )
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "photo in a draft"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["photo", "revision"], name="a_photo_once_in_a_draft"),
        ]

    def __str__(self) -> str:
        """The photo and the revision."""
        return f"{self.photo_id} in {self.revision_id}"
