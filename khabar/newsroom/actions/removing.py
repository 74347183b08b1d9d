"""What takes an article from readers and keeps it: withdraw, unpublish."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.newsroom import publication, settling
from khabar.newsroom.actions.publishing import must_be_live
from khabar.newsroom.actions.verbs import Verb, allow
from khabar.newsroom.models import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
@settling.once()
def withdraw(article: Article, *, by: "User | None", reason: str) -> Article:
    """Take the article from readers; its addresses answer 410 with the reason.

    Raises PermissionDenied, and ValidationError when it is not live or no reason is given.
    """
    allow(article, by, Verb.WITHDRAW)
    must_be_live(article)
    if not reason.strip():
        raise ValidationError({"reason": _("Readers are told the reason: write it.")})
    live = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    publication.append_version(live, "withdrawal", note=reason, by=by)
    live.withdrawn_at = timezone.now()
    live.withdrawal_reason = reason
    live.withdrawn_by_id = by.pk if by else None
    live.unpublish(user=by, log_action=False)
    log(instance=live, action="khabar.withdraw", user=by, data={"reason": reason})
    return live


@transaction.atomic
@settling.once()
def unpublish(article: Article, *, by: "User | None", note: str = "") -> Article:
    """Take the article from readers without a word to them: its addresses answer 404.

    Raises PermissionDenied, and ValidationError when it is not live.
    """
    allow(article, by, Verb.UNPUBLISH)
    must_be_live(article)
    live = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    live.unpublish(user=by, log_action=False)
    log(instance=live, action="khabar.unpublish", user=by, data={"note": note})
    return live
