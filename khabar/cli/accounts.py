"""Accounts that a command makes or opens again."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

FIRST_NAME = "editor"
# No letters or digits that are mistaken for one another when read from a terminal.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
# Enough accounts to look through; where there are more, somebody works here.
MANY = 100
GROUPS, LETTERS = 4, 5


class NoSuchStaffError(Exception):
    """No account has this name; the text says which there are."""


def new_password() -> str:
    """Twenty letters in groups, about 115 bits."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS)
    )


def anyone() -> bool:
    """Somebody can sign in with a password. Accounts without one are names, such as a demo's."""
    users = get_user_model()._default_manager  # noqa: SLF001 -- Django's documented spelling.
    return any(user.has_usable_password() for user in users.all()[:MANY])


def first_editor() -> tuple[str, str] | None:
    """Make the first account, which may do everything; None when somebody already has one."""
    if anyone():
        return None
    users = get_user_model()._default_manager  # noqa: SLF001 -- As above.
    password = new_password()
    users.create_superuser(username=FIRST_NAME, email="", password=password)
    return FIRST_NAME, password


def set_new_password(name: str) -> str:
    """Give the account of this name a new password, which ends its sessions, and return it."""
    model = get_user_model()
    try:
        user: AbstractBaseUser = model._default_manager.get_by_natural_key(name)  # noqa: SLF001
    except model.DoesNotExist:
        raise NoSuchStaffError(name) from None
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    return password
