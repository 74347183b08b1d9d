"""Lifting an embargo: an act of its own, never a field that somebody empties."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.newsroom import publication
from khabar.newsroom.actions.verbs import Verb, allow
from khabar.newsroom.models import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def lift_embargo(
    article: Article, *, by: "User | None", reason: str, until: datetime | None = None
) -> Article:
    """End the embargo now, or let it end earlier, at ``until``. Publishes nothing by itself.

    Raises PermissionDenied, and ValidationError without an embargo, a reason or an earlier time.
    """
    allow(article, by, Verb.LIFT_EMBARGO)
    held = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    now = timezone.now()
    if held.embargo_until is None or held.embargo_until <= now:
        raise ValidationError(_("The article is not under embargo."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say who allowed it, or why it no longer binds.")})
    if until is not None and not now < until < held.embargo_until:
        raise ValidationError(
            {"until": _("Choose a time between now and the end of the embargo, or leave it empty.")}
        )
    was = held.embargo_until
    draft: Article = held.get_latest_revision_as_object()
    with publication.lifting_embargo():
        Article.objects.filter(pk=held.pk).update(embargo_until=until)
        draft.embargo_until = until
        draft.save_revision(user=by, changed=False)
    log(
        instance=held,
        action="khabar.lift_embargo",
        user=by,
        data={"note": reason, "was": was.isoformat(), "until": until and until.isoformat()},
    )
    return Article.objects.get(pk=article.pk)
