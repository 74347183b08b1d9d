"""All that a newsroom owns."""

from khabar.newsroom.models.article import (
    Article,
    ArticleSource,
    ArticleStory,
    BylineEntry,
    Genre,
)
from khabar.newsroom.models.desk import DeskEntry, DeskKey
from khabar.newsroom.models.edition import (
    Digits,
    Edition,
    FollowChannel,
    Hijri,
    MonthNames,
    Window,
)
from khabar.newsroom.models.fronts import FrontPlan, FrontState, FrontVersion
from khabar.newsroom.models.numbers import PublicNumber
from khabar.newsroom.models.pages import (
    RESERVED_SLUGS,
    HomePage,
    NumberedPage,
    Section,
    ServedPage,
    StoriesIndexPage,
    Story,
    TextPage,
)
from khabar.newsroom.models.people import Author, Source, SourceName, Subject, Topic
from khabar.newsroom.models.photo import Photo, PhotoRendition
from khabar.newsroom.models.photo_records import PhotoFingerprint, PhotoInDraft
from khabar.newsroom.models.planning import (
    OPEN_STATES,
    Assignment,
    DeskNotice,
    Flash,
    expected_media,
)
from khabar.newsroom.models.previews import PreviewLink
from khabar.newsroom.models.protection import BylineProtection
from khabar.newsroom.models.readiness import LinkCheck, ReadinessPolicy, ShareCardSeen, Weight
from khabar.newsroom.models.reads import MostRead, ReadCount, ReadPlace
from khabar.newsroom.models.records import (
    Broadcast,
    Correction,
    FrontSlot,
    ImmutableError,
    ListEntry,
    Programme,
    PublishedVersion,
)
from khabar.newsroom.models.related import Related, RelatedChoice
from khabar.newsroom.models.requests import TwoPersonRequest
from khabar.newsroom.models.shown import ShownArticle
from khabar.newsroom.models.stories import MergedStory, StoryPin
from khabar.newsroom.models.style import PreferredSpelling, StyleState, WordToAvoid
from khabar.newsroom.models.take_downs import TakeDown, TakenDownError

__all__ = [
    "OPEN_STATES",
    "RESERVED_SLUGS",
    "Article",
    "ArticleSource",
    "ArticleStory",
    "Assignment",
    "Author",
    "Broadcast",
    "BylineEntry",
    "BylineProtection",
    "Correction",
    "DeskEntry",
    "DeskKey",
    "DeskNotice",
    "Digits",
    "Edition",
    "Flash",
    "FollowChannel",
    "FrontPlan",
    "FrontSlot",
    "FrontState",
    "FrontVersion",
    "Genre",
    "Hijri",
    "HomePage",
    "ImmutableError",
    "LinkCheck",
    "ListEntry",
    "MergedStory",
    "MonthNames",
    "MostRead",
    "NumberedPage",
    "Photo",
    "PhotoFingerprint",
    "PhotoInDraft",
    "PhotoRendition",
    "PreferredSpelling",
    "PreviewLink",
    "Programme",
    "PublicNumber",
    "PublishedVersion",
    "ReadCount",
    "ReadPlace",
    "ReadinessPolicy",
    "Related",
    "RelatedChoice",
    "Section",
    "ServedPage",
    "ShareCardSeen",
    "ShownArticle",
    "Source",
    "SourceName",
    "StoriesIndexPage",
    "Story",
    "StoryPin",
    "StyleState",
    "Subject",
    "TakeDown",
    "TakenDownError",
    "TextPage",
    "Topic",
    "TwoPersonRequest",
    "Weight",
    "Window",
    "WordToAvoid",
    "expected_media",
]
