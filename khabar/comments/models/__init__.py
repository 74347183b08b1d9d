"""All models of the room."""

from khabar.comments.models.accounts import Account, Browser, SignIn
from khabar.comments.models.comments import (
    Attempt,
    Ban,
    Comment,
    Decision,
    Like,
    Note,
    Print,
    Proof,
    Report,
    State,
)
from khabar.comments.models.lists import Act, Phrase, RuleAct, WordList
from khabar.comments.models.policies import Mode, Policy

__all__ = [
    "Account",
    "Act",
    "Attempt",
    "Ban",
    "Browser",
    "Comment",
    "Decision",
    "Like",
    "Mode",
    "Note",
    "Phrase",
    "Policy",
    "Print",
    "Proof",
    "Report",
    "RuleAct",
    "SignIn",
    "State",
    "WordList",
]
