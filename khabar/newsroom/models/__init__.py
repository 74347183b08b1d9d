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
from khabar.newsroom.models.protection import BylineProtection
from khabar.newsroom.models.records import (
    Broadcast,
    Correction,
    FrontSlot,
    ImmutableError,
    ListEntry,
    Programme,
    PublishedVersion,
)
from khabar.newsroom.models.requests import TwoPersonRequest
from khabar.newsroom.models.take_downs import TakeDown, TakenDownError

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "ArticleSource",
    "ArticleStory",
    "Author",
    "Broadcast",
    "BylineEntry",
    "BylineProtection",
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
    "TakeDown",
    "TakenDownError",
    "TextPage",
    "Topic",
    "TwoPersonRequest",
]
