"""The verbs of live coverage: each with its permission, its entry in the log, one transaction.

Whatever touches a coverage's course or posts first takes ``locking.turn``: the coverage's changes
come one after another, and their numbers have the order of the commits.
"""

from khabar.live.actions.articles import article_from, post_from
from khabar.live.actions.coverages import begin, set_state, set_summary
from khabar.live.actions.locking import StaleError
from khabar.live.actions.posts import (
    FIELDS,
    NAMES,
    Then,
    correct,
    discard,
    edit,
    pin,
    publish,
    restore,
    send,
    submit,
    unpin,
    withdraw,
)
from khabar.live.actions.ticker import add_line, change_line, expire_lines, order_lines, remove_line

__all__ = [
    "FIELDS",
    "NAMES",
    "StaleError",
    "Then",
    "add_line",
    "article_from",
    "begin",
    "change_line",
    "correct",
    "discard",
    "edit",
    "expire_lines",
    "order_lines",
    "pin",
    "post_from",
    "publish",
    "remove_line",
    "restore",
    "send",
    "set_state",
    "set_summary",
    "submit",
    "unpin",
    "withdraw",
]
