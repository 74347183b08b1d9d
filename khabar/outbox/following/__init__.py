"""Following the log: a cursor and what came after it, being woken, and followers of the site.

A follower reads from its cursor, applies what it got, and keeps the new cursor together with what
it applied. Where it is told that its cursor is lost, it makes everything anew.
"""

from khabar.outbox.following.elected import LocalFollower
from khabar.outbox.following.local import Standing, standings, tell
from khabar.outbox.following.reading import Batch, Cursor, Entry, read
from khabar.outbox.following.site import SiteFollower, register, registered
from khabar.outbox.following.wakeups import Wakeups

__all__ = [
    "Batch",
    "Cursor",
    "Entry",
    "LocalFollower",
    "SiteFollower",
    "Standing",
    "Wakeups",
    "read",
    "register",
    "registered",
    "standings",
    "tell",
]
