"""Who must have a second factor, and whether this house asks for one at all."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.permissions import policy_registry

from khabar.desk.models import Role

#: These may publish everything, or change who may.
ROLES = (Role.CHIEF_EDITOR, Role.ADMINISTRATOR)


def asked_for() -> bool:
    """Whether this house requires second factors: `auto` does where the site is served by https."""
    choice = settings.KHABAR.require_second_factor
    if choice == "auto":
        return bool(settings.SECURE)
    return bool(choice == "always")


def bound(users: "QuerySet[User]") -> "QuerySet[User]":
    """Those of them who may not work without a second factor."""
    return users.filter(_bound())


def is_bound(user: User) -> bool:
    """Whether this person may not work without a second factor."""
    return bound(User.objects.filter(pk=user.pk)).exists()


def _bound() -> Q:
    members = User.groups.through.objects.filter(
        user=OuterRef("pk"), group__staff_group__role__in=ROLES
    )
    keepers = User.groups.through.objects.filter(
        user=OuterRef("pk"),
        group__permissions__content_type__app_label="auth",
        group__permissions__codename__in=("change_user", "change_group"),
    )
    return Q(is_superuser=True) | Q(Exists(members)) | Q(Exists(keepers))


def may_keep_accounts(user: User) -> bool:
    """Whether this person may open, close and reset other people's accounts."""
    return bool(policy_registry.get_by_type(User).user_has_permission(user, "change"))


def may_keep(keeper: User, user: User) -> bool:
    """As above, for one account: only a superuser touches a superuser."""
    return may_keep_accounts(keeper) and (keeper.is_superuser or not user.is_superuser)
