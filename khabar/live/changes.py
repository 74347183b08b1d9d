"""What coverages, their posts and the ticker show to readers, as a value for each key."""

from khabar.live.models import CoverageState, LiveCoverage, Post, TickerLine
from khabar.newsroom import keys
from khabar.newsroom.changes.table import HEAD, page_state, values
from khabar.newsroom.changes.watching import State, watch


def _coverage(page: LiveCoverage) -> State:
    if not page.live:
        return {}
    stories = sorted(story.pk for story in page.stories.all())
    shown = values(page, *HEAD, "lede", "hero_photo_id", "starts_at", "order")
    return page_state(page) | {
        keys.coverage(page.pk): (*shown, stories),
        # Which ones there are, and where they are shown; what they say has a name of its own.
        keys.coverages(page.locale_id): (page.pk, stories),
    }


def _course(row: CoverageState) -> State:
    if not row.coverage.live:
        return {}
    shown = values(row, "state", "started_at", "ended_at", "summary")
    return {
        keys.coverage(row.coverage_id): shown,
        keys.coverages(row.coverage.locale_id): (row.state, row.started_at),
    }


def _post(row: Post) -> State:
    if not row.is_published:
        return {}
    shown = values(
        row,
        "kind",
        "headline",
        "body",
        "speaker",
        "photo_id",
        "caption",
        "unverified",
        "video_url",
        "document_id",
        "article_id",
        "at",
        "pinned",
        "edited_at",
        "correction",
        "corrected_at",
        # What streams to readers count by.
        "revision",
    )
    listed = (row.at, row.pinned, row.kind == Post.Kind.KEY_EVENT)
    return {keys.post(row.pk): shown, keys.posts(row.coverage_id): (row.pk, *listed)}


def _line(row: TickerLine) -> State:
    shown = values(row, "text", "link", "at", "position")
    return {keys.ticker(row.edition.locale_id): (row.pk, *shown)}


def register() -> None:
    """Watch all of these; called once, by the app's ready()."""
    watch(LiveCoverage, "update", _coverage)
    watch(CoverageState, "live", _course)
    watch(Post, "post", _post)
    watch(TickerLine, "ticker", _line)
