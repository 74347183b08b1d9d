"""RSS of a live coverage."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.feedgenerator import Rss201rev2Feed

from khabar.front.editions import base_address
from khabar.live.models import CoverageState, LiveCoverage
from khabar.live.queries import ShownPost
from khabar.newsroom.models import Edition


class _Feed(Rss201rev2Feed):
    """Django's, whose time is that of the coverage: it would take the clock's for an empty one."""

    def latest_post_date(self) -> datetime:
        dated: datetime = self.feed["began"]
        return max((item["pubdate"] for item in self.items if item["pubdate"]), default=dated)


def rss(
    coverage: LiveCoverage, course: CoverageState, posts: Sequence[ShownPost], edition: Edition
) -> str:
    """The feed of these posts, newest first."""
    base = base_address(edition)
    began = course.started_at or coverage.first_published_at
    feed = _Feed(
        title=f"{coverage.title} | {edition.name}",
        link=base + coverage.get_absolute_url(),
        description=coverage.lede or coverage.title,
        language=edition.language,
        feed_url=f"{base}{coverage.short_path}/feed/",
        began=began or coverage.latest_revision_created_at,
    )
    for shown in posts:
        address = base + shown.path
        feed.add_item(
            title=shown.name,
            link=address,
            description=shown.html,
            unique_id=address,
            unique_id_is_permalink=True,
            pubdate=shown.post.at,
            author_name=None,
            categories=[shown.post.get_kind_display()],
        )
    return str(feed.writeString("utf-8"))
