"""A running house: what `khabar up` starts, on a free port, with the bench's data folder."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tools.front_servers import free_port

START_SECONDS = 120
#: A house has settled that takes less of a processor than this, for so long; or is not waited for.
QUIET_SHARE = 0.08
QUIET_SECONDS = 3.0
SETTLE_SECONDS = 180.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class House:
    """A house that answers, and the process that keeps it up."""

    url: str
    process: "subprocess.Popen[bytes]"

    def cpu(self) -> float:
        """Seconds of processor time of all its processes so far."""
        return sum(_cpu(pid) for pid in family(self.process.pid))

    def settle(self) -> None:
        """Wait until it has done what a start brings: a search index, what is related, photos."""
        until = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < until:
            before = self.cpu()
            time.sleep(QUIET_SECONDS)
            if self.cpu() - before < QUIET_SECONDS * QUIET_SHARE:
                return

    def shares(self) -> dict[str, float]:
        """The same by what the processes are for."""
        found: dict[str, float] = {}
        for pid in family(self.process.pid):
            name = _part(pid)
            found[name] = found.get(name, 0.0) + _cpu(pid)
        return found

    def verified(self, **environ: str) -> tuple[int, list[str]]:
        """Exit code and lines of `khabar edge verify --http` of this house."""
        done = subprocess.run(  # noqa: S603 (our own command)
            [sys.executable, "-m", "khabar.cli", "edge", "verify", "--http", self.url],
            env={**environment(), **environ},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, (done.stdout + done.stderr).strip().splitlines()


def environment() -> dict[str, str]:
    """What Khabar's commands run in: the bench's data folder, and Khabar's own settings."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "khabar.conf.settings",
        "KHABAR_VAR": str(settings.VAR_DIR),
    }


@contextmanager
def up(*command: str, **environ: str) -> Iterator[House]:
    """Keep a house up in the bench's data folder, with Khabar's own settings.

    ``command`` is what starts it, where that is another than `khabar up`.
    """
    port = free_port()
    env = {**environment(), "PORT": str(port), **environ}
    started = command or (sys.executable, "-m", "khabar.cli", "up")
    with subprocess.Popen(started, env=env, stdout=subprocess.DEVNULL) as process:  # noqa: S603 (our own)
        url = f"http://127.0.0.1:{port}"
        try:
            _wait(url)
            yield House(url, process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _wait(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 (our own server)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{url} did not answer in {START_SECONDS} s.")


@contextmanager
def nginx(folder: Path, always: str = "") -> Iterator[str]:
    """Nginx with gzip_static over a folder of files, one process a processor; its address.

    ``always`` is the file that is sent for every address.
    """
    port = free_port()
    config = folder / "nginx.conf"
    tried = f"location / {{ rewrite ^ {always} break; }}" if always else ""
    config.write_text(
        f"""
worker_processes auto;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  types {{ text/html html; }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  keepalive_requests 1000000;
  sendfile on;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; gzip_static on; etag on; {tried} }}
}}
""",
        encoding="ascii",
    )
    command = ["nginx", "-c", str(config), "-e", f"{folder}/error.log"]
    with subprocess.Popen(command) as process:  # noqa: S603 (Debian's)
        try:
            time.sleep(0.5)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def family(pid: int) -> list[int]:
    """A process and all that it started, and they."""
    found = [pid]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += [int(child) for child in children.split()]
    return found


def _part(pid: int) -> str:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    except OSError:
        return "ended"
    if "darkroom" in line:
        return "photos"
    if "worker" in line:
        return "worker"
    return "web" if "khabar.cli.web" in line or "multiprocessing" in line else "rest"


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
