"""The outbox: one durable, ordered log of what changed, and how it is followed.

It knows keys (``article:12``, ``list:1:latest:0``) and no model. A change is recorded in the
transaction that makes it; whoever shows something to readers follows the log with a cursor.
"""
