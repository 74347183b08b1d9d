"""What follows when somebody signs in or out, and when an account or its groups change."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, pre_save
from django.http import HttpRequest
from wagtail.log_actions import get_active_log_context, log

from khabar.desk.accounts import sessions

#: The fields whose change ends what is open elsewhere.
KEYS = frozenset({"password", "is_active"})


def _signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    sessions.begin(request, user)


def _signed_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    sessions.forget_current(request)
    if user is not None:
        log(user, "khabar.signed_out", user=user)


def _account_saving(
    instance: User,
    raw: bool,  # noqa: FBT001 (Django's signature)
    update_fields: frozenset[str] | None,
    **_kwargs: Any,
) -> None:
    if raw or instance.pk is None or (update_fields is not None and not KEYS & set(update_fields)):
        return
    before = User.objects.filter(pk=instance.pk).values(*KEYS, "is_superuser").first()
    if before is None:
        return
    new_password = before["password"] != instance.password
    if new_password or (before["is_active"] and not instance.is_active):
        sessions.end_after_change(instance)
    if new_password:
        log(instance, "khabar.password_changed")
    if before["is_active"] != instance.is_active:
        log(instance, "khabar.opened" if instance.is_active else "khabar.closed")
    if update_fields is None and before["is_superuser"] != instance.is_superuser:
        made = instance.is_superuser
        log(instance, "khabar.superuser_made" if made else "khabar.superuser_unmade")


def _groups_changed(
    instance: User | Group,
    action: str,
    reverse: bool,  # noqa: FBT001 (Django's signature)
    pk_set: set[int] | None,
    **_kwargs: Any,
) -> None:
    if action not in {"post_add", "post_remove"} or not pk_set or not _by_somebody():
        return
    verb = f"khabar.groups_{'added' if action == 'post_add' else 'removed'}"
    if reverse:
        for user in User.objects.filter(pk__in=pk_set):
            log(user, verb, data={"names": [str(instance)]})
    else:
        groups = Group.objects.filter(pk__in=pk_set).order_by("name")
        log(instance, verb, data={"names": [group.name for group in groups]})


def _permissions_changed(
    instance: Any,
    action: str,
    reverse: bool,  # noqa: FBT001 (Django's signature)
    pk_set: set[int] | None,
    **_kwargs: Any,
) -> None:
    if reverse or action not in {"post_add", "post_remove"} or not pk_set or not _by_somebody():
        return
    verb = "added" if action == "post_add" else "removed"
    log(instance, f"khabar.permissions_{verb}", data={"count": len(pk_set)})


def _by_somebody() -> bool:
    """Whether a person does it on the desk, not a command that sets a house up."""
    return get_active_log_context().user is not None


def register() -> None:
    """Connect the handlers; called once, by the desk's."""
    uid = "khabar.desk.accounts.{}".format
    user_logged_in.connect(_signed_in, dispatch_uid=uid("in"))
    user_logged_out.connect(_signed_out, dispatch_uid=uid("out"))
    pre_save.connect(_account_saving, sender=User, dispatch_uid=uid("saving"))
    m2m_changed.connect(_groups_changed, sender=User.groups.through, dispatch_uid=uid("groups"))
    m2m_changed.connect(
        _permissions_changed, sender=Group.permissions.through, dispatch_uid=uid("permissions")
    )
