"""``make bench``: every bench in a process and a throwaway data folder of its own.

Names as arguments run those alone. Each figure is printed beside a baseline of the same run.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tools.databases import own_database

BENCHES = ("analysis", "lists", "pages", "imports", "desk", "screen", "edge", "fronted")
#: Run by their names alone.
OTHERS = ("zipf", "sizes", "machines", "torture", "search", "live", "comments")


def main(names: list[str]) -> int:
    """Run the benches named, or all; 2 for an unknown name, else the first failure's exit code."""
    unknown = [name for name in names if name not in BENCHES + OTHERS]
    if unknown:
        sys.stderr.write(
            f"No such bench: {', '.join(unknown)}. There are: {', '.join(BENCHES + OTHERS)}.\n"
        )
        return 2
    for name in names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="khabar-bench-") as folder, _database() as address:
            env = {
                **os.environ,
                **address,
                "KHABAR_VAR": folder,
                "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            }
            done = subprocess.run(  # noqa: S603 (our own module)
                [sys.executable, "-m", "benchmarks.run", name], env=env, check=False
            )
            if done.returncode:
                return done.returncode
    return 0


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """On PostgreSQL a database of its own; SQLite's is in the data folder."""
    server = os.environ.get("KHABAR_DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {}
        return
    with own_database(server.rpartition("/")[0], f"khabar_bench_{os.getpid()}") as address:
        yield {"KHABAR_DATABASE_URL": address}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
