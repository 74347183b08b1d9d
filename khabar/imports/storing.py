"""Items into the newsroom: which are new, which newer, which to be withdrawn; each once.

New items that simply are to be published go in together (`bulk`); every other one goes by itself
through the newsroom's own verbs.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from khabar.imports import bulk, outcomes
from khabar.imports.batches import Pace
from khabar.imports.building import Builder, Built, check_fields, findings
from khabar.imports.ninjs import USABLE, NinjsItem, parse, version_order
from khabar.imports.outcomes import Origin, Outcome
from khabar.imports.problems import FileError, ItemError, Note
from khabar.imports.reading import RawItem
from khabar.newsroom import actions, settling
from khabar.newsroom.models import Article, Edition, Section, TakeDown
from khabar.newsroom.models.take_downs import external_hash

_CHUNK = 50


@dataclass(frozen=True)
class Known:
    """What is here of an item already."""

    pk: int | None
    number: int | None
    version: str


@dataclass(frozen=True)
class Place:
    """Where items go, and whose they are."""

    edition: Edition
    section: Section
    provider: str
    zone: tzinfo


@dataclass
class _Ready:
    """A new item with the article that it will be."""

    origin: Origin
    item: NinjsItem
    prepared: bulk.Prepared
    notes: Sequence[Note]


class Store:
    """Takes raw items in, in order, and says of each what became of it."""

    def __init__(
        self,
        place: Place,
        builder: Builder,
        results: outcomes.Outcomes,
        pace: Pace,
        *,
        dry_run: bool = False,
    ) -> None:
        self.pace = pace
        self._publisher = bulk.Publisher()
        self._place = place
        self._builder = builder
        self._results = results
        self._dry_run = dry_run
        self._waiting: dict[str, _Ready] = {}
        self._dry: dict[str, Known] = {}

    def take(self, file: str, raw_items: Iterable[RawItem]) -> None:
        """Store all of these."""
        pending = iter(raw_items)
        try:
            for chunk in _chunks(pending, _CHUNK):
                self._take_chunk(file, chunk)
        finally:
            # A file that breaks off has good items before the break.
            self._flush()

    def _take_chunk(self, file: str, chunk: list[RawItem]) -> None:
        items: list[tuple[Origin, NinjsItem]] = []
        for raw in chunk:
            origin = Origin(file, raw.line)
            try:
                items.append((origin, self._parsed(raw)))
            except ItemError as problem:
                uri = raw.data.get("uri")
                self._fail(origin, uri if isinstance(uri, str) else "", problem)
        uris = Counter(item.uri for _origin, item in items)
        known = self._known(list(uris))
        for origin, item in items:
            if item.uri in self._waiting:
                self._flush()
                uris[item.uri] += 1
            if uris[item.uri] > 1:
                known |= self._known([item.uri])
            try:
                self._take_one(origin, item, known.get(item.uri))
            except ItemError as problem:
                self._fail(origin, item.uri, problem)
            if len(self._waiting) >= self.pace.size:
                self._flush()

    def _parsed(self, raw: RawItem) -> NinjsItem:
        if raw.problem:
            raise ItemError(raw.problem)
        return parse(raw.data, self._place.zone)

    def _known(self, uris: Sequence[str]) -> dict[str, Known]:
        # The index has only articles with an id of their own, and SQLite must be told that.
        rows = (
            Article.objects.filter(
                external_provider=self._place.provider, external_uri__in=set(uris)
            )
            .exclude(external_uri="")
            .order_by()
            .values_list("external_uri", "pk", "number", "external_version")
        )
        known = {uri: Known(pk, number, version) for uri, pk, number, version in rows}
        return known | {uri: self._dry[uri] for uri in uris if uri in self._dry}

    def _take_one(self, origin: Origin, item: NinjsItem, known: Known | None) -> None:
        if known is not None:
            here, coming = version_order(known.version), version_order(item.version)
            if coming <= here:
                kind = outcomes.SAME if coming == here else outcomes.OLDER
                reason = f"version {item.version} came, version {known.version} is here"
                self._add(origin, kind, item, known.number, reason="" if coming == here else reason)
                return
        elif self._taken_down(item):
            raise ItemError("it was taken down by a legal order, and does not come back")
        built = self._builder.build(item)
        article = built.article()
        check_fields(article)
        notes = [*built.notes, *findings(article)]
        plain = known is None and item.status == USABLE and article.embargo_until is None
        if self._dry_run:
            self._dry[item.uri] = Known(None, None, item.version)
            self._add(origin, _kind(item, article, known), item, notes=notes)
        elif plain:
            self._waiting[item.uri] = _Ready(origin, item, self._publisher.prepare(article), notes)
        else:
            self._store_singly(origin, item, built, known, notes)

    def _taken_down(self, item: NinjsItem) -> bool:
        key = external_hash(self._place.provider, item.uri)
        return TakeDown.objects.filter(external_hash=key).exists()

    # New items, many together

    def _flush(self) -> None:
        ready, self._waiting = list(self._waiting.values()), {}
        if not ready:
            return
        try:
            self._publish(ready)
        except (IntegrityError, DataError) as error:
            if len(ready) == 1:
                self._fail(ready[0].origin, ready[0].item.uri, ItemError(str(error)))
                return
            # One of them is in the way, or another import has just stored it: find out which.
            for one in ready:
                self._again(one)

    def _publish(self, ready: list[_Ready]) -> None:
        with self.pace.transaction(len(ready)):
            bulk.lock(self._place.section)
            # Only now can no other import be storing the same ones.
            known = self._known([one.item.uri for one in ready])
            fresh = [one for one in ready if one.item.uri not in known]
            self._publisher.publish(self._place.section, [one.prepared for one in fresh])
        for one in fresh:
            self._add(
                one.origin, outcomes.ADDED, one.item, one.prepared.article.number, notes=one.notes
            )
        for one in ready:
            if one.item.uri in known:
                self._again(one)

    def _again(self, one: _Ready) -> None:
        """Take an item anew by itself: what is built holds marks of the failed attempt."""
        known = self._known([one.item.uri]).get(one.item.uri)
        try:
            self._take_one(one.origin, one.item, known)
        except ItemError as problem:
            self._fail(one.origin, one.item.uri, problem)
        self._flush()

    # All others, one by one

    def _store_singly(
        self,
        origin: Origin,
        item: NinjsItem,
        built: Built,
        known: Known | None,
        notes: Sequence[Note],
    ) -> None:
        try:
            with self.pace.transaction():
                if known is None or known.pk is None:
                    kind, article = self._add_draft(item, built)
                else:
                    kind, article = self._renew(item, built, known)
        except (ValidationError, PermissionDenied, IntegrityError, DataError) as error:
            said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise ItemError(said) from error
        self._add(origin, kind, item, article.number, notes=notes)

    @settling.once()
    def _add_draft(self, item: NinjsItem, built: Built) -> tuple[str, Article]:
        """A new item that is not published now: scheduled when it may be, else kept as a draft."""
        article = built.article()
        self._place.section.add_child(instance=article)
        article.save_revision()
        if item.status != USABLE:
            return outcomes.HELD, article
        actions.publish(article, by=None)
        return outcomes.SCHEDULED, article

    @settling.once()
    def _renew(self, item: NinjsItem, built: Built, known: Known) -> tuple[str, Article]:
        """A newer version of what is here."""
        article = Article.objects.select_for_update(of=("self",)).get(pk=known.pk)
        if version_order(article.external_version) >= version_order(item.version):
            raise ItemError("another import has just stored this version or a newer one")
        _refuse_if_edited(article)
        article = _with_providers_embargo(article, item)
        live, published_at = article.live, article.published_at
        if item.status != USABLE:
            article.external_version = item.version
            article.editor_note = item.editor_note or article.editor_note
            self._save(article)
            if live:
                actions.withdraw(article, by=None, reason=self._reason())
            return (outcomes.WITHDRAWN if live else outcomes.HELD), article
        built.put_on(article)
        if live or (article.withdrawn_at is not None and published_at):
            article.published_at = published_at
        self._save(article)
        if live:
            at = item.version_created or timezone.now()
            article = actions.update(article, by=None, at=at)
        else:
            article = actions.publish(article, by=None)
        scheduled = bool(article.go_live_at and article.go_live_at > timezone.now())
        return (outcomes.SCHEDULED if scheduled else outcomes.UPDATED), article

    def _save(self, article: Article) -> None:
        """The new state as a revision; the stored version at once, since it tells what is here."""
        article.draft_title = article.title
        article.save_revision()
        Article.objects.filter(pk=article.pk).update(external_version=article.external_version)

    def _reason(self) -> str:
        """What readers are told; a provider's own note is not for them."""
        with translation.override(self._place.edition.language):
            return _("Withdrawn by the source it came from.")

    # Telling

    def _add(
        self,
        origin: Origin,
        kind: str,
        item: NinjsItem,
        number: int | None = None,
        *,
        reason: str = "",
        notes: Sequence[Note] = (),
    ) -> None:
        self._results.add(Outcome(origin, kind, item.uri, number, reason, tuple(notes)))

    def _fail(self, origin: Origin, uri: str, problem: ItemError) -> None:
        self._results.add(Outcome(origin, outcomes.FAILED, uri, reason=str(problem)))


def _with_providers_embargo(article: Article, item: NinjsItem) -> Article:
    """The article, its embargo ended where whoever set it ends it earlier now."""
    now = timezone.now()
    held, said = article.embargo_until, item.embargoed_until
    if held is None or held <= now or (said is not None and said >= held):
        return article
    until = said if said is not None and said > now else None
    return actions.lift_embargo(
        article, by=None, reason=_("A newer version of its provider says so."), until=until
    )


def _refuse_if_edited(article: Article) -> None:
    """Raise ItemError where publishing would publish, or bury, what somebody is writing."""
    latest = article.latest_revision
    by_staff = latest is not None and latest.user_id is not None
    if article.locked or (article.has_unpublished_changes and by_staff):
        raise ItemError(
            f"article {article.number} is locked or has unpublished edits by staff; publish or "
            "discard them, then import again"
        )


def _kind(item: NinjsItem, article: Article, known: Known | None) -> str:
    """What an item would become, for a dry run."""
    if item.status != USABLE:
        return outcomes.HELD if known is None else outcomes.WITHDRAWN
    if article.embargo_until is not None:
        return outcomes.SCHEDULED
    return outcomes.ADDED if known is None else outcomes.UPDATED


def _chunks(items: Iterator[RawItem], size: int) -> Iterator[list[RawItem]]:
    """The items in lists; those before a break come before its exception."""
    chunk: list[RawItem] = []
    try:
        for item in items:
            chunk.append(item)
            if len(chunk) == size:
                yield chunk
                chunk = []
    except FileError:
        yield chunk
        raise
    yield chunk
