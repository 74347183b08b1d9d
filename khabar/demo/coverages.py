"""The demo's live coverages: written by the verbs, as of the times that their files say."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from khabar.demo import dating, editions
from khabar.demo.loaded import Loaded
from khabar.live import actions
from khabar.live.models import CoverageState, LiveCoverage, Post
from khabar.newsroom.models import Source


def write_coverages(loaded: Loaded, sources: Mapping[str, Source]) -> None:
    """The coverages of an edition, live, with their posts."""
    for record in loaded.content.coverages:
        coverage = actions.begin(
            loaded.sections[record.section],
            record.title,
            by=None,
            token=uuid.uuid4(),
            lede=record.lede,
            state="live",
        )
        coverage.hero_photo = loaded.photos[record.photo]
        coverage.stories = [loaded.stories[key] for key in record.stories]
        coverage.save_revision().publish()
        actions.set_summary(coverage, record.summary, by=None, was=[])
        for entry in record.entries():
            _write(coverage, entry, loaded, sources)
        # What was before the loading: no verb says so, and nobody has read a page yet.
        began = loaded.now - dating.ago(record.ago)
        CoverageState.objects.filter(coverage=coverage).update(started_at=began)


def _write(
    coverage: LiveCoverage,
    entry: editions.LivePost,
    loaded: Loaded,
    sources: Mapping[str, Source],
) -> None:
    post = actions.send(
        coverage,
        by=None,
        token=uuid.uuid4(),
        then="publish",
        at=loaded.now - dating.ago(entry.ago),
        kind=entry.kind,
        headline=entry.headline,
        body=entry.body,
        speaker=entry.speaker,
        photo=loaded.photos[entry.photo] if entry.photo else None,
        unverified=entry.unverified,
        article=loaded.articles[entry.article] if entry.article else None,
        authors=[loaded.authors[key] for key in entry.by],
        sources=[sources[key] for key in entry.sources],
    )
    if entry.correction:
        actions.correct(post, by=None, version=post.version, said=entry.correction)
    if entry.pinned:
        actions.pin(post, by=None)
    Post.objects.filter(pk=post.pk).update(
        edited_at=loaded.now - dating.ago(entry.edited) if entry.edited else None,
        corrected_at=loaded.now - dating.ago(entry.corrected) if entry.corrected else None,
    )
