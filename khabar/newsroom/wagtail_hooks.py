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
    ("khabar.import", _("Import"), _("Imported")),
    ("khabar.photo.crop", _("Crop"), _("Cropped")),
    ("khabar.photo.new_file", _("Replace the file"), _("File replaced")),
    ("khabar.photo.replace", _("Replace everywhere"), _("Replaced everywhere by another photo")),
    ("khabar.photo.replaced", _("Replace a photo"), _("Photo replaced")),
)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name each verb for the history."""
    for name, label, message in _ACTIONS:
        actions.register_action(name, label, message)
