"""Photos: a private original with what is known of it, and its public renditions."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    get_upload_to,
)
from wagtail.models import CollectionMember
from wagtail.search import index

from khabar.newsroom import keys
from khabar.newsroom.models.showing import tells
from khabar.newsroom.names import STAFF, Hider, holds_token, shown
from khabar.newsroom.photos import checks, crops, rendering, wording
from khabar.newsroom.photos.fields import OrientedImageField, private_storage
from khabar.newsroom.photos.picture import Picture, build_picture
from khabar.newsroom.photos.querysets import PhotoQuerySet
from khabar.newsroom.photos.stamp import Stamp

RECIPE_VERSION = 1
"""Raised when the same original would give other bytes, so that every set is made anew."""


@tells(keys.photo)
class Photo(AbstractImage):
    """A photo as the photo desk keeps it.

    The credit, the alt text and the rights are needed before a photo is *used*, not before it is
    kept: what an article lacks is said beside the article.
    """

    class Label(models.TextChoices):
        """What a reader must be told about the nature of a picture."""

        NONE = "", pgettext_lazy("photo label", "None")
        ARCHIVE = "archive", pgettext_lazy("photo label", "Archive")
        ILLUSTRATIVE = "illustrative", pgettext_lazy("photo label", "Illustrative")
        UNVERIFIED = "unverified", pgettext_lazy("photo label", "Unverified")
        AI_MADE = "ai_made", pgettext_lazy("photo label", "Made by AI")

    if TYPE_CHECKING:
        title: str

    # Wagtail's description would be a second alt text.
    description = None

    file = OrientedImageField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        storage=private_storage,
        width_field="width",
        height_field="height",
    )
    caption = models.TextField(
        _("caption"),
        blank=True,
        help_text=_("Who and what is seen, where and when. An article may carry its own caption."),
    )
    photographer = models.CharField(
        _("photographer"),
        max_length=255,
        blank=True,
        help_text=_(
            "The name as it is to be printed. Needed, or the agency, before the photo is used."
        ),
    )
    agency = models.CharField(
        pgettext_lazy("photo", "agency"),
        max_length=255,
        blank=True,
        help_text=_("The agency or archive that the photo came from."),
    )
    credit_line = models.CharField(
        _("credit line"),
        max_length=255,
        blank=True,
        help_text=_("The wording that the supplier asks for, if any. It goes out inside the file."),
    )
    copyright_notice = models.CharField(
        _("copyright notice"),
        max_length=255,
        blank=True,
        help_text=_("Who owns the photo, as the file or the contract says it."),
    )
    place = models.CharField(_("place"), max_length=255, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    alt_text = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_(
            "What is seen, for someone who cannot see it: neither the headline nor the caption."
        ),
    )
    label = models.CharField(
        pgettext_lazy("photo", "label"),
        max_length=16,
        choices=Label.choices,
        default=Label.NONE,
        blank=True,
        help_text=_("Printed with the photo wherever it appears."),
    )
    graphic = models.BooleanField(
        _("graphic content"),
        default=False,
        help_text=_("The photo is covered until the reader asks to see it."),
    )
    usage_rights = models.TextField(
        _("usage rights"),
        blank=True,
        help_text=_("What the licence allows. For the desk; readers do not see it."),
    )
    rights_expire_at = models.DateTimeField(
        _("rights expire at"),
        null=True,
        blank=True,
        help_text=_("From then on no page shows the photo. Empty if the rights do not expire."),
    )
    rights_expired = models.BooleanField(_("rights expired"), default=False, editable=False)
    source_uri = models.CharField(
        _("source address"),
        max_length=500,
        blank=True,
        db_index=True,
        help_text=_("The supplier's own identifier or address of the photo."),
    )
    metadata = models.JSONField(_("file metadata"), default=dict, blank=True, editable=False)
    crops = models.JSONField(_("crops"), default=dict, blank=True, editable=False)
    search_key = models.TextField(default="", blank=True, editable=False)

    admin_form_fields = (
        "file",
        "title",
        "caption",
        "alt_text",
        "photographer",
        "agency",
        "credit_line",
        "copyright_notice",
        "label",
        "graphic",
        "usage_rights",
        "rights_expire_at",
        "place",
        "taken_on",
        "source_uri",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [
        *CollectionMember.search_fields,
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("caption"),
        index.AutocompleteField("caption"),
        index.SearchField("alt_text"),
        index.SearchField("photographer"),
        index.SearchField("agency"),
        index.RelatedFields(
            "tags", [index.SearchField("name", boost=10), index.AutocompleteField("name")]
        ),
        index.FilterField("id"),
        index.FilterField("title"),
        index.FilterField("label"),
        index.FilterField("rights_expired"),
        index.FilterField("uploaded_by_user"),
        index.FilterField("created_at"),
    ]

    objects = PhotoQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions = [("choose_image", "Can choose image")]
        indexes = [
            models.Index(
                fields=["rights_expire_at"],
                name="newsroom_photo_expiring",
                condition=models.Q(rights_expired=False),
            ),
            models.Index(
                fields=["rights_expire_at"],
                name="newsroom_photo_expired",
                condition=models.Q(rights_expired=True),
            ),
        ]

    def clean(self) -> None:
        """Refuse a new file that is no sound picture, in words that the uploader understands."""
        super().clean()
        if self._file_is_new():
            try:
                checks.check_original(self.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, having read a new file's metadata into the fields that are still empty."""
        update_fields: Iterable[str] | None = kwargs.get("update_fields")
        if self._file_is_new():
            self._set_image_file_metadata()
            wording.read_into(self)
            self.crops = {}
        self._hide_protected_names()
        if update_fields is None:
            self._settle_rights()
            self.search_key = wording.search_words(self)
        elif "rights_expire_at" in update_fields:
            self._settle_rights()
            kwargs["update_fields"] = {*update_fields, "rights_expired"}
        super().save(*args, **kwargs)

    def _file_is_new(self) -> bool:
        """Whether the file was given but is not in storage yet."""
        return bool(self.file) and not self.file._committed  # noqa: SLF001 (Django has no public name)

    @property
    def file_said_nothing(self) -> bool:
        """Whether its file held no words, or none that could be read."""
        return not self.metadata.get("said_something", True)

    def _hide_protected_names(self) -> None:
        """However a protected name comes in, typed or inside a file, it is hidden."""
        credits_ = ("photographer", "agency", "credit_line", "copyright_notice")
        if any(getattr(self, name) for name in credits_) and (hider := Hider()).hidden:
            for name in credits_:
                limit = self._meta.get_field(name).max_length
                setattr(self, name, hider.hide(getattr(self, name), limit))

    def _settle_rights(self) -> None:
        """Let the stored flag say what the date says now; afterwards the clock flips it."""
        expiry = self.rights_expire_at
        self.rights_expired = expiry is not None and expiry <= timezone.now()

    @property
    def credit(self) -> list[str]:
        """Who is to be named, in order: the photographer, then the agency.

        Without an agency the supplier's wording stands in for it; it often names both. A name that
        is protected is «فريق التحرير».
        """
        photographer, supplier = shown(self.photographer), shown(self.agency or self.credit_line)
        if not self.agency and self.photographer in self.credit_line:
            return [supplier] if supplier else []
        return [part for part in (photographer, supplier) if part]

    @property
    def named_photographer(self) -> str:
        """The photographer where readers may know the name, else ""."""
        return "" if holds_token(self.photographer) else str(self.photographer)

    @property
    def notice(self) -> str:
        """Whose the photo is: the supplier's wording, else the agency, else the photographer."""
        return shown(self.credit_line or self.agency or self.photographer)

    @property
    def hides_a_name(self) -> bool:
        """Whether the credit has a protected name, which the original says inside."""
        return any(map(holds_token, (self.photographer, self.agency, self.credit_line)))

    @property
    def default_alt_text(self) -> str:
        """The alt text as written; never the title, which is often a file name."""
        return str(self.alt_text)

    @property
    def stamp(self) -> Stamp:
        """What every rendition carries inside."""
        # The same words in every process, whatever language it speaks: they decide the address.
        wording = self.credit_line or " / ".join(filter(None, (self.photographer, self.agency)))
        return Stamp(
            creator=shown(self.photographer, STAFF),
            credit=shown(wording, STAFF),
            rights=shown(self.copyright_notice, STAFF),
            ai_made=self.label == self.Label.AI_MADE,
        )

    @property
    def lacks(self) -> list[str]:
        """What keeps it from being used, as codes: credit, alt, rights."""
        return [
            code
            for code, lacking in (
                ("credit", not self.credit),
                ("alt", not self.alt_text),
                ("rights", self.rights_expired),
            )
            if lacking
        ]

    @property
    def file_key(self) -> str:
        """Short name of the original's bytes."""
        return str(self.file_hash[:8])

    @property
    def recipe(self) -> str:
        """Short name of everything that decides the bytes of the renditions.

        It is part of their addresses, so a public copy can be cached for ever.
        """
        focal = (
            self.focal_point_x,
            self.focal_point_y,
            self.focal_point_width,
            self.focal_point_height,
        )
        parts = (RECIPE_VERSION, self.file_hash, focal, crops.key(self.crops), self.stamp)
        digest = hashlib.sha256(repr(parts).encode()).hexdigest()
        return self.file_key + digest[:8]

    def picture(self, slot: str) -> Picture | None:
        """What a page shows of this photo in a slot: what exists, and nothing is made for it.

        None when nothing exists yet, or when the rights have expired. No query if renditions were
        prefetched (`Photo.objects.with_renditions()`).
        """
        if self.rights_expired:
            return None
        return build_picture(self, self._current_renditions, slot)

    @cached_property
    def _current_renditions(self) -> "dict[str, PhotoRendition]":
        """The renditions of the present file by filter, those of the present recipe first."""
        found: dict[str, PhotoRendition] = {}
        for rendition in self._get_prefetched_renditions() or self.renditions.all():
            known = found.get(rendition.filter_spec)
            if rendition.recipe.startswith(self.file_key) and (
                known is None or rendition.recipe == self.recipe
            ):
                found[rendition.filter_spec] = rendition
        return found

    def generate_rendition_file(
        self,
        filter: Filter,  # noqa: A002 (Wagtail's name)
        *,
        source: File[Any] | None = None,
    ) -> File[Any]:
        """Make a rendition that the desk asks for, as stripped and stamped as the readers' own.

        Wagtail's own encoder carries EXIF over, and so the place where a photo was taken.
        """
        if source is not None:
            rendered = rendering.render_one(source, self, filter)
        else:
            with self.open_file() as original:
                rendered = rendering.render_one(original, self, filter)
        return rendering.file_of(rendered)

    def generate_rendition_instance(self, filter: Filter, source: Any) -> "PhotoRendition":  # noqa: A002 (Wagtail's name)
        """Wagtail's, knowing its recipe: rows made together never pass through save()."""
        rendition: PhotoRendition = super().generate_rendition_instance(filter, source)
        rendition.recipe = self.recipe
        return rendition


class PhotoRendition(AbstractRendition):
    """A public copy of a photo: one size, one format, no trace of place or device."""

    image = models.ForeignKey(Photo, related_name="renditions", on_delete=models.CASCADE)
    recipe = models.CharField(max_length=16, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="newsroom_rendition_unique",
            ),
        ]

    def __str__(self) -> str:
        """The filter, which is what tells renditions of one photo apart."""
        return str(self.filter_spec)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, remembering which state of the photo it shows."""
        self.recipe = self.recipe or self.image.recipe
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        """An address that changes whenever the bytes do."""
        return f"photos/{self.image_id}/{self.image.recipe}/{filename}"
