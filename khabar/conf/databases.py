"""Django's database settings from one address."""

from pathlib import Path
from typing import Any

import environ

# Writers wait this long for each other before SQLite says "database is locked".
SQLITE_BUSY_SECONDS = 20
# A thread keeps its connection so long: of SQLite's, opening one and reading the schema of two
# hundred tables takes as long as ten queries, a new one has nothing in memory, and each query is
# planned anew; PostgreSQL begins a process.
HELD_SECONDS = 60

# WAL lets readers and one writer work side by side; FULL keeps every commit through a power cut;
# IMMEDIATE takes the write lock at BEGIN, where waiting works, instead of failing halfway. A cache
# is one connection's, and each thread keeps one: what is not in it is in the system's.
SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": SQLITE_BUSY_SECONDS,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA cache_size=-8000;"
        "PRAGMA mmap_size=268435456;"
        "PRAGMA temp_store=MEMORY;"
    ),
}

# A statement that a connection asks again is planned once. Planning what joins an article's three
# tables takes PostgreSQL longer than finding it, and was two fifths of a rendering. Values go apart
# from the statement for that.
POSTGRES_OPTIONS: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 3}


def database(url: str, var: Path) -> dict[str, Any]:
    """The settings of the database at `url`, or of the data folder's own SQLite file."""
    if not url:
        url = f"sqlite:///{var / 'khabar.sqlite3'}"
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        return settings | {
            "ENGINE": "khabar.conf.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": HELD_SECONDS,
        }
    if settings["ENGINE"] == "django.db.backends.postgresql":
        settings["ENGINE"] = "khabar.conf.postgresql"
        settings["OPTIONS"] = POSTGRES_OPTIONS | settings.get("OPTIONS", {})
    # Each request opens its own connection: a server has few of them, and a pool belongs to
    # PgBouncer. Threads that render and follow keep theirs (HELD_SECONDS).
    return settings | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
