"""The blocks of an article's body. What they look like is the front's business."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    IntegerBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PARAGRAPH_FEATURES = ["bold", "link", "document-link", "ol", "ul"]


class PhotoBlock(StructBlock):
    """A photo with a caption for this place."""

    photo = ImageChooserBlock(label=_("photo"))
    caption = CharBlock(
        label=_("caption here"), required=False, help_text=_("Empty: the photo's own caption.")
    )

    class Meta:
        icon = "image"
        label = _("Photo")


class GalleryBlock(StructBlock):
    """Several photos, in order."""

    title = CharBlock(label=_("title"), required=False)
    photos = ListBlock(PhotoBlock(), label=_("photos"), min_num=2)

    class Meta:
        icon = "image"
        label = _("Photo gallery")


class QuoteBlock(StructBlock):
    """Somebody's words, set apart."""

    text = TextBlock(label=_("words"), rows=3)
    speaker = CharBlock(label=_("speaker"), required=False)
    role = CharBlock(label=_("speaker's role"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Pull quote")


class VerseLineBlock(StructBlock):
    """One line of verse in its two halves."""

    first = CharBlock(label=_("first half"))
    second = CharBlock(label=_("second half"), required=False)


class VerseBlock(StructBlock):
    """Lines of verse."""

    lines = ListBlock(VerseLineBlock(), label=_("lines"))
    poet = CharBlock(label=_("poet"), required=False)

    class Meta:
        icon = "pilcrow"
        label = _("Verse")


class EmbedBlock(StructBlock):
    """Something that lives with a third party. Nothing is loaded from there until a reader asks."""

    url = URLBlock(label=_("address"))
    title = CharBlock(label=_("title"), help_text=_("What the reader will find there."))
    provider = CharBlock(label=_("site"), required=False)
    video = BooleanBlock(label=_("it is a video"), required=False)

    class Meta:
        icon = "media"
        label = _("Embed")


class VideoBlock(StructBlock):
    """The newsroom's own video: a file, or an HLS address."""

    title = CharBlock(label=_("title"))
    file = DocumentChooserBlock(label=_("video file (MP4)"), required=False)
    url = URLBlock(label=_("address of the file or HLS stream"), required=False)
    poster = ImageChooserBlock(label=_("poster"), required=False)
    caption = CharBlock(label=pgettext_lazy("video", "caption"), required=False)
    seconds = IntegerBlock(label=_("length in seconds"), required=False, min_value=1)

    class Meta:
        icon = "media"
        label = _("Video")

    def clean(self, value: Any) -> Any:
        """Refuse a video with neither file nor address, and one with both."""
        cleaned = super().clean(value)
        if bool(cleaned.get("file")) == bool(cleaned.get("url")):
            error = ValidationError(_("Give a file or an address, one of the two."))
            raise StructBlockValidationError(block_errors={"url": error})
        return cleaned


class TableBlock(StructBlock):
    """A table with a caption."""

    caption = CharBlock(label=pgettext_lazy("table", "caption"), required=False)
    table = TypedTableBlock(
        [
            ("text", CharBlock(label=_("text"), required=False)),
            (
                "rich_text",
                RichTextBlock(label=_("rich text"), required=False, features=["bold", "link"]),
            ),
        ],
        label=_("table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")


class AlsoReadBlock(StructBlock):
    """A pointer to another article."""

    article = PageChooserBlock(label=_("article"), page_type="newsroom.Article")

    class Meta:
        icon = "link"
        label = _("Also read")


class DocumentBlock(StructBlock):
    """A document to open."""

    document = DocumentChooserBlock(label=_("document"))
    title = CharBlock(label=_("title"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")


class SubheadBlock(CharBlock):
    """A subhead within the body."""

    class Meta:
        icon = "title"
        label = _("Subhead")


class BodyBlock(StreamBlock):
    """The body of an article."""

    paragraph = RichTextBlock(label=_("Paragraph"), features=PARAGRAPH_FEATURES, icon="pilcrow")
    subhead = SubheadBlock(max_length=120)
    photo = PhotoBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    verse = VerseBlock()
    video = VideoBlock()
    embed = EmbedBlock()
    table = TableBlock()
    also_read = AlsoReadBlock()
    document = DocumentBlock()


class TextBodyBlock(StreamBlock):
    """The body of a standing page (about us, policies)."""

    paragraph = RichTextBlock(label=_("Paragraph"), features=PARAGRAPH_FEATURES, icon="pilcrow")
    subhead = SubheadBlock(max_length=120)


#: Bodies that make an article carry photos or video, by block type. Typed by nobody: derived.
PHOTO_BLOCKS = frozenset({"photo", "gallery"})
VIDEO_BLOCKS = frozenset({"video"})
