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
    ("khabar.flash", _("Flash"), _("Published as a flash")),
    ("khabar.reschedule", _("Reschedule"), _("Scheduled for another time")),
    ("khabar.assign", _("Assign"), _("Planned")),
    ("khabar.assignment.change", _("Change the plan"), _("Plan changed")),
    ("khabar.assignment.move", _("Move the deadline"), _("Deadline moved")),
    ("khabar.assignment.begin", _("Begin the article"), _("Article begun")),
    ("khabar.settle", _("Settle a failure"), _("Failure settled")),
    ("khabar.import", _("Import"), _("Imported")),
)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name each verb for the history."""
    for name, label, message in _ACTIONS:
        actions.register_action(name, label, message)
