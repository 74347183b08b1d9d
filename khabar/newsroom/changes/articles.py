"""Articles: what of them changed for readers, recorded in the transaction that changed it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Exists
from wagtail.models import Page

from khabar.newsroom import keys, publication
from khabar.newsroom.changes.faces import UNKNOWN, UNSEEN, Face, face_of
from khabar.newsroom.models import (
    Article,
    Correction,
    Edition,
    FrontSlot,
    ListEntry,
    ShownArticle,
)
from khabar.outbox.recording import record

#: Fields whose saving alone changes nothing that readers see.
_QUIET: Final = (UNSEEN - {"live", "has_photos", "has_video"}) | {"latest_revision_id"}
_KINDS: Final = {"correction": "correct", "clarification": "correct"}

#: So many are read and weighed at once, within the change itself.
FEW: Final = 500


def is_quiet(update_fields: Iterable[str]) -> bool:
    """Whether saving these fields alone changes nothing that readers see."""
    return _QUIET.issuperset(update_fields)


def follow(
    article: Article,
    before: publication.Before,
    moved: set[str],
    serialised: Mapping[str, Any] | None = None,
    kind: str = "",
) -> None:
    """Record what this article, just saved whole, changed for readers.

    ``before`` is its state until then and ``moved`` the lists whose members or order changed.
    """
    told = {keys.listed(key) for key in moved}
    if article.live != before.live:
        told |= _all_of(article.pk, article.number, article.locale_id, article.urgent)
    held = _held(article.pk) if before.live else None
    if not article.live:
        if before.withdrawn_at != article.withdrawn_at:
            told.add(keys.number(article.number))
        _away(article, before, told, held)
        return
    now = face_of(article.serializable_data() if serialised is None else serialised)
    if before.live:
        told |= _differences(article, held or UNKNOWN, now, reordered=bool(moved))
        if publication.goes_out(article, before) and _shows_changes(article):
            # Its versions are listed, and a new one is a change though nothing else is.
            told.add(keys.article_page(article.pk))
    if moved and told.isdisjoint({keys.article_page(article.pk), keys.article_card(article.pk)}):
        told.add(keys.article_lists(article.pk))
    if now != held:
        _keep({article.pk: now})
    record((before.live and kind) or _kind(before), told)


def changed(
    pk: int,
    kind: str = "update",
    *,
    before: publication.Before | None = None,
    moved: Iterable[str] = (),
) -> None:
    """Record what was changed of an article by a statement, or through the plain page.

    Its lists follow too. ``before`` and ``moved`` are what the caller knows of it already.
    """
    article = Article.objects.get(pk=pk)
    before = before or publication.Before(
        live=_held(pk) is not None or ListEntry.objects.filter(article_id=pk).exists(),
        live_revision_id=article.live_revision_id,
        published_at=article.published_at,
        withdrawn_at=article.withdrawn_at,
    )
    follow(article, before, {*moved, *publication.place_in_lists(article)}, kind=kind)


def _away(article: Article, before: publication.Before, told: set[str], held: Face | None) -> None:
    if held is not None:
        ShownArticle.objects.filter(pk=article.pk).delete()
    closed = _own(article.pk, article.number) if before.live else set()
    record("withdraw" if article.withdrawn_at else "unpublish", told, closed=closed)


def deleted(pk: int) -> None:
    """Record that an article is about to be deleted."""
    fields = ("number", "locale_id", "live", "urgent", "withdrawn_at")
    row = Article.objects.filter(pk=pk).values_list(*fields).first()
    if row is None:
        return
    number, locale_id, live, urgent, withdrawn_at = row
    if not live:
        record("delete", [keys.number(number)] if withdrawn_at else [])
        return
    lists = ListEntry.objects.filter(article_id=pk).values_list("key", flat=True)
    told = _all_of(pk, number, locale_id, urgent) | {keys.listed(key) for key in lists}
    record("delete", told, closed=_own(pk, number))


def published_in_bulk(
    articles: Sequence[Article], serialised: Sequence[Mapping[str, Any]], lists: Iterable[str]
) -> None:
    """Record new articles that were published at once, as one change."""
    told = {keys.listed(key) for key in lists}
    for article in articles:
        told |= _own(article.pk, article.number)
        told |= {keys.article_card(article.pk), keys.translations(article.pk)}
        if article.urgent:
            told.add(keys.urgent(article.locale_id))
    _keep({article.pk: face_of(data) for article, data in zip(articles, serialised, strict=True)})
    record("publish", told)


def forget_pages(pks: Iterable[int]) -> None:
    """Let what these articles' pages show be unknown: it was changed, and told, elsewhere."""
    ShownArticle.objects.filter(pk__in=list(pks)).update(page=0)


def look_again(pks: Collection[int]) -> None:
    """Know anew what these articles and their cards show: it was changed, and told, elsewhere.

    Of more than a few it stays unknown until each is saved: only the word to readers who have it
    open, that there is a newer one, needs it.
    """
    ShownArticle.objects.filter(pk__in=pks).update(page=0, card=0)
    if len(pks) <= FEW:
        found = Article.objects.filter(pk__in=pks, live=True)
        _keep({article.pk: face_of(article.serializable_data()) for article in found})


def _kind(before: publication.Before) -> str:
    if not before.live:
        return "publish"
    return _KINDS.get(publication.label() or "", "update")


def _own(pk: int, number: int) -> set[str]:
    """What the article alone has: closed when it leaves readers."""
    return {keys.number(number), keys.article_page(pk)}


def _all_of(pk: int, number: int, locale_id: int, urgent: bool) -> set[str]:  # noqa: FBT001 (a field's value)
    """What changes when an article comes to readers or leaves them, but for its lists."""
    told = _own(pk, number) | {keys.article_card(pk)} | _translations(pk)
    if urgent:
        told.add(keys.urgent(locale_id))
    stands = FrontSlot.objects.filter(article_id=pk), Correction.objects.filter(article_id=pk)
    in_front, corrected = Article.objects.filter(pk=pk).values_list(*map(Exists, stands)).get()
    if in_front:
        told.add(keys.front(locale_id))
    if corrected:
        told.add(keys.corrections(locale_id))
    return told


def _differences(article: Article, held: Face, now: Face, *, reordered: bool) -> set[str]:
    told = set()
    if now.page != held.page:
        told.add(keys.article_page(article.pk))
    if now.card != held.card:
        told.add(keys.article_card(article.pk))
    if now.address != held.address:
        told |= {keys.number(article.number)} | _translations(article.pk)
    if now.urgent != held.urgent or (now.urgent and reordered):
        # The newest of those that are marked is shown, so that their order counts.
        told.add(keys.urgent(article.locale_id))
    return told


def _translations(pk: int) -> set[str]:
    same = Page.objects.filter(pk=pk).values("translation_key")
    live = Page.objects.filter(translation_key__in=same, live=True).values_list("pk", flat=True)
    return {keys.translations(page) for page in {pk, *live}}


def _shows_changes(article: Article) -> bool:
    return Edition.objects.filter(locale=article.locale_id, show_changes=True).exists()


def _held(pk: int) -> Face | None:
    row = ShownArticle.objects.filter(pk=pk).first()
    return Face(row.page, row.card, row.address, row.urgent) if row else None


def _keep(faces: Mapping[int, Face]) -> None:
    names = ("page", "card", "address", "urgent")
    ShownArticle.objects.bulk_create(
        [ShownArticle(article_id=pk, **vars(face)) for pk, face in faces.items()],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=names,
    )
