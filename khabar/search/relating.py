"""Keeping what is related to each article: a follower of the log, run by the workers.

When an article is published or changed, its own list is found anew, and then those of the few that
are most like it, for which it may be news. Nothing else is looked at, however large the archive is.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone

from khabar.newsroom.models import Article
from khabar.newsroom.related import KEPT, keep
from khabar.outbox import following
from khabar.outbox.following import Batch, Cursor, Entry, SiteFollower, read
from khabar.outbox.following.reading import LIMIT
from khabar.outbox.following.site import Apply
from khabar.search import related
from khabar.search.shelf import UnreadableError, shelf
from khabar.search.writing import state_of

logger = logging.getLogger("khabar.search")

#: So many of those that are most like an article have their lists found anew with its own.
OTHERS: Final = 20
#: News comes in bursts: so long it rests after each batch.
PAUSE_SECONDS: Final = 1.0
#: Articles read from the database at a time.
BATCH: Final = 100
#: An index that is this far behind is waited for no longer; what it lacks is told of by later news.
PATIENCE: Final = timedelta(minutes=5)


class NotYetError(Exception):
    """The index of this data folder does not know the changes at hand."""


class Relating(SiteFollower):
    """A follower that waits for the index: it asks it, so the index must know of the change.

    After each batch it rests for ``pause`` seconds. What is published one after another is mostly
    related to the same articles, and their lists are found anew once for all of it.
    """

    def __init__(self, name: str, apply: Apply, *, pause: float = 0.0) -> None:
        super().__init__(name, apply)
        self.pause = pause
        self._rests_until = 0.0

    def step(self, limit: int = LIMIT) -> bool:
        """As of any such follower; False also while the index is behind, and while it rests."""
        if time.monotonic() < self._rests_until:
            return False
        try:
            done = super().step(limit)
        except NotYetError:
            return False
        if done:
            self._rests_until = time.monotonic() + self.pause
        return done


def apply(batch: Batch) -> None:
    """Find anew what these changes may be related to. Raises NotYetError."""
    from khabar.search.tasks import relate_all  # noqa: PLC0415 (which imports this)

    if batch.lost:
        # All articles, newest first, as a task that gives way to others.
        relate_all.enqueue()
        return
    telling = [change for change in batch.changes if any(_articles(change))]
    if not telling:
        return
    _see_that_it_is_indexed(max(telling, key=lambda change: change.id))
    try:
        relate(pk for change in telling for pk in _articles(change))
    except UnreadableError as error:
        logger.warning("What is related could not be found: %s.", error)


def relate(pks: Iterable[int]) -> int:
    """Find the lists of these articles, and of those most like them; how many readers see anew.

    Raises UnreadableError where there is no index.
    """
    own, others, told = set(pks), set[int](), 0
    for article in live(own):
        found = related.of_article(article, OTHERS)
        others.update(found)
        told += keep(article.pk, found)
    return told + relate_only(others - own)


def relate_only(pks: Iterable[int]) -> int:
    """Find the lists of these articles alone; as above."""
    return sum(keep(one.pk, related.of_article(one, KEPT)) for one in live(pks))


def live(pks: Iterable[int]) -> Iterator[Article]:
    """Those of these articles that readers may read, with what is asked of them."""
    ordered = sorted(pks)
    for start in range(0, len(ordered), BATCH):
        articles = Article.objects.filter(pk__in=ordered[start : start + BATCH], live=True)
        yield from articles.select_related("locale").only(
            "title", "lede", "body", "locale__language_code"
        )


def _articles(change: Entry) -> Iterator[int]:
    for key in change.keys:
        kind, _colon, ident = key.partition(":")
        if kind == "article" and ident.isdecimal():
            yield int(ident)


def _see_that_it_is_indexed(last: Entry) -> None:
    """Raise NotYetError where the index lacks an article's change, up to this one."""
    if timezone.now() - last.at > PATIENCE:
        return
    try:
        state = state_of(shelf().current())
    except UnreadableError as error:
        raise NotYetError from error
    # Of changes that touch no article the index does not always say that it saw them.
    behind = read(Cursor.from_text(state.cursor))
    lacks = any(one.id <= last.id and any(_articles(one)) for one in behind.changes)
    if behind.lost or lacks or (behind.more and behind.changes[-1].id < last.id):
        raise NotYetError


def register() -> None:
    """Let the workers run it; called once, by the app's ready()."""
    following.register(Relating("related", apply, pause=PAUSE_SECONDS))
