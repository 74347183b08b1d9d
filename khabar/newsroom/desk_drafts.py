"""The newest text of an article as editors list it: of its newest draft, or else its own."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Revision

from khabar.newsroom import publication
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    Author,
    BylineEntry,
    Source,
    Story,
    Topic,
)
from khabar.newsroom.publication import AUTHOR, SOURCE


@dataclass
class Draft:
    """What the newest draft says; of an article without one, the article itself."""

    headline: str
    kicker: str
    slugline: str
    genre: str
    embargo_until: datetime | None
    marks: tuple[bool, bool]
    byline: list[tuple[str, Any]] = field(default_factory=list)
    stories: list[int] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)


#: Where nobody knows the newest text of any article.
UNKNOWN: Mapping[int, Draft] = {}


def newest(rows: dict[int, dict[str, Any]]) -> dict[int, Draft]:
    """The newest draft of each, as Wagtail's ``get_latest_revision_as_object`` would have it."""
    revised = {
        row["latest_revision_id"]: pk
        for pk, row in rows.items()
        if row["has_unpublished_changes"] and row["latest_revision_id"]
    }
    revisions = Revision.objects.filter(pk__in=revised).values_list("pk", "content")
    drafts = {revised[pk]: of_revision(content) for pk, content in revisions} if revised else {}
    _drop_what_is_gone(drafts.values())
    stored = {pk: _of_row(row) for pk, row in rows.items() if pk not in drafts}
    _relate(stored)
    return drafts | stored


def of_article(article: Article) -> Draft:
    """What an article says whose own state is its newest, as it was just stored."""
    return Draft(
        headline=article.title,
        kicker=article.kicker,
        slugline=article.slugline,
        genre=article.genre,
        embargo_until=article.embargo_until,
        marks=(article.has_photos, article.has_video),
        byline=[
            entry
            for child in article.byline_entries.all()
            if (entry := _byline(child.author_id, child.source_id, child.text))
        ],
        stories=[child.story_id for child in article.article_stories.all()],
        topics=[topic.pk for topic in article.topics.all()],
        sources=[child.source_id for child in article.article_sources.all()],
    )


def _of_row(row: dict[str, Any]) -> Draft:
    return Draft(
        headline=row["title"],
        kicker=row["kicker"],
        slugline=row["slugline"],
        genre=row["genre"],
        embargo_until=row["embargo_until"],
        marks=(row["has_photos"], row["has_video"]),
    )


def of_revision(content: dict[str, Any]) -> Draft:
    """What a revision says, as Wagtail keeps it, or as it was just given to it."""
    body = content.get("body") or "[]"
    return Draft(
        headline=content["title"],
        kicker=content.get("kicker") or "",
        slugline=content.get("slugline") or "",
        genre=content.get("genre") or "news",
        embargo_until=_time(content.get("embargo_until")),
        marks=publication.marks_in(json.loads(body) if isinstance(body, str) else body),
        byline=[
            entry
            for child in _children(content, "byline_entries")
            if (entry := _byline(child.get("author"), child.get("source"), child.get("text")))
        ],
        stories=[child["story"] for child in _children(content, "article_stories")],
        topics=list(content.get("topics") or []),
        sources=[child["source"] for child in _children(content, "article_sources")],
    )


def _children(content: dict[str, Any], relation: str) -> list[dict[str, Any]]:
    children = content.get(relation) or []
    return sorted(children, key=lambda child: child.get("sort_order") or 0)


def _time(said: str | datetime | None) -> datetime | None:
    if isinstance(said, datetime):
        # As it will be read back: JSON keeps milliseconds.
        return said.replace(microsecond=said.microsecond // 1000 * 1000)
    found = parse_datetime(said) if said else None
    return timezone.make_aware(found, UTC) if found and timezone.is_naive(found) else found


def _byline(author: int | None, source: int | None, text: str | None) -> tuple[str, Any] | None:
    if author:
        return AUTHOR, author
    if source:
        return SOURCE, source
    return ("text", text) if text else None


def _drop_what_is_gone(drafts: Iterable[Draft]) -> None:
    """A draft may name what was deleted since; Wagtail leaves that out when it opens the draft."""
    named = list(drafts)
    relations: tuple[tuple[type[models.Model], str], ...] = (
        (Story, "stories"),
        (Topic, "topics"),
        (Source, "sources"),
    )
    for model, relation in relations:
        here = _existing(model, {pk for draft in named for pk in getattr(draft, relation)})
        for draft in named:
            setattr(draft, relation, [pk for pk in getattr(draft, relation) if pk in here])
    for model, kind in ((Author, AUTHOR), (Source, SOURCE)):
        asked = {pk for draft in named for one, pk in draft.byline if one == kind}
        here = _existing(model, asked)
        for draft in named:
            draft.byline = [(one, pk) for one, pk in draft.byline if one != kind or pk in here]


def _existing(model: type[models.Model], pks: set[int]) -> set[int]:
    if not pks:
        return set()
    return set(model._default_manager.filter(pk__in=pks).values_list("pk", flat=True))  # noqa: SLF001 (Django's documented name)


def _relate(drafts: dict[int, Draft]) -> None:
    """Fill in the relations of articles as they are stored."""
    if not drafts:
        return
    of = {"article__in": list(drafts)}
    byline = BylineEntry.objects.filter(**of).order_by("sort_order", "pk")
    for pk, author, source, text in byline.values_list("article", "author", "source", "text"):
        if entry := _byline(author, source, text):
            drafts[pk].byline.append(entry)
    for pk, story in ArticleStory.objects.filter(**of).values_list("article", "story"):
        drafts[pk].stories.append(story)
    for pk, source in ArticleSource.objects.filter(**of).values_list("article", "source"):
        drafts[pk].sources.append(source)
    topics = Article.topics.through.objects.filter(article__in=list(drafts))
    for pk, topic in topics.values_list("article", "topic"):
        drafts[pk].topics.append(topic)
