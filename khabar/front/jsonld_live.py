"""What machines read of a live coverage: a LiveBlogPosting with its posts."""

from datetime import datetime

from khabar.front.jsonld import Maker, Thing, filled
from khabar.live import markup
from khabar.live.models import CoverageState
from khabar.live.queries import CoveragePage, ShownPost


def coverage_thing(maker: Maker, shown: CoveragePage) -> Thing:
    """The coverage with the posts of its front."""
    coverage, course = shown.coverage, shown.course
    address = maker.absolute(coverage.get_absolute_url())
    modified = max(
        filter(None, (_changed(one) for one in (*shown.pinned, *shown.posts))), default=None
    )
    ended = course.ended_at if course.state == CoverageState.State.ENDED else None
    return filled(
        {
            "@type": "LiveBlogPosting",
            "@id": address,
            "url": address,
            "mainEntityOfPage": address,
            "headline": coverage.title,
            "description": coverage.search_description or coverage.lede,
            "coverageStartTime": maker.time(course.started_at or coverage.starts_at),
            "coverageEndTime": maker.time(ended),
            "datePublished": maker.time(coverage.first_published_at),
            "dateModified": maker.time(modified or course.started_at),
            "inLanguage": maker.edition.language,
            "isAccessibleForFree": True,
            "articleSection": shown.section.title,
            "author": [{"@id": maker.absolute("/#publisher")}],
            "publisher": maker.publisher(),
            "image": maker.photo(shown.photo),
            "liveBlogUpdate": [_post(maker, one) for one in (*shown.pinned, *shown.posts)],
        }
    )


def _changed(one: ShownPost) -> datetime | None:
    post = one.post
    return max(filter(None, (post.at, post.edited_at, post.corrected_at)), default=None)


def _post(maker: Maker, one: ShownPost) -> Thing:
    post = one.post
    corrected = (
        {
            "@type": "CorrectionComment",
            "text": post.correction,
            "datePublished": maker.time(post.corrected_at),
        }
        if post.correction
        else None
    )
    return filled(
        {
            "@type": "BlogPosting",
            "@id": maker.absolute(one.path),
            "url": maker.absolute(one.path),
            "headline": one.name,
            "articleBody": markup.plain(post.body) or one.name,
            "datePublished": maker.time(post.at),
            "dateModified": maker.time(post.corrected_at or post.edited_at or post.at),
            "author": [maker.writer(name) for name in one.byline]
            or [{"@id": maker.absolute("/#publisher")}],
            "image": maker.photo(post.photo, post.caption),
            "correction": corrected,
        }
    )
