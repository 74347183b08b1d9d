"""Protecting a byline: one switch, everywhere it ever stood; undone by two people.

What readers are shown changes in the transaction of the switch. Old drafts, old versions and the
words inside photo files follow in the background (`settle`); until then each is hidden as it is
shown.
"""

import json
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision
from wagtail.search import index

from khabar.language.names import words_of
from khabar.language.text import matching_key
from khabar.newsroom import desk_state, keys
from khabar.newsroom.actions.erasing import blank
from khabar.newsroom.actions.two_people import PROTECT, claim
from khabar.newsroom.changes import articles as changes
from khabar.newsroom.models import (
    Article,
    Author,
    BylineEntry,
    BylineProtection,
    Photo,
    PublishedVersion,
    TwoPersonRequest,
)
from khabar.newsroom.names import Hidden, hidden_of, holds_token, rewrite_bylines, staff_byline
from khabar.newsroom.photos import store, wording
from khabar.newsroom.publication import version_dumps
from khabar.newsroom.tasks import settle_protection
from khabar.outbox.recording import record, together

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: What an author's row says of the person; all of it is kept by the protection alone.
_AUTHOR_FIELDS: Final = ("name", "slug", "job_title", "bio", "email", "link", "photo_id", "user_id")
_PHOTO_FIELDS: Final = ("photographer", "agency", "credit_line", "copyright_notice")
Rewrite = Callable[[str], str]


def may_protect(user: "User | Any") -> bool:
    """Whether this person may protect bylines and see the names that are protected."""
    return bool(user.has_perm(PROTECT))


@transaction.atomic
@together("protect")
def protect(
    *, by: "User", reason: str, author: Author | None = None, name: str = ""
) -> BylineProtection:
    """Print «فريق التحرير» for this author, or this name, wherever it ever stood.

    An author's profiles in other editions go along. Raises PermissionDenied, and ValidationError
    without a name or a reason, or when the name is protected already.
    """
    if not may_protect(by):
        raise PermissionDenied
    name = (author.name if author else name).strip()
    key = matching_key(name)[:320]
    errors = {}
    if not words_of(name):
        errors["name"] = _("Choose an author, or write the name.")
    if not reason.strip():
        errors["reason"] = _("This is kept for good: write it.")
    if key and BylineProtection.objects.in_force().filter(key=key).exists():
        errors["name"] = _("This name is protected already.")
    if errors:
        raise ValidationError(errors)
    authors = _profiles(author, key)
    protection = BylineProtection.objects.create(
        name=name,
        key=key,
        authors=[_kept(one) for one in authors],
        reason=reason.strip(),
        by=by,
        at=timezone.now(),
    )
    for one in authors:
        _hide_author(one)
    hidden = hidden_of(protection)
    _rewrite_rows(hidden.hide)
    log(instance=protection, action="khabar.protect", user=by)
    transaction.on_commit(lambda: settle_protection.enqueue(protection.pk))
    return BylineProtection.objects.get(pk=protection.pk)


@transaction.atomic
@together("protect")
def confirm_unprotect(request: TwoPersonRequest, *, by: "User") -> BylineProtection:
    """Show a protected byline again, as the second person. Raises as `two_people.claim` does."""
    held = claim(request, by=by)
    if held.protection is None:
        raise ValidationError(_("The byline is shown again already."))
    protection = BylineProtection.objects.select_for_update().get(pk=held.protection.pk)
    protection.lifted_at, protection.settled_at = timezone.now(), None
    protection.save(update_fields=["lifted_at", "settled_at"])
    for kept in protection.authors:
        _show_author(kept)
    hidden = hidden_of(protection)
    _rewrite_rows(lambda text, _limit: hidden.show(text))
    log(instance=protection, action="khabar.unprotect", user=by, data={"reason": held.reason})
    transaction.on_commit(lambda: settle_protection.enqueue(protection.pk))
    return protection


def settle(protection_id: int) -> int:
    """Bring old drafts, versions and photo files to what the protection says now; how many.

    Safe to run twice, and to be broken off: whatever is done stays done.
    """
    protection = BylineProtection.objects.filter(pk=protection_id).first()
    if protection is None:
        return 0
    hidden = hidden_of(protection)
    rewrite: Rewrite = hidden.show if protection.lifted_at else hidden.hide
    done = _settle_revisions(rewrite) + _settle_versions(rewrite) + _settle_photos(rewrite, hidden)
    if protection.lifted_at is None:
        _blank_log(protection)
    state = BylineProtection.objects.filter(pk=protection_id, lifted_at=protection.lifted_at)
    state.update(settled_at=timezone.now())
    return done


# Authors


def _profiles(author: Author | None, key: str) -> list[Author]:
    """The person's profiles: this one, its translations, and others of the same account or name."""
    found = Author.objects.filter(protected=False)
    if author is None:
        return list(found.filter(key=key[:160]))
    same = found.filter(translation_key=author.translation_key) | found.filter(key=author.key)
    if author.user_id:
        same |= found.filter(user_id=author.user_id)
    return list(same.distinct())


def _kept(author: Author) -> dict[str, Any]:
    return {"pk": author.pk} | {field: getattr(author, field) for field in _AUTHOR_FIELDS}


def _hide_author(author: Author) -> None:
    entries = ModelLogEntry.objects.for_instance(author)
    with translation.override(author.locale.language_code):
        author.name = staff_byline()
    author.slug = f"staff-{secrets.token_hex(6)}"
    author.job_title = author.bio = author.email = author.link = ""
    author.photo = author.user = None
    author.protected = True
    author.save()
    blank(entries)


def _show_author(kept: dict[str, Any]) -> None:
    author = Author.objects.filter(pk=kept["pk"], protected=True).first()
    if author is None:
        return
    for field in _AUTHOR_FIELDS:
        setattr(author, field, kept[field])
    if author.same_scope().filter(slug=author.slug).exists():
        author.slug = ""
    # A portrait or an account may have gone in the meantime.
    if author.photo_id and not Photo.objects.filter(pk=author.photo_id).exists():
        author.photo = None
    if author.user_id and not get_user_model().objects.filter(pk=author.user_id).exists():
        author.user = None
    author.protected = False
    author.save()


# Rows that pages are made of: few different texts, however many rows


def _rewrite_rows(rewrite: Callable[[str, int], str]) -> None:
    articles: set[int] = set()
    photos: set[int] = set()
    for model, names in ((BylineEntry, ("text",)), (Photo, _PHOTO_FIELDS)):
        for name in names:
            limit = int(model._meta.get_field(name).max_length or 0)  # noqa: SLF001 (Django's public API)
            rows = model._default_manager.exclude(**{name: ""}).order_by()  # noqa: SLF001 (Django's documented name)
            for text in list(rows.values_list(name, flat=True).distinct()):
                if (new := rewrite(text, limit)) != text:
                    found = rows.filter(**{name: text})
                    if model is BylineEntry:
                        articles |= set(found.values_list("article_id", flat=True))
                    else:
                        photos |= set(found.values_list("pk", flat=True))
                    found.update(**{name: new})
    _tell_editors_list(sorted(articles))
    _tell_readers(articles, photos)


def _tell_readers(articles: set[int], photos: set[int]) -> None:
    """What shows the name, or showed it, is told."""
    changes.look_again(articles)
    live = Article.objects.filter(pk__in=articles, live=True).values_list("pk", flat=True)
    told = {name for pk in live for name in (keys.article_page(pk), keys.article_card(pk))}
    record("protect", told.union(map(keys.photo, photos)))


def _tell_editors_list(pks: list[int]) -> None:
    for start in range(0, len(pks), desk_state.BATCH):
        desk_state.refresh(pks[start : start + desk_state.BATCH])


# What is behind them


def _settle_revisions(rewrite: Rewrite) -> int:
    done = 0
    article_type = ContentType.objects.get_for_model(Article)
    revisions = Revision.objects.filter(content_type=article_type).order_by("pk")
    bylines = revisions.values_list("pk", "content__byline_entries").iterator(chunk_size=500)
    for pk in [pk for pk, entries in bylines if _is_touched(entries, rewrite)]:
        with transaction.atomic():
            revision = Revision.objects.select_for_update().filter(pk=pk).first()
            if revision is not None and rewrite_bylines(revision.content, rewrite):
                Revision.objects.filter(pk=pk).update(content=revision.content)
                desk_state.refresh([int(revision.object_id)])
                done += 1
    return done


def _settle_versions(rewrite: Rewrite) -> int:
    done = 0
    versions = PublishedVersion.objects.exclude(content__contains='"byline_entries":[]')
    rows = versions.exclude(content="").order_by("pk").values_list("pk", "content")
    for pk, stored in rows.iterator(chunk_size=200):
        content = json.loads(stored)
        if rewrite_bylines(content, rewrite):
            PublishedVersion.objects.rewrite_names(pk, version_dumps(content))
            done += 1
    return done


def _settle_photos(rewrite: Rewrite, hidden: Hidden) -> int:
    """The words that agencies put into files, and the public copies that carry a name inside."""
    done = 0
    stale = Photo.objects.order_by("pk")
    rows = stale.values_list("pk", "metadata", *_PHOTO_FIELDS).iterator(chunk_size=500)
    for pk, metadata, *credits_ in list(rows):
        new = _rewritten(metadata, rewrite)
        if new != metadata:
            Photo.objects.filter(pk=pk).update(metadata=new)
        names = " ".join(credits_)
        if new != metadata or holds_token(names) or any(name in names for name in hidden.spellings):
            done += store.make_set(pk)
            photo = Photo.objects.get(pk=pk)
            Photo.objects.filter(pk=pk).update(search_key=wording.search_words(photo))
            index.insert_or_update_object(photo)
    return done


def _rewritten(value: Any, rewrite: Rewrite) -> Any:
    match value:
        case str():
            return rewrite(value)
        case list():
            return [_rewritten(item, rewrite) for item in value]
        case dict():
            return {key: _rewritten(item, rewrite) for key, item in value.items()}
        case _:
            return value


def _is_touched(entries: Any, rewrite: Rewrite) -> bool:
    return any(
        (text := entry.get("text") or "") and rewrite(text) != text for entry in entries or []
    )


def _blank_log(protection: BylineProtection) -> None:
    """The audit says who was there and when, and not the name of a profile."""
    author_type = ContentType.objects.get_for_model(Author)
    ids = [str(kept["pk"]) for kept in protection.authors]
    blank(ModelLogEntry.objects.filter(content_type=author_type, object_id__in=ids))
