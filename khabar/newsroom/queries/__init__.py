"""Every list that a page asks for, each in a constant number of indexed queries."""

from khabar.newsroom.queries.articles import (
    ArticlePage,
    CorrectionEntry,
    article_page,
    corrections_page,
    find_article,
)
from khabar.newsroom.queries.cards import BylineName, Card, Link, Named, cards_of
from khabar.newsroom.queries.changes import (
    VersionEntry,
    changes_page,
    has_changes,
    version_text,
)
from khabar.newsroom.queries.editions import (
    alternates,
    broadcast,
    channels,
    edition_for_request,
    editions,
    policy_pages,
)
from khabar.newsroom.queries.front import Front, SectionBlock, front
from khabar.newsroom.queries.lists import (
    ListPage,
    PastTheEndError,
    StoryCard,
    carousel,
    important_sections,
    latest,
    list_page,
    menu,
    rail,
    stories,
    urgent,
)
from khabar.newsroom.queries.reads import most_read
from khabar.newsroom.queries.related import related, related_ids
from khabar.newsroom.queries.results import Label, Result, find_label, labels, results

__all__ = [
    "ArticlePage",
    "BylineName",
    "Card",
    "CorrectionEntry",
    "Front",
    "Label",
    "Link",
    "ListPage",
    "Named",
    "PastTheEndError",
    "Result",
    "SectionBlock",
    "StoryCard",
    "VersionEntry",
    "alternates",
    "article_page",
    "broadcast",
    "cards_of",
    "carousel",
    "changes_page",
    "channels",
    "corrections_page",
    "edition_for_request",
    "editions",
    "find_article",
    "find_label",
    "front",
    "has_changes",
    "important_sections",
    "labels",
    "latest",
    "list_page",
    "menu",
    "most_read",
    "policy_pages",
    "rail",
    "related",
    "related_ids",
    "results",
    "stories",
    "urgent",
    "version_text",
]
