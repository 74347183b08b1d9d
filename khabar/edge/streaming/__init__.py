"""Server-sent events: what changes on a page that is open (docs/reference/live-stream.md).

The order of posts is the database's (``khabar.live.sequence``), what is sent is a piece of the
store, and that something changed is read from the changes that the store's follower applied: so a
web process renders nothing that another one has, and asks the log nothing of its own.
"""
