"""All that live coverage owns."""

from khabar.live.models.coverage import CoverageState, LiveCoverage
from khabar.live.models.posts import Post
from khabar.live.models.ticker import TickerLine

__all__ = ["CoverageState", "LiveCoverage", "Post", "TickerLine"]
