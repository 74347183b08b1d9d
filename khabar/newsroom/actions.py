"""What can be done to an article: verbs with permission, audit, version; one transaction each."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from khabar.newsroom import desk_state, publication
from khabar.newsroom.models import Article, Correction, Section

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def _allow(article: Article, by: "User | None", verb: str) -> None:
    """Raise PermissionDenied unless ``by`` may publish (or unpublish) here; None is the system."""
    if by is None:
        return
    permissions = article.permissions_for_user(by)
    allowed = permissions.can_unpublish() if verb == "unpublish" else permissions.can_publish()
    if not allowed:
        raise PermissionDenied(
            _("You may not publish or withdraw in the section “%(section)s”.")
            % {"section": article.section.title}
        )


def _publish(
    article: Article,
    *,
    by: "User | None",
    label: str,
    note: str,
    at: datetime | None = None,
) -> Article:
    _allow(article, by, "publish")
    revision = article.get_latest_revision() or article.save_revision(user=by)
    if revision.pk == article.live_revision_id:
        # Nothing was edited since: what is said now is still a publication of its own.
        revision = revision.as_object().save_revision(user=by, changed=False)
    with publication.intent(label, note=note, by=by, at=at):
        revision.publish(user=by, log_action=f"khabar.{label}")
    return Article.objects.get(pk=article.pk)


@transaction.atomic
def publish(article: Article, *, by: "User | None", note: str = "") -> Article:
    """Publish the latest draft (or schedule it, when its go-live time is ahead).

    Raises PermissionDenied, and EmbargoError before the embargo's end.
    """
    return _publish(article, by=by, label="publish", note=note)


@transaction.atomic
def update(
    article: Article, *, by: "User | None", note: str = "", at: datetime | None = None
) -> Article:
    """Publish the latest draft as an update that readers are told of: ``updated_at`` moves.

    It moves to ``at`` (the present when None): an imported update was made elsewhere, earlier.
    """
    _must_be_live(article)
    return _publish(article, by=by, label="update", note=note, at=at)


@transaction.atomic
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
    _must_be_live(article)
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
def withdraw(article: Article, *, by: "User | None", reason: str) -> Article:
    """Take the article from readers; its addresses answer 410 with the reason.

    Raises PermissionDenied, and ValidationError when it is not live or no reason is given.
    """
    _allow(article, by, "unpublish")
    _must_be_live(article)
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
def move(article: Article, section: Section, *, by: "User | None") -> Article:
    """Move the article to another section of its edition. Raises PermissionDenied."""
    if by is not None and not article.permissions_for_user(by).can_move_to(section):
        raise PermissionDenied(_("You may not move this article there."))
    # Treebeard trusts the target's count of children, so it must be the stored one.
    article.move(Section.objects.get(pk=section.pk), pos="last-child", user=by)
    return Article.objects.get(pk=article.pk)


def settle_after_move(page: Page) -> None:
    """Make a moved article's section, internal path and lists what its place in the tree says.

    Called in the transaction of the move itself (see signal_handlers).
    """
    article = Article.objects.filter(pk=page.pk).first()
    parent = page.get_parent()
    if article is None or parent is None or article.section_id == parent.pk:
        return
    article.path, article.depth = page.path, page.depth
    article.section_id = parent.pk
    article.set_url_path(parent)
    Article.objects.filter(pk=article.pk).update(section_id=parent.pk, url_path=article.url_path)
    publication.place_in_lists(article)
    desk_state.refresh([article.pk])


def _must_be_live(article: Article) -> None:
    if not article.live:
        raise ValidationError(_("The article is not published."))
