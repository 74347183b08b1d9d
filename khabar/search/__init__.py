"""Search: an index of what readers may read, what follows the outbox into it, and asking it.

The index lies under the data folder and is derived: ``khabar search rebuild`` makes it anew from
the database. The newsroom knows nothing of it.
"""
