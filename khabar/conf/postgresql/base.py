"""The database wrapper that Django looks for under this name."""

from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own, with a compiler that remembers."""

    compiler_module = "khabar.conf.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own but for that; its vendor is ``postgresql``."""

    ops_class = DatabaseOperations
