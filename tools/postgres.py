"""Runs a command with a throwaway PostgreSQL in KHABAR_DATABASE_URL.

    python tools/postgres.py [--required] COMMAND …

Uses what Debian's `postgresql` package installs; nothing of the machine's own clusters is touched.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW_TO_GET_IT = (
    "PostgreSQL is not installed, so the suite ran on SQLite alone. "
    "To run it on both: apt-get install postgresql (or your system's package)."
)
START_SECONDS = 30.0
# Nothing here survives the run, so nothing waits for the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def find_binaries() -> Path | None:
    """The folder of initdb and postgres, the newest first."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: float(path.parent.name),
        reverse=True,
    )
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _user() -> str | None:
    """Whom to run as: PostgreSQL refuses root."""
    return "postgres" if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """The address of a new, empty cluster that is gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="khabar-postgres-"))
    user = _user()
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()
    try:
        subprocess.run(
            [
                binaries / "initdb",
                "--auth=trust",
                "--username=khabar",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                f"--pgdata={data}",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            cwd=folder,
        )
        options = [part for option in FAST for part in ("-c", option)]
        server = subprocess.Popen(
            [
                binaries / "postgres",
                f"-D{data}",
                f"-p{port}",
                f"-k{folder}",
                "-h127.0.0.1",
                *options,
            ],
            stderr=(folder / "log").open("w"),
            user=user,
            cwd=folder,
        )
        try:
            _wait(server, port, folder / "log")
            yield f"postgres://khabar@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"PostgreSQL did not start:\n{log.read_text()}")


def main() -> int:
    command = sys.argv[1:]
    required = command[:1] == ["--required"]
    command = command[1:] if required else command
    binaries = find_binaries()
    if binaries is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 1 if required else 0
    with cluster(binaries) as url:
        return subprocess.run(
            command, check=False, env=os.environ | {"KHABAR_DATABASE_URL": url}
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
