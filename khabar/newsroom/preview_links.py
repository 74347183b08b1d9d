"""Links to a draft for somebody outside: made, opened, revoked. Never before an embargo's end."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.newsroom.models import Article, PreviewLink

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST: Final = timedelta(days=7)
TOKEN_BYTES: Final = 32


def _hash(token: str) -> str:
    # The token is as long as a key, so nobody can guess it from its hash; no salt is needed.
    return hashlib.sha256(token.encode()).hexdigest()


def _allow(article: Article, by: "User") -> None:
    if not article.permissions_for_user(by).can_edit():
        raise PermissionDenied(_("Only those who may edit the article can share its draft."))


def draft_of(article: Article) -> Article:
    """What a link shows: the latest draft, whatever was published."""
    draft: Article = article.get_latest_revision_as_object()
    return draft


def embargo_of(article: Article) -> datetime | None:
    """The end of the embargo in force, the draft's or the published article's; None without one."""
    stored = Article.objects.filter(pk=article.pk).values_list("embargo_until", flat=True).first()
    ends = [end for end in (stored, draft_of(article).embargo_until) if end]
    return max((end for end in ends if end > timezone.now()), default=None)


@transaction.atomic
def make(article: Article, *, by: "User", lasts: timedelta, note: str = "") -> str:
    """Make a link to the article's latest draft; its token, which nothing else ever tells.

    Raises PermissionDenied, and ValidationError under embargo, for a withdrawn article, and for a
    time that is too long.
    """
    _allow(article, by)
    if not timedelta(0) < lasts <= LONGEST:
        raise ValidationError({"lasts": _("A link lasts seven days at most.")})
    if embargo_of(article):
        raise ValidationError(
            _("The article is under embargo: nobody outside may read it before its end.")
        )
    if article.is_withdrawn:
        raise ValidationError(_("The article was withdrawn: nobody outside may read it."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = PreviewLink.objects.create(
        article=article,
        token_hash=_hash(token),
        note=note,
        made_by=by,
        expires_at=timezone.now() + lasts,
    )
    data = {"until": link.expires_at.isoformat(), "note": note}
    log(instance=article, action="khabar.preview_link", user=by, data=data)
    return token


@transaction.atomic
def revoke(link: PreviewLink, *, by: "User") -> None:
    """End a link before its time. Raises PermissionDenied."""
    _allow(link.article, by)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        data = {"note": link.note}
        log(instance=link.article, action="khabar.preview_link_revoked", user=by, data=data)


def find(token: str) -> PreviewLink | None:
    """The link with this token, in whatever state."""
    links = PreviewLink.objects.select_related("article", "article__section")
    return links.filter(token_hash=_hash(token)).first()


def opened(link: PreviewLink) -> None:
    """Count that somebody opened it."""
    PreviewLink.objects.filter(pk=link.pk).update(
        opened=F("opened") + 1, last_opened_at=timezone.now()
    )
