"""What one person proposes and another one confirms. Whoever they are: a superuser too."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.newsroom.actions.verbs import CONFIRM, PROPOSE, Verb, allow, may
from khabar.newsroom.models import Article, BylineProtection, TwoPersonRequest
from khabar.newsroom.models.requests import full_name

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: How long a proposal waits for a second person.
WAITS: Final = timedelta(hours=72)
PROTECT: Final = "newsroom.add_bylineprotection"
#: Who may, of the kinds that are not about an article of one's own.
_rights: dict[str, Callable[["User"], bool]] = {
    TwoPersonRequest.Kind.UNPROTECT: lambda user: bool(user.has_perm(PROTECT))
}


def register(kind: str, right: Callable[["User"], bool]) -> None:
    """Let those see and confirm requests of this kind of whom ``right`` says so."""
    _rights[kind] = right


@transaction.atomic
def propose_take_down(
    article: Article, *, by: "User", reason: str, reference: str, erase: dict[str, list[int]]
) -> TwoPersonRequest:
    """Propose to erase an article by a legal order; nothing changes until a second person confirms.

    ``erase`` names by kind (photos, documents) the files that go with it. Raises PermissionDenied,
    and ValidationError without reason or reference, or when it is proposed already.
    """
    allow(article, by, Verb.TAKE_DOWN)
    needs(reason=reason, reference=reference)
    Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if TwoPersonRequest.objects.waiting().filter(article=article).exists():
        raise ValidationError(_("The take-down is proposed already and awaits a second person."))
    request = propose(
        TwoPersonRequest.Kind.TAKE_DOWN,
        by,
        reason,
        reference,
        article=article,
        article_number=article.number,
        data=erase,
    )
    log(
        instance=article,
        action="khabar.propose_take_down",
        user=by,
        data={"reason": reason, "reference": reference},
    )
    return request


@transaction.atomic
def propose_unprotect(protection: BylineProtection, *, by: "User", reason: str) -> TwoPersonRequest:
    """Propose to show a protected byline again. Raises PermissionDenied, ValidationError."""
    if not by.has_perm(PROTECT):
        raise PermissionDenied
    needs(reason=reason)
    BylineProtection.objects.select_for_update().get(pk=protection.pk)
    if protection.lifted_at:
        raise ValidationError(_("The byline is shown again already."))
    if TwoPersonRequest.objects.waiting().filter(protection=protection).exists():
        raise ValidationError(_("It is proposed already and awaits a second person."))
    request = propose(TwoPersonRequest.Kind.UNPROTECT, by, reason, "", protection=protection)
    log(instance=protection, action="khabar.propose_unprotect", user=by, data={"reason": reason})
    return request


def may_confirm(request: TwoPersonRequest, user: "User") -> bool:
    """Whether this person may be the second one: with the right, and not the first one."""
    if request.proposed_by_id == user.pk or not user.has_perm(CONFIRM):
        return False
    if right := _rights.get(request.kind):
        return right(user)
    return request.article is not None and may(user, request.article, Verb.TAKE_DOWN)


def may_see(request: TwoPersonRequest, user: "User") -> bool:
    """Whether the list of requests shows it to this person, while it waits and afterwards."""
    if right := _rights.get(request.kind):
        return right(user)
    if request.article is None:
        return bool(user.has_perm(PROPOSE))
    return may(user, request.article, Verb.TAKE_DOWN)


@transaction.atomic
def claim(request: TwoPersonRequest, *, by: "User") -> TwoPersonRequest:
    """Record the second person, once; what was asked for is carried out in the same transaction.

    Raises PermissionDenied for the first person or one without the right, ValidationError when
    somebody was faster or the time is over.
    """
    held = TwoPersonRequest.objects.select_for_update().get(pk=request.pk)
    if not held.is_waiting:
        raise ValidationError(_("This request no longer waits: it is confirmed, declined or old."))
    if not may_confirm(held, by):
        raise PermissionDenied(_("A second person is needed, other than the one who proposed."))
    held.confirmed_by, held.confirmer = by, full_name(by)
    held.confirmed_at = timezone.now()
    held.save(update_fields=["confirmed_by", "confirmer", "confirmed_at"])
    return held


@transaction.atomic
def decline(request: TwoPersonRequest, *, by: "User") -> TwoPersonRequest:
    """Take a proposal back, or turn it down: its proposer and whoever may confirm it can."""
    held = TwoPersonRequest.objects.select_for_update().get(pk=request.pk)
    if held.proposed_by_id != by.pk and not may_confirm(held, by):
        raise PermissionDenied
    if not held.is_waiting:
        raise ValidationError(_("This request no longer waits: it is confirmed, declined or old."))
    held.declined_by, held.declined_at = by, timezone.now()
    held.save(update_fields=["declined_by", "declined_at"])
    log(instance=held.article or held, action="khabar.decline", user=by)
    return held


def propose(kind: str, by: "User", reason: str, reference: str, **about: Any) -> TwoPersonRequest:
    """Keep a proposal; who calls this asked before whether it may be, and for what it ``needs``."""
    now = timezone.now()
    return TwoPersonRequest.objects.create(
        kind=kind,
        reason=reason.strip(),
        reference=reference.strip(),
        proposed_by=by,
        proposer=full_name(by),
        proposed_at=now,
        expires_at=now + WAITS,
        **about,
    )


def needs(**said: str) -> None:
    """Raise ValidationError for what was left empty."""
    empty = {name: _("This is kept for good: write it.") for name in said if not said[name].strip()}
    if empty:
        raise ValidationError(empty)
