"""What can be done to an article: verbs with permission, audit, version; one transaction each.

A view, a command or an import calls these and nothing below them. ``by`` is the person who acts;
None is the system itself (the clock, an import), which needs no permission.
"""

from khabar.newsroom.actions.embargo import lift_embargo
from khabar.newsroom.actions.moving import move, settle_after_move
from khabar.newsroom.actions.protection import confirm_unprotect, protect
from khabar.newsroom.actions.publishing import (
    correct,
    publish,
    restore,
    schedule,
    unschedule,
    update,
)
from khabar.newsroom.actions.removing import unpublish, withdraw
from khabar.newsroom.actions.review import approve, return_to_writer, submit
from khabar.newsroom.actions.take_down import confirm_take_down
from khabar.newsroom.actions.two_people import decline, propose_take_down, propose_unprotect
from khabar.newsroom.actions.verbs import Verb, fits, may

__all__ = [
    "Verb",
    "approve",
    "confirm_take_down",
    "confirm_unprotect",
    "correct",
    "decline",
    "fits",
    "lift_embargo",
    "may",
    "move",
    "propose_take_down",
    "propose_unprotect",
    "protect",
    "publish",
    "restore",
    "return_to_writer",
    "schedule",
    "settle_after_move",
    "submit",
    "unpublish",
    "unschedule",
    "update",
    "withdraw",
]
