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
    ("khabar.flash", _("Flash"), _("Published as a flash")),
    ("khabar.reschedule", _("Reschedule"), _("Scheduled for another time")),
    ("khabar.assign", _("Assign"), _("Planned")),
    ("khabar.assignment.change", _("Change the plan"), _("Plan changed")),
    ("khabar.assignment.move", _("Move the deadline"), _("Deadline moved")),
    ("khabar.assignment.begin", _("Begin the article"), _("Article begun")),
    ("khabar.settle", _("Settle a failure"), _("Failure settled")),
    ("khabar.topic.add", _("Add a topic"), _("Put under a topic")),
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
    ("khabar.propose_erase_reader", _("Propose to erase a reader"), _("Erasing a reader proposed")),
    ("khabar.erase_reader", _("Erase a reader"), _("A reader was erased")),
    ("khabar.decline", _("Decline a request"), _("Request declined")),
    ("khabar.preview_link", _("Share the draft"), _("Draft shared by a preview link")),
    ("khabar.preview_link_revoked", _("Revoke a preview link"), _("Preview link revoked")),
    ("khabar.import", _("Import"), _("Imported")),
    ("khabar.front.place", _("Place on the front page"), _("Placed on the front page")),
    ("khabar.front.remove", _("Remove from the front page"), _("Removed from the front page")),
    ("khabar.front.arrange", _("Publish the arrangement"), _("Front page arranged")),
    ("khabar.front.undo", _("Undo the front page's change"), _("Front page's change undone")),
    ("khabar.front.schedule", _("Schedule the front page"), _("Front page's change scheduled")),
    ("khabar.front.cancel", _("Cancel a schedule"), _("Front page's schedule cancelled")),
    ("khabar.front.plan", _("Carry out a schedule"), _("Front page's schedule carried out")),
    ("khabar.front.allow", _("Who may place"), _("Who may place on the front page changed")),
    ("khabar.story.add", _("Add to a story"), _("Added to a story")),
    ("khabar.story.remove", _("Remove from a story"), _("Removed from a story")),
    ("khabar.story.pin", _("Pin items"), _("Items pinned in the story")),
    ("khabar.story.order", _("Order the stories"), _("Stories put in order")),
    ("khabar.story.state", _("Change a story's state"), _("Story's state changed")),
    ("khabar.story.merge", _("Merge stories"), _("Another story merged into this one")),
    ("khabar.story.split", _("Split a story"), _("Items split off into a story of their own")),
    ("khabar.photo.crop", _("Crop"), _("Cropped")),
    ("khabar.photo.new_file", _("Replace the file"), _("File replaced")),
    ("khabar.photo.replace", _("Replace everywhere"), _("Replaced everywhere by another photo")),
    ("khabar.photo.replaced", _("Replace a photo"), _("Photo replaced")),
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
