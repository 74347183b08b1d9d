"""The newsroom's verbs, as Wagtail's audit log knows them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

_ACTIONS = (
    ("khabar.publish", _("Publish"), _("Published")),
    ("khabar.update", _("Update"), _("Published as an update")),
    ("khabar.correction", _("Correct"), _("Corrected")),
    ("khabar.clarification", _("Clarify"), _("Clarified")),
    ("khabar.withdraw", _("Withdraw"), _("Withdrawn")),
    ("khabar.restoration", _("Restore"), _("Brought back to readers")),
    ("khabar.unpublish", _("Unpublish"), _("Taken from readers")),
    ("khabar.unschedule", _("Unschedule"), _("Schedule cancelled")),
    ("khabar.submit", _("Submit for review"), _("Submitted with a note")),
    ("khabar.lift_embargo", _("Lift the embargo"), _("Embargo lifted")),
    ("khabar.propose_take_down", _("Propose a take-down"), _("Take-down proposed")),
    ("khabar.take_down", _("Take down"), _("Taken down by legal order")),
    ("khabar.propose_unprotect", _("Propose to show a byline"), _("Showing a byline proposed")),
    ("khabar.protect", _("Protect a byline"), _("A byline was protected")),
    ("khabar.unprotect", _("Show a byline again"), _("A byline is shown again")),
    ("khabar.decline", _("Decline a request"), _("Request declined")),
    ("khabar.import", _("Import"), _("Imported")),
)


class _WithNote(LogFormatter):
    """Shows what was said with the verb beside it."""

    def format_comment(self, log_entry: Any) -> str:
        """The note or the reason, where there is one."""
        return str(log_entry.data.get("note") or log_entry.data.get("reason") or "")


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name each verb for the history."""
    for name, label, message in _ACTIONS:
        formatter = type("_Formatter", (_WithNote,), {"label": label, "message": message})
        actions.register_action(name)(formatter)
