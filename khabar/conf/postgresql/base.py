"""The database wrapper that Django looks for under this name."""

from django.db.backends.postgresql import base, operations

from khabar.conf.compiling import RememberingOperations


class DatabaseOperations(RememberingOperations, operations.DatabaseOperations):
    """Django's own, with a compiler that remembers."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own but for that; its vendor is ``postgresql``."""

    ops_class = DatabaseOperations
