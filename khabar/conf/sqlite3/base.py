"""The database wrapper that Django looks for under this name."""

import json
from typing import Any

from django.db.backends.sqlite3 import base, operations

from khabar.conf.compiling import RememberingOperations


class DatabaseOperations(RememberingOperations, operations.DatabaseOperations):
    """SQLite keeps JSON as the text that it was given; the compiler remembers."""

    def adapt_json_value(self, value: Any, encoder: type[json.JSONEncoder] | None) -> str:
        r"""JSON with letters as they are: ``\u0641`` makes Arabic three times as large.

        Of 17,088 articles the revisions alone took 219 MB instead of 94.
        """
        return json.dumps(value, cls=encoder, ensure_ascii=False)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own but for these; its vendor, and so everything that asks for it, is ``sqlite``."""

    ops_class = DatabaseOperations
