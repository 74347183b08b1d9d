"""The demo's articles, written and published by the newsroom's own verbs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from khabar.demo import bodies, dating, editions
from khabar.demo.loaded import Loaded, stream_value, translation
from khabar.newsroom import actions
from khabar.newsroom.changes import articles as changes
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    BylineEntry,
    Correction,
    Source,
)


def write_articles(loaded: Loaded, sources: Mapping[str, Source], first: Loaded | None) -> None:
    """Drafts first, oldest first, so that numbers follow time and bodies can point at any other."""
    records = sorted(loaded.content.articles, key=lambda record: _appeared(record, loaded.now))
    for record in records:
        draft = Article(
            title=record.headline,
            short_headline=record.short,
            live=False,
            locale=loaded.edition.locale,
        )
        translation(draft, record, first.articles if first else None)
        loaded.sections[record.section].add_child(instance=draft)
        loaded.articles[record.key] = draft
    shelf = bodies.Shelf(
        photos=_ids(loaded.photos),
        documents=_ids(loaded.documents),
        articles=_ids(loaded.articles),
    )
    for record in records:
        draft = loaded.articles[record.key]
        _write(draft, record, loaded, sources, shelf)
        loaded.articles[record.key] = actions.publish(draft, by=None)
        _what_followed(loaded, record)


def _appeared(record: editions.Article, now: datetime) -> datetime:
    return record.fixed_time() or now - dating.ago(record.ago)


def _ids(things: Mapping[str, Any]) -> dict[str, int]:
    return {key: thing.pk for key, thing in things.items()}


def _write(
    article: Article,
    record: editions.Article,
    loaded: Loaded,
    sources: Mapping[str, Source],
    shelf: bodies.Shelf,
) -> None:
    at = _appeared(record, loaded.now)
    text = dating.fill(record.body, at, loaded.edition.time_zone, loaded.content.language)
    article.kicker = record.kicker
    article.lede = record.lede
    article.genre = record.genre
    article.dateline_place = record.dateline
    article.hero_photo = loaded.photos[record.photo] if record.photo else None
    article.hero_caption = record.photo_caption
    article.body = stream_value(Article, bodies.stream(text, shelf))
    article.slugline = record.slugline
    article.urgency = record.urgency
    article.urgent = record.urgent
    article.sponsored = record.sponsored
    article.sponsor_name = record.sponsor
    article.published_at = at
    article.topics = [loaded.topics[key] for key in record.topics]
    article.byline_entries.set(
        [_byline(entry, place, loaded, sources) for place, entry in enumerate(record.by)]
    )
    article.article_sources.set(
        [ArticleSource(source=sources[key], sort_order=i) for i, key in enumerate(record.sources)]
    )
    article.article_stories.set(
        [
            ArticleStory(story=loaded.stories[key], sort_order=i)
            for i, key in enumerate(record.stories)
        ]
    )


def _byline(entry: str, place: int, loaded: Loaded, sources: Mapping[str, Source]) -> BylineEntry:
    kind, _colon, name = entry.partition(":")
    match kind:
        case "author":
            return BylineEntry(author=loaded.authors[name], sort_order=place)
        case "source":
            return BylineEntry(source=sources[name], sort_order=place)
        case "text":
            return BylineEntry(text=name, sort_order=place)
    raise editions.ContentError(f"{entry}: a byline is author:, source: or text:")


def _what_followed(loaded: Loaded, record: editions.Article) -> None:
    """Updates, corrections and withdrawal, by the newsroom's verbs, in that order."""
    stored = Article.objects.filter(pk=loaded.articles[record.key].pk)
    if record.updated:
        actions.update(stored.get(), by=None, at=loaded.now - dating.ago(record.updated))
    for erratum in record.errata():
        correction = actions.correct(
            stored.get(),
            by=None,
            right=erratum.right,
            wrong=erratum.wrong,
            kind=erratum.kind,
            touches_top=erratum.touches_top,
        )
        # A correction is of the moment it is made; only a demo tells of an earlier one.
        at = loaded.now - dating.ago(erratum.ago)
        Correction.objects.filter(pk=correction.pk).update(at=at)
        stored.update(updated_at=at)
        changes.changed(correction.article_id)
    if record.withdrawn:
        actions.withdraw(stored.get(), by=None, reason=record.withdrawn)
