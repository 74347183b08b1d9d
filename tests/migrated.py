"""Databases that are migrated already: made once for these migrations, and copied for each use."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "migrated"


def make_test_database() -> None:
    """Put one in the place where Django looks for the tests' database."""
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    if connection.vendor == "sqlite":
        copy_to(Path(name))
        return
    template = _template_on(server())
    with psycopg.connect(f"{server()}/postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def copy_to(path: Path) -> None:
    """A copy of the migrated SQLite file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_template_file(), path)


def template() -> str:
    """The name of the migrated database on the tests' PostgreSQL."""
    return _template_on(server())


def server() -> str:
    """Address of the tests' PostgreSQL, without a database."""
    its: dict[str, Any] = settings.DATABASES["default"]
    return f"postgres://{its['USER']}:{its['PASSWORD']}@{its['HOST']}:{its['PORT']}"


def _template_file() -> Path:
    path = KEPT / f"{_digest()}.sqlite3"
    with _alone():
        if not path.exists():
            for older in KEPT.glob("*.sqlite3"):
                older.unlink()
            with tempfile.TemporaryDirectory() as folder:
                _migrate({"KHABAR_VAR": folder})
                shutil.copyfile(Path(folder) / "khabar.sqlite3", path.with_suffix(".new"))
            path.with_suffix(".new").replace(path)
    return path


def _template_on(address: str) -> str:
    name = f"khabar_migrated_{_digest()}"
    with _alone(), psycopg.connect(f"{address}/postgres", autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            admin.execute(f'DROP DATABASE IF EXISTS "{name}_new"')
            admin.execute(f'CREATE DATABASE "{name}_new"')
            with tempfile.TemporaryDirectory() as folder:
                _migrate({"KHABAR_VAR": folder, "KHABAR_DATABASE_URL": f"{address}/{name}_new"})
            admin.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _migrate(environ: dict[str, str]) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KH", "DJ"))}
    subprocess.run(
        [sys.executable, "-m", "khabar.cli", "migrate", "-v0"],
        env=clean | {"PYTHONPATH": str(ROOT)} | environ,
        check=True,
    )


def _digest() -> str:
    """Of our migrations, and of the versions of everything that brings others."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted((ROOT / "khabar").glob("**/migrations/*.py")):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """The other processes of the tests wait, and find it made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
