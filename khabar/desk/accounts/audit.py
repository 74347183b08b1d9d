"""The words of the log for what is done to accounts; and the report of every verb."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

#: Action, its name in filters, and what the log says.
PLAIN = (
    ("khabar.signed_out", gettext_lazy("Sign-out"), gettext_lazy("Signed out")),
    ("khabar.app_added", gettext_lazy("App set up"), gettext_lazy("Set up an authenticator app")),
    ("khabar.app_removed", gettext_lazy("App removed"), gettext_lazy("Removed the app")),
    ("khabar.codes_made", gettext_lazy("Recovery codes"), gettext_lazy("Made recovery codes")),
    (
        "khabar.recovery_used",
        gettext_lazy("Recovery code used"),
        gettext_lazy("Used a recovery code"),
    ),
    (
        "khabar.factors_reset",
        gettext_lazy("Second factors removed"),
        gettext_lazy("All second factors removed, sessions ended"),
    ),
    ("khabar.unlocked", gettext_lazy("Tries allowed"), gettext_lazy("Allowed to try again")),
    (
        "khabar.password_changed",
        gettext_lazy("Password change"),
        gettext_lazy("Password changed, other sessions ended"),
    ),
    ("khabar.closed", gettext_lazy("Account closed"), gettext_lazy("Account closed")),
    ("khabar.opened", gettext_lazy("Account opened"), gettext_lazy("Account opened again")),
    (
        "khabar.superuser_made",
        gettext_lazy("Superuser made"),
        gettext_lazy("May do everything from now on"),
    ),
    (
        "khabar.superuser_unmade",
        gettext_lazy("Superuser no more"),
        gettext_lazy("May not do everything any more"),
    ),
)


class _SignedIn(LogFormatter):
    label = gettext_lazy("Sign-in")

    def format_message(self, log_entry: Any) -> str:
        """With what."""
        return {
            "webauthn": _("Signed in with a passkey"),
            "totp": _("Signed in with a password and an app's code"),
            "recovery_codes": _("Signed in with a password and a recovery code"),
        }.get(log_entry.data.get("factor", ""), _("Signed in with a password"))


class _Refused(LogFormatter):
    label = gettext_lazy("Refused sign-in")

    def format_message(self, log_entry: Any) -> str:
        """At which step."""
        return {
            "code": _("Refused: the code was wrong"),
            "passkey": _("Refused: the passkey was not accepted"),
        }.get(
            log_entry.data.get("step", ""), _("Refused: the password was wrong, or tried too often")
        )


class _Named(LogFormatter):
    said: Any = ""

    def format_message(self, log_entry: Any) -> str:
        """With the names that it concerns."""
        names = log_entry.data.get("names") or [log_entry.data.get("name", "")]
        return str(self.said) % {"names": _("”, “").join(names)}


class _PasskeyAdded(_Named):
    label, said = gettext_lazy("Passkey added"), gettext_lazy("Added the passkey “%(names)s”")


class _PasskeyRemoved(_Named):
    label, said = gettext_lazy("Passkey removed"), gettext_lazy("Removed the passkey “%(names)s”")


class _GroupsAdded(_Named):
    label, said = gettext_lazy("Added to groups"), gettext_lazy("Added to “%(names)s”")


class _GroupsRemoved(_Named):
    label, said = gettext_lazy("Taken out of groups"), gettext_lazy("Taken out of “%(names)s”")


class _LinkSent(LogFormatter):
    label = gettext_lazy("Link mailed")

    def format_message(self, log_entry: Any) -> str:
        """Which link."""
        if log_entry.data.get("kind") == "invitation":
            return _("Invited by mail")
        return _("Mailed a link to set another password")


class _Counted(LogFormatter):
    def format_message(self, log_entry: Any) -> str:
        """How many."""
        count = log_entry.data.get("count", 0)
        return self.said(count) % {"n": count}

    @staticmethod
    def said(count: int) -> str:
        """In words, the number to be filled in."""
        raise NotImplementedError


class _SessionsEnded(_Counted):
    label = gettext_lazy("Sessions ended")

    @staticmethod
    def said(count: int) -> str:
        """As above."""
        return ngettext("Ended a session", "Ended %(n)s sessions", count)


class _PermissionsAdded(_Counted):
    label = gettext_lazy("Permissions given")

    @staticmethod
    def said(count: int) -> str:
        """As above."""
        return ngettext("Gave a permission", "Gave %(n)s permissions", count)


class _PermissionsRemoved(_Counted):
    label = gettext_lazy("Permissions taken")

    @staticmethod
    def said(count: int) -> str:
        """As above."""
        return ngettext("Took a permission", "Took %(n)s permissions", count)


TOLD = {
    "khabar.signed_in": _SignedIn,
    "khabar.refused": _Refused,
    "khabar.passkey_added": _PasskeyAdded,
    "khabar.passkey_removed": _PasskeyRemoved,
    "khabar.groups_added": _GroupsAdded,
    "khabar.groups_removed": _GroupsRemoved,
    "khabar.link_sent": _LinkSent,
    "khabar.sessions_ended": _SessionsEnded,
    "khabar.permissions_added": _PermissionsAdded,
    "khabar.permissions_removed": _PermissionsRemoved,
}


def register_actions(actions: LogActionRegistry) -> None:
    """Give each action its words."""
    for name, label, message in PLAIN:
        actions.register_action(name, label, message)
    for name, formatter in TOLD.items():
        actions.register_action(name)(formatter)
