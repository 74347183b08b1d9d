"""Which posts stand on which page of a coverage: pure arithmetic.

Posts are counted from 0 in order of time. Where the newest come first, full pages are counted from
the oldest, so that what once stood on a page stays there: page 1 always has the first twenty. The
newest stand on the front, which has no number, until there are twice as many as a page has. Where
the oldest come first, pages follow one another as in any list, and the front is page 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

PER_PAGE: Final = 20


@dataclass(frozen=True)
class Layout:
    """A coverage of ``count`` posts. ``page`` is None for the front."""

    count: int
    newest_first: bool = True

    @property
    def numbered(self) -> int:
        """How many pages have a number; the front has none."""
        if self.newest_first:
            return max(self.count // PER_PAGE - 1, 0)
        return max(-(-self.count // PER_PAGE), 1)

    def exists(self, page: int | None) -> bool:
        """Whether there is such a page at an address of its own."""
        return page is None or self._first <= page <= self.numbered

    @property
    def _first(self) -> int:
        return 1 if self.newest_first else 2

    def posts(self, page: int | None) -> range:
        """Which posts stand there, in order of time."""
        if page is not None:
            return range((page - 1) * PER_PAGE, min(page * PER_PAGE, self.count))
        if self.newest_first:
            return range(self.numbered * PER_PAGE, self.count)
        return range(min(PER_PAGE, self.count))

    def page_of(self, index: int) -> int | None:
        """The page on which a post stands."""
        page = index // PER_PAGE + 1
        return page if self.exists(page) else None

    def onwards(self, page: int | None) -> tuple[bool, int | None]:
        """Whether a page follows in reading order, and which one."""
        if self.newest_first:
            following = (self.numbered if page is None else page - 1) or None
            return following is not None, following
        following = (page or 1) + 1
        return following <= self.numbered, following

    def back(self, page: int | None) -> tuple[bool, int | None]:
        """Whether a page stands before, and which one (None: the front)."""
        if page is None:
            return False, None
        before = page + 1 if self.newest_first else page - 1
        return True, before if self.exists(before) else None


def moved(before: Layout, after: Layout, index: int) -> Iterator[int]:
    """The pages that differ once a post came or went at ``index``, counted from 1.

    Pages that have no address yet are among them: a short link asks on which one a post stands.
    """
    last = -(-max(before.count, after.count, 1) // PER_PAGE)
    for page in range(1, last + 1):
        if (
            page > index // PER_PAGE
            or before.exists(page) != after.exists(page)
            or before.onwards(page) != after.onwards(page)
            or before.back(page) != after.back(page)
        ):
            yield page
