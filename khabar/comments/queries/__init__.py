"""All reads of the room."""

from khabar.comments.queries.desk import (
    History,
    Queue,
    QueueLine,
    Totals,
    history,
    queue,
    sections_with_comments,
    totals,
    waiting,
)
from khabar.comments.queries.own import OwnPage, account_in, everything, written
from khabar.comments.queries.placing import placed
from khabar.comments.queries.readers import (
    Standing,
    ToErase,
    account_of,
    accounts,
    standings,
    to_erase,
)
from khabar.comments.queries.thread import (
    ORDERS,
    Own,
    Shown,
    ThreadPage,
    beneath,
    count,
    find,
    own,
    permalink,
    thread_page,
)

__all__ = [
    "ORDERS",
    "History",
    "Own",
    "OwnPage",
    "Queue",
    "QueueLine",
    "Shown",
    "Standing",
    "ThreadPage",
    "ToErase",
    "Totals",
    "account_in",
    "account_of",
    "accounts",
    "beneath",
    "count",
    "everything",
    "find",
    "history",
    "own",
    "permalink",
    "placed",
    "queue",
    "sections_with_comments",
    "standings",
    "thread_page",
    "to_erase",
    "totals",
    "waiting",
    "written",
]
