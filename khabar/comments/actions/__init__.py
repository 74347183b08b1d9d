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
from khabar.comments.actions.erasing import confirm_erasure, erase, propose_erasure
from khabar.comments.actions.readers import delete_own, edit, like, report
from khabar.comments.actions.refusals import Refused
from khabar.comments.actions.signing import (
    ask_code,
    keep_name,
    leave_replies,
    sign_in,
    sign_out,
    want_replies,
)
from khabar.comments.actions.submitting import Draft, challenge_for, submit

__all__ = [
    "Draft",
    "Refused",
    "approve",
    "ask_code",
    "ban",
    "challenge_for",
    "claim",
    "close",
    "confirm_erasure",
    "delete_own",
    "edit",
    "erase",
    "keep_name",
    "leave_replies",
    "lift_ban",
    "like",
    "note",
    "propose_erasure",
    "reject",
    "reopen",
    "report",
    "sign_in",
    "sign_out",
    "submit",
    "undo",
    "want_replies",
]
