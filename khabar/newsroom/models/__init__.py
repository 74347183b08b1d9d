"""All that a newsroom owns."""

from khabar.newsroom.models.article import (
    Article,
    ArticleSource,
    ArticleStory,
    BylineEntry,
    Genre,
)
from khabar.newsroom.models.edition import Digits, Edition, FollowChannel, Hijri, MonthNames
from khabar.newsroom.models.numbers import PublicNumber
from khabar.newsroom.models.pages import (
    RESERVED_SLUGS,
    HomePage,
    Section,
    ServedPage,
    StoriesIndexPage,
    Story,
    TextPage,
)
from khabar.newsroom.models.people import Author, Source, SourceName, Subject, Topic
from khabar.newsroom.models.photo import Photo, PhotoRendition
from khabar.newsroom.models.photo_records import PhotoFingerprint, PhotoInDraft
from khabar.newsroom.models.records import (
    Broadcast,
    Correction,
    FrontSlot,
    ImmutableError,
    ListEntry,
    Programme,
    PublishedVersion,
)

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "ArticleSource",
    "ArticleStory",
    "Author",
    "Broadcast",
    "BylineEntry",
    "Correction",
    "Digits",
    "Edition",
    "FollowChannel",
    "FrontSlot",
    "Genre",
    "Hijri",
    "HomePage",
    "ImmutableError",
    "ListEntry",
    "MonthNames",
    "Photo",
    "PhotoFingerprint",
    "PhotoInDraft",
    "PhotoRendition",
    "Programme",
    "PublicNumber",
    "PublishedVersion",
    "Section",
    "ServedPage",
    "Source",
    "SourceName",
    "StoriesIndexPage",
    "Story",
    "Subject",
    "TextPage",
    "Topic",
]
