"""Comments of another house, or of this one: each is here once, however often it came."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from khabar.comments import keys, lists
from khabar.comments.clock import PRINTS_DAYS
from khabar.comments.models import Comment, Print, State
from khabar.comments.queries import placed
from khabar.comments.rules.duplicates import prints
from khabar.comments.rules.verdict import Rulebook
from khabar.comments.transfer.exporting import ident_of
from khabar.comments.transfer.reading import Line, LineError, read
from khabar.newsroom.models import Article, Edition, NumberedPage
from khabar.outbox.recording import record

#: So many lines are one transaction, and one change in the log.
BATCH: Final = 200
_OURS: Final = re.compile(r"/comments/([1-9][0-9]{0,17})/#[0-9]+\Z", re.ASCII)
Complain = Callable[[int, str], None]


@dataclass
class Sums:
    """What became of the lines."""

    added: int = 0
    same: int = 0
    failed: int = 0


class Importer:
    """Takes lines; what is wrong with one is told with its number, and the others go in."""

    def __init__(self, edition: Edition, provider: str, complain: Complain) -> None:
        self.edition, self.provider, self.complain = edition, provider, complain
        self.sums = Sums()
        self._zone = ZoneInfo(edition.time_zone)

    def take(self, lines: Iterable[str]) -> Sums:
        """Import them in order."""
        checked = self._read(lines)
        while batch := list(islice(checked, BATCH)):
            with transaction.atomic():
                self._batch(batch)
        return self.sums

    def _read(self, lines: Iterable[str]) -> Iterator[tuple[int, Line]]:
        for number, text in enumerate(lines, start=1):
            if not text.strip():
                continue
            try:
                yield number, read(text, self.provider, self._zone)
            except LineError as error:
                self._fail(number, str(error))

    def _fail(self, number: int, why: str) -> None:
        self.sums.failed += 1
        self.complain(number, why)

    # One batch

    def _batch(self, batch: list[tuple[int, Line]]) -> None:
        places = self._places(line for _number, line in batch)
        known = self._known(
            {ident for _number, line in batch for ident in (line.ident, line.in_reply_to)}
        )
        book, new = lists.rulebook(self.edition), []
        for number, line in batch:
            if line.ident in known:
                self.sums.same += 1
                continue
            try:
                comment = _comment(line, places.get(_named(line)), known, book)
            except LineError as error:
                self._fail(number, str(error))
                continue
            known[line.ident] = comment
            new.append(comment)
        self._keep(new)
        self.sums.added += len(new)

    def _places(self, lines: Iterable[Line]) -> dict[tuple[str, str], NumberedPage]:
        """Those that the lines name: by provider and uri where there is one, else by number."""
        names = {_named(line) for line in lines}
        uris = [uri for provider, uri in names if provider]
        numbers = [int(uri) for provider, uri in names if not provider]
        locale = self.edition.locale_id
        found: dict[tuple[str, str], NumberedPage] = {
            (article.external_provider, article.external_uri): article
            for article in Article.objects.filter(locale_id=locale, external_uri__in=uris)
        }
        for kind in NumberedPage.kinds():
            for place in kind.objects.filter(locale_id=locale, number__in=numbers):
                found["", str(place.number)] = place
        return found

    def _known(self, idents: set[str]) -> dict[str, Comment]:
        """The comments that are here by these names: imported ones, and our own by address."""
        idents.discard("")
        own = [int(match[1]) for ident in idents if (match := _OURS.search(ident))]
        found = {
            ident_of(self.edition, comment): comment
            for comment in placed(Comment.objects.filter(pk__in=own, origin=""))
        }
        for comment in Comment.objects.exclude(origin="").filter(origin__in=idents):
            found[comment.origin] = comment
        return found

    def _keep(self, new: list[Comment]) -> None:
        # What is answered is kept before what answers it.
        waiting = new
        while waiting:
            ready = [one for one in waiting if _can_be_kept(one)]
            Comment.objects.bulk_create(ready)
            waiting = [one for one in waiting if one.pk is None]
        since = timezone.now() - timedelta(days=PRINTS_DAYS)
        Print.objects.bulk_create(
            Print(comment=one, slot=slot, value=value, at=one.created_at)
            for one in new
            if one.created_at >= since
            for slot, value in enumerate(prints(one.body))
        )
        seen = {one.page_id for one in new if one.state == State.APPROVED}
        record(
            "comments",
            {name(pk) for pk in seen for name in (keys.thread, keys.beneath)}
            | {keys.comment(one.parent_id) for one in new if one.parent_id and one.page_id in seen},
        )


def _named(line: Line) -> tuple[str, str]:
    return (line.provider, line.uri) if line.uri else ("", str(line.number))


def _comment(
    line: Line, place: NumberedPage | None, known: dict[str, Comment], book: Rulebook
) -> Comment:
    if place is None:
        if line.uri:
            raise LineError(
                f"there is no article “{line.uri}” of {line.provider}; import it first, "
                "or say whose it is with --provider"
            )
        raise LineError(
            f"there is no article or coverage {line.number} in this edition; correct “article”"
        )
    parent = answers = None
    if line.in_reply_to:
        answered = known.get(line.in_reply_to)
        if answered is None:
            raise LineError(
                f"it answers “{line.in_reply_to}”, which is not here; put that line before it"
            )
        if answered.page_id != place.pk:
            raise LineError(f"it answers “{line.in_reply_to}”, which is on another article")
        # Threads are one level deep: who answers an answer stands beside it.
        parent, answers = (answered.parent, answered) if answered.parent else (answered, None)
    comment = Comment(
        page=place,
        parent=parent,
        answers=answers,
        name=line.name,
        body=line.body,
        state=line.state,
        created_at=line.created_at,
        edited_at=line.edited_at,
        device=line.device,
        likes=line.likes,
        origin=line.ident,
    )
    if line.state == State.AWAITING:
        comment.hold(book.read(comment.body, comment.name))
    return comment


def _can_be_kept(comment: Comment) -> bool:
    return all(one is None or one.pk is not None for one in (comment.parent, comment.answers))
