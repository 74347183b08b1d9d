"""The newsroom's verbs, as Wagtail's audit log knows them."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

_ACTIONS = (
    ("khabar.publish", _("Publish"), _("Published")),
    ("khabar.update", _("Update"), _("Published as an update")),
    ("khabar.correction", _("Correct"), _("Corrected")),
    ("khabar.clarification", _("Clarify"), _("Clarified")),
    ("khabar.withdraw", _("Withdraw"), _("Withdrawn")),
    ("khabar.preview_link", _("Share the draft"), _("Draft shared by a preview link")),
    ("khabar.preview_link_revoked", _("Revoke a preview link"), _("Preview link revoked")),
    ("khabar.import", _("Import"), _("Imported")),
)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name each verb for the history."""
    for name, label, message in _ACTIONS:
        actions.register_action(name, label, message)
