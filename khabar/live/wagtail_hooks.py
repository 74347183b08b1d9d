"""The verbs of live coverage, as Wagtail's audit log knows them."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

_ACTIONS = (
    ("khabar.live.state", _("Change a coverage's state"), _("Coverage's state changed")),
    ("khabar.live.summary", _("Write the summary"), _("Summary of the coverage written")),
    ("khabar.live.draft", _("Write a post"), _("Post written")),
    ("khabar.live.submit", _("Submit a post"), _("Post submitted")),
    ("khabar.live.publish", _("Publish a post"), _("Post published")),
    ("khabar.live.edit", _("Edit a post"), _("Post edited")),
    ("khabar.live.correct", _("Correct a post"), _("Post corrected")),
    ("khabar.live.pin", _("Pin a post"), _("Post pinned")),
    ("khabar.live.unpin", _("Unpin a post"), _("Post unpinned")),
    ("khabar.live.withdraw", _("Withdraw a post"), _("Post withdrawn")),
    ("khabar.live.discard", _("Put a draft away"), _("Draft put away")),
    ("khabar.live.restore", _("Restore a post"), _("Post restored")),
    ("khabar.live.article", _("Make an article of a post"), _("Article made of a post")),
    ("khabar.ticker.add", _("Add an urgent line"), _("Urgent line added")),
    ("khabar.ticker.change", _("Change an urgent line"), _("Urgent line changed")),
    ("khabar.ticker.remove", _("Remove an urgent line"), _("Urgent line removed")),
)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name each verb."""
    for action, label, message in _ACTIONS:
        actions.register_action(action, label, message)
