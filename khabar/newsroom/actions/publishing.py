"""What brings an article to readers: publish, update, correct, schedule, restore."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.newsroom import publication, settling
from khabar.newsroom.actions.verbs import Verb, allow
from khabar.newsroom.models import Article, Correction, PublishedVersion
from khabar.outbox.recording import together

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def _publish(
    article: Article,
    *,
    by: "User | None",
    label: str,
    note: str,
    at: datetime | None = None,
) -> Article:
    revision = article.get_latest_revision() or article.save_revision(user=by)
    if revision.pk == article.live_revision_id:
        # Nothing was edited since: what is said now is still a publication of its own.
        revision = revision.as_object().save_revision(user=by, changed=False)
    with publication.intent(label, note=note, by=by, at=at):
        revision.publish(user=by, log_action=f"khabar.{label}")
    return Article.objects.get(pk=article.pk)


@transaction.atomic
@settling.once()
def publish(article: Article, *, by: "User | None", note: str = "") -> Article:
    """Publish the latest draft (or schedule it, when its go-live time is ahead).

    Raises PermissionDenied, and EmbargoError before the embargo's end.
    """
    allow(article, by, Verb.PUBLISH)
    return _publish(article, by=by, label="publish", note=note)


@transaction.atomic
@settling.once()
def update(
    article: Article, *, by: "User | None", note: str = "", at: datetime | None = None
) -> Article:
    """Publish the latest draft as an update that readers are told of: ``updated_at`` moves.

    It moves to ``at`` (the present when None): an imported update was made elsewhere, earlier.
    """
    must_be_live(article)
    allow(article, by, Verb.UPDATE)
    return _publish(article, by=by, label="update", note=note, at=at)


@transaction.atomic
@settling.once()
@together("correct")
def correct(
    article: Article,
    *,
    by: "User | None",
    right: str,
    wrong: str = "",
    kind: str = Correction.Kind.CORRECTION,
    touches_top: bool = False,
) -> Correction:
    """Publish the latest draft as a correction or clarification that readers see on the article.

    Raises PermissionDenied, and ValidationError when the article is not live or nothing is said.
    """
    must_be_live(article)
    allow(article, by, Verb.CORRECT)
    if not right.strip():
        raise ValidationError({"right": _("Say what is right.")})
    live = _publish(article, by=by, label=str(kind), note=right)
    return Correction.objects.create(
        article=live,
        kind=kind,
        wrong=wrong,
        right=right,
        at=live.updated_at or timezone.now(),
        touches_top=touches_top,
        version=live.versions.order_by("-sequence").first(),
        by=by,
    )


@transaction.atomic
@settling.once()
def restore(article: Article, *, by: "User | None", note: str = "") -> Article:
    """Bring a withdrawn or unpublished article back, with its latest draft.

    Raises PermissionDenied, EmbargoError before the embargo's end, and ValidationError when it is
    published, or never was.
    """
    allow(article, by, Verb.RESTORE)
    if article.live or article.first_published_at is None:
        raise ValidationError(_("Only an article that was taken from readers comes back to them."))
    return _publish(article, by=by, label=PublishedVersion.Label.RESTORATION, note=note)


@transaction.atomic
@settling.once()
def schedule(article: Article, *, by: "User | None", at: datetime) -> Article:
    """Let the latest draft go out at this time.

    Raises PermissionDenied, and ValidationError when the time is past or before the embargo's end.
    """
    allow(article, by, Verb.SCHEDULE)
    if at <= timezone.now():
        raise ValidationError({"at": _("This time is past. Choose one ahead, or publish now.")})
    latest = article.get_latest_revision() or article.save_revision(user=by)
    draft: Article = latest.as_object()
    if draft.embargo_until and at < draft.embargo_until:
        raise ValidationError({"at": _("The schedule is before the end of the embargo.")})
    draft.go_live_at = at
    revision = draft.save_revision(user=by, changed=False)
    # Wagtail writes its own line about the schedule, with its time.
    revision.publish(user=by)
    return Article.objects.get(pk=article.pk)


@transaction.atomic
@settling.once()
def unschedule(article: Article, *, by: "User | None", note: str = "") -> Article:
    """Keep a scheduled article in: its draft stays, without a time. Raises PermissionDenied."""
    allow(article, by, Verb.UNSCHEDULE)
    scheduled = article.scheduled_revision
    if scheduled is None:
        raise ValidationError(_("The article is not scheduled."))
    scheduled.approved_go_live_at = None
    scheduled.save(update_fields=["approved_go_live_at"])
    draft: Article = article.get_latest_revision_as_object()
    draft.go_live_at = None
    draft.save_revision(user=by, changed=False)
    Article.objects.filter(pk=article.pk).update(go_live_at=None)
    log(instance=article, action="khabar.unschedule", user=by, data={"note": note})
    return Article.objects.get(pk=article.pk)


def must_be_live(article: Article) -> None:
    """Raise ValidationError unless readers can read it."""
    if not article.live:
        raise ValidationError(_("The article is not published."))
