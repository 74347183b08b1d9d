"""The verbs by name: who may, and what state of an article each of them fits."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from khabar.newsroom.models import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

PROPOSE = "newsroom.add_twopersonrequest"
CONFIRM = "newsroom.confirm_twopersonrequest"


class Verb(StrEnum):
    """What can be done to an article on the desk, in the order in which menus show it."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"
    UPDATE = "update"
    CORRECT = "correct"
    CLARIFY = "clarify"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    LIFT_EMBARGO = "lift_embargo"
    RESTORE = "restore"
    UNPUBLISH = "unpublish"
    WITHDRAW = "withdraw"
    TAKE_DOWN = "take_down"


def may(user: "User | AbstractBaseUser | AnonymousUser", article: Page, verb: Verb) -> bool:
    """Whether this person may do this to this article, whatever its state is."""
    permissions = article.permissions_for_user(user)
    match verb:
        case Verb.SUBMIT:
            return bool(permissions.can_edit())
        case Verb.TAKE_DOWN:
            return bool(permissions.can_publish() and user.has_perm(PROPOSE))  # type: ignore[union-attr]  # Django's base class lacks it.
        case _:
            return bool(permissions.can_publish())


def fits(article: Page, verb: Verb) -> bool:
    """Whether the article is in a state for this; of a plain page all but its embargo is known.

    Asks the database only what a list may have fetched along (``annotate_approved_schedule`` and
    ``prefetch_workflow_states`` of Wagtail's page querysets).
    """
    return _FITS[verb](article)


def _changed(article: Page) -> bool:
    return not article.live or bool(article.has_unpublished_changes)


def _was_out(article: Page) -> bool:
    return not article.live and article.first_published_at is not None


def _embargoed(article: Page) -> bool:
    return article.embargo_until is not None and article.embargo_until > timezone.now()


_FITS: dict[Verb, Callable[[Page], bool]] = {
    Verb.SUBMIT: lambda one: _changed(one) and not one.workflow_in_progress,
    Verb.APPROVE: lambda one: bool(one.workflow_in_progress),
    Verb.RETURN: lambda one: bool(one.workflow_in_progress),
    Verb.PUBLISH: lambda one: _changed(one) and not _was_out(one) and not one.approved_schedule,
    Verb.SCHEDULE: lambda one: _changed(one) and not one.approved_schedule,
    Verb.UNSCHEDULE: lambda one: bool(one.approved_schedule),
    Verb.LIFT_EMBARGO: _embargoed,
    Verb.RESTORE: lambda one: _was_out(one) and not one.approved_schedule,
    Verb.TAKE_DOWN: lambda one: one.pk is not None,
    **dict.fromkeys(
        (Verb.UPDATE, Verb.CORRECT, Verb.CLARIFY, Verb.UNPUBLISH, Verb.WITHDRAW),
        lambda one: bool(one.live),
    ),
}


def allow(article: Article, by: "User | None", verb: Verb) -> None:
    """Raise PermissionDenied unless ``by`` may do this here; None is the system."""
    if by is None or may(by, article, verb):
        return
    raise PermissionDenied(
        _("You may not publish or withdraw in the section “%(section)s”.")
        % {"section": article.section.title}
    )
