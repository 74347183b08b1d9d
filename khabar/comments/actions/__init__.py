"""All verbs of the room. Each asks whether it may, and tells what readers see otherwise."""

from khabar.comments.actions.desk import (
    approve,
    ban,
    claim,
    close,
    lift_ban,
    note,
    reject,
    reopen,
    undo,
)
from khabar.comments.actions.readers import delete_own, edit, like, report
from khabar.comments.actions.refusals import Refused
from khabar.comments.actions.submitting import Draft, challenge_for, submit

__all__ = [
    "Draft",
    "Refused",
    "approve",
    "ban",
    "challenge_for",
    "claim",
    "close",
    "delete_own",
    "edit",
    "lift_ban",
    "like",
    "note",
    "reject",
    "reopen",
    "report",
    "submit",
    "undo",
]
